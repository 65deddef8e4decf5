"""同意 for a draft: what would be read only if the person agrees, and their choice, value by value.

“I bring it myself” weighs the same as a yes: nothing is lost by it, a person looks at the papers. Until the choice is made
nothing is asked of any department. The same act as on the page.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.drafts import DraftShape
from portal.api.keys import KEY, request_key
from portal.api.problems import Problem, problems
from portal.api.reading import read
from portal.api.shapes import DepartmentName, Shape, Text
from portal.api.view import ApiView
from portal.showing.found import whole_or_404
from services.applications.consenting import Member, choose
from services.applications.errors import AlreadySubmitted
from services.applications.models import Application, State
from services.sharing.errors import NotAnotherPerson
from services.sharing.models import Consent, Purpose
from services.sharing.notices import consent_readings, notice_of
from services.sharing.readings import Reading


class AskedValue(Shape):
    """One value that is read only if the person agrees. Show all of this: it is what they agree to."""

    field = serializers.CharField(source="field.code")
    label = Text(source="field.label")  # type: ignore[assignment]
    department = DepartmentName()
    disclosure = serializers.CharField(help_text="PREDICATE, MASKED, VALUE or DOCUMENT.")
    why = Text()


class ConsentAsked(Shape):
    purpose = Text(source="name")
    basis = Text()
    values = AskedValue(many=True, source="readings")
    of_household = serializers.ListField(
        child=serializers.CharField(),
        help_text="Fields that need the yes of husband or wife as well, where there is one.",
    )
    notice = serializers.CharField(help_text="Goes back with the choice: this is what was shown.")
    agreed = serializers.ListField(child=serializers.CharField(), help_text="Fields with a yes that counts.")


class MemberShape(Shape):
    """Husband or wife. They are asked when they sign in, and nothing of the household is read before."""

    name = serializers.CharField(max_length=100)
    id_no = serializers.CharField(max_length=30)


class Choice(Shape):
    read = serializers.ListField(
        child=serializers.CharField(max_length=100), help_text="Fields that may be read."
    )
    bring = serializers.ListField(
        child=serializers.CharField(max_length=100), help_text="Fields the person brings themself."
    )
    notice = serializers.CharField(max_length=64)
    member = MemberShape(
        required=False,
        allow_null=True,
        help_text="Said wherever a field of the household is read; null: nobody else has to agree.",
    )


class ApplicationConsent(ApiView):
    @extend_schema(
        operation_id="get_consent_asked",
        tags=["applying"],
        responses={200: ConsentAsked, **problems(401, 403, 404, 409)},
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """What is read for this draft only if the person agrees. Not there where the law alone is the basis."""
        return Response(ConsentAsked(_asked(self._draft(pk))).data)

    @extend_schema(
        operation_id="choose_consent",
        tags=["applying"],
        parameters=[KEY],
        request=Choice,
        responses={200: DraftShape, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """The person's choice for every value; another one ends the former. Then the departments are asked."""
        key, draft = request_key(request), self._draft(pk)
        given = read(Choice, request.data)
        _check(draft.item_version.purpose, given)
        self._choose(draft, given, key)
        return Response(DraftShape(whole_or_404(pk, self.actor)).data)

    def _choose(self, draft: Application, given: dict[str, Any], key: UUID) -> None:
        member = Member(**given["member"]) if given.get("member") else None
        about: dict[str, Any] = {
            "language": get_language() or "",
            "actor": self.actor,
            "at": now(),
            "request_key": key,
        }
        try:
            choose(draft, read=given["read"], member=member, **about)
        except NotAnotherPerson as error:
            words = _("Give the name and the identity number of the other person.")
            raise Problem("bad-input", errors={"member": words}) from error

    def _draft(self, pk: UUID) -> Application:
        found = whole_or_404(pk, self.actor)
        if found.state != State.DRAFT:
            raise AlreadySubmitted(str(pk))
        if not found.item_version.purpose.by_consent():
            raise Problem("not-found")
        return found


def _asked(draft: Application) -> dict[str, Any]:
    purpose = draft.item_version.purpose
    live = Consent.objects.live().filter(
        person=draft.person_id, purpose=purpose, source=draft.source, expires_at__gt=now()
    )
    return {
        "name": purpose.name,
        "basis": purpose.basis,
        "readings": consent_readings(purpose),
        "of_household": sorted(purpose.of_household()),
        "notice": notice_of(purpose),
        "agreed": [code for each in live for code in each.fields],
    }


def _check(purpose: Purpose, given: dict[str, Any]) -> None:
    """Every value once, of the notice there is, and whoever else has to agree is named or said to be nobody."""
    errors = {code: _("Choose one of the two.") for code in _not_once(consent_readings(purpose), given)}
    if purpose.of_household() & set(given["read"]) and "member" not in given:
        errors["member"] = _("Say whether somebody else has to agree.")
    errors |= other_notice(purpose, given)
    if errors:
        raise Problem("bad-input", errors=errors)


def other_notice(purpose: Purpose, given: dict[str, Any]) -> dict[str, str]:
    """Nobody agrees to what they were not shown."""
    shown = given["notice"] == notice_of(purpose)
    return {} if shown else {"notice": _("This has changed meanwhile. Please look at it again.")}


def _not_once(asked: Sequence[Reading], given: dict[str, Any]) -> list[str]:
    """Those in neither list or in both, and those nobody asked about."""
    codes, chosen = {each.field.code for each in asked}, [*given["read"], *given["bring"]]
    return sorted({code for code in codes | set(chosen) if chosen.count(code) != 1 or code not in codes})
