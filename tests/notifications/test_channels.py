"""E-mail and SMS: only for those who asked, never with anything personal, and never in the way of the inbox."""

import json
from datetime import timedelta

import pytest
from django.core import mail

from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied
from services.applications.models import State
from services.events.relay import deliver_due
from services.notifications import providers
from services.notifications.actions.send import send
from services.notifications.actions.set_contact import BadAddress, set_contact
from services.notifications.models import Channel, Contact, Dispatch, Message
from services.notifications.providers.base import NotSent
from services.notifications.sending import MOST_ATTEMPTS, send_due
from services.notifications.words import WORDS, words_for
from tests.cast import NOON, begin
from tests.cast import send as send_application

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "13800006021", "wang@example.com"


@pytest.fixture
def channels(settings, tmp_path):
    settings.CHANNELS = {"EMAIL": "mail:", "SMS": f"stub:{tmp_path / 'sms.jsonl'}"}
    return lambda: [json.loads(line) for line in (tmp_path / "sms.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def wang(citizen):
    return citizen("wang_xiulan")


def tell(actor: Actor, source: str = "application:1") -> Message:
    send(person_id=actor.person_id, template="approved", context={}, source=source, actor=SYSTEM, at=NOON)
    return Message.objects.get(source=source)


def reach(actor: Actor, email: str = EMAIL, phone: str = PHONE) -> None:
    """By e-mail, and at a number that is known to be theirs."""
    set_contact(email=email, phone=phone, actor=actor, at=NOON)
    Contact.objects.filter(person_id=actor.person_id).update(phone_confirmed_at=NOON)


class TestWhoIsReached:
    def test_without_a_wish_there_is_only_the_inbox(self, wang, channels):
        assert not tell(wang).dispatches.exists()

    def test_every_channel_that_was_asked_for_gets_one_dispatch(self, wang, channels):
        reach(wang)
        assert set(tell(wang).dispatches.values_list("channel", flat=True)) == {"EMAIL", "SMS"}
        assert send_due(at=NOON) == 2
        assert [each["to"] for each in channels()] == [PHONE] and mail.outbox[0].to == [EMAIL]

    def test_the_same_fact_again_is_not_sent_again(self, wang, channels):
        reach(wang)
        tell(wang)
        tell(wang)
        send_due(at=NOON)
        assert send_due(at=NOON + timedelta(hours=1)) == 0 and len(channels()) == 1

    def test_a_channel_nobody_carries_is_not_offered(self, wang, settings):
        settings.CHANNELS = {"EMAIL": "mail:", "SMS": ""}
        reach(wang)
        assert list(tell(wang).dispatches.values_list("channel", flat=True)) == ["EMAIL"]

    def test_who_changed_their_mind_in_between_is_left_alone(self, wang, channels):
        reach(wang)
        tell(wang)
        reach(wang, email="", phone="")
        send_due(at=NOON)
        assert not mail.outbox
        assert set(Dispatch.objects.values_list("state", "failure")) == {("FAILED", "no address any more")}


class TestWhatIsSaid:
    @pytest.mark.usefixtures("catalogue", "departments_stub")
    def test_nothing_personal_leaves_the_house(self, wang, channels, settings):
        reach(wang)
        application = send_application(begin(wang), wang)
        while deliver_due(SUBSCRIPTIONS):
            pass
        send_due(at=NOON + timedelta(days=3650))
        said = json.dumps(channels(), ensure_ascii=False) + mail.outbox[0].body + mail.outbox[0].subject
        for personal in (
            "王秀兰",
            "高龄",
            "allowance",
            "300",
            application.case_code,
            wang.person_id.hex,
            "0026",
        ):
            assert personal not in said

    @pytest.mark.parametrize("channel", list(Channel))
    def test_both_languages_are_said_and_no_place_is_left_open(self, channel):
        said = words_for(channel, "https://portal.example")
        assert "登录" in said and "Sign in" in said and "{" not in said

    def test_an_sms_has_no_link_to_press(self):
        assert not any("http" in text or "{address}" in text for text in WORDS["SMS"].values())


class TestWhenItFails:
    def test_the_next_try_is_stored_and_waits_longer_each_time(self, wang, settings):
        settings.CHANNELS = {"EMAIL": "", "SMS": "failing:now"}
        reach(wang)
        dispatch = tell(wang).dispatches.get()
        pauses, at = [], NOON
        for _ in range(3):
            assert send_due(at=at) == 1
            dispatch.refresh_from_db()
            pauses.append(dispatch.next_try_at - at)
            at = dispatch.next_try_at
        assert pauses == sorted(pauses) and pauses[0] < pauses[-1] and dispatch.state == "PENDING"

    def test_nothing_is_tried_before_its_time(self, wang, settings):
        settings.CHANNELS = {"EMAIL": "", "SMS": "failing:now"}
        reach(wang)
        tell(wang)
        send_due(at=NOON)
        assert send_due(at=NOON + timedelta(seconds=29)) == 0

    def test_in_the_end_it_is_given_up_and_says_why(self, wang, settings):
        settings.CHANNELS = {"EMAIL": "", "SMS": "failing:now"}
        reach(wang)
        dispatch = tell(wang).dispatches.get()
        for day in range(MOST_ATTEMPTS + 2):
            send_due(at=NOON + timedelta(days=day))
        dispatch.refresh_from_db()
        assert (dispatch.state, dispatch.attempts, dispatch.failure) == (
            "FAILED",
            MOST_ATTEMPTS,
            "failing on purpose",
        )

    def test_a_lasting_failure_is_not_tried_again(self, wang, settings):
        settings.CHANNELS = {"EMAIL": "", "SMS": "failing:ever"}
        reach(wang)
        tell(wang)
        send_due(at=NOON)
        assert Dispatch.objects.get().state == "FAILED"

    @pytest.mark.usefixtures("catalogue", "departments_stub")
    def test_the_application_knows_nothing_of_it(self, wang, settings):
        settings.CHANNELS = {"EMAIL": "failing:ever", "SMS": "failing:ever"}
        reach(wang)
        application = send_application(begin(wang), wang)
        while deliver_due(SUBSCRIPTIONS):
            pass
        send_due(at=NOON + timedelta(days=3650))
        application.refresh_from_db()
        assert application.state == State.APPROVED and Message.objects.filter(template="approved").exists()

    def test_a_channel_without_a_provider_says_so(self, settings):
        settings.CHANNELS = {}
        with pytest.raises(NotSent, match="no provider"):
            providers.provider_for("SMS")


class TestTheWish:
    @pytest.mark.parametrize(
        "typed", ["13800006021", "138 0000 6021", "１３８－００００－６０２１", "+86 13800006021"]
    )
    def test_a_number_may_be_written_as_people_write_it(self, wang, typed):
        reach(wang, phone=typed)
        assert Contact.objects.get().phone == PHONE

    @pytest.mark.parametrize("typed", ["1380000602", "23800006021", "abc", "138000060211"])
    def test_a_number_that_is_none_is_refused_and_nothing_kept(self, wang, typed):
        with pytest.raises(BadAddress, match="phone"):
            reach(wang, phone=typed)
        assert not Contact.objects.exists()

    @pytest.mark.parametrize("typed", ["wang", "wang@", "@example.com", "a b@example.com"])
    def test_an_address_that_is_none_is_refused(self, wang, typed):
        with pytest.raises(BadAddress, match="email"):
            reach(wang, email=typed)

    def test_it_is_sealed(self, wang):
        reach(wang)
        row = Contact.objects.values("phone", "email").get()
        assert PHONE.encode() not in bytes(row["phone"]) and EMAIL.encode() not in bytes(row["email"])

    def test_somebody_who_has_not_proved_who_they_are_has_none(self):
        with pytest.raises(Denied):
            reach(Actor(Role.CITIZEN, user_id=None))
