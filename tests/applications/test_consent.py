"""What an application does while somebody's consent is awaited, when it comes, is refused, or is taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.actions.actor import SYSTEM
from services.applications.actions.drop_evidence import drop_evidence
from services.applications.actions.start import start
from services.applications.actions.submit import submit
from services.applications.deciding import values_of
from services.applications.gathering import gather, retry_awaited
from services.applications.models import Application, Decision, State
from services.applications.shown import versions
from services.catalogue.queries import on_offer
from services.ledger.models import Entry
from services.sharing.actions.ask_household import ask_household
from services.sharing.actions.give_consent import answer_consent_request
from services.sharing.actions.withdraw_consent import withdraw_consent
from services.sharing.models import Consent
from tests.cast import NOON, agree_to_everything, cast, load_shipped

ITEM = "minimum-living-allowance"
FIELDS = {f"family_means.{each}" for each in ("members", "monthly_income", "property_above_limit")}
LATER = NOON + timedelta(minutes=10)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments_stub")]


@pytest.fixture
def luo(citizen):
    load_shipped(ITEM)
    return citizen("luo_jianping")


@pytest.fixture
def wife(citizen):
    return citizen("wang_xiulan")


@pytest.fixture
def waiting(luo, wife) -> Application:
    """Sent, while the wife has been asked and has not answered."""
    version = on_offer(NOON.date()).get(item__code=ITEM)
    draft = start(item_version_id=version.pk, actor=luo, at=NOON)
    her = cast()["wang_xiulan"]
    ask_household(
        purpose_id=version.purpose_id,
        source=f"application:{draft}",
        name=her["name"],
        id_no=her["id_no"],
        actor=luo,
        at=NOON,
    )
    agree_to_everything(draft, luo)
    gather(draft, actor=luo, at=NOON)
    submit(
        application_id=draft,
        answers={"kin_of_staff": False},
        shown=versions(values_of(Application.objects.get(pk=draft))),
        actor=luo,
        at=NOON,
        request_key=uuid4(),
    )
    return Application.objects.get(pk=draft)


def again(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def known(application: Application) -> set[str]:
    return set(application.evidence.filter(superseded_at=None).values_list("field_code", flat=True))


def answer(application: Application, wife, *, agrees: bool) -> None:
    request = application.person.consent_requests.get()
    answer_consent_request(
        consent_request_id=request.pk,
        agrees=agrees,
        notice_sha256="0" * 64,
        language="zh-hans",
        actor=wife,
        at=NOON,
    )


def test_it_waits_for_her_with_everything_else_read(waiting):
    assert waiting.state == State.AWAITING_DATA
    assert waiting.awaited.get().reason == "awaiting_consent"
    assert not FIELDS & known(waiting)
    assert "marriages.state" in known(waiting)


def test_once_she_agrees_it_goes_on_by_itself(waiting, wife):
    answer(waiting, wife, agrees=True)
    retry_awaited(at=LATER)
    assert again(waiting).state == State.RECEIVED
    assert known(waiting) >= FIELDS


def test_if_she_does_not_it_goes_to_a_person_and_is_not_refused(waiting, wife):
    answer(waiting, wife, agrees=False)
    retry_awaited(at=LATER)
    assert again(waiting).state == State.RECEIVED
    assert not FIELDS & known(waiting)
    assert not Decision.objects.filter(application=waiting).exists()


def test_while_she_is_silent_it_waits_and_one_refusal_is_written_down(waiting):
    before = Entry.objects.filter(kind="reading_decided").count()
    retry_awaited(at=LATER)
    assert again(waiting).state == State.AWAITING_DATA
    retry_awaited(at=LATER + timedelta(minutes=10))
    assert Entry.objects.filter(kind="reading_decided").count() <= before + 2


def test_gap_14_taken_back_while_it_waits_it_goes_to_a_person(waiting, luo):
    consent = Consent.objects.get(person=luo.person_id)
    withdraw_consent(consent_id=consent.pk, actor=luo, at=NOON)
    drop_evidence(application_id=waiting.pk, fields=consent.fields, actor=SYSTEM, at=NOON)
    assert again(waiting).state == State.RECEIVED
    assert not Decision.objects.filter(application=waiting).exists()


def test_taken_back_by_her_after_it_was_read_it_is_deleted(waiting, wife):
    answer(waiting, wife, agrees=True)
    retry_awaited(at=LATER)
    hers = Consent.objects.get(person=wife.person_id)
    withdraw_consent(consent_id=hers.pk, actor=wife, at=LATER)
    drop_evidence(application_id=waiting.pk, fields=hers.fields, actor=SYSTEM, at=LATER)
    assert not FIELDS & set(waiting.evidence.values_list("field_code", flat=True))


def test_what_has_been_decided_on_stays_and_that_is_recorded(waiting, wife, luo, caseworker):
    answer(waiting, wife, agrees=True)
    retry_awaited(at=LATER)
    Decision.objects.create(
        application=waiting,
        outcome=Decision.Outcome.APPROVED,
        decided_by=Decision.DecidedBy.PERSON,
        decider="STAFF:1",
        at=LATER,
    )
    drop_evidence(application_id=waiting.pk, fields=sorted(FIELDS), actor=SYSTEM, at=LATER)
    assert known(waiting) >= FIELDS
    assert Entry.objects.filter(kind="evidence_kept").exists()
