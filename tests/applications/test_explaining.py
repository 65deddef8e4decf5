"""The record of a decision: the same bytes for ever, and enough to decide it again."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from services.actions.actor import SYSTEM
from services.applications.explaining import explanation, last_run
from services.applications.models import Application
from services.catalogue.package import SHIPPED, read
from services.catalogue.rule_facts import rule_facts
from services.departments.models import Department
from services.rules import queries
from services.rules.actions.publish import publish_version
from services.rules.models import RuleVersion
from services.rules.recompute import recompute
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
PEOPLE = ["wang_xiulan", "li_jianguo", "chen_deming", "zheng_guodong"]


@pytest.fixture
def decided(citizen):
    def make(who: str = "wang_xiulan") -> Application:
        actor = citizen(who)
        return send(begin(actor), actor)

    return make


def record(application: Application) -> bytes:
    """Read afresh, as another process would."""
    queries._compile.cache_clear()
    return explanation(last_run(Application.objects.get(pk=application.pk)))


def publish_again(number: int) -> None:
    """The same allowance, dearer each time."""
    package = read(SHIPPED / "items" / "old-age-allowance.yaml").values
    rows = json.loads(json.dumps(package["rules"]["rows"]))
    for row in rows:
        row["then"]["amount_fen"] += number if row["then"]["outcome"] == "APPROVE" else 0
    publish_version(
        code="old-age-allowance", name={"zh": f"津贴{number}", "en": f"Allowance {number}"}, number=number,
        facts=rule_facts(package["facts"]), rows=rows, effective_from=date(2026, 12, number), actor=SYSTEM, at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_the_record_alone_gives_the_same_outcome(decided, who):
    run = last_run(decided(who))
    found = recompute(json.loads(explanation(run)))
    assert found.holds
    assert (found.outcome, found.code, found.amount_fen) == (run.outcome, run.code, run.amount_fen)


def test_a_hole_and_its_reason_are_part_of_it(decided, departments_stub):
    departments_stub.set("wang_xiulan", "population.birth_on", None)
    body = json.loads(explanation(last_run(decided())))
    assert body["facts"]["holes"] == {"age": "MISSING"}
    assert recompute(body).code == "M00_FACT_AGE_MISSING"


def test_every_value_names_its_register_its_day_and_the_request(decided):
    body = json.loads(explanation(last_run(decided())))
    [source] = body["facts"]["sources"]["age"]
    assert (source["field"], source["department"]) == ("population.birth_on", "public_security")
    assert source["as_of"].endswith("+00:00") and source["request"]


def test_the_bytes_stay_through_three_publications_a_restart_and_corrected_names(decided):
    application = decided()
    before = record(application)
    for number in (2, 3, 4):
        publish_again(number)
    Department.objects.update(
        name={"zh": "改名局", "en": "Renamed"}, short_name={"zh": "改名", "en": "Renamed"}
    )
    assert RuleVersion.objects.filter(rule_set__code="old-age-allowance").count() == 4
    assert record(application) == before


def test_data_that_come_later_do_not_change_it(decided):
    application = decided()
    before = record(application)
    later = NOON + timedelta(days=3)
    old = application.evidence.get(field_code="population.birth_on")
    application.evidence.filter(pk=old.pk).update(superseded_at=later)
    old.pk, old.value, old.as_of, old.fetched_at = type(old)().pk, "1990-01-01", later, later
    old._state.adding = True
    old.save()
    assert record(application) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda body: body["facts"]["values"].update(age=60), "APPROVE is recorded, PROPOSE_REFUSAL follows"),
        (lambda body: body["conclusion"].update(amount_fen=1), "1 is recorded, 30000 follows"),
        (lambda body: body["conclusion"]["rows"].pop(), "trace of the cells"),
        (lambda body: body["rules"].update(sha256="0" * 64), "not those of the fingerprint"),
        (lambda body: body["conclusion"].update(evaluator="table/0"), "evaluator table/0"),
    ],
)
def test_a_record_that_was_touched_does_not_hold(decided, change, says):
    body = json.loads(explanation(last_run(decided())))
    change(body)
    assert any(says in problem for problem in recompute(body).problems)


@pytest.mark.parametrize(
    "body", [{}, {"rules": 7, "facts": {}, "conclusion": {}}, {"rules": {}, "facts": {}, "conclusion": {}}]
)
def test_what_is_no_record_is_said_to_be_none(body):
    with pytest.raises(ValueError, match="no record"):
        recompute(body)


class TestTheCommand:
    def test_it_writes_the_record_and_checks_it(self, decided, tmp_path):
        application, out, said = decided(), StringIO(), StringIO()
        call_command("explain", application.case_code, stdout=out)
        assert out.getvalue().encode() == record(application)
        file = tmp_path / "record.json"
        file.write_text(out.getvalue(), encoding="utf-8")
        call_command("explain", check=str(file), stdout=said)
        assert "It holds: APPROVE A02_80 30000 fen." in said.getvalue()

    def test_it_says_where_a_record_does_not_hold(self, decided, tmp_path):
        body = json.loads(record(decided()))
        body["facts"]["values"]["age"] = 60
        file = tmp_path / "record.json"
        file.write_text(json.dumps(body), encoding="utf-8")
        with pytest.raises(CommandError, match="APPROVE is recorded"):
            call_command("explain", check=str(file))

    @pytest.mark.parametrize("given", [{"check": "/nowhere"}, {"case": "1" * 43}, {}])
    def test_it_says_what_it_cannot_do(self, given):
        with pytest.raises(CommandError):
            call_command("explain", **given) if given else call_command("explain")
