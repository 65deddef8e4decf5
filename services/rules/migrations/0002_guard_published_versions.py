"""The database's own refusal: published versions are frozen, and no two of a rule set are in force on one day.

PostgreSQL compares periods with an exclusion constraint; a rule set's key as a range of one needs no extension.
SQLite has no such constraint, so a trigger looks. Rebuilding the table on SQLite (any AlterField) drops its triggers:
such a migration must run `guard` again.
"""

from django.db import migrations

CONTENT = "id, rule_set_id, number, jdm, facts, texts, sha256, effective_from"
ENDING = "OLD.state = 'PUBLISHED' AND NEW.state = 'RETIRED' AND NEW.effective_to IS NOT NULL"
# name -> (what happens, which rows must not let it happen)
FROZEN = {
    "rule_version_content_frozen": (f"UPDATE OF {CONTENT}", "OLD.state <> 'DRAFT'"),
    "rule_version_state_frozen": ("UPDATE OF state, effective_to", f"OLD.state <> 'DRAFT' AND NOT ({ENDING})"),
    "rule_version_kept": ("DELETE", "OLD.state <> 'DRAFT'"),
}
MESSAGE = "A published rule version is neither changed nor deleted"
OVERLAP = """
    NEW.state <> 'DRAFT' AND EXISTS (
        SELECT 1 FROM rules_ruleversion AS other
        WHERE other.rule_set_id = NEW.rule_set_id AND other.id <> NEW.id AND other.state <> 'DRAFT'
          AND other.effective_from <= COALESCE(NEW.effective_to, '9999-12-31')
          AND NEW.effective_from <= COALESCE(other.effective_to, '9999-12-31'))
"""
POSTGRESQL_FUNCTION = f"""
    CREATE FUNCTION rules_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""
POSTGRESQL_EXCLUSION = """
    ALTER TABLE rules_ruleversion ADD CONSTRAINT one_rule_version_in_force EXCLUDE USING gist (
        int8range(rule_set_id, rule_set_id, '[]') WITH &&,
        daterange(effective_from, effective_to, '[]') WITH &&
    ) WHERE (state <> 'DRAFT')
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        statements = [POSTGRESQL_FUNCTION, POSTGRESQL_EXCLUSION, *map(_postgresql, FROZEN)]
    else:
        statements = [*map(_sqlite, FROZEN), *map(_sqlite_overlap, ("INSERT", "UPDATE"))]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION rules_refuse() CASCADE", params=None)
        schema_editor.execute(
            "ALTER TABLE rules_ruleversion DROP CONSTRAINT one_rule_version_in_force", params=None
        )
        return
    for name in (*FROZEN, "one_rule_version_in_force_insert", "one_rule_version_in_force_update"):
        schema_editor.execute(f"DROP TRIGGER {name}", params=None)


def _postgresql(name):
    what, when = FROZEN[name]
    return (
        f"CREATE TRIGGER {name} BEFORE {what} ON rules_ruleversion FOR EACH ROW WHEN ({when}) "
        "EXECUTE FUNCTION rules_refuse()"
    )


def _sqlite(name):
    what, when = FROZEN[name]
    return (
        f"CREATE TRIGGER {name} BEFORE {what} ON rules_ruleversion FOR EACH ROW WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _sqlite_overlap(what):
    return (
        f"CREATE TRIGGER one_rule_version_in_force_{what.lower()} BEFORE {what} ON rules_ruleversion "
        f"FOR EACH ROW WHEN {OVERLAP} BEGIN SELECT RAISE(ABORT, 'one_rule_version_in_force'); END"
    )


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
