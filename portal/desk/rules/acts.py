"""What can be done with a version, by whom: the buttons of its page, each one action of services/rules."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.rules.reading import stored, version_of
from portal.desk.rules.sheet import whole
from portal.desk.rules.version import show
from portal.desk.site import site
from portal.errors import words_for
from portal.identity.actors import actor_of
from services.actions.actor import Actor
from services.actions.errors import Denied, DomainError
from services.applications.actions.ask_replay import ask_replay
from services.applications.models import ReplayRun
from services.applications.releasing import approve_as_seen, examine_and_submit
from services.rules.actions.draft import write_draft
from services.rules.actions.retire import retire_version
from services.rules.actions.shadow import start_shadow, stop_shadow
from services.rules.actions.submit import return_version
from services.rules.errors import Overtaken, SecondEngineFailed
from services.rules.models import RuleVersion
from services.rules.problems import RuleErrors

Given = Mapping[str, str]


@site.page("rules/<uuid:pk>/do/<slug:act>/", "desk_rule_act")
def rule_act(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    version = version_of(request, pk)
    if act not in _ACTS:
        raise Http404(act)
    if request.method != "POST":
        return redirect("admin:desk_rule_version", pk)
    try:
        return _ACTS[act](version, request.POST.dict(), actor_of(request))
    except (RuleErrors, SecondEngineFailed, Denied, DomainError, ValueError) as error:
        return show(request, version, problem=_words(error))


def _words(error: Exception) -> str:
    if isinstance(error, ValueError):
        return _("Write the day as 2026-03-31.")
    if isinstance(error, Overtaken):
        return _("A colleague has changed it since you opened it. This is how it stands now.")
    if isinstance(error, RuleErrors):
        return _("It is not submitted: see what was found below.")
    return str(words_for(error)[0]) if isinstance(error, DomainError) else str(error)


def _submit(version: RuleVersion, given: Given, actor: Actor) -> HttpResponse:
    revision = whole(given.get("revision"))
    examine_and_submit(version.pk, revision=revision, actor=actor, at=now())
    return redirect("admin:desk_rule_version", version.pk)


def _return(version: RuleVersion, given: Given, actor: Actor) -> HttpResponse:
    return_version(version_id=version.pk, reason=given.get("reason", ""), actor=actor, at=now())
    return redirect("admin:desk_rule_version", version.pk)


def _replay(version: RuleVersion, given: Given, actor: Actor) -> HttpResponse:
    ask_replay(version_id=version.pk, actor=actor, at=now())
    return redirect("admin:desk_rule_replay", version.pk)


def _approve(version: RuleVersion, given: Given, actor: Actor) -> HttpResponse:
    """`seen`: the replay whose list stood on the page."""
    seen = UUID(given.get("seen", ""))
    run = ReplayRun.objects.select_related("version__rule_set").get(pk=seen, version=version)
    approve_as_seen(run, actor=actor, at=now())
    return redirect("admin:desk_rule_version", version.pk)


def _retire(version: RuleVersion, given: Given, actor: Actor) -> HttpResponse:
    retire_version(version_id=version.pk, last_day=_day(given), actor=actor, at=now())
    return redirect("admin:desk_rule_version", version.pk)


def _shadow(version: RuleVersion, given: Given, actor: Actor) -> HttpResponse:
    start_shadow(version_id=version.pk, actor=actor, at=now())
    return redirect("admin:desk_rule_shadow", version.pk)


def _end_shadow(version: RuleVersion, given: Given, actor: Actor) -> HttpResponse:
    stop_shadow(version_id=version.pk, actor=actor, at=now())
    return redirect("admin:desk_rule_shadow", version.pk)


def _draft(version: RuleVersion, given: Given, actor: Actor) -> HttpResponse:
    content = stored(version)
    key = write_draft(
        code=version.rule_set.code, facts=content.facts, rows=content.rows, examples=content.examples,
        effective_from=_day(given), actor=actor, at=now(),
    )  # fmt: skip
    return redirect("admin:desk_rule_version", key)


def _day(given: Given) -> date:
    return date.fromisoformat(given.get("day", ""))


_ACTS: Mapping[str, Callable[[RuleVersion, Given, Actor], HttpResponse]] = {
    "submit": _submit,
    "return": _return,
    "replay": _replay,
    "approve": _approve,
    "retire": _retire,
    "draft": _draft,
    "shadow": _shadow,
    "end-shadow": _end_shadow,
}
