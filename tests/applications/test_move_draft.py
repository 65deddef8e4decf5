"""A draft goes on under the next version only where that asks nothing more, and the citizen is told."""

from datetime import timedelta

import pytest

from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.applications.actions.move_draft import NotCompatible, move_draft
from services.applications.drafts import move_drafts
from services.applications.errors import AlreadySubmitted
from services.applications.models import Application
from services.catalogue.actions.publish_item import publish_item
from services.catalogue.models import ItemVersion
from services.events.relay import deliver_due
from services.ledger.models import Entry
from services.notifications.models import Message
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
ITEM = "insurance-certificate"
LATER = NOON + timedelta(days=2)
MORE = {"code": "more", "kind": "text", "required": True, "label": {"zh": "说一说", "en": "Tell us"}}


@pytest.fixture
def wang(citizen):
    return citizen("wang_xiulan")


@pytest.fixture
def draft(wang) -> Application:
    pk = begin(wang, ITEM)
    return Application.objects.get(pk=pk)


def publish(days: int = 1, **changes) -> ItemVersion:
    last = ItemVersion.objects.filter(item__code=ITEM).latest("number")
    begins = (NOON + timedelta(days=days)).date().isoformat()
    package = {**last.content, "version": last.number + 1, "in_force_from": begins, **changes}
    return ItemVersion.objects.get(pk=publish_item(package=package, actor=SYSTEM, at=NOON))


def harder() -> ItemVersion:
    present = ItemVersion.objects.get(item__code=ITEM)
    return publish(questions=[*present.content["questions"], MORE])


class TestTheAct:
    def test_it_moves_drops_what_is_no_longer_asked_and_leaves_a_trace(self, draft):
        draft.answers = {"used_for": "LOAN"}
        draft.save()
        new = publish(questions=[], certificate={**draft.item_version.content["certificate"], "record": []})
        move_draft(application_id=draft.pk, item_version_id=new.pk, actor=SYSTEM, at=LATER)
        draft.refresh_from_db()
        assert (draft.item_version, draft.answers) == (new, {})
        assert Entry.objects.filter(kind="draft_moved").count() == 1

    def test_twice_is_once(self, draft):
        new = publish()
        for _ in range(2):
            move_draft(application_id=draft.pk, item_version_id=new.pk, actor=SYSTEM, at=LATER)
        assert Entry.objects.filter(kind="draft_moved").count() == 1

    def test_a_version_that_asks_more_is_refused_with_what_it_asks(self, draft):
        begun_under, new = draft.item_version, harder()
        with pytest.raises(NotCompatible, match=r"questions\.more"):
            move_draft(application_id=draft.pk, item_version_id=new.pk, actor=SYSTEM, at=LATER)
        draft.refresh_from_db()
        assert draft.item_version == begun_under != new

    def test_a_version_of_another_item_is_refused(self, draft):
        other = ItemVersion.objects.get(item__code="old-age-allowance")
        with pytest.raises(NotCompatible, match="item"):
            move_draft(application_id=draft.pk, item_version_id=other.pk, actor=SYSTEM, at=LATER)

    def test_what_has_been_sent_stays_as_it_was_sent(self, draft, wang):
        send(draft.pk, wang, used_for="SELF")
        new = publish()
        with pytest.raises(AlreadySubmitted):
            move_draft(application_id=draft.pk, item_version_id=new.pk, actor=SYSTEM, at=LATER)
        assert Application.objects.get(pk=draft.pk).item_version == draft.item_version != new

    def test_nobody_but_the_portal_moves_it(self, draft, wang):
        new = publish()
        with pytest.raises(Denied, match="for_the_portal_itself"):
            move_draft(application_id=draft.pk, item_version_id=new.pk, actor=wang, at=LATER)


class TestByItself:
    def test_when_its_version_has_ended_and_the_citizen_is_told_once(self, draft):
        new = publish()
        assert move_drafts(at=NOON) == 0
        assert move_drafts(at=LATER) == 1
        assert move_drafts(at=LATER) == 0
        while deliver_due(SUBSCRIPTIONS):
            pass
        assert Application.objects.get(pk=draft.pk).item_version == new
        assert Message.objects.filter(template="draft_moved", person_id=draft.person_id).count() == 1

    def test_it_stays_where_the_next_version_asks_more_and_can_still_be_sent(self, draft, wang):
        new = harder()
        assert move_drafts(at=LATER) == 0
        assert send(draft.pk, wang, used_for="SELF").item_version == draft.item_version != new

    def test_who_has_begun_anew_keeps_both(self, draft, wang):
        publish()
        begin(wang, ITEM, at=LATER)
        assert move_drafts(at=LATER) == 0
        assert Application.objects.filter(person_id=draft.person_id).count() == 2

    def test_no_more_than_a_pass_takes(self, draft, citizen):
        begin(citizen("zhou_min"), ITEM)
        publish()
        assert [move_drafts(at=LATER, limit=1) for _ in range(3)] == [1, 1, 0]
