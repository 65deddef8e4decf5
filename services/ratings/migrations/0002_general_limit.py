"""The limit that holds where no region has its own: without a row no poor rating could be taken."""

from datetime import date

from django.db import migrations

DAYS, FROM_ON = 15, date(2020, 1, 1)
SOURCE = {
    "zh": "示例：按四川某市做法，差评 15 个工作日内整改答复",
    "en": "Example: 15 working days, as one city of Sichuan does",
}


def bring(apps, schema_editor):
    apps.get_model("ratings", "RectificationLimit").objects.create(
        region=None, days=DAYS, from_on=FROM_ON, source=SOURCE, is_example=True
    )


def take_away(apps, schema_editor):
    apps.get_model("ratings", "RectificationLimit").objects.filter(region=None, from_on=FROM_ON).delete()


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_initial")]
    operations = [migrations.RunPython(bring, take_away)]
