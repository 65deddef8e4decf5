"""Files for the questions that ask for one: handed in before the submission, whose answer to such a question is their ids.

Each is told by its content, made harmless and kept, or refused in the sentence of the page. The same file again is the same
file: whoever got no answer sends it once more.
"""

from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.problems import Problem, problems
from portal.api.reading import read
from portal.api.shapes import Shape
from portal.api.view import ApiView
from portal.questions.handing_in import take
from portal.showing.files import attachment
from portal.showing.found import whole_or_404
from services.applications.actions.upload import remove
from services.applications.models import Application, Upload
from services.applications.uploads import asks_for_files, uploads_of, visible_upload
from services.files.cleaning import LARGEST, MEDIA_TYPES
from services.files.errors import SAYS, BadFile
from services.texts import in_language

ENVELOPE = 64 * 1024  # bytes of a form around its file


class HandedIn(Shape):
    question = serializers.CharField(max_length=49, help_text="Code of a question of the kind `file`.")
    file = serializers.FileField(
        allow_empty_file=True, help_text="PDF, JPEG or PNG, 10 MB at most; its content tells which."
    )


class FileShape(Shape):
    """What is kept of it, after cleaning."""

    id = serializers.UUIDField(help_text="Goes into the answer to its question.")
    question = serializers.CharField()
    name = serializers.CharField(help_text="Ends by its true type.")
    kind = serializers.CharField(help_text="PDF, JPEG or PNG.")
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()


def files(application: Application) -> list[Upload]:
    return list(uploads_of(application).present()) if asks_for_files(application) else []


class Files(ApiView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="hand_in_file",
        tags=["applying"],
        request={"multipart/form-data": HandedIn},
        responses={200: FileShape, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """To a draft, or to a marked question of a correction. `bad-answers`: why it was not taken, by its question."""
        whole_or_404(pk, self.actor)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + ENVELOPE:
            raise Problem("too-large", in_language(SAYS["too_large"], get_language() or "zh"))
        given = read(HandedIn, request.data)
        try:
            kept = take(
                application_id=pk,
                question=given["question"],
                file=given["file"],
                actor=self.actor,
                at=now(),
            )
        except BadFile as bad:
            words = in_language(bad.says, get_language() or "zh")
            raise Problem("bad-answers", errors={given["question"]: words}) from bad
        return Response(FileShape(visible_upload(kept, self.actor, of=pk)).data)


class OneFile(ApiView):
    @extend_schema(
        operation_id="get_file",
        tags=["applying"],
        responses={
            **{(200, each): OpenApiTypes.BINARY for each in MEDIA_TYPES.values()},
            **problems(401, 403, 404),
        },
    )
    def get(self, request: Request, pk: UUID, file_id: UUID) -> HttpResponse:
        """As it is kept, and as the competent department sees it."""
        return attachment(visible_upload(file_id, self.actor, of=pk))

    @extend_schema(
        operation_id="remove_file",
        tags=["applying"],
        responses={204: None, **problems(401, 403, 404, 409, 422)},
    )
    def delete(self, request: Request, pk: UUID, file_id: UUID) -> Response:
        """Takes it back while its question is open. Twice is once."""
        whole_or_404(pk, self.actor)
        remove(application_id=pk, upload_id=file_id, actor=self.actor, at=now())
        return Response(status=204)
