"""A refused application may be carried on by a new one; beside it, the citizen may have a draft of their own.

SQLite rebuilds the table for a unique column: its triggers (0004) are taken away before and put back after.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

closed = import_module("services.applications.migrations.0004_closed_is_closed")


def drafts(**condition):
    return models.UniqueConstraint(
        fields=["person", "item_version", "variant"],
        condition=models.Q(state="DRAFT", **condition),
        name="one_draft_per_variant",
    )


class Migration(migrations.Migration):
    dependencies = [("applications", "0010_withdrawn_uploads")]
    operations = [
        migrations.RunPython(closed.remove, closed.install),
        migrations.RemoveConstraint("application", "one_draft_per_variant"),
        migrations.AddField(
            "application",
            "renews",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewed_as",
                to="applications.application",
            ),
        ),
        migrations.AddConstraint("application", drafts(renews=None)),
        migrations.RunPython(closed.install, closed.remove),
    ]
