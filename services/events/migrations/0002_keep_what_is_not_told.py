"""The database keeps the outbox's promise: what happened does not change, and what is not yet told cannot be lost."""

from django.db import migrations

TOLD_ONCE = """
    NEW.id {same} OLD.id AND NEW.name {same} OLD.name AND NEW.body {same} OLD.body
    AND NEW.published_at {same} OLD.published_at AND OLD.done_at IS NULL
"""

SQLITE = [
    f"""CREATE TRIGGER outbox_no_change BEFORE UPDATE ON events_outboxevent
        WHEN NOT ({TOLD_ONCE.format(same="IS")})
        BEGIN SELECT RAISE(ABORT, 'events_outboxevent: what happened does not change'); END""",
    """CREATE TRIGGER outbox_no_loss BEFORE DELETE ON events_outboxevent WHEN OLD.done_at IS NULL
        BEGIN SELECT RAISE(ABORT, 'events_outboxevent: not yet told'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION outbox_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE TRIGGER outbox_no_change BEFORE UPDATE ON events_outboxevent FOR EACH ROW
        WHEN (NOT ({TOLD_ONCE.format(same="IS NOT DISTINCT FROM")}))
        EXECUTE FUNCTION outbox_refuse('what happened does not change')""",
    """CREATE TRIGGER outbox_no_loss BEFORE DELETE ON events_outboxevent FOR EACH ROW
        WHEN (OLD.done_at IS NULL) EXECUTE FUNCTION outbox_refuse('not yet told')""",
    """CREATE TRIGGER outbox_no_truncate BEFORE TRUNCATE ON events_outboxevent FOR EACH STATEMENT
        EXECUTE FUNCTION outbox_refuse('not yet told')""",
]
SQLITE_BACK = ["DROP TRIGGER outbox_no_change", "DROP TRIGGER outbox_no_loss"]
POSTGRESQL_BACK = [
    "DROP TRIGGER outbox_no_change ON events_outboxevent",
    "DROP TRIGGER outbox_no_loss ON events_outboxevent",
    "DROP TRIGGER outbox_no_truncate ON events_outboxevent",
    "DROP FUNCTION outbox_refuse()",
]


def install(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
