"""A value of level 4 is nowhere but in its sealed column: planted, carried through whole stories with their failures, and
then looked for everywhere: tables, files, logs, cache, mail, text messages, sessions, tasks, exports, error pages, documents.

Two values: the identity number that departments know, and words that somebody typed. Each story is told by the pages, by the
API and by the worker; what strangers, other citizens and caseworkers of other departments are shown is looked through too.
What all other tests log is listened to as well (listening.py), and what a demonstration writes and keeps (tests/journeys).
"""

import inspect
import json
import logging
import shutil
from base64 import b64encode
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.core.serializers import serialize
from django.test import Client

from portal import tasks
from portal.jobs import JOBS
from portal.showing.papers import papers_of
from portal.subscriptions import SUBSCRIPTIONS
from services.departments.models import Department
from services.enquiries.actions.ask import ask
from services.enquiries.models import Line
from services.events.models import OutboxEvent
from services.events.relay import deliver_due
from services.ledger.sealer import catch_up
from services.notifications.actions.set_contact import set_contact
from services.notifications.models import Message
from services.people.models import Person, User
from tests.api.client import operations
from tests.cast import NOON, begin, cast, send
from tests.desk.signing_in import a_clerk, sign_in
from tests.journeys import papers
from tests.marker.listening import Listener
from tests.marker.searching import elsewhere, holds, in_answers, in_files, in_tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
CITIZEN = "portal.identity.doors.CitizenDoor"
WORDS = "MARKER-我的低保金是四千一百二十三元-7F3A"
PUBLIC = (
    "/",
    "/search/?q=高龄",
    "/figures/",
    "/transparency/",
    "/transparency/checkpoint/",
    "/verify/",
    "/nowhere/",
)
OWN = ("/", "/applications/", "/messages/", "/me/", "/certificates/", "/me/offers/", "/nowhere/")
EXPORTS = ("/me/data/", "/me/data/printed/", "/me/data/log.csv")
API = tuple(path for method, path, _ in operations().values() if method == "get" and "{" not in path)
ANOTHER_DEPARTMENTS = ("/desk/", "/desk/nowhere/")


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """Everything anybody logs, down to DEBUG, with tracebacks."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(
        logging.INFO
    )  # DEBUG only: statements with their parameters
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """What is kept on the disk. The file that plays the departments is not ours and lies elsewhere."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    settings.WITNESS_FOLDER = settings.VAR / "witnesses"
    settings.CHANNELS = {"EMAIL": "mail:", "SMS": f"stub:{settings.VAR / 'sms.jsonl'}"}
    return settings.VAR


class Story:
    """What was answered, by whom it was asked."""

    def __init__(self) -> None:
        self.own: list[tuple[str, bytes]] = []
        self.others: list[tuple[str, bytes]] = []


@pytest.fixture
def story(departments_stub, citizen, folder, logged, monkeypatch) -> Story:
    told = Story()
    with time_machine.travel(NOON, tick=False):
        cache.clear()
        wang, chen = citizen("wang_xiulan"), citizen("chen_deming")
        _meet_a_silent_department(wang, departments_stub)
        application = _apply(wang)
        deliver_due(dict.fromkeys(SUBSCRIPTIONS, (_die,)), limit=2)
        _work()
        _own_pages(told, wang, application)
        _others(told, chen, application)
        told.own.append(("500", _broken(monkeypatch, wang, application)))
        catch_up()
    return told


def _apply(wang: Any) -> Any:
    set_contact(email="wang@example.test", phone="13800001957", actor=wang, at=NOON)
    draft = begin(wang)
    sent = send(draft, wang)
    department = sent.competent_department_id
    ask(department_id=department, words=WORDS, source=sent.source, actor=wang, at=NOON)
    return sent


def _meet_a_silent_department(wang: Any, departments: Any) -> None:
    departments.fail("public_security", "garbage")
    begin(wang)
    departments.restore("public_security")


def _die(event: Any) -> None:
    raise ZeroDivisionError(repr(event))


def _work() -> None:
    for job in JOBS:
        if job.name not in {"replays", "headcount"}:
            job.function()
    while deliver_due(SUBSCRIPTIONS):
        pass


def _own_pages(told: Story, wang: Any, application: Any) -> None:
    client = _signed_in(wang)
    mine = (f"/applications/{application.pk}/", f"/api/v1/applications/{application.pk}")
    for address in (*OWN, *EXPORTS, *API, *mine):
        told.own.append((address, client.get(address).content))
    told.own.append(("422", client.post("/me/contact/", {"phone": "no number"}).content))
    told.own.append(("403", Client(enforce_csrf_checks=True).post("/verify/", {"number": "x"}).content))


def _others(told: Story, chen: Any, application: Any) -> None:
    clerk = a_clerk(department=Department.objects.get(code="social_insurance"))
    stranger, other, desk = Client(), _signed_in(chen), Client()
    sign_in(desk, clerk)
    hers = (f"/applications/{application.pk}/", f"/api/v1/applications/{application.pk}")
    rounds = (
        (stranger, (*PUBLIC, *API)),
        (other, (*OWN, *EXPORTS, *API, *hers)),
        (desk, (*ANOTHER_DEPARTMENTS, f"/desk/applications/{application.pk}/")),
    )
    for client, addresses in rounds:
        told.others += [(address, client.get(address).content) for address in addresses]


def _broken(monkeypatch: pytest.MonkeyPatch, wang: Any, application: Any) -> bytes:
    """The page of an error that strikes with values in hand, as it looks where DEBUG is off."""
    with monkeypatch.context() as patch:
        patch.setattr("portal.showing.known.show", lambda field, value, today: 1 / 0)
        answer = _signed_in(wang).get(f"/applications/{application.pk}/")
    assert answer.status_code == 500
    return bytes(answer.content)


def _signed_in(who: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=who.user_id), backend=CITIZEN)
    return client


@pytest.fixture(params=["number", "words"])
def marker(request: pytest.FixtureRequest) -> str:
    return str(cast()["wang_xiulan"]["id_no"]) if request.param == "number" else WORDS


def test_the_searchers_find_a_value_in_every_dress(folder: Path, story: Story) -> None:
    """Otherwise the next test would prove nothing."""
    Message.objects.update(source=f"x{WORDS}")
    (folder / "a").mkdir()
    (folder / "a/b.json").write_bytes(json.dumps({"x": WORDS}).encode())
    cache.set("seen", {"words": WORDS})
    mail.send_mail("subject", f"body {WORDS}", "a@example.test", ["b@example.test"])
    assert "notifications_message.source" in in_tables(WORDS)
    assert in_files(folder, WORDS) == ["a/b.json"]
    assert set(elsewhere(WORDS)) == {"cache", "mail"}
    for dress in (
        WORDS.encode().hex(),
        quote(WORDS),
        *(b64encode(b"y" * n + WORDS.encode()).decode() for n in (0, 1, 2)),
    ):
        assert holds(f"…{dress}…".encode(), WORDS)
    assert not holds(WORDS[:-1].encode(), WORDS)


def test_a_value_of_level_4_lies_sealed_and_nowhere_else(
    story: Story, marker: str, folder: Path, logged: StringIO, tmp_path: Path
) -> None:
    call_command("export_ledger", str(tmp_path / "export.jsonl"), stdout=StringIO())
    dumped = serialize("json", [row for model in (Person, Line, OutboxEvent) for row in model.objects.all()])
    assert in_tables(marker) == []
    assert in_files(folder, marker) == []
    assert elsewhere(marker) == []
    assert not holds(logged.getvalue().encode(), marker)
    assert not holds((tmp_path / "export.jsonl").read_bytes(), marker)
    assert not holds(dumped.encode(), marker)
    assert in_answers(story.others, marker) == []


def test_it_is_there_for_whom_it_belongs_to(story: Story) -> None:
    assert Line.objects.get().words == WORDS
    assert str(cast()["wang_xiulan"]["id_no"]) in {person.id_no for person in Person.objects.all()}


def test_the_whole_number_is_on_no_page_not_even_on_ones_own(story: Story) -> None:
    assert in_answers(story.own, str(cast()["wang_xiulan"]["id_no"])) == []


def test_the_story_had_its_failures(story: Story, logged: StringIO, folder: Path) -> None:
    said = logged.getvalue()
    assert "ZeroDivisionError" in said and "Traceback" in said
    assert OutboxEvent.objects.count() > 3 and mail.outbox
    assert {address for address, _ in story.own} >= {"422", "403", "500", "/nowhere/"}
    assert (folder / "sms.jsonl").exists()


def test_a_task_carries_nothing_that_could_hold_it() -> None:
    """What workers are told is that there is something to do; they read it from the database."""
    ours = {name: task for name, task in tasks.app.tasks.items() if not name.startswith("celery.")}
    assert {name for name, task in ours.items() if inspect.signature(task.run).parameters} == set()
    assert [
        name
        for name, entry in tasks.app.conf.beat_schedule.items()
        if entry.get("args") or entry.get("kwargs")
    ] == []


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="apt-get install poppler-utils")
def test_it_is_in_the_documents_of_its_own_person_alone(departments_stub, citizen, office) -> None:
    number = str(cast()["wang_xiulan"]["id_no"])
    with time_machine.travel(NOON, tick=False):
        mine, somebody_elses = (_documents(citizen(key)) for key in ("wang_xiulan", "zhao_guiying"))
    assert number in mine and number not in somebody_elses
    assert str(cast()["zhao_guiying"]["id_no"]) in somebody_elses


def _documents(who: Any) -> str:
    """Every word and record of the certificate and of the papers of a new application."""
    sent = send(begin(who), who)
    _work()
    client, here = _signed_in(who), f"/applications/{sent.pk}"
    certificate = client.get(f"{here}/certificate.pdf").content
    kept = [certificate, *(client.get(f"{here}/papers/{each.kind}.pdf").content for each in papers_of(sent))]
    read = [line for each in kept for line in papers.words(each)]
    return "\n".join([*read, json.dumps(papers.record(certificate), ensure_ascii=False)])


def test_whoever_logs_a_number_is_heard(listener: Listener) -> None:
    """In words, in what was asked of them, and in what was raised; what names nobody is not."""
    number = str(cast()["zhou_min"]["id_no"])
    log = logging.getLogger("anywhere")
    log.error("it was %s", number)
    try:
        raise ValueError(number)
    except ValueError:
        log.exception("it broke")
    log.error("it was %s", number[:-1])
    assert len(listener.taken()) == 2
