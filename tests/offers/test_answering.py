"""Yes, no and never again on the page: whose it is, how long it may be answered, and what silence does."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from services.actions.errors import Denied
from services.applications.models import Application
from services.ledger.models import Entry
from services.offers.actions.accept_offer import accept_offer
from services.offers.actions.close_offer import conclude_offer, expire_offer
from services.offers.actions.decline_offer import decline_offer
from services.offers.actions.switch_offers import switch_offers_off
from services.offers.due import expire_unanswered
from services.offers.errors import OfferEnded
from services.offers.models import Ending, Offer
from services.offers.queries import wants_none
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LAST_DAY = datetime(2027, 4, 20, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
TOO_LATE = LAST_DAY + timedelta(minutes=1)


def as_stored(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


class TestYes:
    def test_it_waits_for_the_day_the_right_begins(self, offer, deng):
        accept_offer(offer_id=offer.pk, actor=deng, at=NOON)
        kept = as_stored(offer)
        assert (kept.ended_as, kept.channel) == (Ending.ACCEPTED, Offer.Channel.PAGE)
        assert kept.next_try_at.isoformat() == "2027-01-20T00:00:00+00:00"  # eight in the morning in Shanghai
        assert not Application.objects.exists()

    def test_twice_is_once(self, offer, deng):
        for _ in range(2):
            accept_offer(offer_id=offer.pk, actor=deng, at=NOON, request_key=uuid4())
        assert Entry.objects.filter(kind="offer_ended").count() == 1

    def test_somebody_else_may_not(self, offer, citizen):
        with pytest.raises(Denied):
            accept_offer(offer_id=offer.pk, actor=citizen("wang_xiulan"), at=NOON)
        assert not as_stored(offer).ended_as

    def test_a_caseworker_may_not(self, offer, caseworker):
        with pytest.raises(Denied):
            accept_offer(offer_id=offer.pk, actor=caseworker("civil_affairs"), at=NOON)

    def test_on_its_last_day_it_may_be_taken(self, offer, deng):
        accept_offer(offer_id=offer.pk, actor=deng, at=LAST_DAY)
        assert as_stored(offer).next_try_at == LAST_DAY

    def test_after_its_last_day_it_may_not_though_nobody_has_ended_it(self, offer, deng):
        with pytest.raises(OfferEnded):
            accept_offer(offer_id=offer.pk, actor=deng, at=TOO_LATE)
        assert not as_stored(offer).ended_as


class TestNo:
    def test_it_is_put_aside(self, offer, deng):
        decline_offer(offer_id=offer.pk, actor=deng, at=NOON)
        assert as_stored(offer).ended_as == Ending.DECLINED

    def test_then_it_cannot_be_taken(self, offer, deng):
        decline_offer(offer_id=offer.pk, actor=deng, at=NOON)
        with pytest.raises(OfferEnded):
            accept_offer(offer_id=offer.pk, actor=deng, at=NOON)

    def test_a_yes_is_not_undone_by_a_no(self, offer, deng):
        accept_offer(offer_id=offer.pk, actor=deng, at=NOON)
        with pytest.raises(OfferEnded):
            decline_offer(offer_id=offer.pk, actor=deng, at=NOON)

    def test_somebody_else_may_not(self, offer, citizen):
        with pytest.raises(Denied):
            decline_offer(offer_id=offer.pk, actor=citizen("wang_xiulan"), at=NOON)


class TestNeverAgain:
    def test_it_ends_what_is_open(self, offer, deng):
        switch_offers_off(item_id=offer.item_id, actor=deng, at=NOON)
        assert as_stored(offer).ended_as == Ending.SWITCHED_OFF and wants_none(deng.person_id, offer.item_id)

    def test_of_another_person_it_ends_nothing(self, offer, citizen):
        switch_offers_off(item_id=None, actor=citizen("wang_xiulan"), at=NOON)
        assert not as_stored(offer).ended_as

    def test_a_caseworker_has_no_wish(self, offer, caseworker):
        with pytest.raises(Denied):
            switch_offers_off(item_id=None, actor=caseworker("civil_affairs"), at=NOON)


class TestSilence:
    def test_it_ends_with_the_last_day_and_no_application(self, offer):
        assert expire_unanswered(at=LAST_DAY) == 0
        assert expire_unanswered(at=TOO_LATE) == 1
        assert as_stored(offer).ended_as == Ending.EXPIRED and not Application.objects.exists()

    def test_what_was_answered_does_not_expire(self, offer, deng):
        accept_offer(offer_id=offer.pk, actor=deng, at=NOON)
        assert expire_unanswered(at=TOO_LATE) == 0

    @pytest.mark.parametrize("act", [expire_offer, conclude_offer])
    def test_no_citizen_ends_one_in_the_portals_name(self, offer, deng, act):
        more = {"application_id": uuid4()} if act is conclude_offer else {}
        with pytest.raises(Denied):
            act(offer_id=offer.pk, actor=deng, at=TOO_LATE, **more)


class TestTheDatabaseKeepsThePromise:
    @pytest.mark.parametrize(
        "columns",
        [
            {"ended_as": Ending.ACCEPTED},
            {"ended_at": NOON},
            {"next_try_at": NOON},
            {"channel": "SMS"},
            {"ended_as": Ending.DECLINED, "ended_at": NOON, "channel": "SMS"},
        ],
    )
    def test_no_half_answer(self, offer, columns):
        with pytest.raises(IntegrityError), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**columns)
