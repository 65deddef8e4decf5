"""One version: a draft is a sheet to write in, anything else is a table to read. What can be done next stands beside it.

A button that adds, removes or moves a line sends the whole sheet and gets it back changed, not saved: nothing typed is ever
lost, with no script and no session. So it is when a colleague was faster: what was typed stays in its fields, and each
field that differs says what the colleague saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from portal.desk.rules.cells import headings, lines_of
from portal.desk.rules.findings import findings, named
from portal.desk.rules.offers import offered
from portal.desk.rules.reading import standing, stored, version_of
from portal.desk.rules.sheet import Sheet, whole
from portal.desk.site import site
from portal.desk.words import Names
from portal.identity.actors import actor_of
from services.rules.actions.draft import edit_draft
from services.rules.errors import NotInThatState, Overtaken
from services.rules.exchange.content import Content
from services.rules.models import RuleVersion
from services.rules.problems import RuleErrors, RuleProblem

Problems = Sequence[RuleProblem]


@dataclass(frozen=True)
class Typed:
    """The sheet as it came back. `unsaved`: lines were moved; `overtaken`: who saved in between."""

    sheet: Sheet
    effective_from: str
    problems: Problems = ()
    unsaved: bool = False
    overtaken: str = ""
    bad_day: str = ""
    status: int = 200


@site.page("rules/<uuid:pk>/", "desk_rule_version")
def rule_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = version_of(request, pk)
    if request.method != "POST":
        return show(request, version)
    typed = _typed(request, version)
    if typed is None:
        return redirect("admin:desk_rule_version", pk)
    return show(request, version_of(request, pk), typed)


def show(
    request: HttpRequest, version: RuleVersion, typed: Typed | None = None, problem: str = ""
) -> HttpResponse:
    """`problem`: why an act was not done."""
    content = stored(version)
    sheet = typed.sheet if typed else Sheet.of(content)
    problems = _problems(version, content, typed)
    other = Sheet.of(content) if typed and typed.overtaken else None
    shadows = list(version.shadows.all())
    context = {
        "version": version,
        "standing": standing(version, localdate()),
        "is_draft": version.state == RuleVersion.State.DRAFT,
        "typed": typed,
        "problem": problem,
        "problems": [named(each, content.facts) for each in problems],
        "effective_from": typed.effective_from if typed else version.effective_from.isoformat(),
        "parts": [_part(sheet, part, problems, other) for part in "re"],
        "shadowed": bool(shadows),
        "acts": offered(
            version, actor_of(request), looks_on=any(each.stopped_at is None for each in shadows)
        ),
        "names": _people(version),
        "others": version.rule_set.versions.exclude(pk=version.pk).order_by("-number"),
        **site.each_context(request),
    }
    status = typed.status if typed else 422 if problem else 200
    return render(request, "desk/rule_version.html", context, status=status)


def _problems(version: RuleVersion, content: Content, typed: Typed | None) -> Problems:
    """Of what was typed where that cannot be read, else of what is stored."""
    if typed and (typed.problems or typed.bad_day):
        return typed.problems
    return findings(version, content)


def _typed(request: HttpRequest, version: RuleVersion) -> Typed | None:
    """None: saved."""
    given = request.POST
    sheet, day = Sheet.of(stored(version)).typed(given.dict()), given.get("effective_from", "")
    if (do := given.get("do", "save")) != "save":
        return Typed(sheet.after(do), day, unsaved=True)
    try:
        _save(request, version, sheet.to_content(), date.fromisoformat(day))
    except ValueError:
        return Typed(sheet, day, bad_day=_("Write the first day as 2026-03-31."), status=422)
    except RuleErrors as error:
        return Typed(sheet, day, error.problems, status=422)
    except Overtaken as error:
        return Typed(sheet, day, overtaken=Names([error.by])[error.by], status=409)
    except NotInThatState:
        return Typed(sheet, day, overtaken=_("A colleague"), status=409)
    return None


def _save(request: HttpRequest, version: RuleVersion, content: Content, first_day: date) -> None:
    edit_draft(
        version_id=version.pk,
        revision=whole(request.POST.get("revision")),
        facts=content.facts,
        rows=content.rows,
        examples=content.examples,
        effective_from=first_day,
        actor=actor_of(request),
        at=now(),
    )


def _part(sheet: Sheet, part: str, problems: Problems, other: Sheet | None) -> dict[str, object]:
    return {
        "part": part,
        "headings": headings(sheet, part),
        "lines": lines_of(sheet, part, problems, other),
    }


def _people(version: RuleVersion) -> dict[str, str]:
    keys = {"author": version.author, "edited": version.edited_by, "approver": version.approver}
    names = Names(key for key in keys.values() if ":" in key)
    return {role: names[key] for role, key in keys.items() if key}
