"""Numbers that are kept already get their index."""

import services.sealing.fields
from django.db import migrations


def index_numbers(apps, schema_editor):
    for contact in apps.get_model("notifications", "Contact").objects.exclude(phone=None).iterator():
        contact.save(update_fields=["phone_index"])


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_channels'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='phone_index',
            field=services.sealing.fields.BlindIndexField(db_index=True, null=True, of='phone', serialize=False),
        ),
        migrations.RunPython(index_numbers, migrations.RunPython.noop),
    ]
