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
    variant: str = ""

    @property
    def id(self) -> str:
        return "-".join(filter(None, (self.item, self.variant)))


@dataclass(frozen=True)
class Found:
    """`code`: the row of the rules; `papers`: those that are required, by source; `missing`: those nothing was known of."""

    application: Application
    code: str
    papers: Counter[str]
    missing: tuple[str, ...]

    @property
    def came(self) -> int:
        """How often somebody had to come: by the guide, for no counter works with the portal that could write it down."""
        visits: int = self.application.content["visits"]
        return visits

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
    """By item, or by item and number of the variant, `driving-licence-renewal-02`."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found = [
        Journey(item, **each) for item, block in told.items() for each in (block, *block.pop("others", ()))
    ]
    return {each.id: each for each in found}


def travel(journey: Journey, citizen: Callable[[str], Actor], caseworker: Callable[[str], Actor]) -> Found:
    if not ItemVersion.objects.filter(item__code=journey.item).exists():
        load_shipped(journey.item)
    who = citizen(journey.who)
    application = send(begin(who, journey.item, variant=journey.variant), who, **journey.answers)
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
    """Required papers by where their values came from, and those of which not one value was there."""
    told = dict(application.evidence.filter(superseded_at=None).values_list("field_code", "source"))
    answered = {
        f"answers.{code}" for code, answer in (application.answers or {}).items() if answer is not None
    }
    required = [
        each for each in application.content["evidence"] if each.get("need", "REQUIRED") == "REQUIRED"
    ]
    missing = tuple(each["code"] for each in required if not {*each["fields"]} & (told.keys() | answered))
    return Counter(_source(each, told) for each in required), missing


def _source(piece: Mapping[str, Any], told: Mapping[str, str]) -> str:
    """Where its values really came from: held by the state only if a register or a certificate gave one of them, and the
    citizen had to give none."""
    given = {told[field] for field in piece["fields"] if field in told}
    own = any(field.startswith("answers.") for field in piece["fields"])
    return given.pop() if len(given) == 1 and not own else "CITIZEN"
