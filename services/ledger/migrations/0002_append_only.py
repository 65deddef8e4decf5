"""The database keeps the log's promise: entries and checkpoints are added, an entry gets its place once, nothing goes.

A later migration that rebuilds these tables on SQLite (every change of a column does) drops the triggers with them and
has to install them again; `tests/ledger/test_append_only.py` notices.
"""

from django.db import migrations

PLACED_ONCE = """
    NEW.id {same} OLD.id AND NEW.kind {same} OLD.kind AND NEW.body {same} OLD.body
    AND NEW.digest {same} OLD.digest AND OLD.leaf_index IS NULL AND NEW.leaf_index IS NOT NULL
"""
REFUSE = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"

SQLITE = [
    f"""CREATE TRIGGER entry_no_change BEFORE UPDATE ON ledger_entry
        WHEN NOT ({PLACED_ONCE.format(same="IS")}) {REFUSE}""",
    f"CREATE TRIGGER entry_no_delete BEFORE DELETE ON ledger_entry {REFUSE}",
    f"CREATE TRIGGER checkpoint_no_change BEFORE UPDATE ON ledger_checkpoint {REFUSE}",
    f"CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON ledger_checkpoint {REFUSE}",
]
POSTGRESQL = [
    """CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE TRIGGER entry_no_change BEFORE UPDATE ON ledger_entry FOR EACH ROW
        WHEN (NOT ({PLACED_ONCE.format(same="IS NOT DISTINCT FROM")})) EXECUTE FUNCTION ledger_refuse()""",
    "CREATE TRIGGER entry_no_delete BEFORE DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    """CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT
        EXECUTE FUNCTION ledger_refuse()""",
    """CREATE TRIGGER checkpoint_no_change BEFORE UPDATE OR DELETE ON ledger_checkpoint FOR EACH ROW
        EXECUTE FUNCTION ledger_refuse()""",
    """CREATE TRIGGER checkpoint_no_truncate BEFORE TRUNCATE ON ledger_checkpoint FOR EACH STATEMENT
        EXECUTE FUNCTION ledger_refuse()""",
]
SQLITE_BACK = [
    "DROP TRIGGER entry_no_change",
    "DROP TRIGGER entry_no_delete",
    "DROP TRIGGER checkpoint_no_change",
    "DROP TRIGGER checkpoint_no_delete",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER entry_no_change ON ledger_entry",
    "DROP TRIGGER entry_no_delete ON ledger_entry",
    "DROP TRIGGER entry_no_truncate ON ledger_entry",
    "DROP TRIGGER checkpoint_no_change ON ledger_checkpoint",
    "DROP TRIGGER checkpoint_no_truncate ON ledger_checkpoint",
    "DROP FUNCTION ledger_refuse()",
]


def install(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
