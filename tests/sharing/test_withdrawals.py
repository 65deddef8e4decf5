"""A consent that is taken back: every department that was asked by it is told, over HTTP and signed, until it acknowledges."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.departments.models import Department
from services.events.models import OutboxEvent
from services.events.relay import deliver_due
from services.ledger.models import Entry
from services.sharing.actions.give_consent import give_consent
from services.sharing.actions.note_told import note_told
from services.sharing.actions.withdraw_consent import withdraw_consent
from services.sharing.events import WithdrawalConcerns
from services.sharing.fetch import Subject, fetch
from services.sharing.handlers import tell_withdrawal
from services.sharing.loading import load_purpose
from services.sharing.models import Consent, Purpose
from services.sharing.port import NoAnswer
from services.sharing.withdrawals import letter
from tests.cast import DepartmentsStub
from tests.sharing.conftest import AT, citizen, purpose_block, source

pytestmark = pytest.mark.django_db
INCOME, PROPERTY = "family_means.monthly_income", "family_means.property_above_limit"
CIVIL, POLICE = "civil_affairs", "public_security"


@pytest.fixture
def purpose(world) -> Purpose:
    """Income by consent, the residence by law."""
    block = purpose_block("means", family_means__monthly_income="VALUE", population__residence="VALUE")
    block["reads"][0]["consent"] = "SUBJECT"
    return load_purpose(block)


@pytest.fixture
def actor(wang):
    return citizen(wang)


@pytest.fixture
def ours() -> str:
    return source()


def agreed(purpose, actor, ours) -> Consent:
    given = {"purpose_id": purpose.pk, "source": ours, "fields": [INCOME], "notice_sha256": "ab" * 32}
    return Consent.objects.get(pk=give_consent(**given, language="zh", actor=actor, at=AT))


def asked(purpose, wang, ours) -> None:
    fetch(purpose=purpose, subject=Subject(wang.name, wang.id_no, wang.pk), source=ours, at=AT)


def to_tell() -> list[str]:
    rows = OutboxEvent.objects.filter(name="WithdrawalConcerns")
    codes = dict(Department.objects.values_list("pk", "code"))
    return [codes[each.body["department_id"]] for each in rows]


def told() -> list[dict[str, str]]:
    return [json.loads(bytes(each.body)) for each in Entry.objects.filter(kind="withdrawal_told")]


class TestOverTheWire:
    @pytest.fixture
    def consent(self, departments, purpose, actor, wang, ours) -> Consent:
        consent = agreed(purpose, actor, ours)
        asked(purpose, wang, ours)
        withdraw_consent(consent_id=consent.pk, actor=actor, at=AT)
        return Consent.objects.get(pk=consent.pk)

    def test_the_department_hears_of_it_and_its_acknowledgement_is_on_record(self, departments, consent):
        deliver_due(SUBSCRIPTIONS)
        [heard] = departments.withdrawn(CIVIL)
        assert heard["consent"] == str(consent.pk) and departments.withdrawn(POLICE) == []
        [entry] = told()
        assert (entry["consent"], entry["department"]) == (str(consent.pk), CIVIL) and entry["key"]

    def test_one_that_is_away_is_told_when_it_is_back_and_once(self, departments, consent):
        departments.fault(CIVIL, "down")
        deliver_due(SUBSCRIPTIONS)
        assert told() == [] and departments.withdrawn(CIVIL) == []
        departments.fault(CIVIL, "none")
        for minutes in (10, 20):
            deliver_due(SUBSCRIPTIONS, clock=lambda on=minutes: now() + timedelta(minutes=on))
        assert len(told()) == len(departments.withdrawn(CIVIL)) == 1
        assert not OutboxEvent.objects.filter(name="WithdrawalConcerns", done_at=None).exists()

    def test_told_again_after_a_crash_it_is_the_same_call_and_one_entry(self, departments, consent):
        event = WithdrawalConcerns(consent_id=consent.pk, department_id=Department.objects.get(code=CIVIL).pk)
        for _ in range(2):
            tell_withdrawal(event)
        assert len(told()) == len(departments.withdrawn(CIVIL)) == 1

    def test_a_message_that_is_not_signed_by_the_portal_is_not_heard(self, departments, consent):
        _, body = letter(consent, Department.objects.get(code=CIVIL))
        status, _ = departments.talk(
            CIVIL, "POST", "/v1/withdrawals", body, {"Content-Type": "application/json"}
        )
        assert status == 401 and departments.withdrawn(CIVIL) == []


class TestWhoIsTold:
    @pytest.fixture(autouse=True)
    def answers(self, world, tmp_path, settings):
        return DepartmentsStub(tmp_path / "people.json", settings)

    def test_whoever_was_asked_by_it(self, purpose, actor, wang, ours):
        consent = agreed(purpose, actor, ours)
        asked(purpose, wang, ours)
        for _ in range(2):
            withdraw_consent(consent_id=consent.pk, actor=actor, at=AT)
        assert to_tell() == [CIVIL]

    def test_nobody_where_nobody_was_asked(self, purpose, actor, ours):
        withdraw_consent(consent_id=agreed(purpose, actor, ours).pk, actor=actor, at=AT)
        assert to_tell() == []

    def test_a_narrower_choice_is_told_as_well(self, purpose, actor, wang, ours):
        agreed(purpose, actor, ours)
        asked(purpose, wang, ours)
        give_consent(
            purpose_id=purpose.pk,
            source=ours,
            fields=[],
            notice_sha256="ab" * 32,
            language="zh",
            actor=actor,
            at=AT,
        )
        assert to_tell() == [CIVIL]

    def test_the_message_names_the_receipt_and_nothing_of_the_person(self, purpose, actor, wang, ours):
        head, body = letter(agreed(purpose, actor, ours), Department.objects.get(code=CIVIL))
        assert head.consent in body.decode() and head.subject_hash == ""
        assert wang.id_no not in body.decode() and wang.name not in body.decode()

    def test_a_department_that_never_answers_is_no_acknowledgement(
        self, purpose, actor, wang, ours, settings
    ):
        consent = agreed(purpose, actor, ours)
        settings.DEPARTMENT_ADDRESSES = {CIVIL: "failing:unreachable"}
        event = WithdrawalConcerns(consent_id=consent.pk, department_id=Department.objects.get(code=CIVIL).pk)
        with pytest.raises(NoAnswer):
            tell_withdrawal(event)
        assert told() == []

    def test_only_the_portal_says_that_it_was_acknowledged(self, actor):
        given = {"consent_id": uuid4(), "department": CIVIL, "key": "x", "at": AT}
        with pytest.raises(Denied, match="for_the_portal_itself"):
            note_told(**given, actor=actor)
        note_told(**given, actor=SYSTEM)
        assert len(told()) == 1
