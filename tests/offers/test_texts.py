"""Answers by text message: a yes is the application, anything else is answered and does nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.applications.models import Application
from services.notifications.models import Message
from services.notifications.queries import reached_at
from services.offers.actions.answer_by_text import MOST_AN_HOUR, answer_by_text
from services.offers.models import Ending, Offer, OptOut, TextMessage
from services.offers.sweep import sweep
from tests.cast import NOON, own_number
from tests.offers.conftest import PHONE, tell
from tests.offers.test_answering import TOO_LATE

pytestmark = pytest.mark.django_db
Reading = TextMessage.Reading


@pytest.fixture
def text(sms) -> Callable[..., TextMessage]:
    """`text("同意")`: as the gateway hands it over; what comes back leaves at once."""

    def say(words: str, *, number: str = PHONE, key: str = "", at=NOON) -> TextMessage:
        gateway_id = key or f"m{TextMessage.objects.count()}"
        people = reached_at(number)
        with time_machine.travel(at, tick=False):
            pk = answer_by_text(
                gateway_id=gateway_id, number=number, words=words, people=people, actor=SYSTEM, at=at
            )
        tell(at)
        return TextMessage.objects.get(pk=pk)

    return say


def test_the_offer_names_the_item_and_the_code_and_nothing_of_the_person(offer, sms):
    [message] = sms()
    assert message["to"] == PHONE
    assert "高龄津贴" in message["words"] and f"同意 {offer.code}" in message["words"]
    assert not any(word in message["words"] for word in ("邓淑兰", "1957", "2027", "200", "990102"))


class TestYes:
    def test_with_or_without_the_code(self, offer, text, sms):
        assert text(f"同意 {offer.code}").reading == Reading.ACCEPTED
        kept = Offer.objects.get()
        assert (kept.ended_as, kept.channel) == (Ending.ACCEPTED, "SMS") and not Application.objects.exists()
        assert "算您申请了" in sms()[-1]["words"]

    def test_without_the_code_where_one_is_open(self, offer, text):
        assert text("同意").reading == Reading.ACCEPTED

    def test_a_second_yes_changes_nothing_and_is_answered(self, offer, text, sms):
        text("同意")
        assert text("同意").reading == Reading.NOTHING_OPEN
        assert "没有等您回复的事" in sms()[-1]["words"]

    def test_the_same_message_again_is_one(self, offer, text, sms):
        text("同意", key="a")
        sent = len(sms())
        text("同意", key="a")
        assert TextMessage.objects.count() == 1 and len(sms()) == sent

    def test_another_offers_code_is_no_yes(self, offer, text):
        wrong = f"{(int(offer.code) + 1) % 1_000_000:06}"
        assert text(f"同意 {wrong}").reading == Reading.WHICH
        assert not Offer.objects.get().ended_as

    def test_after_the_last_day_it_is_none(self, offer, text):
        assert text("同意", at=TOO_LATE).reading == Reading.NOTHING_OPEN

    def test_a_household_says_which(self, offer, text, citizen, departments_stub):
        """Two people, one telephone, two open offers: the code decides for whom."""
        wang = citizen("wang_xiulan")
        own_number(wang, PHONE)
        other = Offer.objects.create(
            person_id=wang.person_id,
            item=offer.item,
            item_version=offer.item_version,
            right_begins_on=offer.right_begins_on,
            code=f"{(int(offer.code) + 7) % 1_000_000:06}",
            made_at=NOON,
            last_day=offer.last_day,
        )
        assert text("同意").reading == Reading.WHICH
        assert text(f"同意 {other.code}").offer_id == other.pk
        assert not Offer.objects.get(pk=offer.pk).ended_as


class TestOtherwise:
    def test_a_no_puts_it_aside(self, offer, text):
        assert text("不要").reading == Reading.DECLINED and Offer.objects.get().ended_as == Ending.DECLINED

    def test_never_again_switches_it_off(self, offer, text):
        assert text("退订").reading == Reading.SWITCHED_OFF
        assert OptOut.objects.get().item_id == offer.item_id

    def test_what_is_unclear_is_answered_and_does_nothing(self, offer, text, sms):
        assert text("我不同意吗").reading == Reading.UNCLEAR
        assert not Offer.objects.get().ended_as and "没看懂" in sms()[-1]["words"]

    def test_a_number_nobody_is_reached_by_hears_nothing(self, offer, text, sms):
        sent = len(sms())
        assert text(f"同意 {offer.code}", number="13900000000").reading == Reading.UNKNOWN_NUMBER
        assert len(sms()) == sent and not Offer.objects.get().ended_as

    def test_too_many_are_kept_and_do_nothing(self, offer, text, sms):
        for _ in range(MOST_AN_HOUR):
            text("?")
        assert text("同意").reading == Reading.TOO_MANY and not Offer.objects.get().ended_as
        assert text("同意", at=NOON + timedelta(hours=2)).reading == Reading.ACCEPTED

    def test_without_a_telephone_the_offer_is_in_the_inbox(self, citizen, sms):
        deng = citizen("deng_shulan")
        sweep(at=NOON)
        tell(NOON)
        assert Message.objects.filter(person_id=deng.person_id, template="offer").count() == 1 and sms() == []

    def test_only_the_gateways_door_reads_texts(self, offer, deng):
        with pytest.raises(Denied):
            answer_by_text(gateway_id="x", number=PHONE, words="同意", people=[], actor=deng, at=NOON)

    def test_number_and_words_lie_sealed(self, offer, text):
        text("同意")
        [row] = TextMessage.objects.values("words", "number_index")
        assert "同意".encode() not in bytes(row["words"]) and PHONE.encode() not in bytes(row["number_index"])
