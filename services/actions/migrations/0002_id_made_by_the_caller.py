"""The key changes its type, which PostgreSQL cannot cast: the table is made anew. Request keys live for minutes."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0001_initial")]
    operations = [
        migrations.DeleteModel("RequestKey"),
        migrations.CreateModel(
            name="RequestKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("actor", models.CharField(max_length=60)),
                ("action", models.CharField(max_length=100)),
                ("key", models.UUIDField()),
                ("input_hash", models.CharField(max_length=64)),
                ("outcome", models.UUIDField(null=True)),
                ("denied", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("actor", "action", "key"), name="one_act_per_request_key"
                    )
                ],
            },
        ),
    ]
