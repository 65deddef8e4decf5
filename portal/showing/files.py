"""A file that was handed in, on its way to a browser: always as an attachment that runs nowhere."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from services.applications.models import Upload
from services.applications.uploads import content_of
from services.files.cleaning import MEDIA_TYPES


def attachment(upload: Upload | None) -> HttpResponse:
    if upload is None:
        raise Http404
    response = HttpResponse(content_of(upload), content_type=MEDIA_TYPES[upload.kind])
    response["Content-Disposition"] = content_disposition_header(True, upload.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
