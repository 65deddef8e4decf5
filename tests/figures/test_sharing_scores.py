"""Case 60: the scores of sharing are the same from the rows and from the sealed entries, and nothing trivial raises them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from services.actions.actor import Actor, Role
from services.figures.sharing import from_ledger, from_rows
from services.figures.sharing.facts import Asked, Decided, Disputed, Facts, Refused
from services.figures.sharing.score import Code, score
from services.ledger.sealer import seal
from services.sharing.actions.object_to import object_to
from services.sharing.actions.settle import settle
from services.sharing.models import DataField, DataResource
from tests.cast import NOON, begin, send
from tests.citizen.pages import Page
from tests.sharing.conftest import data_officer

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)
AT = datetime(2026, 11, 28, 4, tzinfo=UTC)
BIRTH = "population.birth_on"


def asked(number: int = 0, department: str = "police", *fields: tuple[str, str, str], **changes) -> Asked:
    usual = Asked(
        id=str(number),
        department=department,
        occasion=f"application:{number}",
        fields=fields or [(BIRTH, "VALUE", "GIVEN")],
        answered=True,
        reason="",
        over_delivered=0,
        at=AT,
    )
    return replace(usual, **changes)


def facts(*those: Asked, **more) -> Facts:
    return Facts(SINCE, UNTIL, asked=those, **{"refused": [], "disputes": [], "decided": []} | more)


def rate(found: Facts, code: Code, department: str = "") -> tuple[int, int]:
    ratio = score(found, department).rates[code]
    return ratio.part, ratio.whole


class TestShare:
    def test_a_value_weighs_as_much_as_it_is_wanted(self):
        often = [asked(number) for number in range(9)]
        once = asked(9, "police", ("tax.income", "VALUE", "ABSENT"), answered=False, reason="deadline")
        assert rate(facts(*often, once), Code.SHARE) == (9, 10)

    def test_what_was_answered_long_ago_is_no_longer_served(self):
        assert rate(facts(asked(at=AT - timedelta(days=9))), Code.SHARE) == (0, 1)

    def test_what_is_refused_is_wanted_all_the_same(self):
        refused = [Refused("1", "application:1", ["tax.income"], AT)]
        assert rate(facts(asked(), refused=refused), Code.SHARE) == (1, 2)

    def test_asking_twice_for_one_matter_weighs_once(self):
        assert rate(facts(asked(), asked(1, occasion="application:0")), Code.SHARE) == (1, 1)


class TestTheOthers:
    def test_yes_or_no_is_counted_among_what_was_given(self):
        both = [("a.b", "PREDICATE", "GIVEN"), (BIRTH, "VALUE", "GIVEN"), ("a.c", "VALUE", "ABSENT")]
        assert rate(facts(asked(0, "police", *both)), Code.PREDICATES) == (1, 2)

    def test_an_unreadable_answer_is_an_interface_that_does_not_fit_and_silence_is_late(self):
        bad = asked(1, answered=False, reason="malformed")
        late = asked(2, answered=False, reason="deadline")
        found = facts(asked(), bad, late)
        assert rate(found, Code.COMPATIBLE) == (1, 2) and rate(found, Code.IN_TIME) == (1, 3)

    def test_more_than_was_asked_does_not_fit_either(self):
        assert rate(facts(asked(over_delivered=1)), Code.COMPATIBLE) == (0, 1)

    def test_a_corrected_value_was_not_right(self):
        wrong = Disputed("1", "police", AT, UNTIL, AT, corrected=True, about_a_value=True)
        assert rate(facts(asked(), asked(1), disputes=[wrong]), Code.ACCURATE) == (1, 2)

    def test_an_open_dispute_counts_once_its_day_has_passed(self):
        def of(due_on: date) -> Facts:
            return facts(disputes=[Disputed("1", "police", AT, due_on, None, False, True)])

        assert rate(of(UNTIL), Code.CORRECTED_IN_TIME) == (0, 1)
        assert rate(of(UNTIL + timedelta(days=1)), Code.CORRECTED_IN_TIME) == (0, 0)

    def test_what_no_decision_can_rest_on_was_read_for_nothing(self):
        found = facts(asked(), decided=[Decided("application:0", [], AT)])
        assert rate(found, Code.OVER_ASKS) == (1, 1)

    def test_what_was_not_told_by_the_decision_had_to_be_asked_again(self):
        silent = asked(answered=False, reason="deadline")
        found = facts(silent, decided=[Decided("application:0", [BIRTH], AT)])
        assert score(found).counts[Code.REPEAT_ASKS] == 1
        told = facts(silent, asked(1, occasion="application:0"), decided=found.decided)
        assert score(told).counts[Code.REPEAT_ASKS] == 0

    def test_too_few_cases_say_nothing(self):
        assert not score(facts(asked())).enough(Code.IN_TIME)
        assert score(facts(*map(asked, range(10)))).enough(Code.IN_TIME)

    def test_a_department_is_scored_by_its_own(self):
        found = facts(asked(), asked(1, "tax", answered=False, reason="deadline"))
        assert rate(found, Code.IN_TIME, "police") == (1, 1) and rate(found, Code.IN_TIME, "tax") == (0, 1)


@pytest.fixture
def a_month(db, catalogue, departments_stub, citizen) -> None:
    """王秀兰 is approved, 陈德明 waits, a department is silent, and a dispute is settled."""
    for key in ("wang_xiulan", "chen_deming"):
        who = citizen(key)
        application = send(begin(who), who)
    departments_stub.fail("civil_affairs")
    begin(citizen("li_jianguo"))
    actor = Actor(Role.CITIZEN, user_id=who.user_id, person_id=who.person_id)
    for field in (BIRTH, "population.residence"):
        said = {"field_code": field, "source": application.source, "words": "错", "actor": actor, "at": NOON}
        dispute = object_to(person_id=who.person_id, **said)
    officer = data_officer("public_security")
    settle(dispute_id=dispute, outcome="CORRECTED", words="已更正", actor=officer, at=NOON)


def test_case_60_sealed_entries_alone_give_the_same_scores(a_month):
    while seal():
        pass
    rows, ledger = from_rows.facts(SINCE, UNTIL), from_ledger.facts(SINCE, UNTIL)
    owners = dict(DataField.objects.values_list("code", "resource__department__code"))
    for department in ("", "public_security", "civil_affairs", "social_insurance"):
        assert score(rows, department, owners) == score(ledger, department, owners)
    assert rows.asked and rows.disputes and rows.decided
    assert {each.id for each in rows.asked} == {each.id for each in ledger.asked}


def test_case_60_what_is_not_sealed_yet_does_not_count(a_month):
    assert not from_ledger.facts(SINCE, UNTIL).asked


def test_case_60_a_thousand_trivial_fields_raise_no_score(a_month):
    before = score(from_rows.facts(SINCE, UNTIL), "civil_affairs")
    register = DataResource.objects.get(code="allowances")
    DataField.objects.bulk_create(
        DataField(
            resource=register,
            code=f"allowances.trivial_{n}",
            label={},
            kind="text",
            level="L1",
            max_age_days=1,
        )
        for n in range(1000)
    )
    assert score(from_rows.facts(SINCE, UNTIL), "civil_affairs") == before


class TestThePage:
    def open(self, path: str = "/figures/sharing/2026/11/", status: int = 200) -> Page:
        return Page(Client(headers={"accept-language": "en"}).get(path), status)

    def test_it_names_every_department_that_was_asked_and_how_it_is_counted(self, a_month):
        text = self.open().one("main").text
        assert "Civil Affairs" in text and "What nobody wants weighs nothing." in text
        assert "promised" in text or "85" in text or "too few to say" in text

    @pytest.mark.parametrize("path", ["2026/13", "2026/0", "1999/1", "2099/1"])
    def test_a_month_that_is_none_is_not_there(self, db, path):
        self.open(f"/figures/sharing/{path}/", 404)
