"""May this be read? Reads like law: what is allowed, and for each reason of refusal the one thing that brings it about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.sharing.decision import (
    LAW,
    Agreement,
    Case,
    Decision,
    Grant,
    Officer,
    Policy,
    Purpose,
    Question,
    Refusal,
    may_read,
)
from services.sharing.models import Disclosure
from tests.sharing.conftest import AT

FIELD, OTHER = "family_means.monthly_income", "family_means.members"
MINUTE = timedelta(minutes=1)
PURPOSE = Purpose("relief", 3, active=True, reads={FIELD: "VALUE"}, by_consent={FIELD})
POLICY = Policy("family_means@2", "CONDITIONAL", consumers={"civil_affairs"}, purposes={"relief"})
GRANT = Grant("VALUE", expires_at=AT + MINUTE)
AGREED = Agreement(covers={FIELD})
CASE = Case(live=True, of_subject=True)
OFFICER = Officer(
    on_duty=True, of_department=True, of_region=True, role_reads=True, concerned=False, second_factor_at=AT
)
ALLOWED = Question(
    field=FIELD,
    level="L4",
    disclosure="VALUE",
    consumer="civil_affairs",
    at=AT,
    purpose=PURPOSE,
    policy=POLICY,
    grant=GRANT,
    agreement=AGREED,
    case=CASE,
    officer=OFFICER,
)

# what is otherwise than in ALLOWED, and the one reason that follows
REFUSED = [
    (Refusal.ON_NEGATIVE_LIST, {"negative": ("criminal_records",)}),
    (Refusal.NO_POLICY, {"policy": None}),
    (Refusal.POLICY_FORBIDS, {"policy": Policy("family_means@2", "FORBIDDEN")}),
    (Refusal.CONSUMER_NOT_ADMITTED, {"consumer": "tax"}),
    (Refusal.PURPOSE_NOT_ADMITTED, {"policy": replace(POLICY, purposes={"school"})}),
    (Refusal.PURPOSE_NOT_ACTIVE, {"purpose": replace(PURPOSE, active=False)}),
    (Refusal.FIELD_NOT_IN_PURPOSE, {"purpose": replace(PURPOSE, reads={OTHER: "VALUE"})}),
    (Refusal.DISCLOSURE_NOT_IN_PURPOSE, {"purpose": replace(PURPOSE, reads={FIELD: "MASKED"})}),
    (Refusal.NO_GRANT, {"grant": None}),
    (Refusal.GRANT_EXPIRED, {"grant": replace(GRANT, expires_at=AT)}),
    (Refusal.GRANT_SUSPENDED, {"grant": replace(GRANT, suspended=True)}),
    (Refusal.DISCLOSURE_NOT_GRANTED, {"grant": replace(GRANT, disclosure="PREDICATE")}),
    (Refusal.CONSENT_NOT_GIVEN, {"agreement": Agreement(covers={OTHER})}),
    (Refusal.CONSENT_OF_HOUSEHOLD_AWAITED, {"agreement": replace(AGREED, household_open=True)}),
    (Refusal.CONSENT_DECLINED, {"agreement": replace(AGREED, household_declined=True)}),
    (Refusal.CONSENT_NOT_GENUINE, {"agreement": replace(AGREED, genuine=False)}),
    (Refusal.CASE_UNKNOWN, {"case": None}),
    (Refusal.CASE_NOT_LIVE, {"case": replace(CASE, live=False)}),
    (Refusal.CASE_OF_SOMEBODY_ELSE, {"case": replace(CASE, of_subject=False)}),
    (Refusal.MANDATE_ENDED, {"case": replace(CASE, mandate=False)}),
    (Refusal.OFFICER_NOT_ON_DUTY, {"officer": replace(OFFICER, on_duty=False)}),
    (Refusal.OFFICER_OF_ANOTHER_DEPARTMENT, {"officer": replace(OFFICER, of_department=False)}),
    (Refusal.OFFICER_OF_ANOTHER_REGION, {"officer": replace(OFFICER, of_region=False)}),
    (Refusal.ROLE_MAY_NOT_READ, {"officer": replace(OFFICER, role_reads=False)}),
    (Refusal.OFFICER_IS_CONCERNED, {"officer": replace(OFFICER, concerned=True)}),
    (Refusal.SECOND_FACTOR_TOO_OLD, {"officer": replace(OFFICER, second_factor_at=AT - 16 * MINUTE)}),
    (Refusal.BUDGET_SPENT, {"budget_left": False}),
    (Refusal.LOG_BEHIND, {"log_keeps_up": False}),
]

ALSO_ALLOWED = {
    "the citizen themself, without an officer": {"officer": None},
    "an agent whose mandate runs": {"case": replace(CASE, mandate=True)},
    "an unconditional policy, which admits every purpose": {
        "policy": replace(POLICY, kind="UNCONDITIONAL", purposes=())
    },
    "a policy for everybody": {"policy": replace(POLICY, consumers=())},
    "less than is registered": {"disclosure": "PREDICATE"},
    "what the law orders, without anybody's consent": {
        "purpose": replace(PURPOSE, by_consent=()),
        "agreement": Agreement(),
    },
    "a second factor of fifteen minutes ago": {
        "officer": replace(OFFICER, second_factor_at=AT - 15 * MINUTE)
    },
    "what is not sensitive, with an old second factor": {
        "level": "L3",
        "officer": replace(OFFICER, second_factor_at=None),
    },
}


def test_what_has_everything_is_allowed():
    verdict = may_read(ALLOWED)
    assert (verdict.decision, verdict.reasons) == (Decision.ALLOWED, ())


@pytest.mark.parametrize(("refusal", "change"), REFUSED, ids=[refusal for refusal, _ in REFUSED])
def test_one_thing_missing_is_one_reason(refusal, change):
    verdict = may_read(replace(ALLOWED, **change))
    assert verdict.reasons == (refusal,)
    assert not verdict.allowed


@pytest.mark.parametrize("change", ALSO_ALLOWED.values(), ids=list(ALSO_ALLOWED))
def test_beside_the_refusal_stands_what_is_allowed(change):
    assert may_read(replace(ALLOWED, **change)).reasons == ()


def test_every_reason_is_in_the_law_once_and_in_this_table_once():
    assert [refusal for refusal, _ in LAW] == list(Refusal) == [refusal for refusal, _ in REFUSED]


def test_with_nothing_known_it_is_denied():
    nothing = Question(FIELD, "L1", "VALUE", "anybody", AT, Purpose("none", 1, active=False, reads={}))
    assert may_read(nothing).reasons == (
        Refusal.NO_POLICY,
        Refusal.PURPOSE_NOT_ACTIVE,
        Refusal.FIELD_NOT_IN_PURPOSE,
        Refusal.NO_GRANT,
        Refusal.CASE_UNKNOWN,
    )


class TestNegativeList:
    def test_case_3_it_wins_over_policy_and_grant(self):
        verdict = may_read(replace(ALLOWED, negative=("entry-7",)))
        assert verdict.decision is Decision.DENIED
        assert "entry-7" in verdict.versions


class TestDisclosure:
    def test_case_5_a_value_where_yes_or_no_is_registered_is_denied_and_not_cut_down(self):
        predicate = replace(PURPOSE, reads={FIELD: "PREDICATE"})
        verdict = may_read(replace(ALLOWED, purpose=predicate))
        assert verdict.disclosure == "VALUE"
        assert verdict.reasons == (Refusal.DISCLOSURE_NOT_IN_PURPOSE,)

    @pytest.mark.parametrize("asked", Disclosure)
    @pytest.mark.parametrize("registered", Disclosure)
    def test_gap_4_no_more_than_registered_in_any_pair(self, asked, registered):
        purpose = replace(PURPOSE, reads={FIELD: registered.value})
        question = replace(
            ALLOWED, purpose=purpose, disclosure=asked.value, grant=replace(GRANT, disclosure="DOCUMENT")
        )
        assert may_read(question).allowed is (asked.rank <= registered.rank)

    def test_gap_4_a_form_nobody_knows_is_more_than_registered(self):
        verdict = may_read(replace(ALLOWED, disclosure="EVERYTHING"))
        assert Refusal.DISCLOSURE_NOT_IN_PURPOSE in verdict.reasons


class TestConsent:
    def test_case_11_the_household_is_waited_for_and_that_is_no_no(self):
        awaited = replace(ALLOWED, agreement=replace(AGREED, household_open=True))
        assert may_read(awaited).decision is Decision.AWAITING_CONSENT

    def test_a_no_is_not_waited_for(self):
        declined = replace(ALLOWED, agreement=replace(AGREED, household_declined=True))
        assert may_read(declined).decision is Decision.DENIED

    def test_consent_does_not_lift_what_else_forbids(self):
        verdict = may_read(replace(ALLOWED, grant=None, agreement=Agreement()))
        assert verdict.decision is Decision.DENIED
        assert verdict.reasons == (Refusal.NO_GRANT, Refusal.CONSENT_NOT_GIVEN)


class TestOfficers:
    def test_case_8_somebody_concerned_does_not_read_even_what_is_theirs_to_decide(self):
        assert may_read(replace(ALLOWED, level="L3", officer=replace(OFFICER, concerned=True))).reasons == (
            Refusal.OFFICER_IS_CONCERNED,
        )

    def test_gap_10_a_second_factor_from_tomorrow_is_none(self):
        tomorrow = replace(OFFICER, second_factor_at=AT + MINUTE)
        assert may_read(replace(ALLOWED, officer=tomorrow)).reasons == (Refusal.SECOND_FACTOR_TOO_OLD,)


def test_a_verdict_names_what_led_to_it():
    assert may_read(ALLOWED).versions == ("relief@3", "family_means@2")
