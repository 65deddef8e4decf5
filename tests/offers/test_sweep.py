"""Who is offered what, when, and who is left alone."""

from datetime import date, timedelta

import pytest

from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.catalogue.models import ItemVersion
from services.ledger.models import Entry
from services.offers.actions.make_offer import make_offer
from services.offers.actions.switch_offers import switch_offers_off, switch_offers_on
from services.offers.models import Ending, Offer, SweepMark
from services.offers.sweep import sweep
from services.people.models import Person
from services.sharing.models import DataRequest
from tests.cast import NOON, begin, send
from tests.offers.conftest import BIRTHDAY, TOO_EARLY

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


class TestWhoIsOffered:
    def test_whoever_turns_seventy_within_two_months(self, deng):
        sweep(at=NOON)
        offer = Offer.objects.get()
        assert (offer.person_id, offer.right_begins_on) == (deng.person_id, date(2027, 1, 20))
        assert offer.item_version.item.code == "old-age-allowance" and not offer.ended_as

    def test_not_before_the_window_opens(self, deng):
        sweep(at=TOO_EARLY)
        assert not Offer.objects.exists() and not DataRequest.objects.exists()

    def test_not_on_the_day_itself_when_one_simply_applies(self, deng):
        sweep(at=BIRTHDAY)
        assert not Offer.objects.exists()

    def test_the_last_minute_before_midnight_counts_in_shanghai(self, deng):
        sweep(at=BIRTHDAY - timedelta(hours=9, minutes=1))
        assert Offer.objects.exists()

    def test_neither_the_younger_nor_the_older(self, citizen):
        citizen("li_jianguo")
        citizen("wang_xiulan")
        sweep(at=NOON)
        assert not Offer.objects.exists() and not DataRequest.objects.exists()

    def test_nobody_who_has_applied(self, citizen):
        deng = citizen("deng_shulan")
        send(begin(deng), deng)
        asked = DataRequest.objects.count()
        sweep(at=NOON)
        assert not Offer.objects.exists() and DataRequest.objects.count() == asked


class TestWhatIsAsked:
    def test_one_department_alone_under_the_purpose_of_the_item(self, deng):
        sweep(at=NOON)
        request = DataRequest.objects.get()
        assert request.department.code == "public_security" and request.purpose.code == "old-age-allowance"

    def test_a_silent_department_is_asked_again_tomorrow(self, deng, departments_stub):
        departments_stub.fail("public_security")
        sweep(at=NOON)
        assert not Offer.objects.exists()
        departments_stub.restore("public_security")
        sweep(at=NOON)
        assert not Offer.objects.exists()
        sweep(at=NOON + A_DAY)
        assert Offer.objects.exists()

    def test_the_register_speaks_where_it_knows_another_birthday(self, deng, departments_stub):
        departments_stub.set("deng_shulan", "population.birth_on", "1957-12-20")
        sweep(at=NOON)
        assert not Offer.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"), [("population.alive", "NO"), ("population.hukou_region", "990202")]
    )
    def test_whom_the_rules_would_not_approve_hears_nothing_and_is_asked_about_once(
        self, deng, departments_stub, field, value
    ):
        departments_stub.set("deng_shulan", field, value)
        sweep(at=NOON)
        sweep(at=NOON + A_DAY)
        assert Offer.objects.get().ended_as == Ending.WITHHELD
        assert not Offer.objects.visible_to(deng).exists() and DataRequest.objects.count() == 1


class TestSwitchedOff:
    @pytest.mark.parametrize("everything", [True, False])
    def test_no_offer_and_no_question_about_who_wants_none(self, deng, everything):
        item = None if everything else ItemVersion.objects.get(item__code="old-age-allowance").item_id
        switch_offers_off(item_id=item, actor=deng, at=NOON)
        sweep(at=NOON)
        assert not Offer.objects.exists() and not DataRequest.objects.exists()

    def test_another_item_is_another_wish(self, deng):
        other = ItemVersion.objects.get(item__code="insurance-certificate").item_id
        switch_offers_off(item_id=other, actor=deng, at=NOON)
        sweep(at=NOON)
        assert Offer.objects.exists()

    def test_on_again_the_offer_comes(self, deng):
        switch_offers_off(item_id=None, actor=deng, at=NOON)
        switch_offers_on(item_id=None, actor=deng, at=NOON)
        sweep(at=NOON)
        assert Offer.objects.exists()


class TestSteps:
    def test_twice_is_once(self, deng):
        for at in (NOON, NOON, NOON + A_DAY):
            sweep(at=at)
        assert Offer.objects.count() == 1 and Entry.objects.filter(kind="offer_made").count() == 1

    def test_it_goes_on_where_it_stopped(self, deng, citizen):
        citizen("wang_xiulan")
        citizen("li_jianguo")
        assert [sweep(at=NOON, limit=1) for _ in range(5)] == [1, 1, 1, 0, 0]
        assert Offer.objects.count() == 1
        assert set(SweepMark.objects.exclude(finished_at=None).values_list("on", flat=True)) == {
            date(2026, 11, 23)
        }

    def test_a_day_that_is_done_costs_nobody_a_look(self, deng):
        sweep(at=NOON)
        assert sweep(at=NOON) == 0

    def test_only_the_portal_itself_makes_offers(self, deng):
        version = ItemVersion.objects.get(item__code="old-age-allowance")
        given = {
            "person_id": Person.objects.get().pk,
            "item_version_id": version.pk,
            "right_begins_on": date(2027, 1, 20),
            "withheld": False,
            "at": NOON,
        }
        with pytest.raises(Denied):
            make_offer(**given, actor=deng)
        assert make_offer(**given, actor=SYSTEM) and make_offer(**given, actor=SYSTEM) is None

    def test_the_ledger_names_no_person(self, deng):
        sweep(at=NOON)
        body = bytes(Entry.objects.get(kind="offer_made").body).decode()
        assert str(deng.person_id) not in body and "邓" not in body
