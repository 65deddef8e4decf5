"""Who asked stands in the request. Of older ones it is known from the decision that let them be asked."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def actors_of_old_requests(apps, schema_editor):
    Request, Access = apps.get_model("sharing", "DataRequest"), apps.get_model("sharing", "DataAccess")
    decided = Access.objects.filter(
        purpose=OuterRef("purpose"),
        department=OuterRef("department"),
        source=OuterRef("source"),
        at=OuterRef("started_at"),
        stage="ASKING",
    )
    found = Request.objects.annotate(who=Subquery(decided.values("actor")[:1])).exclude(who=None)
    found.update(actor=Subquery(decided.values("actor")[:1]))


class Migration(migrations.Migration):
    dependencies = [("sharing", "0009_disputes_are_settled")]

    operations = [
        migrations.AddField("datarequest", "actor", models.CharField(max_length=60, default="SYSTEM")),
        migrations.AddField("datarequest", "represented", models.CharField(max_length=60, blank=True, default=""), preserve_default=False),
        migrations.RunPython(actors_of_old_requests, migrations.RunPython.noop, elidable=True),
    ]
