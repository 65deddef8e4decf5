"""One's own files: handing one in, taking it back, opening it again."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import get_language

from portal.identity.actors import actor_of, person_required
from portal.questions.handing_in import take
from portal.questions.reading import PREFIX
from portal.showing.files import attachment
from services.applications.actions.upload import remove
from services.applications.models import Application
from services.applications.uploads import visible_upload
from services.eforms.question import Question
from services.files.errors import BadFile
from services.texts import in_language

UPLOAD, REMOVE = "upload", "remove"


@person_required
def upload(request: HttpRequest, pk: UUID, upload_id: UUID) -> HttpResponse:
    found = visible_upload(upload_id, actor_of(request), of=pk)
    return attachment(found)


def hands_in(request: HttpRequest) -> bool:
    return UPLOAD in request.POST or REMOVE in request.POST or bool(request.FILES)


def hand_in(request: HttpRequest, application: Application, questions: Iterable[Question]) -> dict[str, str]:
    """Takes one away, or keeps what was chosen. What is wrong with a file, by the place of its input."""
    if given := request.POST.get(REMOVE):
        remove(application_id=application.pk, upload_id=_id(given), actor=actor_of(request), at=now())
        return {}
    pressed = request.POST.get(UPLOAD)
    errors = {}
    for question in questions:
        file = request.FILES.get(PREFIX + question.code)
        if question.kind == "file" and (file or question.code == pressed):
            try:
                take(
                    application_id=application.pk,
                    question=question.code,
                    file=file,
                    actor=actor_of(request),
                    at=now(),
                )
            except BadFile as bad:
                errors[PREFIX + question.code] = in_language(bad.says, get_language() or "zh")
    return errors


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
