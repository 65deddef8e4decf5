"""复核 on the citizen's pages: where it is offered, how it is asked for, and what its citizen reads of it afterwards."""

from datetime import timedelta

import pytest

from services.aftercare.actions.appeal import APPEAL_DAYS, LONGEST
from services.aftercare.actions.reexamine import close_reexamination
from services.aftercare.models import Reexamination
from services.applications.models import Application
from tests.cast import NOON
from tests.citizen.conftest import Visitor
from tests.refusals import looked_at_by_a_person, refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
WORDS = "我生于 1950 年。"


@pytest.fixture
def jianguo(visitor):
    return visitor("li_jianguo")


@pytest.fixture
def refused(jianguo, caseworker) -> str:
    application = refused_by(caseworker("civil_affairs"), jianguo.actor)
    return f"/applications/{application.pk}/"


def asked(jianguo, refused: str, words: str = WORDS) -> Reexamination:
    form = jianguo.open(f"{refused}appeal/").one("main").one("form")
    answer = jianguo.post(f"{refused}appeal/", **{**form.fields, "words": words})
    assert (answer.status_code, answer.url) == (302, refused)
    return looked_at_by_a_person(Reexamination.objects.get().pk)


def close(row: Reexamination, actor, state: str) -> None:
    given = {"state": Reexamination.State(state), "reason": "看过原件。", "at": NOON}
    close_reexamination(reexamination_id=row.pk, actor=actor, **given)


def second_look(page) -> str:
    return page.one("section", **{"aria-labelledby": "appeal"}).text


def test_a_refusal_offers_it_beside_the_ways_outside_with_their_articles(jianguo, refused):
    reason = jianguo.open(refused).one("section", **{"aria-labelledby": "reason"})
    assert [link["href"] for link in reason.all("a")] == [f"{refused}appeal/"]
    assert "Administrative Reconsideration Law, article 20" in reason.text
    assert "Administrative Litigation Law, article 46" in reason.text


def test_the_page_says_who_looks_by_when_and_that_the_days_outside_run_on(jianguo, refused):
    said = jianguo.open(f"{refused}appeal/").one("main").text
    assert "who did not refuse it, within 10 working days" in said and "run on meanwhile" in said


def test_asked_for_it_stands_on_the_page_with_its_last_day_and_is_offered_no_more(jianguo, refused):
    asked(jianguo, refused)
    page = jianguo.open(refused)
    assert WORDS in second_look(page) and "Another person looks at it" in second_look(page)
    assert "7 December 2026" in second_look(page)
    assert f"{refused}appeal/" not in page.links
    assert jianguo.get(f"{refused}appeal/").url == refused


@pytest.mark.parametrize(("words", "said"), [(" ", "Say why"), ("字" * (LONGEST + 1), "2000 characters")])
def test_what_cannot_be_taken_comes_back_with_its_words(jianguo, refused, words, said):
    page = jianguo.post(f"{refused}appeal/", words=words)
    assert page.status_code == 422 and said in page.content.decode()
    assert words.strip() in page.content.decode() and not Reexamination.objects.exists()


def test_after_the_last_day_it_is_not_offered_and_not_taken(jianguo, refused, noon):
    noon.shift(timedelta(days=APPEAL_DAYS + 1))
    jianguo = Visitor(jianguo.actor)  # a session has ended in the meantime
    assert f"{refused}appeal/" not in jianguo.open(refused).links
    assert (
        jianguo.post(f"{refused}appeal/", words=WORDS).url == refused and not Reexamination.objects.exists()
    )


def test_upheld_it_says_why_and_where_else_to_turn(jianguo, refused, caseworker):
    close(asked(jianguo, refused), caseworker("civil_affairs", "何芳"), "CONFIRMED")
    said = second_look(jianguo.open(refused))
    assert "The refusal stands" in said and "看过原件。" in said and "article 20" in said


def test_reversed_it_leads_to_what_carries_it_on_and_back(jianguo, refused, caseworker):
    close(asked(jianguo, refused), caseworker("civil_affairs", "何芳"), "REVERSED")
    fresh = Application.objects.get(renews__isnull=False)
    page = jianguo.open(refused)
    assert "does not stand" in second_look(page) and f"/applications/{fresh.pk}/" in page.links
    anew = jianguo.open(f"/applications/{fresh.pk}/")
    assert refused in anew.links and "Asked again: " in anew.one("p", css="lede").text


def test_what_is_not_refused_has_no_such_page(jianguo, decided):
    address = f"/applications/{decided('li_jianguo')}/"
    assert jianguo.get(f"{address}appeal/").url == address
