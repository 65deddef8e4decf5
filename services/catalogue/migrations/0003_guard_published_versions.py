"""The database's own refusal: a published version is frozen with its regions and its variants, and no two of an item hold at once in
one region.

SQLite drops the triggers of a table that is rebuilt (any AlterField): such a migration must run `guard` again, and a test looks.
"""

from django.db import migrations

FROZEN = ("id", "item_id", "number", "in_force_from", "name", "content", "sha256", "purpose_id", "rule_set", "certificate_type")
BACK = "NEW.state = 'DRAFT'"
SAYS = "a published item version does not change"
PARTS = ("pilot", "variant")
OVERLAP = """
    NEW.state <> 'DRAFT' AND EXISTS (
        SELECT 1 FROM catalogue_itemversion AS other
        WHERE other.item_id = NEW.item_id AND other.id <> NEW.id AND other.state <> 'DRAFT'
          AND other.in_force_from < COALESCE(NEW.in_force_to, '9999-12-31')
          AND NEW.in_force_from < COALESCE(other.in_force_to, '9999-12-31')
          AND (EXISTS (SELECT 1 FROM catalogue_pilot AS theirs JOIN catalogue_pilot AS mine ON mine.region_id = theirs.region_id
                       WHERE theirs.version_id = other.id AND mine.version_id = NEW.id)
               OR NOT EXISTS (SELECT 1 FROM catalogue_pilot AS any_ WHERE any_.version_id IN (other.id, NEW.id))))
"""


def of_published(row):
    return f"(SELECT state FROM catalogue_itemversion WHERE id = {row}.version_id) <> 'DRAFT'"


def sqlite():
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in FROZEN)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    yield f"""CREATE TRIGGER item_version_frozen BEFORE UPDATE ON catalogue_itemversion
        WHEN OLD.state <> 'DRAFT' AND ({changed} OR {BACK}) {refuse}"""
    yield f"""CREATE TRIGGER item_version_kept BEFORE DELETE ON catalogue_itemversion
        WHEN OLD.state <> 'DRAFT' {refuse}"""
    for verb in ("INSERT", "UPDATE"):
        yield f"""CREATE TRIGGER one_item_version_in_force_{verb.lower()} BEFORE {verb} ON catalogue_itemversion
            WHEN {OVERLAP} BEGIN SELECT RAISE(ABORT, 'one_item_version_in_force'); END"""
    for part in PARTS:
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            yield f"""CREATE TRIGGER {part}_frozen_{verb.lower()} BEFORE {verb} ON catalogue_{part}
                WHEN {of_published(row)} {refuse}"""


def postgresql():
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
    refused = f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation'"
    yield f"""CREATE FUNCTION catalogue_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refused}; END $$"""
    yield f"""CREATE FUNCTION catalogue_refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'INSERT' THEN
            IF {of_published("NEW")} THEN {refused}; END IF;
            RETURN NEW;
        END IF;
        IF {of_published("OLD")} THEN {refused}; END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$"""
    yield f"""CREATE FUNCTION catalogue_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {OVERLAP} THEN
            RAISE EXCEPTION 'one_item_version_in_force' USING ERRCODE = 'exclusion_violation';
        END IF;
        RETURN NEW;
    END $$"""
    yield f"""CREATE TRIGGER item_version_frozen BEFORE UPDATE ON catalogue_itemversion FOR EACH ROW
        WHEN (OLD.state <> 'DRAFT' AND ({changed} OR {BACK})) EXECUTE FUNCTION catalogue_refuse()"""
    yield """CREATE TRIGGER item_version_kept BEFORE DELETE ON catalogue_itemversion FOR EACH ROW
        WHEN (OLD.state <> 'DRAFT') EXECUTE FUNCTION catalogue_refuse()"""
    yield """CREATE TRIGGER one_item_version_in_force BEFORE INSERT OR UPDATE ON catalogue_itemversion FOR EACH ROW
        EXECUTE FUNCTION catalogue_refuse_overlap()"""
    for part in PARTS:
        yield f"""CREATE TRIGGER {part}_frozen BEFORE INSERT OR UPDATE OR DELETE ON catalogue_{part} FOR EACH ROW
            EXECUTE FUNCTION catalogue_refuse_part()"""


def guard(apps, schema_editor):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for function in ("refuse", "refuse_part", "refuse_overlap"):
            schema_editor.execute(f"DROP FUNCTION catalogue_{function}() CASCADE", params=None)
        return
    names = ["item_version_frozen", "item_version_kept"]
    names += [f"one_item_version_in_force_{verb}" for verb in ("insert", "update")]
    names += [f"{part}_frozen_{verb}" for part in PARTS for verb in ("insert", "update", "delete")]
    for name in names:
        schema_editor.execute(f"DROP TRIGGER {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_directory_pilots_variants")]
    operations = [migrations.RunPython(guard, unguard)]
