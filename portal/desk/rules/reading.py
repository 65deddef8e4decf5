"""Which rule sets and versions an officer sees, and how the pages call them. For everybody else they are not there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.identity.actors import actor_of, post_of
from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.rules.exchange.content import Content, content_of
from services.rules.models import RuleSet, RuleVersion
from services.rules.policies import authorise

# state -> chip, words (English msgids)
STATES: Mapping[str, tuple[str, str]] = {
    "DRAFT": ("wait", gettext_noop("Draft")),
    "SUBMITTED": ("ask", gettext_noop("Waits for a second officer")),
    "PUBLISHED": ("ok", gettext_noop("Published")),  # says what it is on the day: below
    "RETIRED": ("wait", gettext_noop("Retired")),
}
DECIDES = "ok", gettext_noop("In force now")
LATER = "wait", gettext_noop("Comes into force later")
OVER = "wait", gettext_noop("No more in force")


@dataclass(frozen=True)
class Standing:
    chip: str
    words: str


def standing(version: RuleVersion, today: date) -> Standing:
    """What was approved decides, will decide, or does no more: of two that are published one is in force."""
    chip, words = STATES[version.state]
    if decides(version, today):
        chip, words = DECIDES
    elif version.state == RuleVersion.State.PUBLISHED:
        chip, words = LATER if version.effective_from > today else OVER
    return Standing(chip, _(words))


def decides(version: RuleVersion, today: date) -> bool:
    if version.state in RuleVersion.UNPUBLISHED or version.effective_from > today:
        return False
    return version.effective_to is None or version.effective_to >= today


def rule_sets_of(request: HttpRequest) -> "QuerySet[RuleSet]":
    """404 for whoever is no policy officer."""
    post = post_of(request)
    if post is None or post.role != StaffMember.Role.POLICY:
        raise Http404
    return RuleSet.objects.filter(department=post.department_id).order_by("code")


def version_of(request: HttpRequest, pk: UUID) -> RuleVersion:
    """404 where it is not the department's, or the reader no policy officer."""
    version = RuleVersion.objects.select_related("rule_set").filter(pk=pk).first()
    if version is None:
        raise Http404(str(pk))
    try:
        authorise(version.rule_set, actor_of(request))
    except Denied as error:
        raise Http404(str(pk)) from error
    return version


def stored(version: RuleVersion) -> Content:
    return content_of(version.jdm, version.facts, version.texts, version.examples)
