"""Entries become salted commitments, checkpoints signed notes, and inner nodes of the tree have rows.

What was sealed before keeps its leaf (the body itself) and its place: no root that anybody holds changes. The triggers
go first and come back last, because SQLite builds the table anew.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

before = import_module("services.ledger.migrations.0002_append_only")

SAME = "NEW.id {same} OLD.id AND NEW.kind {same} OLD.kind AND NEW.digest {same} OLD.digest"
COMMITTED = "NEW.written_at {same} OLD.written_at AND NEW.commitment {same} OLD.commitment"
PLACED = """(NEW.body {same} OLD.body AND NEW.salt {same} OLD.salt
    AND OLD.leaf_index IS NULL AND NEW.leaf_index IS NOT NULL)"""
ERASED = """(NEW.leaf_index {same} OLD.leaf_index AND OLD.leaf_index IS NOT NULL
    AND OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.salt IS NULL)"""
ALLOWED = f"{SAME} AND {COMMITTED} AND ({PLACED} OR {ERASED})"
REFUSE = before.REFUSE
ADDED_ONLY = ("checkpoint", "node", "cosignature", "refusal")

SQLITE = [
    f"CREATE TRIGGER entry_no_change BEFORE UPDATE ON ledger_entry WHEN NOT ({ALLOWED.format(same='IS')}) {REFUSE}",
    f"CREATE TRIGGER entry_no_delete BEFORE DELETE ON ledger_entry {REFUSE}",
    *(f"CREATE TRIGGER {name}_no_change BEFORE UPDATE ON ledger_{name} {REFUSE}" for name in ADDED_ONLY),
    *(f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON ledger_{name} {REFUSE}" for name in ADDED_ONLY),
]
POSTGRESQL = [
    before.POSTGRESQL[0],
    f"""CREATE TRIGGER entry_no_change BEFORE UPDATE ON ledger_entry FOR EACH ROW
        WHEN (NOT ({ALLOWED.format(same="IS NOT DISTINCT FROM")})) EXECUTE FUNCTION ledger_refuse()""",
    "CREATE TRIGGER entry_no_delete BEFORE DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    """CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT
        EXECUTE FUNCTION ledger_refuse()""",
    *(
        f"""CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON ledger_{name} FOR EACH ROW
            EXECUTE FUNCTION ledger_refuse()"""
        for name in ADDED_ONLY
    ),
    *(
        f"""CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON ledger_{name} FOR EACH STATEMENT
            EXECUTE FUNCTION ledger_refuse()"""
        for name in ADDED_ONLY
    ),
]
SQLITE_BACK = [
    f"DROP TRIGGER {name}_no_{what}" for name in ("entry", *ADDED_ONLY) for what in ("change", "delete")
]
POSTGRESQL_BACK = [
    "DROP TRIGGER entry_no_delete ON ledger_entry",
    *(
        f"DROP TRIGGER {name}_no_{what} ON ledger_{name}"
        for name in ("entry", *ADDED_ONLY)
        for what in ("change", "truncate")
    ),
    "DROP FUNCTION ledger_refuse()",
]


def install(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.RunPython(before.remove, before.install),
        migrations.CreateModel(
            name='CoSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('witness', models.CharField(max_length=80)),
                ('line', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('number', models.BigIntegerField()),
                ('digest', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('witness', models.CharField(max_length=80)),
                ('size', models.BigIntegerField()),
                ('seen', models.BigIntegerField(null=True)),
                ('reason', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='note',
            field=models.TextField(default=''),
        ),
        migrations.AddField(
            model_name='entry',
            name='commitment',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='salt',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='written_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='entry',
            name='body',
            field=models.BinaryField(null=True),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('commitment__isnull', False), ('written_at__isnull', False)), models.Q(('commitment', None), ('salt', None), ('written_at', None)), _connector='OR'), name='committed_or_old'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('commitment', None), models.Q(('body', None), ('salt', None)), models.Q(('body__isnull', False), ('salt__isnull', False)), _connector='OR'), name='erased_whole'),
        ),
        migrations.AddField(
            model_name='cosignature',
            name='checkpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='co_signatures', to='ledger.checkpoint'),
        ),
        migrations.AddConstraint(
            model_name='node',
            constraint=models.UniqueConstraint(fields=('level', 'number'), name='one_node_a_place'),
        ),
        migrations.AddConstraint(
            model_name='refusal',
            constraint=models.UniqueConstraint(fields=('witness', 'size', 'reason'), name='one_refusal_a_size'),
        ),
        migrations.AddConstraint(
            model_name='cosignature',
            constraint=models.UniqueConstraint(fields=('checkpoint', 'witness'), name='one_signature_each'),
        ),
        migrations.RunPython(install, remove),
    ]
