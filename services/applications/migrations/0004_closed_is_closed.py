"""办结 is a write barrier that the database itself holds: nothing of a closed application changes, nothing is added to it.

A later migration that rebuilds one of these tables on SQLite drops its trigger and has to install it again;
`tests/applications/test_closed.py` notices.
"""

from django.db import migrations

SAYS = "a closed application does not change"
ADDED_TO = ("move", "evidence", "assessment", "decision", "assignment", "correction", "note", "awaitedsource")
CLOSED = "(SELECT state FROM applications_application WHERE id = NEW.application_id) = 'CLOSED'"

SQLITE = [
    f"""CREATE TRIGGER closed_no_{verb.lower()} BEFORE {verb} ON applications_application
        WHEN OLD.state = 'CLOSED' BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
    for verb in ("UPDATE", "DELETE")
] + [
    f"""CREATE TRIGGER closed_no_{table} BEFORE INSERT ON applications_{table}
        WHEN {CLOSED} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
    for table in ADDED_TO
]
POSTGRESQL = [
    f"""CREATE FUNCTION refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE FUNCTION refuse_added_to_closed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF {CLOSED} THEN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER closed_no_change BEFORE UPDATE OR DELETE ON applications_application FOR EACH ROW
        WHEN (OLD.state = 'CLOSED') EXECUTE FUNCTION refuse_closed()""",
] + [
    f"""CREATE TRIGGER closed_no_{table} BEFORE INSERT ON applications_{table} FOR EACH ROW
        EXECUTE FUNCTION refuse_added_to_closed()"""
    for table in ADDED_TO
]
SQLITE_BACK = ["DROP TRIGGER closed_no_update", "DROP TRIGGER closed_no_delete"] + [
    f"DROP TRIGGER closed_no_{table}" for table in ADDED_TO
]
POSTGRESQL_BACK = [
    "DROP TRIGGER closed_no_change ON applications_application",
    *(f"DROP TRIGGER closed_no_{table} ON applications_{table}" for table in ADDED_TO),
    "DROP FUNCTION refuse_closed()",
    "DROP FUNCTION refuse_added_to_closed()",
]


def install(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_people_handle")]
    operations = [migrations.RunPython(install, remove)]
