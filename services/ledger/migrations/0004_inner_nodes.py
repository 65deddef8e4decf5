"""The inner nodes of what was sealed before they had rows. Reads every digest once, in the order of the leaves."""

from django.db import migrations

from services.ledger import tree

STEP, BATCH = 4, 500


def fill(apps, schema_editor):
    Entry, Node = apps.get_model("ledger", "Entry"), apps.get_model("ledger", "Node")
    digests = Entry.objects.exclude(leaf_index=None).order_by("leaf_index").values_list("digest", flat=True)
    frontier, waiting = [], []
    for size, digest in enumerate(digests.iterator(2000), 1):
        for level, complete in tree.append(frontier, bytes(digest)):
            if level % STEP == 0:
                waiting.append(Node(level=level, number=(size >> level) - 1, digest=complete))
        if len(waiting) >= BATCH:
            Node.objects.bulk_create(waiting)
            waiting = []
    Node.objects.bulk_create(waiting)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_commitments")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
