"""Who looked, in words: a caseworker with department and number, the person themself, or a program and what set it off."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.showing.access.occasions import Occasion
from portal.showing.here import here
from services.actions.actor import Role
from services.departments.models import StaffMember
from services.sharing.access_log import Line, LineKind
from services.sharing.askers import SUBJECT
from services.sharing.models import Look


def officers_of(lines: Iterable[Line]) -> dict[str, StaffMember]:
    """By actor, in one query."""
    numbers = [each.actor.partition(":")[2] for each in lines if each.actor.startswith(Role.STAFF)]
    posts = StaffMember.objects.select_related("user", "department")
    known = posts.filter(user__in=[int(number) for number in numbers if number])
    return {f"{Role.STAFF}:{post.user_id}": post for post in known}


def who_looked(line: Line, occasion: Occasion, officers: Mapping[str, StaffMember]) -> str:
    if line.state in OWN_WORDS and line.kind == LineKind.LOOKED:
        return _(OWN_WORDS[line.state])
    if post := officers.get(line.actor):
        given = {"department": here(post.department.name), "number": post.user.get_username()}
        return _("%(department)s, caseworker %(number)s") % given
    if line.actor.startswith(Role.STAFF):
        return _("A caseworker who is no longer in office")
    return _program(occasion, ON_BEHALF[_asked_by(line)])


OWN_WORDS: Mapping[str, str] = {
    Look.Kind.OWN: gettext_noop("You yourself"),
    Look.Kind.AGENT: gettext_noop("Whoever acts for you"),
}


def _program(occasion: Occasion, says: tuple[str, str]) -> str:
    for_department, of_portal = says
    if occasion.department:
        return _(for_department) % {"department": here(occasion.department.name)}
    return _(of_portal)


def _asked_by(line: Line) -> str:
    if not line.actor.startswith(Role.CITIZEN):
        return ITSELF
    return AGENT if line.represented == SUBJECT else PERSON


ITSELF, PERSON, AGENT = "ITSELF", "PERSON", "AGENT"
ON_BEHALF: Mapping[str, tuple[str, str]] = {
    ITSELF: (
        gettext_noop("A program, for %(department)s: compared by a machine, no human saw it"),
        gettext_noop("A program of the portal: compared by a machine, no human saw it"),
    ),
    PERSON: (
        gettext_noop(
            "A program, for %(department)s, at your request: compared by a machine, no human saw it"
        ),
        gettext_noop("A program of the portal, at your request: compared by a machine, no human saw it"),
    ),
    AGENT: (
        gettext_noop(
            "A program, for %(department)s, at your agent's request: compared by a machine, no human saw it"
        ),
        gettext_noop(
            "A program of the portal, at your agent's request: compared by a machine, no human saw it"
        ),
    ),
}
