"""An application says which variant of its item it is.

SQLite rebuilds the table for a new column, and its triggers (0004) with it: they are taken away before and put back after.
"""

from importlib import import_module

from django.db import migrations, models

closed = import_module("services.applications.migrations.0004_closed_is_closed")


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_replay_runs")]
    operations = [
        migrations.RunPython(closed.remove, closed.install),
        migrations.RemoveConstraint("application", "one_draft_per_item"),
        migrations.AddField("application", "variant", models.CharField(blank=True, max_length=2)),
        migrations.AddConstraint(
            "application",
            models.UniqueConstraint(
                fields=["person", "item_version", "variant"],
                condition=models.Q(state="DRAFT"),
                name="one_draft_per_variant",
            ),
        ),
        migrations.RunPython(closed.install, closed.remove),
    ]
