"""A file on its way from a request to the question that asks for it: one way for page and API."""

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from services.actions.actor import Actor
from services.applications.actions.upload import upload
from services.files.cleaning import LARGEST
from services.files.errors import BadFile


def take(*, application_id: UUID, question: str, file: object, actor: Actor, at: datetime) -> UUID:
    """Too large is told by the size, before anything is read. Raises BadFile, and what `upload` raises."""
    if not isinstance(file, UploadedFile):
        raise BadFile("empty")
    if (file.size or 0) > LARGEST:
        raise BadFile("too_large")
    return upload(
        application_id=application_id,
        question=question,
        name=file.name or "",
        content=file.read(),
        actor=actor,
        at=at,
    )
