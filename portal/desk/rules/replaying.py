"""The replay of a version: how far the worker is, then everybody whose outcome it would change, the worst first.

While the worker counts the page is loaded again by hand: a page that reloads by itself takes the place from under whoever
reads it (WCAG 2.2.1). A second officer approves here, naming by the button the list they saw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from portal.desk.rules.cells import outcomes
from portal.desk.rules.reading import standing, version_of
from portal.desk.site import site
from portal.identity.actors import actor_of
from services.applications.models import Application, ReplayRun
from services.applications.replay import APPROVE, LESS
from services.applications.replaying import MOST_LISTED, latest
from services.rules.models import RuleVersion


@dataclass(frozen=True)
class Affected:
    """`chip`: no for worse, ask for a person more or less, ok for better."""

    application: Application
    chip: str
    before: str
    after: str
    fen_before: int
    fen_after: int


@site.page("rules/<uuid:pk>/replay/", "desk_rule_replay")
def rule_replay(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = version_of(request, pk)
    run, actor = latest(version), actor_of(request)
    done = run is not None and run.finished_at is not None
    context = {
        "version": version,
        "standing": standing(version, localdate()),
        "run": run,
        "done": done,
        "affected": _affected(run) if run and done else [],
        "most": MOST_LISTED,
        "may_approve": done and version.state == RuleVersion.State.SUBMITTED
        and actor.key not in {version.author, version.edited_by},
        **site.each_context(request),
    }  # fmt: skip
    return render(request, "desk/rule_replay.html", context)


def _affected(run: ReplayRun) -> list[Affected]:
    listed: Sequence[Sequence[Any]] = run.found.get("listed", [])
    found = Application.objects.in_bulk([UUID(line[0]) for line in listed])
    words = {str(code): text for code, text in outcomes()}
    return [_line(line, found[UUID(line[0])], words) for line in listed if UUID(line[0]) in found]


def _line(line: Sequence[Any], application: Application, words: Mapping[str, str]) -> Affected:
    _key, severity, before, after = line
    chip = chip_of(before[0], after[0], severity)
    return Affected(application, chip, words[before[0]], words[after[0]], before[2], after[2])


def chip_of(before: str, after: str, severity: int) -> str:
    """What the change means for people, from the outcomes before and after and its place in the order of the worst."""
    if after == APPROVE and severity != LESS:
        return "ok"
    return "no" if before == APPROVE else "ask"
