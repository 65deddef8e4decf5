"""One journey through an item, from the draft to the decision, by the same actions the pages call.

    found = travel(journey("old-age-allowance"), caseworker)
    assert (found.decided_by, found.code) == ("RULES", "A02_80")

Departments answer from the simulators' registers, in this process. What rules hand over is decided by one caseworker.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.actions.actor import Actor
from services.applications.actions.decide import decide
from services.applications.models import Application, Assessment, Decision, State
from services.catalogue.models import ItemVersion
from tests.cast import NOON, begin, load_shipped, send

FILE = Path(__file__).with_name("journeys.yaml")
HELD_BY_STATE = ("SHARED_DATA", "CERTIFICATE")


@dataclass(frozen=True)
class Journey:
    """See journeys.yaml."""

    item: str
    who: str
    code: str
    by: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    amount_fen: int = 0
    certificate: str = ""
    exception: str = ""


@dataclass(frozen=True)
class Found:
    """`code`: the row of the rules; `papers`: those that are required, by source; `missing`: those nothing was known of."""

    application: Application
    code: str
    papers: Counter[str]
    missing: tuple[str, ...]

    @property
    def decided_by(self) -> str:
        """RULES or PERSON; nothing while it is under way."""
        found = Decision.objects.filter(application=self.application).first()
        return found.decided_by if found else ""

    @property
    def version(self) -> ItemVersion:
        return self.application.item_version


@cache
def journeys() -> dict[str, Journey]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {item: Journey(item, **block) for item, block in told.items()}


def travel(journey: Journey, citizen: Callable[[str], Actor], caseworker: Callable[[str], Actor]) -> Found:
    load_shipped(journey.item)
    who = citizen(journey.who)
    application = send(begin(who, journey.item), who, **journey.answers)
    if application.state != State.APPROVED and journey.by:
        department = application.competent_department.code
        application = _by_hand(application, caseworker(department), journey.amount_fen)
    run = Assessment.objects.filter(application=application).latest("at")
    papers, missing = _papers(application)
    return Found(application, run.code, papers, missing)


def _by_hand(application: Application, worker: Actor, amount_fen: int) -> Application:
    decide(
        application_id=application.pk,
        outcome=Decision.Outcome.APPROVED,
        reason="查过了，符合条件。",
        amount_fen=amount_fen or None,
        actor=worker,
        at=NOON,
    )
    return Application.objects.get(pk=application.pk)


def _papers(application: Application) -> tuple[Counter[str], tuple[str, ...]]:
    """Required papers by where they came from, and those of which not one value was there."""
    known = set(application.evidence.filter(superseded_at=None).values_list("field_code", flat=True))
    answered = {
        f"answers.{code}" for code, answer in (application.answers or {}).items() if answer is not None
    }
    required = [
        each
        for each in application.item_version.content["evidence"]
        if each.get("need", "REQUIRED") == "REQUIRED"
    ]
    missing = tuple(each["code"] for each in required if not {*each["fields"]} & (known | answered))
    return Counter(each["source"] for each in required), missing
