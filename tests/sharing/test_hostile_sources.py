"""Cases 18 to 30: departments that are slow, broken or hostile, as real processes, in JSON and in XML.

Each says what comes of the request, what is found against the source, and how often it was asked. Nothing sleeps: where
a department never ends, the deadline is short.
"""

import time
from datetime import timedelta

import pytest

from services.sharing.fetch import Reply, Subject, fetch
from services.sharing.findings import suspects
from services.sharing.loading import load_purpose
from services.sharing.models import DataRequest, Predicate, Purpose, SourceFinding
from tests.sharing.conftest import AT, purpose_block, source

pytestmark = pytest.mark.processes
POLICE, CIVIL, FUND = "public_security", "civil_affairs", "housing_fund"
WANG = Subject("王秀兰", "990102194603080026")


@pytest.fixture
def purposes(world, departments, settings) -> dict[str, Purpose]:
    departments.start(FUND)
    settings.DEPARTMENT_ADDRESSES = departments.addresses
    settings.DEPARTMENT_DEADLINE_SECONDS = 30.0
    police = purpose_block("police", population__birth_on="VALUE", population__residence="VALUE")
    fund = purpose_block(
        "fund",
        fund_accounts__state="VALUE",
        fund_accounts__balance="VALUE",
        fund_accounts__has_loan="PREDICATE",
    )
    return {POLICE: load_purpose(police), FUND: load_purpose(fund)}


def ask(purpose: Purpose, subject: Subject = WANG, *, at=AT) -> Reply:
    (reply,) = fetch(purpose=purpose, subject=subject, source=source(), at=at)
    return reply


def found(reply: Reply) -> set[str]:
    return set(SourceFinding.objects.filter(request=reply.request_id).values_list("kind", flat=True))


BOTH = pytest.mark.parametrize("code", [POLICE, FUND], ids=["json", "xml"])


@BOTH
def test_an_honest_department_answers(purposes, code):
    reply = ask(purposes[code])
    values = {name: value.value for name, value in reply.values.items()}
    assert reply.available and found(reply) == set()
    assert (
        values
        == {
            POLICE: {"population.birth_on": "1946-03-08", "population.residence": "NORMAL"},
            FUND: {"fund_accounts.state": "NONE", "fund_accounts.balance": 0, "fund_accounts.has_loan": "NO"},
        }[code]
    )
    assert len(DataRequest.objects.get(pk=reply.request_id).key) == 16


@pytest.mark.parametrize(
    ("fault", "reason", "finding"),
    [
        ("hang_up", "cut", None),
        ("cut", "cut", None),
        ("garbage", "malformed", None),
        ("truncated", "malformed", None),
        ("wrong_charset", "malformed", None),
        ("huge", "too_large", None),
        ("gzip_bomb", "wrong_type", None),
        ("nested", "malformed", None),
        ("nan", "malformed", None),
        ("twice", "malformed", None),
        ("doctype", "malformed", None),
        ("redirect", "redirected", "redirected"),
        ("bad_signature", "bad_signature", "bad_signature"),
        ("unsigned", "bad_signature", "bad_signature"),
        ("old_key", "bad_signature", "bad_signature"),
        ("wrong_subject", "wrong_subject", "wrong_subject"),
        ("clock_skew", "from_the_future", "from_the_future"),
    ],
)
@BOTH
def test_cases_23_to_28_nothing_of_it_comes_in_and_nobody_asks_again(
    purposes, departments, code, fault, reason, finding
):
    departments.fault(code, fault)
    reply = ask(purposes[code])
    assert (reply.available, reply.reason, reply.values) == (False, reason, {})
    assert found(reply) == ({finding} if finding else set())
    assert departments.asked(code) == 1
    assert [call["id"] for call in departments.calls(code)] == [str(reply.request_id)]


def test_case_18_a_department_that_drips_is_left_at_the_deadline(purposes, departments, settings):
    settings.DEPARTMENT_DEADLINE_SECONDS = 0.6
    departments.fault(POLICE, "slow")
    began = time.monotonic()
    assert ask(purposes[POLICE]).reason == "deadline"
    assert time.monotonic() - began < 0.6 + 2.0  # its own bytes would last a minute


def test_case_18_so_is_one_that_answers_late(purposes, departments, settings):
    settings.DEPARTMENT_DEADLINE_SECONDS = 0.3
    departments.fault(POLICE, "latency", seconds=2)
    assert ask(purposes[POLICE]).reason == "deadline"


def test_case_18_the_deadline_of_the_product_is_three_seconds():
    from portal import settings

    assert settings.DEPARTMENT_DEADLINE_SECONDS == 3.0


def test_case_20_a_department_that_is_busy_is_not_stormed(purposes, departments):
    departments.fault(POLICE, "busy", seconds=59)
    reply = ask(purposes[POLICE])
    assert (reply.available, reply.reason) == (False, "busy")
    assert departments.asked(POLICE) == 1


def test_case_20_one_that_asks_for_a_moment_gets_it(purposes, departments):
    departments.fault(POLICE, "busy", times=1, seconds=1)
    assert ask(purposes[POLICE]).available
    first, second = departments.calls(POLICE)
    assert second["at"] - first["at"] >= 1.0


@pytest.mark.parametrize("fault", ["error", "down"])
def test_case_21_a_fault_then_an_answer_is_one_retry_of_the_same_call(purposes, departments, fault):
    departments.fault(POLICE, fault, times=1)
    reply = ask(purposes[POLICE])
    calls = departments.calls(POLICE)
    assert reply.available and len(reply.values) == 2
    assert [call["id"] for call in calls] == [str(reply.request_id)] * 2
    assert len({call["nonce"] for call in calls}) == 2
    assert DataRequest.objects.count() == 1


def test_case_23_a_source_that_did_not_sign_is_suspect(purposes, departments):
    assert suspects() == set()
    departments.fault(POLICE, "bad_signature", times=1)
    ask(purposes[POLICE])
    assert suspects() == {POLICE}
    assert ask(purposes[POLICE]).available


def test_case_23_a_department_nobody_registered_a_key_for_is_not_believed(
    purposes, departments, settings, tmp_path
):
    for name in ("gateway.key", "gateway.json"):
        (tmp_path / name).write_bytes((departments.keys / name).read_bytes())
    settings.GATEWAY_KEY_FOLDER = tmp_path
    assert ask(purposes[POLICE]).reason == "bad_signature"


@BOTH
def test_case_24_the_answer_to_another_question_played_again_is_refused(purposes, departments, code):
    assert ask(purposes[code]).available
    departments.fault(code, "replayed")
    reply = ask(purposes[code])
    assert (reply.reason, reply.values, found(reply)) == ("wrong_request", {}, {"wrong_request"})
    assert suspects() == {code}


def test_case_28_old_data_come_in_with_their_date(purposes, departments):
    departments.fault(POLICE, "old_as_of")
    value = ask(purposes[POLICE]).values["population.birth_on"]
    assert AT - value.as_of > timedelta(days=3000)


@pytest.mark.parametrize("fault", ["duplicate_records", "two_persons"])
@BOTH
def test_case_29_two_entries_for_one_number_are_no_value_and_nothing_to_wait_for(
    purposes, departments, code, fault
):
    departments.fault(code, fault)
    reply = ask(purposes[code])
    assert (reply.available, reply.reason, reply.values) == (True, "ambiguous", {})
    assert found(reply) == {"ambiguous"}


@pytest.mark.parametrize(
    ("told", "comes"),
    [
        ("𠮷野·買買提", "𠮷野·買買提"),
        ("ＡＢＣ", "ＡＢＣ"),
        ("阿依古丽•买买提", "阿依古丽•买买提"),
        ("a\u202eb", None),
    ],
)
def test_case_30_names_are_kept_as_they_are_given(purposes, departments, told, comes):
    purpose = load_purpose(purpose_block("named", population__hukou_address="VALUE"))
    departments.set(POLICE, WANG.id_no, "population.hukou_address", told)
    value = ask(purpose).values.get("population.hukou_address")
    assert (value.value if value else None) == comes


@pytest.mark.parametrize("partial", ["1956", "1956-03", "1956-00-00"])
def test_case_30_a_partial_date_is_left_out_and_named(purposes, departments, partial):
    departments.set(POLICE, WANG.id_no, "population.birth_on", partial)
    reply = ask(purposes[POLICE])
    assert set(reply.values) == {"population.residence"}
    row = DataRequest.objects.get(pk=reply.request_id)
    assert [each["outcome"] for each in row.fields] == ["UNFIT", "GIVEN"]
    assert found(reply) == {"unfit"}


def test_case_30_a_number_of_fifteen_digits_is_asked_about_as_it_is(purposes):
    assert ask(purposes[POLICE], Subject("王秀兰", "990102460308002")).values == {}


@BOTH
def test_more_than_was_asked_is_cut_before_it_is_stored_and_found(purposes, departments, code):
    departments.fault(code, "extra_fields")
    reply = ask(purposes[code])
    row = DataRequest.objects.get(pk=reply.request_id)
    assert set(reply.values) <= {each["field"] for each in row.fields}
    assert row.over_delivered and found(reply) == {"over_delivered"}


def test_a_field_that_is_missing_is_missing(purposes, departments):
    departments.fault(POLICE, "missing_field")
    reply = ask(purposes[POLICE])
    assert reply.available and set(reply.values) == {"population.residence"}


@BOTH
def test_a_version_of_a_rule_the_department_does_not_know_is_declined(purposes, departments, code):
    field = {POLICE: "population.identity_matches", FUND: "fund_accounts.has_loan"}[code]
    purpose = load_purpose(purpose_block("ruled", **{field.replace(".", "__"): "PREDICATE"}))
    assert ask(purpose).values[field].value in ("YES", "NO")
    known = Predicate.objects.get(field__code=field)
    Predicate.objects.create(
        field=known.field, code=known.code, version=known.version + 1, asks=known.asks, inputs=known.inputs
    )
    reply = ask(purpose)
    assert (reply.available, reply.reason, reply.values) == (False, "declined", {})


class TestTheBreaker:
    def fail(self, purposes, departments, times: int) -> None:
        departments.fault(CIVIL, "hang_up")
        purpose = load_purpose(purpose_block("civil", allowances__receives_old_age_allowance="PREDICATE"))
        for _ in range(times):
            assert ask(purpose).reason == "cut"
        self.purpose = purpose

    def test_gap_19_after_five_failures_it_is_left_alone_and_the_request_says_so(self, purposes, departments):
        self.fail(purposes, departments, 5)
        reply = ask(self.purpose)
        assert (reply.available, reply.reason) == (False, "resting")
        assert departments.asked(CIVIL) == 5
        row = DataRequest.objects.get(pk=reply.request_id)
        assert list(row.steps.values_list("state", "reason")) == [("UNAVAILABLE", "resting")]

    def test_four_are_not_enough(self, purposes, departments):
        self.fail(purposes, departments, 4)
        assert ask(self.purpose).reason == "cut"

    def test_gap_19_after_half_a_minute_one_question_looks_and_no_other(self, purposes, departments):
        self.fail(purposes, departments, 5)
        later = AT + timedelta(seconds=32)
        assert [ask(self.purpose, at=later).reason for _ in range(3)] == ["cut", "resting", "resting"]
        assert departments.asked(CIVIL) == 6

    def test_its_answer_closes_the_breaker(self, purposes, departments):
        self.fail(purposes, departments, 5)
        departments.fault(CIVIL, "none")
        later = AT + timedelta(seconds=32)
        assert [ask(self.purpose, at=later).available for _ in range(3)] == [True] * 3

    @pytest.mark.parametrize("fault", ["wrong_subject", "bad_signature", "redirect", "busy", "garbage"])
    def test_what_is_said_wrongly_or_politely_trips_nothing(self, purposes, departments, fault):
        departments.fault(POLICE, fault, seconds=59)
        assert {ask(purposes[POLICE]).reason for _ in range(7)} != {"resting"}
        assert departments.asked(POLICE) == 7

    def test_another_department_is_asked_all_the_while(self, purposes, departments):
        self.fail(purposes, departments, 5)
        assert ask(purposes[POLICE]).available
