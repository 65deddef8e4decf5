"""A department answers a dispute within so many working days, as the items promise; seven calendar days were five of them."""

from typing import Any

from django.db import migrations, models


def count_working_days(apps: Any, schema_editor: Any) -> None:
    apps.get_model("sharing", "DataResource").objects.filter(correction_days=7).update(correction_days=5)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]

    operations = [
        migrations.AlterField(
            "dataresource", "correction_days", models.PositiveSmallIntegerField(default=5)
        ),
        migrations.RunPython(count_working_days, migrations.RunPython.noop),
    ]
