"""A supervisor sees what was found, says what it was, and lets go what was harmless; nobody judges themself."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.management.commands import drill_leak
from services.actions.errors import Denied
from services.ledger.models import Entry
from services.people.models import User
from services.watch.actions.answer_detection import acknowledge, handle
from services.watch.errors import NothingWritten
from services.watch.models import Detection
from services.watch.watching import watch
from tests.desk.signing_in import sign_in
from tests.watch.clock import DAY

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(minutes=10)
PAGE = "/desk/detections/"


@pytest.fixture
def detection(opens, canary) -> Detection:
    watch(at=opens([canary]))
    return Detection.objects.get()


def is_active(actor) -> bool:
    return User.objects.get(pk=actor.user_id).is_active


class TestActions:
    def test_the_first_to_see_it_stays_on_record(self, detection, supervisor):
        acknowledge(detection_id=detection.pk, actor=supervisor, at=DAY)
        acknowledge(detection_id=detection.pk, actor=supervisor, at=LATER)
        assert Detection.objects.get().acknowledged_at == DAY
        assert Entry.objects.filter(kind="detection_acknowledged").count() == 1

    def test_a_leak_stays_stopped(self, detection, supervisor, officer):
        handle(detection_id=detection.pk, words="约谈", harmless=False, actor=supervisor, at=LATER)
        row = Detection.objects.get()
        assert (row.handled_at, row.handled_by, row.words) == (LATER, supervisor.key, "约谈")
        assert not is_active(officer)

    def test_what_was_harmless_goes_on(self, detection, supervisor, officer):
        handle(detection_id=detection.pk, words="演练", harmless=True, actor=supervisor, at=LATER)
        assert is_active(officer)

    def test_it_is_not_closed_without_words(self, detection, supervisor):
        with pytest.raises(NothingWritten):
            handle(detection_id=detection.pk, words="  ", harmless=True, actor=supervisor, at=LATER)
        assert Detection.objects.open().exists()

    def test_a_caseworker_sees_none_and_nobody_sees_what_is_about_themself(
        self, detection, officer, supervisor
    ):
        assert not Detection.objects.visible_to(officer).exists()
        Detection.objects.update(about=supervisor.key)
        assert not Detection.objects.visible_to(supervisor).exists()
        with pytest.raises(Denied):
            handle(detection_id=detection.pk, words="x", harmless=True, actor=supervisor, at=LATER)


class TestPage:
    @pytest.fixture
    def desk(self, supervisor) -> Client:
        client = Client(headers={"accept-language": "en"})
        sign_in(client, User.objects.get(pk=supervisor.user_id))
        return client

    def test_it_says_what_was_found_about_whom(self, desk, detection, officer):
        page = desk.get(PAGE).content.decode()
        assert "Somebody read about a person who does not exist" in page and officer.key in page

    def test_seen_and_handled_there(self, desk, detection, officer):
        assert desk.post(PAGE, {"detection": detection.pk, "seen": ""}).status_code == 302
        assert (
            desk.post(PAGE, {"detection": detection.pk, "words": "演练", "harmless": ""}).status_code == 302
        )
        row = Detection.objects.get()
        assert row.acknowledged_at and row.words == "演练" and is_active(officer)
        assert "演练" in desk.get(PAGE).content.decode()

    def test_without_words_it_comes_back(self, desk, detection):
        answer = desk.post(PAGE, {"detection": detection.pk, "words": "", "leak": ""})
        assert answer.status_code == 422 and "Write what it was" in answer.content.decode()

    def test_what_is_none_is_not_found(self, desk):
        assert desk.post(PAGE, {"detection": "x"}).status_code == 404


class TestDrill:
    def test_gap_58_it_prints_both_times_and_the_officer_is_out(self, world, monkeypatch):
        """The worker's watch, here in the place of waiting."""
        monkeypatch.setattr(drill_leak.time, "sleep", lambda _: watch(at=drill_leak.now()))
        said = StringIO()
        call_command("drill_leak", "--handle", "--pause", "0", stdout=said)
        assert "Alert after 0 s, handled after 0 s." in said.getvalue()
        assert "The officer's sign-in is stopped." in said.getvalue()

    def test_gap_58_where_nobody_watches_it_fails(self, world, monkeypatch):
        monkeypatch.setattr(drill_leak, "ALERT_SECONDS", 0)
        monkeypatch.setattr(drill_leak.time, "sleep", lambda _: None)
        with pytest.raises(CommandError, match="An alert took more than 0 s"):
            call_command("drill_leak", stdout=StringIO())
