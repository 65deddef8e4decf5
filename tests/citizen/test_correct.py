"""Putting right what a caseworker marked, turning back, and the papers of a window: the citizen's own pages for them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from services.applications.actions.accept import accept
from services.applications.actions.correct import request_correction
from services.applications.actions.decide import decide
from services.applications.models import Application, Decision, State
from services.people.models import User
from tests.cast import begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
ADDRESS = "population.hukou_address"


@pytest.fixture
def chen(citizen):
    return citizen("chen_deming")


@pytest.fixture
def li(caseworker):
    return caseworker("civil_affairs")


@pytest.fixture
def browser(chen) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username="chen_deming"), backend="portal.identity.doors.CitizenDoor")
    return client


@pytest.fixture
def waiting(chen) -> Application:
    return send(begin(chen), chen, at=now())


@pytest.fixture
def asked(waiting, li) -> Application:
    points = [{"code": ADDRESS, "words": "门牌号对不上。"}]
    request_correction(application_id=waiting.pk, points=points, actor=li, at=now())
    return Application.objects.get(pk=waiting.pk)


def page(client: Client, application: Application, name: str = ""):
    return client.get(f"/applications/{application.pk}/{name}")


class TestTheCorrectionPage:
    def test_the_application_leads_to_it_and_names_who_asks_until_when(self, browser, asked):
        html = page(browser, asked).content.decode()
        assert f"/applications/{asked.pk}/correct/" in html and "李文" in html

    def test_it_shows_what_is_wrong_the_value_and_one_place_to_answer(self, browser, asked):
        html = page(browser, asked, "correct/").content.decode()
        assert "门牌号对不上。" in html and "东湖大道" in html
        assert html.count("<textarea") == 1

    def test_the_answer_sends_it_back_to_the_department(self, browser, asked):
        answer = browser.post(f"/applications/{asked.pk}/correct/", {f"r-{ADDRESS}": "应该是 79 号。"})
        assert answer.url == f"/applications/{asked.pk}/"
        assert Application.objects.get(pk=asked.pk).state == State.RECEIVED
        assert asked.corrections.get().replies == {ADDRESS: "应该是 79 号。"}

    def test_without_an_answer_the_page_comes_back_and_says_where(self, browser, asked):
        answer = browser.post(f"/applications/{asked.pk}/correct/", {f"r-{ADDRESS}": " "})
        assert answer.status_code == 422 and f"#r-{ADDRESS}" in answer.content.decode()
        assert Application.objects.get(pk=asked.pk).state == State.AWAITING_CORRECTION

    def test_whatever_else_the_form_carries_is_not_read(self, browser, asked):
        typed = {f"r-{ADDRESS}": "79 号", "r-population.name": "陈大明", "q-used_for": "LOAN"}
        browser.post(f"/applications/{asked.pk}/correct/", typed)
        assert asked.corrections.get().replies == {ADDRESS: "79 号"}
        assert not Application.objects.get(pk=asked.pk).answers

    def test_a_second_tab_ends_at_the_application(self, browser, asked):
        for _ in range(2):
            answer = browser.post(f"/applications/{asked.pk}/correct/", {f"r-{ADDRESS}": "79 号"})
            assert answer.url == f"/applications/{asked.pk}/"
        assert asked.moves.filter(target=State.RECEIVED).count() == 2

    def test_where_nothing_was_asked_there_is_nothing_to_put_right(self, browser, waiting):
        assert page(browser, waiting, "correct/").url == f"/applications/{waiting.pk}/"


class TestTurningBack:
    def test_before_acceptance_it_is_offered_asked_once_and_done(self, browser, waiting):
        assert f"/applications/{waiting.pk}/leave/" in page(browser, waiting).content.decode()
        assert page(browser, waiting, "leave/").status_code == 200
        browser.post(f"/applications/{waiting.pk}/leave/")
        assert Application.objects.get(pk=waiting.pk).state == State.WITHDRAWN

    def test_after_acceptance_it_is_not_offered_and_not_done(self, browser, waiting, li):
        accept(application_id=waiting.pk, actor=li, at=now())
        assert f"/applications/{waiting.pk}/leave/" not in page(browser, waiting).content.decode()
        browser.post(f"/applications/{waiting.pk}/leave/")
        assert Application.objects.get(pk=waiting.pk).state == State.ACCEPTED

    @pytest.mark.parametrize(("hours", "offered"), [(23, True), (25, False)])
    def test_what_rules_approved_is_taken_back_for_a_day(self, citizen, hours, offered):
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang, at=now() - timedelta(hours=hours))
        client = Client()
        client.force_login(
            User.objects.get(username="wang_xiulan"), backend="portal.identity.doors.CitizenDoor"
        )
        assert (
            f"/applications/{application.pk}/leave/" in page(client, application).content.decode()
        ) == offered
        client.post(f"/applications/{application.pk}/leave/")
        ended = Application.objects.get(pk=application.pk).state
        assert ended == (State.RESCINDED if offered else State.APPROVED)


class TestPapers:
    def test_every_step_that_makes_a_paper_has_one(self, browser, waiting, li):
        decide(
            application_id=waiting.pk,
            outcome=Decision.Outcome.REFUSED,
            reason="户口已经迁到外地。",
            actor=li,
            at=now(),
        )
        html = page(browser, waiting).content.decode()
        for kind in ("receipt", "acceptance", "refusal"):
            assert f"/papers/{kind}/" in html
            assert page(browser, waiting, f"papers/{kind}/").status_code == 200

    def test_a_refusal_says_why_and_what_one_can_do(self, browser, waiting, li):
        decide(
            application_id=waiting.pk,
            outcome=Decision.Outcome.REFUSED,
            reason="户口已经迁到外地。",
            actor=li,
            at=now(),
        )
        html = page(browser, waiting, "papers/refusal/").content.decode()
        assert "户口已经迁到外地。" in html and "60" in html and waiting.case_code in html

    def test_a_correction_lists_what_was_asked(self, browser, asked):
        assert "门牌号对不上。" in page(browser, asked, "papers/correction/").content.decode()

    @pytest.mark.parametrize("kind", ["approval", "nothing", "refusal"])
    def test_a_paper_that_was_never_made_is_not_there(self, browser, waiting, kind):
        assert page(browser, waiting, f"papers/{kind}/").status_code == 404
