"""Every look is a row, and the first of a day is told: what the leak watch kept apart until now."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sharing", "0010_requests_name_their_actor")]

    operations = [
        migrations.RemoveConstraint("look", "one_look_a_day"),
        migrations.RemoveIndex("look", "looks_at_a_person"),
        migrations.AddField("look", "is_live", models.BooleanField(default=True)),
        migrations.AddField("look", "told", models.BooleanField(default=True)),
        migrations.AlterField(
            "look",
            "person",
            models.ForeignKey(
                "people.Person",
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="looks",
            ),
        ),
        migrations.AddConstraint(
            "look",
            models.UniqueConstraint(
                fields=["actor", "source", "kind", "on"],
                condition=models.Q(told=True),
                name="one_look_a_day",
            ),
        ),
        migrations.AddConstraint(
            "look",
            models.CheckConstraint(
                condition=models.Q(told=False) | models.Q(person__isnull=False),
                name="of_nothing_nobody_is_told",
            ),
        ),
        migrations.AddIndex(
            "look",
            models.Index(
                "person",
                models.F("at").desc(),
                condition=models.Q(told=True),
                name="looks_at_a_person",
            ),
        ),
        migrations.AddIndex("look", models.Index("at", name="looks_by_time")),
        migrations.AddIndex("look", models.Index("actor", "at", name="looks_of_an_actor")),
    ]
