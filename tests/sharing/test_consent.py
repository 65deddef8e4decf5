"""Consent: who may give it, what it covers, what a receipt proves, and what taking it back stops."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.actions.actor import Actor, Role
from services.actions.errors import Denied, KeyReused
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.people.models import User
from services.sealing.keys import keyed_digest
from services.sharing import standings
from services.sharing.actions.ask_household import ask_household
from services.sharing.actions.give_consent import answer_consent_request, give_consent
from services.sharing.actions.withdraw_consent import withdraw_consent
from services.sharing.decision import Case
from services.sharing.errors import NotAnotherPerson, NothingAgreed
from services.sharing.fetch import Subject, fetch
from services.sharing.loading import load_purpose
from services.sharing.models import Consent, ConsentRequest, PredicateAnswer, Purpose
from services.sharing.receipts import is_genuine, public_key, sign
from services.sharing.standings import Standing
from tests.cast import DepartmentsStub
from tests.sharing.conftest import AT, WHY, citizen, purpose_block, source

pytestmark = pytest.mark.django_db
INCOME, MEMBERS, PROPERTY = (
    f"family_means.{each}" for each in ("monthly_income", "members", "property_above_limit")
)
CIVIL = "civil_affairs"


def means(version: int = 1, who: str = "SUBJECT", *codes: str) -> Purpose:
    block = purpose_block("means", version)
    block["reads"] = [
        {
            "field": code,
            "disclosure": "PREDICATE" if code == PROPERTY else "VALUE",
            "why": WHY,
            "consent": who,
        }
        for code in codes or (INCOME, PROPERTY)
    ]
    return load_purpose(block)


@pytest.fixture(autouse=True)
def answers(world, tmp_path, settings):
    return DepartmentsStub(tmp_path / "people.json", settings)


@pytest.fixture
def ours() -> str:
    return source()


def who_is(person):
    """Through the account of the person, made if there is none."""
    user = User.objects.filter(person=person).first()
    return Actor(Role.CITIZEN, user_id=user.pk, person_id=person.pk) if user else citizen(person)


def notice(purpose, source, actor) -> dict:
    return {
        "purpose_id": purpose.pk,
        "source": source,
        "notice_sha256": "0" * 64,
        "language": "zh",
        "actor": actor,
        "at": AT,
    }


def bring_it(purpose, source, actor, **more) -> None:
    give_consent(**notice(purpose, source, actor), fields=[], **more)


def agree(purpose, person, about, *fields, **options):
    return give_consent(
        purpose_id=purpose.pk,
        source=about,
        fields=list(fields) or sorted(purpose.by_consent()),
        notice_sha256="ab" * 32,
        language="zh-hans",
        at=AT,
        **{"actor": who_is(person)} | options,
    )


def read(purpose, person, about, at=AT):
    subject = Subject(person.name, person.id_no, person.pk)
    [reply] = fetch(purpose=purpose, subject=subject, source=about, at=at)
    return reply


class TestGiving:
    def test_without_it_nothing_is_read_and_with_it_it_is(self, wang, ours):
        purpose = means()
        assert read(purpose, wang, ours).withheld[INCOME] == ("CONSENT_NOT_GIVEN",)
        agree(purpose, wang, ours)
        assert read(purpose, wang, ours).withheld == {}

    def test_field_by_field(self, wang, ours):
        purpose = means()
        agree(purpose, wang, ours, PROPERTY)
        reply = read(purpose, wang, ours)
        assert reply.withheld == {INCOME: ("CONSENT_NOT_GIVEN",)}

    def test_for_this_application_and_no_other(self, wang, ours):
        purpose = means()
        agree(purpose, wang, ours)
        assert INCOME in read(purpose, wang, source()).withheld

    def test_it_ends_by_itself(self, wang, ours):
        purpose = means()
        agree(purpose, wang, ours)
        assert INCOME in read(purpose, wang, ours, AT + timedelta(days=181)).withheld

    def test_what_rests_on_law_is_not_agreed_to(self, wang, ours, allowance):
        with pytest.raises(NothingAgreed):
            agree(allowance, wang, ours, "population.name")

    def test_case_15_a_consent_to_version_1_does_not_cover_what_version_2_adds(self, wang, ours):
        old, new = means(1), means(2, "SUBJECT", INCOME, PROPERTY, MEMBERS)
        agree(old, wang, ours)
        assert read(old, wang, ours).withheld == {}
        assert MEMBERS in read(new, wang, ours).withheld
        agree(new, wang, ours, MEMBERS)
        assert MEMBERS not in read(new, wang, ours).withheld

    def test_case_16_a_double_click_is_one_consent_and_one_event(self, wang, ours):
        purpose, who = means(), who_is(wang)
        key = uuid4()
        first = agree(purpose, wang, ours, actor=who, request_key=key)
        again = agree(purpose, wang, ours, actor=who, request_key=key)
        without_key = agree(purpose, wang, ours, actor=who)
        assert first == again == without_key
        assert Consent.objects.count() == 1
        assert OutboxEvent.objects.filter(name="ConsentGiven").count() == 1
        assert Entry.objects.filter(kind="consent_given").count() == 1

    def test_another_choice_ends_the_former(self, wang, ours):
        purpose, who = means(), who_is(wang)
        agree(purpose, wang, ours, actor=who)
        agree(purpose, wang, ours, PROPERTY, actor=who)
        assert [each.fields for each in Consent.objects.live()] == [[PROPERTY]]
        assert (
            OutboxEvent.objects.filter(name="ConsentWithdrawn").count() == 1
        )  # what no longer is, is purged

    def test_a_wider_choice_takes_nothing_back(self, wang, ours):
        purpose, who = means(), who_is(wang)
        agree(purpose, wang, ours, PROPERTY, actor=who)
        agree(purpose, wang, ours, actor=who)
        assert not OutboxEvent.objects.filter(name="ConsentWithdrawn").exists()

    def test_bringing_it_oneself_is_on_record_and_ends_a_yes(self, wang, ours):
        purpose, who = means(), who_is(wang)
        agree(purpose, wang, ours, actor=who)
        bring_it(purpose, ours, who)
        assert [each.ended_as for each in Consent.objects.all()] == ["WITHDRAWN"]
        assert INCOME in read(purpose, wang, ours).withheld
        assert Entry.objects.filter(kind="consent_refused").count() == 1

    def test_nobody_says_no_for_another(self, wang, li, ours, monkeypatch):
        stranger = Standing(Case(live=True, of_subject=False))
        monkeypatch.setitem(standings._stands, "application", lambda id, subject: stranger)
        with pytest.raises(Denied, match="not_yours"):
            bring_it(means(), ours, who_is(li))

    def test_one_key_stands_for_one_of_the_two_answers(self, wang, ours):
        purpose, who, key = means(), who_is(wang), uuid4()
        for _ in range(2):
            bring_it(purpose, ours, who, request_key=key)
        with pytest.raises(KeyReused):
            give_consent(**notice(purpose, ours, who), fields=[INCOME], request_key=key)
        assert Entry.objects.filter(kind="consent_refused").count() == 1 and not Consent.objects.exists()


class TestReceipts:
    def test_it_says_what_was_agreed_to_and_names_nobody(self, wang, ours):
        consent = Consent.objects.get(pk=agree(means(), wang, ours))
        said = json.loads(bytes(consent.receipt))
        assert said["purpose"] == "means@1"
        assert said["pii_categories"] == sorted([INCOME, PROPERTY])
        assert said["withdrawal_method"] == "/me/consents/"
        assert wang.name not in bytes(consent.receipt).decode()
        assert is_genuine(consent)

    def test_case_17_a_receipt_somebody_else_signed_is_denied(self, wang, ours):
        purpose = means()
        Consent.objects.filter(pk=agree(purpose, wang, ours)).update(signature=b"x" * 64)
        assert read(purpose, wang, ours).withheld[INCOME] == ("CONSENT_NOT_GENUINE",)

    def test_case_17_a_row_that_says_more_than_its_receipt_is_denied(self, wang, ours):
        purpose = means()
        id = agree(purpose, wang, ours, PROPERTY)
        Consent.objects.filter(pk=id).update(fields=[INCOME, PROPERTY])
        assert read(purpose, wang, ours).withheld[PROPERTY] == ("CONSENT_NOT_GENUINE",)

    def test_case_17_another_persons_consent_is_none(self, wang, li, ours):
        purpose = means()
        Consent.objects.filter(pk=agree(purpose, li, ours)).update(person=wang)
        assert "CONSENT_NOT_GIVEN" in read(purpose, wang, ours).withheld[INCOME]

    def test_a_signature_is_over_these_very_bytes(self):
        assert sign(b"one") != sign(b"two")

    def test_a_new_key_leaves_receipts_good_as_long_as_the_former_is_named(self, wang, ours, settings):
        consent = Consent.objects.get(pk=agree(means(), wang, ours))
        former = public_key(bytes(consent.receipt), bytes(consent.signature))
        settings.RECEIPT_KEY = "A" * 43 + "="
        assert not is_genuine(consent)
        settings.RECEIPT_FORMER_KEYS = [former]
        assert is_genuine(consent)

    def test_the_secret_of_the_blind_index_signs_nothing_any_more(self, settings):
        before = sign(b"receipt")
        settings.BLIND_INDEX_KEY = "B" * 43 + "="
        assert sign(b"receipt") == before

    def test_receipts_of_the_time_when_it_did_are_good(self, wang, ours):
        consent = Consent.objects.get(pk=agree(means(), wang, ours))
        drawn = bytes.fromhex(keyed_digest(b"key", "sharing_consent.receipt"))
        consent.signature = Ed25519PrivateKey.from_private_bytes(drawn).sign(bytes(consent.receipt))
        assert is_genuine(consent)


class TestHousehold:
    def asked(self, purpose, wang, li, ours):
        return ask_household(
            purpose_id=purpose.pk, source=ours, name=li.name, id_no=li.id_no, actor=who_is(wang), at=AT
        )

    def test_case_11_the_other_is_waited_for_and_that_is_no_no(self, wang, li, ours):
        purpose = means(1, "HOUSEHOLD")
        id = self.asked(purpose, wang, li, ours)
        agree(purpose, wang, ours, actor=who_is(wang))
        reply = read(purpose, wang, ours)
        assert reply.withheld[INCOME] == ("CONSENT_OF_HOUSEHOLD_AWAITED",)
        assert reply.awaits_consent
        self.answer(id, li, agrees=True)
        assert read(purpose, wang, ours).withheld == {}

    def answer(self, id, person, *, agrees):
        return answer_consent_request(
            consent_request_id=id,
            agrees=agrees,
            notice_sha256="ab" * 32,
            language="zh-hans",
            actor=who_is(person),
            at=AT,
        )

    def test_a_no_is_final_and_not_waited_for(self, wang, li, ours):
        purpose = means(1, "HOUSEHOLD")
        id = self.asked(purpose, wang, li, ours)
        agree(purpose, wang, ours, actor=who_is(wang))
        self.answer(id, li, agrees=False)
        reply = read(purpose, wang, ours)
        assert reply.withheld[INCOME] == ("CONSENT_DECLINED",)
        assert not reply.awaits_consent

    def test_silence_for_fifteen_days_is_no_yes(self, wang, li, ours):
        purpose = means(1, "HOUSEHOLD")
        self.asked(purpose, wang, li, ours)
        agree(purpose, wang, ours, actor=who_is(wang))
        later = read(purpose, wang, ours, AT + timedelta(days=16))
        assert later.withheld[INCOME] == ("CONSENT_DECLINED",)

    def test_only_whoever_was_asked_answers(self, wang, li, ours):
        purpose = means(1, "HOUSEHOLD")
        id = self.asked(purpose, wang, li, ours)
        with pytest.raises(Denied, match="not_asked"):
            answer_consent_request(
                consent_request_id=id,
                agrees=True,
                notice_sha256="",
                language="",
                actor=who_is(wang),
                at=AT,
            )
        assert ConsentRequest.objects.get().state == "OPEN"

    def test_nobody_asks_themself_and_no_number_is_nobody(self, wang, ours):
        purpose, who = means(1, "HOUSEHOLD"), who_is(wang)
        for name, number in (
            (wang.name, wang.id_no),
            ("某人", "990102195706301171"),
            ("", "990102195706301172"),
        ):
            with pytest.raises(NotAnotherPerson):
                ask_household(purpose_id=purpose.pk, source=ours, name=name, id_no=number, actor=who, at=AT)


class TestWithdrawing:
    def test_gap_14_nothing_is_read_any_more_and_kept_answers_are_gone(self, wang, ours):
        purpose, who = means(), who_is(wang)
        id = agree(purpose, wang, ours, actor=who)
        read(purpose, wang, ours)
        assert PredicateAnswer.objects.filter(source=ours).exists()
        withdraw_consent(consent_id=id, actor=who, at=AT)
        assert not PredicateAnswer.objects.filter(source=ours).exists()
        assert read(purpose, wang, ours).withheld[INCOME] == ("CONSENT_NOT_GIVEN",)

    def test_twice_is_once(self, wang, ours):
        who = who_is(wang)
        id = agree(means(), wang, ours, actor=who)
        withdraw_consent(consent_id=id, actor=who, at=AT)
        withdraw_consent(consent_id=id, actor=who, at=AT + timedelta(days=1))
        assert Consent.objects.get().ended_at == AT
        assert Entry.objects.filter(kind="consent_withdrawn").count() == 1

    def test_nobody_withdraws_anothers(self, wang, li, ours):
        id = agree(means(), wang, ours)
        with pytest.raises(Denied, match="not_yours"):
            withdraw_consent(consent_id=id, actor=who_is(li), at=AT)
        assert Consent.objects.live().exists()
