"""Rules that cannot be used decide nobody: a person does, and the other items go on."""

import pytest
from django.db import connection

from services.applications.actions.decide import decide
from services.applications.models import Application, Decision, State
from services.rules.models import RuleSet, RuleVersion
from services.rules.queries import _compile
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
ALLOWANCE = "old-age-allowance"


@pytest.fixture(autouse=True)
def nothing_compiled():
    _compile.cache_clear()
    yield
    _compile.cache_clear()


def behind_the_guard(change: dict) -> None:
    """As somebody with the keys of the database would: past model and triggers."""
    version = RuleVersion.objects.filter(rule_set__code=ALLOWANCE)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='rules_ruleversion'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no event may wait for a table that is altered
            cursor.execute("ALTER TABLE rules_ruleversion DISABLE TRIGGER USER")
    super(type(version), version).update(**change)


def unreadable() -> dict:
    """A cell nobody can read, with a fingerprint that fits."""
    version = RuleVersion.objects.get(rule_set__code=ALLOWANCE)
    for rule in version.jdm["nodes"][1]["content"]["rules"]:
        for column in version.jdm["nodes"][1]["content"]["inputs"]:
            if rule.get(column["id"], "").startswith("<"):
                rule[column["id"]] = "< eighty"
    return {"jdm": version.jdm, "sha256": version.fingerprint()}


def altered() -> dict:
    version = RuleVersion.objects.get(rule_set__code=ALLOWANCE)
    return {"texts": {**version.texts, "A02_80": {"zh": "另", "en": "Other"}}}


def without_canonical_form() -> dict:
    version = RuleVersion.objects.get(rule_set__code=ALLOWANCE)
    return {"facts": {**version.facts, "age": 1.5}}


def none_in_force() -> dict:
    return {"effective_from": NOON.date().replace(year=2027)}


WAYS = [
    (none_in_force, "M00_NO_RULE_IN_FORCE"),
    (altered, "M00_RULES_ALTERED"),
    (without_canonical_form, "M00_RULES_ALTERED"),
    (unreadable, "M00_RULES_UNREADABLE"),
]


def sent(actor, item: str = ALLOWANCE, **answers: str) -> Application:
    return send(begin(actor, item), actor, **answers)


@pytest.mark.parametrize(("change", "code"), WAYS)
def test_it_goes_to_a_person_with_a_code_of_its_own(citizen, change, code):
    behind_the_guard(change())
    application = sent(citizen("wang_xiulan"))
    assert application.state == State.RECEIVED
    assert application.moves.get(target=State.RECEIVED).note == code
    assert not application.assessments.exists()


def test_the_other_items_go_on(citizen):
    behind_the_guard(altered())
    assert sent(citizen("zhou_min"), "insurance-certificate", used_for="SELF").state == State.APPROVED


def test_a_person_decides_it_as_any_other(citizen, caseworker):
    behind_the_guard(altered())
    application, li = sent(citizen("wang_xiulan")), caseworker("civil_affairs")
    decide(application_id=application.pk, outcome=Decision.Outcome.APPROVED, amount_fen=30000, reason="符合条件。",
           actor=li, at=NOON)  # fmt: skip
    decision = Decision.objects.get(application=application)
    assert (decision.decided_by, decision.assessment) == ("PERSON", None)


def test_a_rule_set_nobody_has_published_is_no_error_either(citizen):
    wang = citizen("wang_xiulan")
    RuleSet.objects.filter(code=ALLOWANCE).update(code="elsewhere")
    assert sent(wang).state == State.RECEIVED
