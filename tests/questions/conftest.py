"""An item with a question of every kind, begun by a citizen; its answers, all right."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.actions.actor import Actor
from services.applications.models import Application
from services.catalogue.loading import load_items
from services.catalogue.package import SHIPPED, TextDates
from tests.cast import NOON, load_shipped
from tests.citizen.conftest import Visitor, noon

__all__ = ["noon"]

ITEM = "every-kind"
HERE = Path(__file__).parent
RIGHT: dict[str, Any] = {
    "used_for": "SELF",
    "persons": 3,
    "income": 120050,
    "moved_on": "2020-03-08",
    "since": "1998-09",
    "married": True,
    "helps": ["READ", "VISIT"],
    "mobile": "13800138000",
    "partner": "990102195803081247",
    "employer": "11990100MB1002024T",
    "card": "6217003812004568902",
    "home": {"region": "990102", "detail": "和平路 12 号"},
    "children": [
        {"name": "小明", "born": "2015-05-05", "school": True},
        {"name": "小红", "born": "2019-09-01"},
    ],
    "true": True,
}


def package_with(questions: str, folder: Path) -> Path:
    """The certificate of insurance as another item, with other questions and no certificate."""
    shipped = (SHIPPED / "items" / "insurance-certificate.yaml").read_text(encoding="utf-8")
    package = yaml.load(shipped, TextDates)
    package |= {"code": ITEM, "basic_code": "992100999001", "questions": yaml.safe_load(questions)}
    package["rules"]["code"] = (
        ITEM  # the purpose stays: registers give its fields to that, and to no other name
    )
    package.pop("certificate")
    package["result"].pop("sample")
    file = folder / f"{ITEM}.yaml"
    file.write_text(yaml.safe_dump(package, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def load_every_kind(folder: Path) -> None:
    questions = (HERE / "every_kind.yaml").read_text(encoding="utf-8")
    load_items([package_with(questions, folder)], at=NOON)


@pytest.fixture
def every_kind(db: None, tmp_path: Path, departments_stub: None) -> None:
    load_shipped()
    load_every_kind(tmp_path)


@pytest.fixture
def visitor(citizen: Callable[[str], Actor]) -> Callable[..., Visitor]:
    return lambda key="", **cookies: Visitor(citizen(key) if key else None, **cookies)


@pytest.fixture
def zhou(every_kind: None, visitor: Callable[..., Visitor]) -> Visitor:
    """Insured; has begun, and answered nothing yet."""
    visitor_ = visitor("zhou_min")
    visitor_.begin(ITEM)
    return visitor_


@pytest.fixture
def draft(zhou: Visitor) -> Application:
    return Application.objects.get()


def page_of(draft: Application, code: str) -> str:
    return f"/applications/{draft.pk}/questions/{code}/"
