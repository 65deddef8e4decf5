"""A number counts once it is confirmed. Those kept so far were never asked for a code: they are asked at the next change."""

import uuid

import django.db.models.deletion
import services.sealing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0003_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="phone_confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="NumberCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("digits", services.sealing.fields.SealedField()),
                ("made_at", models.DateTimeField()),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("contact", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="notifications.contact")),
            ],
            options={"ordering": ["-made_at"]},
        ),
    ]
