"""Who is the source of what, and what each department says about whom."""

from dataclasses import replace
from datetime import date

import pytest

from services.simulators import cast
from services.simulators.departments import DEPARTMENTS
from services.simulators.envelope import BadQuestion, Question
from services.simulators.people import People
from services.simulators.population import SIZE
from services.simulators.values import on_day

TODAY = date(2026, 11, 23)
WANG, LI, ZHENG = "990102194603080026", "990102195706301172", "990102193812050195"
POLICE, CIVIL, SOCIAL = (
    DEPARTMENTS[code] for code in ("public_security", "civil_affairs", "social_insurance")
)
CARD_MATCHES = "social_cards.card_number_matches"


@pytest.fixture
def people() -> People:
    return People()


def question(*, fields=(), predicates=(), name="王秀兰", id_no=WANG, claims=None) -> Question:
    return Question(
        "q", name, id_no, tuple(fields), tuple(predicates), claims or {}, "2026-11-22T00:00:00Z", ""
    )


def judged(department, people, asked) -> str:
    record = people.find(asked.name, asked.id_no)
    (answer,) = department.judge(record, asked).values()
    return answer


def test_every_value_has_one_source():
    offered = [code for each in DEPARTMENTS.values() for code in (*each.fields, *each.predicates)]
    assert len(set(offered)) == len(offered)


def test_what_is_kept_is_never_offered():
    assert not set(SOCIAL.kept) & {*SOCIAL.fields, *SOCIAL.predicates}


@pytest.mark.parametrize(
    ("department", "fields", "predicates"),
    [
        (POLICE, ["insurance.status"], []),
        (CIVIL, [], ["population.identity_matches"]),
        (SOCIAL, ["social_cards.card_number"], []),
        (SOCIAL, [CARD_MATCHES], []),
        (POLICE, ["population.nothing"], []),
    ],
)
def test_a_department_is_asked_only_what_it_gives(department, fields, predicates):
    with pytest.raises(BadQuestion, match="not_ours"):
        department.check(question(fields=fields, predicates=predicates))


def test_a_question_it_can_answer_is_let_through():
    POLICE.check(question(fields=POLICE.fields, predicates=POLICE.predicates))


def test_values_are_those_asked_for_and_no_more(people):
    record = people.by_number(WANG)
    assert POLICE.values(record, ("population.birth_on",), TODAY) == {"population.birth_on": "1946-03-08"}


def test_a_day_told_by_its_distance_goes_with_the_question():
    record = {"vehicle_sales.sold_on": "today-12"}
    asked = replace(question(), as_of="2026-11-30T17:00:00+00:00")  # one in the morning in Yunzhou
    sold = DEPARTMENTS["tax"].values(record, ("vehicle_sales.sold_on",), asked.day)
    assert sold == {"vehicle_sales.sold_on": "2026-11-19"}


@pytest.mark.parametrize("value", ["today", "today-", "today-12 or so", "today+99999", 12, ["today-12"]])
def test_nothing_else_is_taken_for_a_day(value):
    assert on_day(value, TODAY) == value


def test_of_somebody_unknown_there_are_no_values(people):
    assert POLICE.values(people.find("王秀兰", LI), POLICE.fields, TODAY) == {}


class TestIdentity:
    ASKED = ("population.identity_matches",)

    def test_name_and_number_belong_together(self, people):
        assert judged(POLICE, people, question(predicates=self.ASKED)) == "YES"

    @pytest.mark.parametrize(
        ("name", "id_no"), [("李建国", WANG), ("王秀兰", LI), ("王秀兰", "990102190001010000")]
    )
    def test_else_they_do_not(self, people, name, id_no):
        assert judged(POLICE, people, question(predicates=self.ASKED, name=name, id_no=id_no)) == "NO"

    def test_the_dead_prove_nothing(self, people):
        assert judged(POLICE, people, question(predicates=self.ASKED, name="郑国栋", id_no=ZHENG)) == "NO"

    def test_whether_somebody_lives_may_be_unknown(self, people):
        POLICE.set(people, WANG, "population.alive", "UNKNOWN")
        assert judged(POLICE, people, question(predicates=self.ASKED)) == "UNKNOWN"

    @pytest.mark.parametrize("name", [" 王秀兰", "王 秀 兰", "王秀兰\u3000"])
    def test_spaces_in_a_name_do_not_count(self, people, name):
        assert judged(POLICE, people, question(predicates=self.ASKED, name=name)) == "YES"


class TestAllowances:
    ASKED = ("allowances.receives_old_age_allowance",)

    def test_as_recorded(self, people):
        assert judged(CIVIL, people, question(predicates=self.ASKED)) == "NO"
        receiving = question(predicates=self.ASKED, name="刘志强", id_no="990103195402110154")
        assert judged(CIVIL, people, receiving) == "YES"

    def test_of_somebody_unknown_it_is_unknown_and_not_no(self, people):
        assert judged(CIVIL, people, question(predicates=self.ASKED, name="无名氏")) == "UNKNOWN"

    def test_a_value_that_was_removed_is_unknown(self, people):
        CIVIL.set(people, WANG, "allowances.receives_old_age_allowance", None)
        assert judged(CIVIL, people, question(predicates=self.ASKED)) == "UNKNOWN"


class TestCards:
    def matches(self, people, claim: str | None, **who) -> str:
        claims = {} if claim is None else {CARD_MATCHES: claim}
        return judged(SOCIAL, people, question(predicates=(CARD_MATCHES,), claims=claims, **who))

    def test_the_whole_number_has_to_match(self, people):
        assert self.matches(people, "9901020310070010318") == "YES"
        assert self.matches(people, "9901 0203 1007 0010 318") == "YES"
        assert self.matches(people, "0318") == "NO"
        assert self.matches(people, "9901020311070092207") == "NO"

    def test_without_a_claim_nothing_is_known(self, people):
        assert self.matches(people, None) == "UNKNOWN"
        assert self.matches(people, " ") == "UNKNOWN"

    def test_of_somebody_unknown_nothing_is_known(self, people):
        assert self.matches(people, "9901020310070010318", name="无名氏") == "UNKNOWN"

    def test_without_a_card_no_number_matches(self, people):
        SOCIAL.set(people, WANG, "social_cards.card_number", None)
        assert self.matches(people, "9901020310070010318") == "NO"


class TestChanges:
    def test_a_change_is_seen_and_can_be_forgotten(self, people):
        POLICE.set(people, WANG, "population.residence", "MOVED_OUT")
        assert people.by_number(WANG)["population.residence"] == "MOVED_OUT"
        people.forget_changes()
        assert people.by_number(WANG)["population.residence"] == "NORMAL"

    def test_a_resident_can_be_changed_like_the_cast(self, people):
        resident = next(iter(people.residents()))
        POLICE.set(people, resident, "population.residence", "UNKNOWN")
        assert people.by_number(resident)["population.residence"] == "UNKNOWN"

    def test_a_changed_name_is_the_name_from_then_on(self, people):
        POLICE.set(people, WANG, "population.name", "王秀")
        assert people.find("王秀兰", WANG) is None
        assert people.find("王秀", WANG)["population.id_no"] == WANG

    def test_what_the_department_does_not_have_cannot_be_changed(self, people):
        with pytest.raises(BadQuestion, match="not_ours"):
            POLICE.set(people, WANG, "insurance.status", "NONE")
        with pytest.raises(BadQuestion, match="unknown_person"):
            POLICE.set(people, "990102190001010000", "population.residence", "NORMAL")

    def test_everybody_is_known(self, people):
        assert len(people) == SIZE + len(cast.records())
        assert people.by_number("990102190001010000") is None
