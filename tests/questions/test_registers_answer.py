"""A question that a register answers is nobody's to answer, from the page to what is kept."""

from typing import Any

import pytest

from services.applications.models import Application
from services.catalogue.loading import load_items
from tests.cast import NOON, load_shipped
from tests.citizen.conftest import Visitor
from tests.questions.conftest import ITEM, package_with, page_of

pytestmark = pytest.mark.django_db

QUESTIONS = """
- {code: named, kind: text, source: population.name, label: {zh: 姓名, en: Name}}
- {code: note, kind: text, label: {zh: 说明, en: Note}}
"""


@pytest.fixture
def zhou(db: None, departments_stub: Any, tmp_path: Any, visitor: Any) -> Visitor:
    load_shipped()
    load_items([package_with(QUESTIONS, tmp_path)], at=NOON)
    zhou = visitor("zhou_min")
    zhou.begin(ITEM)
    return zhou


def test_it_is_shown_not_asked_and_kept(zhou):
    draft = Application.objects.get()
    page = zhou.open(f"/applications/{draft.pk}/check/")
    assert "周敏" in page.one("main").text
    assert page.all(name="q-note") and not page.all(name="q-named")
    assert zhou.get(page_of(draft, "named")).status_code == 404
    zhou.send(f"/applications/{draft.pk}/check/", **{"q-note": "二楼", "q-named": "另一个人"})
    assert Application.objects.get().answers == {"named": "周敏", "note": "二楼"}
