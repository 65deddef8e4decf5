"""The files of an application: which there are, what is in them, and what they become when it is sent."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q

from services.actions.actor import Actor
from services.applications.models import Application, Evidence, Upload
from services.applications.models.uploads import UploadQuerySet
from services.applications.opening import ever_told
from services.files import vault


def asks_for_files(application: Application) -> bool:
    return any(each.kind == "file" for each in application.form.questions)


def uploads_of(application: Application) -> UploadQuerySet:
    """With those of the refused one it carries on."""
    return Upload.objects.filter(Q(application=application) | Q(application__renewed_as=application))


def files_of(application: Application, *, ever: bool = False) -> dict[str, dict[str, str]]:
    """Question -> id -> name, in the order of handing in; `ever`: with those that were sent once and then taken away. Nothing
    is asked for a form without files."""
    found: dict[str, dict[str, str]] = {}
    if asks_for_files(application):
        for row in uploads_of(application) if ever else uploads_of(application).present():
            found.setdefault(row.question, {})[str(row.pk)] = row.name
    return found


def with_files(application: Application, answers: dict[str, object]) -> dict[str, object]:
    """The answers of a page: to a question for files, all that were handed in."""
    given: dict[str, object] = {code: list(names) for code, names in files_of(application).items()}
    return {**answers, **given}


def visible_upload(upload_id: UUID, actor: Actor, of: UUID) -> Upload | None:
    """To its owner and to the competent department, as the application is; one `of` that application."""
    application = Application.objects.visible_to(actor).filter(pk=of).first()
    return uploads_of(application).filter(pk=upload_id).first() if application else None


def content_of(upload: Upload) -> bytes:
    return vault.get(upload.stored)


def was_evidence(upload: Upload) -> bool:
    """Whether it has been sent once: evidence names it, superseded or not."""
    papers = ever_told(upload.application_id, _field(upload.question))
    return any(str(upload.pk) in paper for paper in papers)


def _field(question: str) -> str:
    return f"answers.{question}"


def keep_as_evidence(application: Application, answers: Mapping[str, Any], *, at: datetime) -> None:
    """Inside the action that sends: the files its answers name. What was handed in again supersedes what was there."""
    for question in application.form.questions:
        if question.kind != "file" or question.code not in answers:
            continue
        field = _field(question.code)
        application.evidence.filter(field_code=field, superseded_at=None).update(superseded_at=at)
        Evidence.objects.create(
            application=application,
            field_code=field,
            department_id=application.competent_department_id,
            source=Evidence.Source.UPLOAD,
            value=answers[question.code],
            as_of=at,
            fetched_at=at,
            request_id=uuid4(),
        )


def sweep_files() -> int:
    def known(names: Collection[str]) -> Collection[str]:
        return set(Upload.objects.filter(stored__in=names).values_list("stored", flat=True))

    return vault.sweep(known)
