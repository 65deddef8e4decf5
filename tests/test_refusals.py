"""Whatever may go wrong by an act has a sentence of its own: what is the matter, and how to go on."""

import importlib
import pkgutil
import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

import portal
import services
from portal.errors import OTHERWISE, OTHERWISE_DENIED, DomainErrorMiddleware, words_for
from portal.refusals import DENIED, SAID
from services.actions.errors import Denied, DomainError
from services.applications.errors import HeldByColleague, TooLateToRescind
from services.certificates.errors import DocumentUnavailable, MissingGlyphs
from services.ratings.errors import NotRatable

ROOT = Path(__file__).parents[1]
RAISED = re.compile(r"Denied\(\s*\"(\w+)\"")
MENDING = re.compile(
    r"[Pp]lease|[Cc]hoose|You find|12345|take it over|needs|Only |need do nothing|by itself|One rating|yours to see"
    r"|once the department|is looking at it|checked online|may not|Operators"
)


def every_error() -> list[type[DomainError]]:
    for package in (services, portal):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    found: list[type[DomainError]] = [DomainError]
    for kind in found:
        found += [each for each in kind.__subclasses__() if not each.__module__.startswith("tests")]
    return sorted(set(found) - {DomainError, Denied}, key=lambda kind: (kind.__module__, kind.__name__))


def every_reason() -> list[str]:
    sources = [path for package in ("services", "portal") for path in (ROOT / package).rglob("*.py")]
    return sorted({reason for path in sources for reason in RAISED.findall(path.read_text(encoding="utf-8"))})


def without_arguments(kind: type[DomainError]) -> DomainError:
    return kind.__new__(kind)


ERRORS, REASONS = every_error(), every_reason()


def test_they_are_all_found():
    assert len(ERRORS) > 35 and {NotRatable, HeldByColleague, MissingGlyphs} <= set(ERRORS)
    assert {"not_visible", "person_not_confirmed"} <= set(REASONS)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_error_has_words_of_its_own(kind):
    assert words_for(without_arguments(kind)) != OTHERWISE


@pytest.mark.parametrize("reason", REASONS)
def test_every_denial_has_words_of_its_own(reason):
    assert words_for(Denied(reason)) != OTHERWISE_DENIED


def test_no_reason_of_the_table_is_left_over():
    assert set(DENIED) <= set(REASONS)


@pytest.mark.parametrize("said", [*SAID, *DENIED], ids=str)
def test_a_sentence_says_how_to_go_on_and_stands_in_both_languages(said):
    words, _ = {**SAID, **DENIED}[said]
    with translation.override("en"):
        english = str(words)
    with translation.override("zh-hans"):
        chinese = str(words)
    assert MENDING.search(english), english
    assert chinese != english and not {"！", "!"} & set(chinese)


def test_the_narrow_kind_speaks_before_the_wide_one():
    assert words_for(MissingGlyphs("𠮷")) != words_for(DocumentUnavailable())


def test_an_error_nobody_foresaw_is_still_no_fault_of_the_server():
    class Unheard(DomainError):
        pass

    assert words_for(Unheard()) == OTHERWISE
    assert words_for(Denied("unheard_of")) == OTHERWISE_DENIED


# --- the page
@pytest.fixture
def page():
    middleware = DomainErrorMiddleware(lambda request: pytest.fail("not asked"))

    def answer(error: Exception, language: str = "en"):
        request: HttpRequest = RequestFactory().get("/")
        request.user = AnonymousUser()
        with translation.override(language):
            return middleware.process_exception(request, error)

    return answer


def test_a_page_says_the_sentence_with_the_status(page, db):
    answer = page(TooLateToRescind())
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "The 24 hours in which it could be taken back are over." in answer.content.decode()


def test_what_is_not_yours_is_a_page_that_is_not_there(page, db):
    assert page(Denied("not_visible")).status_code == HTTPStatus.NOT_FOUND


def test_other_errors_are_nobody_s_words(page):
    assert page(KeyError("x")) is None
