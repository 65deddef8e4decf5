"""A person says that a value is wrong, and may take it back; nobody else may do either."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied, KeyReused
from services.calendars.models import CalendarDay, PublishedYear
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.sharing.actions.object_to import LONGEST, object_to
from services.sharing.actions.settle import settle
from services.sharing.actions.take_back import take_back
from services.sharing.errors import AlreadyDisputed, NoSuchField, NotOpen, WordsMissing, WordsTooLong
from services.sharing.events import DisputeOpened, DisputeTakenBack
from services.sharing.models import DataField, DataResource, Dispute
from services.sharing.queries import open_disputes
from tests.sharing.conftest import AT, citizen, data_officer, staff_of

HERE = "application:00000000-0000-4000-8000-000000000001"
FIELD = "population.birth_on"


@pytest.fixture
def her(wang) -> Actor:
    return citizen(wang)


@pytest.fixture
def him(li) -> Actor:
    return citizen(li)


def object_(actor: Actor, **changes):
    given = {
        "person_id": actor.person_id,
        "field_code": FIELD,
        "source": HERE,
        "words": "我生于三月九日",
        "at": AT,
    }
    return object_to(**(given | {"actor": actor} | changes))


def denials() -> list[str]:
    return [json.loads(bytes(each.body))["reason"] for each in Entry.objects.filter(kind="denied")]


class TestObjecting:
    def test_the_department_that_is_the_source_has_to_answer(self, her, wang):
        dispute = Dispute.objects.get(pk=object_(her))
        assert (dispute.person, dispute.field.code, dispute.department.code) == (
            wang,
            FIELD,
            "public_security",
        )
        assert (dispute.state, dispute.opened_at, dispute.source) == ("OPEN", AT, HERE)
        assert dispute.words == "我生于三月九日"

    def test_it_is_due_after_the_working_days_of_the_register(self, her):
        assert Dispute.objects.get(pk=object_(her)).due_on == date(2026, 11, 27)
        DataResource.objects.filter(code="social_cards").update(correction_days=20)
        other = Dispute.objects.get(pk=object_(her, field_code="social_cards.card_tail"))
        assert other.due_on == date(2026, 12, 18)

    def test_holidays_are_not_counted(self, her):
        year = PublishedYear.objects.create(year=2026, source="notice", loaded_at=AT, digest="d" * 64)
        CalendarDay.objects.create(
            on=date(2026, 11, 25), is_working=False, name="a day off", announced_in=year
        )
        assert Dispute.objects.get(pk=object_(her)).due_on == date(2026, 11, 30)

    def test_the_day_is_the_one_in_china(self, her):
        late = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # half past midnight in Yunzhou, on a Monday
        assert Dispute.objects.get(pk=object_(her, at=late)).due_on == date(2026, 11, 30)

    def test_everybody_who_has_to_know_is_told(self, her, wang):
        dispute_id = object_(her)
        event = DisputeOpened.from_body(OutboxEvent.objects.get(name="DisputeOpened").body)
        assert event == DisputeOpened(dispute_id=dispute_id, person_id=wang.id, field=FIELD, source=HERE)

    def test_the_ledger_has_the_fact_and_not_the_words(self, her, wang):
        dispute_id = object_(her)
        entry = bytes(Entry.objects.get(kind="dispute_opened").body).decode()
        assert str(dispute_id) in entry
        assert "三月" not in entry
        assert str(wang.id) not in entry

    def test_the_words_are_trimmed(self, her):
        assert Dispute.objects.get(pk=object_(her, words="  错了\n")).words == "错了"

    def test_the_page_finds_it_by_the_field(self, her, wang):
        dispute_id = object_(her)
        assert {code: each.pk for code, each in open_disputes(wang.id).items()} == {FIELD: dispute_id}

    def test_two_values_are_two_disputes(self, her, wang):
        object_(her)
        object_(her, field_code="population.residence")
        assert set(open_disputes(wang.id)) == {FIELD, "population.residence"}

    def test_two_people_may_object_to_the_same_field(self, her, him):
        assert object_(her) != object_(him)


class TestObjectingIsRefused:
    def test_to_anybody_else(self, her, wang, him):
        with pytest.raises(Denied, match="not_yourself"):
            object_(him, person_id=wang.id)
        assert not Dispute.objects.exists()
        assert denials() == ["not_yourself"]

    def test_to_staff_and_to_the_system(self, her, wang):
        for actor in (staff_of("public_security"), SYSTEM, Actor(Role.STAFF, user_id=9, person_id=wang.id)):
            with pytest.raises(Denied, match="not_yourself"):
                object_(actor, person_id=wang.id)
        assert denials() == ["not_yourself"] * 3

    def test_to_an_account_without_a_person(self, wang):
        with pytest.raises(Denied, match="not_yourself"):
            object_(Actor(Role.CITIZEN, user_id=9), person_id=wang.id)

    def test_about_a_value_nobody_has(self, her):
        with pytest.raises(NoSuchField, match=r"population\.shoe_size"):
            object_(her, field_code="population.shoe_size")

    @pytest.mark.parametrize("words", ["", "  \n\t ", "\u3000"])
    def test_without_words(self, her, words):
        with pytest.raises(WordsMissing):
            object_(her, words=words)

    def test_with_more_words_than_anybody_reads(self, her):
        assert object_(her, words="错" * LONGEST)
        with pytest.raises(WordsTooLong):
            object_(her, words="错" * (LONGEST + 1), field_code="population.residence")

    def test_twice_about_the_same_value(self, her):
        object_(her)
        with pytest.raises(AlreadyDisputed):
            object_(her, words="真的错了")
        assert Dispute.objects.count() == 1

    def test_a_refused_act_leaves_nothing_but_its_trace(self, her):
        with pytest.raises(WordsMissing):
            object_(her, words="")
        assert not OutboxEvent.objects.exists()
        assert not Entry.objects.filter(kind="dispute_opened").exists()


class TestTheSameActTwice:
    def test_is_one_act(self, her):
        key = uuid4()
        assert object_(her, request_key=key) == object_(her, request_key=key)
        assert Dispute.objects.count() == OutboxEvent.objects.count() == 1

    def test_with_other_words_is_an_error(self, her):
        key = uuid4()
        object_(her, request_key=key)
        with pytest.raises(KeyReused):
            object_(her, request_key=key, words="别的")

    def test_a_denial_stays_a_denial_and_is_recorded_once(self, her, wang, him):
        key = uuid4()
        for _ in range(2):
            with pytest.raises(Denied, match="not_yourself"):
                object_(him, person_id=wang.id, request_key=key)
        assert denials() == ["not_yourself"]


class TestTakingBack:
    LATER = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def test_ends_the_dispute(self, her, wang):
        dispute_id = object_(her)
        assert take_back(dispute_id=dispute_id, actor=her, at=self.LATER) == dispute_id
        dispute = Dispute.objects.get(pk=dispute_id)
        assert (dispute.state, dispute.closed_at) == ("WITHDRAWN", self.LATER)
        assert open_disputes(wang.id) == {}

    def test_is_told_and_recorded(self, her, wang):
        dispute_id = object_(her)
        take_back(dispute_id=dispute_id, actor=her, at=self.LATER)
        event = DisputeTakenBack.from_body(OutboxEvent.objects.get(name="DisputeTakenBack").body)
        assert event == DisputeTakenBack(dispute_id=dispute_id, person_id=wang.id, field=FIELD, source=HERE)
        assert str(dispute_id) in bytes(Entry.objects.get(kind="dispute_taken_back").body).decode()

    def test_leaves_the_words_as_they_were(self, her):
        dispute_id = object_(her)
        take_back(dispute_id=dispute_id, actor=her, at=self.LATER)
        assert Dispute.objects.get(pk=dispute_id).words == "我生于三月九日"

    def test_lets_the_person_object_again(self, her):
        take_back(dispute_id=object_(her), actor=her, at=self.LATER)
        assert object_(her, at=self.LATER)

    def test_is_nobody_elses(self, her, him):
        dispute_id = object_(her)
        for actor in (him, staff_of("public_security"), SYSTEM, Actor(Role.CITIZEN, user_id=9)):
            with pytest.raises(Denied, match="not_yours"):
                take_back(dispute_id=dispute_id, actor=actor, at=self.LATER)
        assert Dispute.objects.get(pk=dispute_id).state == "OPEN"
        assert denials() == ["not_yours"] * 4

    def test_a_dispute_of_somebody_else_and_none_look_alike(self, her, him):
        with pytest.raises(Denied) as of_her:
            take_back(dispute_id=object_(her), actor=him, at=self.LATER)
        with pytest.raises(Denied) as of_nobody:
            take_back(dispute_id=uuid4(), actor=him, at=self.LATER)
        assert of_her.value.reason == of_nobody.value.reason

    def test_happens_once(self, her):
        dispute_id = object_(her)
        take_back(dispute_id=dispute_id, actor=her, at=self.LATER)
        with pytest.raises(NotOpen):
            take_back(dispute_id=dispute_id, actor=her, at=self.LATER)

    def test_under_one_key_it_is_one_act(self, her):
        dispute_id, key = object_(her), uuid4()
        for _ in range(2):
            assert take_back(dispute_id=dispute_id, actor=her, at=self.LATER, request_key=key) == dispute_id

    def test_a_settled_dispute_is_not_taken_back(self, her):
        dispute_id = object_(her)
        officer = data_officer("public_security")
        settle(dispute_id=dispute_id, outcome="RIGHT", words="核对无误", actor=officer, at=self.LATER)
        with pytest.raises(NotOpen):
            take_back(dispute_id=dispute_id, actor=her, at=self.LATER)


def test_every_field_can_be_objected_to(her):
    for code in DataField.objects.values_list("code", flat=True):
        object_(her, field_code=code)
    assert Dispute.objects.count() == DataField.objects.count()
