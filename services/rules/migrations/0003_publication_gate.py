"""The gate: who wrote a version, who approved it, its examples, and what was found before publication.

What a version came with before this migration came from packages. Adding columns rebuilds the table on SQLite, which drops
its triggers: they are made anew, for the new states too. What is submitted is as frozen as what is published, except that it
goes back or on.
"""

import django.db.models.deletion
from django.db import migrations, models

CONTENT = "id, rule_set_id, number, jdm, facts, texts, examples, sha256, effective_from, author, revision, edited_by"
STATES = "state, effective_to, approver, gate"
ENDING = (
    "OLD.state = 'PUBLISHED' AND NEW.state = 'RETIRED' AND NEW.effective_to IS NOT NULL AND NEW.approver = OLD.approver"
)
# name -> (what happens, which rows must not let it happen)
FROZEN = {
    "rule_version_content_frozen": (f"UPDATE OF {CONTENT}", "OLD.state <> 'DRAFT'"),
    "rule_version_state_frozen": (
        f"UPDATE OF {STATES}",
        f"OLD.state NOT IN ('DRAFT', 'SUBMITTED') AND NOT ({ENDING})",
    ),
    "rule_version_kept": ("DELETE", "OLD.state <> 'DRAFT'"),
}
MESSAGE = "A published rule version is neither changed nor deleted"
OVERLAP = """
    NEW.state NOT IN ('DRAFT', 'SUBMITTED') AND EXISTS (
        SELECT 1 FROM rules_ruleversion AS other
        WHERE other.rule_set_id = NEW.rule_set_id AND other.id <> NEW.id AND other.state NOT IN ('DRAFT', 'SUBMITTED')
          AND other.effective_from <= COALESCE(NEW.effective_to, '9999-12-31')
          AND NEW.effective_from <= COALESCE(other.effective_to, '9999-12-31'))
"""
POSTGRESQL_EXCLUSION = """
    ALTER TABLE rules_ruleversion ADD CONSTRAINT one_rule_version_in_force EXCLUDE USING gist (
        int8range(rule_set_id, rule_set_id, '[]') WITH &&,
        daterange(effective_from, effective_to, '[]') WITH &&
    ) WHERE (state NOT IN ('DRAFT', 'SUBMITTED'))
"""


def guard(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in FROZEN:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON rules_ruleversion", params=None)
        schema_editor.execute(
            "ALTER TABLE rules_ruleversion DROP CONSTRAINT IF EXISTS one_rule_version_in_force", params=None
        )
        return
    for name in (*FROZEN, "one_rule_version_in_force_insert", "one_rule_version_in_force_update"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)


def _statements(vendor):
    if vendor == "postgresql":
        return [POSTGRESQL_EXCLUSION, *map(_postgresql, FROZEN)]  # rules_refuse() stands since 0002
    return [*map(_sqlite, FROZEN), *map(_sqlite_overlap, ("INSERT", "UPDATE"))]


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


def nobody_approved_drafts(apps, schema_editor):
    rows = apps.get_model("rules", "RuleVersion").objects.using(schema_editor.connection.alias)
    rows.filter(state="DRAFT").update(approver="")


class Migration(migrations.Migration):
    dependencies = [("departments", "0004_policy_officers"), ("rules", "0002_guard_published_versions")]
    operations = [
        migrations.RunPython(unguard, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='ruleversion',
            name='a_retired_rule_version_has_a_last_day',
        ),
        migrations.AddField(
            model_name='ruleset',
            name='department',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rule_sets', to='departments.department'),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='approver',
            field=models.CharField(blank=True, default='SYSTEM', max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='author',
            field=models.CharField(default='PACKAGE', max_length=60),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='edited_by',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='examples',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='gate',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='revision',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name='ruleversion',
            name='state',
            field=models.CharField(choices=[('DRAFT', 'Draft'), ('SUBMITTED', 'Submitted'), ('PUBLISHED', 'Published'), ('RETIRED', 'Retired')], default='DRAFT', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('effective_to', None), ('state__in', ['DRAFT', 'SUBMITTED', 'PUBLISHED'])), models.Q(('effective_to__gte', models.F('effective_from')), ('effective_to__isnull', False), ('state', 'RETIRED')), _connector='OR'), name='a_retired_rule_version_has_a_last_day'),
        ),
        migrations.RunPython(nobody_approved_drafts, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approver', ''), ('state__in', ['DRAFT', 'SUBMITTED'])), models.Q(('state__in', ['PUBLISHED', 'RETIRED']), models.Q(('approver', ''), _negated=True), models.Q(('approver', models.F('author')), _negated=True), models.Q(('approver', models.F('edited_by')), _negated=True)), _connector='OR'), name='rules_take_two_people'),
        ),
        migrations.RunPython(guard, unguard),
    ]
