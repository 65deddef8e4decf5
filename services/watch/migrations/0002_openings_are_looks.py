"""What was kept here of openings goes to the looks, where the watch counts them from now on."""

from django.db import migrations
from django.utils.timezone import localdate


def take_over(apps, schema_editor):
    Reading, Look = apps.get_model("watch", "Reading"), apps.get_model("sharing", "Look")
    posts = apps.get_model("departments", "StaffMember").objects.values_list("user_id", "department_id")
    departments = {f"STAFF:{user}": department for user, department in posts}
    rows = (
        Look(
            person_id=each.person_id,
            department_id=departments[each.actor],
            actor=each.actor,
            kind="DESK",
            source=each.source,
            fields=[],
            is_live=each.is_live,
            told=False,
            on=localdate(each.at),
            at=each.at,
        )
        for each in Reading.objects.filter(actor__in=departments).iterator(500)
    )
    Look.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("watch", "0001_initial"),
        ("sharing", "0011_every_look_is_a_row"),
        ("departments", "0004_policy_officers"),
    ]

    operations = [
        migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel("Reading"),
    ]
