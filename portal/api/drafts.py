"""A draft: begin one, and see what the departments know, from which register, as of when, and with which digest.

Beginning asks every department the item's purpose names, for this purpose only, and each question is on record; where
something rests on consent, the person chooses first (`consenting.py`). A
department that stays silent is listed, and no obstacle. The digests go back with the submission (`submitting.py`).
"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.files import FileShape, files
from portal.api.guidance import VariantName, variant
from portal.api.items import Chosen, version_on_offer
from portal.api.problems import problems
from portal.api.questions import QuestionShape
from portal.api.reading import read
from portal.api.shapes import DepartmentName, ItemName, Shape, Text
from portal.api.view import ApiView
from portal.showing.found import whole_or_404
from portal.showing.known import Known, known_groups
from services.applications.actions.keep_answers import keep_answers
from services.applications.actions.start import start
from services.applications.consenting import asks_consent
from services.applications.errors import AlreadySubmitted
from services.applications.gathering import gather, is_stale
from services.applications.models import Application, AwaitedSource, State
from services.applications.shown import version
from services.applications.surroundings import world_for
from services.applications.uploads import with_files
from services.eforms.question import Question


class KnownValue(Shape):
    field = serializers.CharField(source="field.code")
    label = Text(source="field.label")  # type: ignore[assignment]
    text = serializers.CharField(help_text="As the pages show it; an identity number is masked.")
    digest = serializers.SerializerMethodField(
        help_text="Goes back in `shown`: this is the value that was seen."
    )
    wrong_until = serializers.DateField(
        source="dispute.due_on",
        allow_null=True,
        help_text="You said it is wrong; the department answers by this day.",
    )

    def get_digest(self, known: Known) -> str:
        return version(known.value)


class KnownGroup(Shape):
    """What one register says, as of one moment."""

    department = DepartmentName()
    register = Text(source="resource.name")
    as_of = serializers.DateTimeField()
    values = KnownValue(many=True)


class Silent(Shape):
    department = DepartmentName()
    since = serializers.DateTimeField()


def silent(application: Application) -> QuerySet[AwaitedSource]:
    return application.awaited.filter(answered_at=None).select_related("department")


def known(draft: Application) -> list[dict[str, Any]]:
    return [vars(group) for group in known_groups(draft)]  # of a mapping `values` is a key


def open_questions(draft: Application) -> list[Question]:
    """Whatever may come to be asked, also what hangs on another answer."""
    form = draft.form
    settled = form.settled(world_for(draft, at=now()).known)
    return [each for each in form.questions if each.code not in settled]


class ChosenVariant(VariantName):
    digest = serializers.CharField(
        help_text="Goes back in `shown` as `application.variant`: this is what was chosen."
    )


class DraftShape(Shape):
    id = serializers.UUIDField()
    item = ItemName(source="item_version")
    variant = ChosenVariant(
        by=variant, allow_null=True, help_text="Which variant of the item, where it has several."
    )
    begun_at = serializers.DateTimeField(source="started_at")
    asks_consent = serializers.SerializerMethodField(
        help_text="The person has not chosen yet what may be read (`consent`); no department is asked before."
    )
    known = KnownGroup(many=True, by=known)
    silent = Silent(
        many=True,
        by=silent,
        help_text="Departments that have not answered. Send it anyway: they are asked again by themselves.",
    )
    questions = QuestionShape(
        many=True,
        by=open_questions,
        help_text="Without those that a register answers: it is among the known values.",
    )
    answers = serializers.SerializerMethodField(
        help_text="Kept so far, right or wrong, with the ids of the files. Whole and right, they go into the submission."
    )
    files = FileShape(many=True, by=files)

    def get_asks_consent(self, draft: Application) -> bool:
        return asks_consent(draft)

    def get_answers(self, draft: Application) -> dict[str, Any]:
        return with_files(draft, draft.answers or {})


class Kept(Shape):
    answers = serializers.DictField(
        help_text="Code of the question -> what was typed so far; null takes an answer away."
    )


class ItemDraft(ApiView):
    @extend_schema(
        operation_id="begin_draft",
        tags=["applying"],
        parameters=[Chosen],
        request=None,
        responses={200: DraftShape, **problems(401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, code: str) -> Response:
        """The draft of this item and variant: the one there is, or a new one. Departments are asked unless they just were."""
        at, actor, version = now(), self.actor, version_on_offer(code)
        wanted = read(Chosen, request.query_params)["variant"]
        draft_id = start(item_version_id=version.pk, variant=wanted, actor=actor, at=at)
        draft = Application.objects.visible_to(actor).get(pk=draft_id)
        if is_stale(draft, at=at) and not asks_consent(draft):
            gather(draft_id, actor=actor, at=at)
        return Response(DraftShape(whole_or_404(draft_id, actor)).data)


class Draft(ApiView):
    @extend_schema(
        operation_id="keep_answers",
        tags=["applying"],
        request=Kept,
        responses={200: DraftShape, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Keeps what was typed so far, beside what was kept before, for this program and the pages. Nothing is judged yet."""
        actor = self.actor
        draft = whole_or_404(pk, actor)
        given = read(Kept, request.data)["answers"]
        answers = dict.fromkeys(given) | draft.form.coerce(given)
        keep_answers(application_id=pk, answers=answers, actor=actor, at=now())
        return Response(DraftShape(whole_or_404(pk, actor)).data)

    @extend_schema(
        operation_id="get_draft",
        tags=["applying"],
        responses={200: DraftShape, **problems(401, 403, 404, 409)},
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """What is known now, without asking anybody. Read it again after a `changed` problem."""
        draft = whole_or_404(pk, self.actor)
        if draft.state != State.DRAFT:
            raise AlreadySubmitted(str(pk))
        return Response(DraftShape(draft).data)
