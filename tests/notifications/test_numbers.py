"""Whose a mobile number is: nothing goes there, and nothing from there counts, until its owner has typed in six digits."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now

from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.events.relay import deliver_due
from services.notifications import providers
from services.notifications.actions.confirm_number import confirm_number
from services.notifications.actions.set_contact import set_contact
from services.notifications.models import Contact, NumberCode
from services.notifications.numbers import LASTS, MOST_A_DAY, MOST_WRONG, TooManyCodes
from services.notifications.queries import reached_at
from tests.cast import NOON

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13800006021", "13800006022"
WRONG = "not it"


@pytest.fixture
def wang(citizen):
    return citizen("wang_xiulan")


@pytest.fixture(autouse=True)
def texts(settings, tmp_path):
    """The text messages that left, as words."""
    file = tmp_path / "sms.jsonl"
    settings.CHANNELS = {"EMAIL": "", "SMS": f"stub:{file}"}
    yield lambda: [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    providers._provider.cache_clear()


def give(actor, phone=PHONE, at=NOON):
    set_contact(email="", phone=phone, actor=actor, at=at)
    deliver_due(SUBSCRIPTIONS)


def type_in(actor, digits, at=NOON):
    return confirm_number(digits=digits, actor=actor, at=at)


def sent_code() -> str:
    return NumberCode.objects.first().digits


class TestACode:
    def test_goes_to_the_number_and_says_what_it_is_for(self, wang, texts):
        give(wang)
        (text,) = texts()
        assert text["to"] == PHONE and sent_code() in text["words"] and "不要告诉任何人" in text["words"]

    def test_until_it_is_typed_in_nobody_is_reached_there(self, wang):
        give(wang)
        assert reached_at(PHONE) == [] and Contact.objects.get().address("SMS") == ""
        assert type_in(wang, sent_code())
        assert reached_at(PHONE) == [wang.person_id] and Contact.objects.get().address("SMS") == PHONE

    @pytest.mark.parametrize("around", ["{}", " {} ", "{} "])
    def test_blanks_around_it_do_no_harm(self, wang, around):
        give(wang)
        assert type_in(wang, around.format(sent_code()))

    def test_full_width_digits_do_too(self, wang):
        give(wang)
        assert type_in(wang, sent_code().translate({ord(str(n)): ord("０") + n for n in range(10)}))

    def test_another_one_confirms_nothing(self, wang):
        give(wang)
        assert type_in(wang, WRONG) is None and reached_at(PHONE) == []

    def test_it_ends_after_a_quarter_of_an_hour(self, wang):
        give(wang)
        assert type_in(wang, sent_code(), at=NOON + LASTS + timedelta(seconds=1)) is None

    def test_after_five_misses_the_right_one_is_none_either(self, wang):
        give(wang)
        for _ in range(MOST_WRONG):
            type_in(wang, WRONG)
        assert type_in(wang, sent_code()) is None and reached_at(PHONE) == []

    def test_a_newer_one_takes_its_place(self, wang):
        give(wang)
        first = sent_code()
        give(wang, at=NOON + timedelta(minutes=1))
        newest = sent_code()
        assert type_in(wang, newest, at=NOON + timedelta(minutes=2))
        assert first == newest or type_in(wang, first, at=NOON + timedelta(minutes=2)) is None

    def test_somebody_elses_confirms_nothing_of_mine(self, wang, citizen):
        li = citizen("li_jianguo")
        give(wang)
        code = sent_code()
        give(li, OTHER)
        assert code == sent_code() or type_in(li, code) is None

    def test_it_is_not_kept_once_it_has_done_its_work(self, wang):
        give(wang)
        type_in(wang, sent_code())
        assert not NumberCode.objects.exists()

    def test_it_is_sealed_where_it_is_kept(self, wang):
        give(wang)
        assert sent_code().encode() not in bytes(NumberCode.objects.values("digits").first()["digits"])


class TestANumber:
    def test_kept_as_it_was_stays_confirmed(self, wang, texts):
        give(wang)
        type_in(wang, sent_code())
        give(wang)
        assert len(texts()) == 1 and reached_at(PHONE) == [wang.person_id]

    def test_a_new_one_has_to_be_confirmed_anew(self, wang):
        give(wang)
        type_in(wang, sent_code())
        give(wang, OTHER)
        assert reached_at(PHONE) == reached_at(OTHER) == []

    def test_nobodys_telephone_rings_all_day(self, wang, texts):
        for _ in range(MOST_A_DAY):
            give(wang)
        with pytest.raises(TooManyCodes):
            give(wang, OTHER)
        assert len(texts()) == MOST_A_DAY and Contact.objects.get().phone == PHONE

    def test_the_next_day_there_are_codes_again(self, wang, texts):
        for _ in range(MOST_A_DAY):
            give(wang)
        give(wang, at=NOON + timedelta(days=1, seconds=1))
        assert len(texts()) == MOST_A_DAY + 1

    def test_a_person_who_is_not_proved_has_none_to_confirm(self):
        with pytest.raises(Denied):
            type_in(Actor(Role.CITIZEN, user_id=None), "123456")

    def test_without_a_number_there_is_nothing_to_confirm(self, wang):
        assert type_in(wang, "123456") is None


class TestAGateway:
    def test_that_fails_for_a_while_is_tried_again(self, wang, settings, texts):
        good = settings.CHANNELS
        settings.CHANNELS = {"EMAIL": "", "SMS": "failing:now"}
        give(wang)
        settings.CHANNELS = good
        assert texts() == []
        deliver_due(SUBSCRIPTIONS, clock=lambda: now() + timedelta(hours=1))
        assert [text["to"] for text in texts()] == [PHONE]

    def test_that_is_not_there_leaves_the_number_waiting(self, wang, settings):
        settings.CHANNELS = {"EMAIL": "mail:", "SMS": ""}
        give(wang)
        assert not NumberCode.objects.exists() and reached_at(PHONE) == []
