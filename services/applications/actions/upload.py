"""Handing in a paper as a file, and taking it back: to a question that asks for it, while its answer is open. What has been
sent once is taken from the answer only, for evidence names it.

The file is cleaned and lies in the vault before the row is written; a row that does not come leaves a file that is swept away.
"""

import hashlib
import unicodedata
from datetime import datetime
from uuid import UUID

from django.db import transaction

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.errors import AlreadySubmitted, NotAskedFor
from services.applications.models import Application, State, Upload
from services.applications.policies import Act, authorise
from services.applications.uploads import was_evidence
from services.files import vault
from services.files.cleaning import clean
from services.files.errors import BadFile

LONGEST_NAME = 100
MOST_FILES, MOST_BYTES = 10, 50 * 1024 * 1024  # of one application


def upload(
    *, application_id: UUID, question: str, name: str, content: bytes, actor: Actor, at: datetime
) -> UUID:
    """Cleans and stores outside the transaction, for decoding takes its time. Raises BadFile and what `register` raises."""
    found = clean(content)
    stored = vault.put(found.content)
    try:
        return register(
            application_id=application_id,
            question=question,
            name=name,
            kind=found.kind,
            size=len(found.content),
            sha256=hashlib.sha256(found.content).hexdigest(),
            stored=stored,
            actor=actor,
            at=at,
        )
    except Exception:
        vault.drop(stored)
        raise


@action
def register(
    *,
    application_id: UUID,
    question: str,
    name: str,
    kind: str,
    size: int,
    sha256: str,
    stored: str,
    actor: Actor,
    at: datetime,
) -> UUID:
    """The same file again is the one there is. Raises AlreadySubmitted, NotAskedFor (no such question, or none for
    files), BadFile (too many)."""
    application = locked(application_id, actor)
    authorise(Act.UPLOAD, application, actor)
    _check_open(application, question)
    if twin := application.uploads.present().filter(question=question, sha256=sha256).first():
        transaction.on_commit(lambda: vault.drop(stored))
        return twin.pk
    _check_room(application, question, size)
    row = Upload(
        application=application,
        question=question,
        name=_plain_name(name, kind),
        kind=kind,
        size=size,
        sha256=sha256,
        stored=stored,
        at=at,
    )
    row.save(force_insert=True)
    return row.pk


@action
def remove(*, application_id: UUID, upload_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Raises AlreadySubmitted, NotAskedFor. Twice is once."""
    application = locked(application_id, actor)
    authorise(Act.UPLOAD, application, actor)
    row = application.uploads.filter(pk=upload_id).first()
    if row is not None:
        _check_open(application, row.question)
        _take_away(row, at)
    return upload_id


def _take_away(row: Upload, at: datetime) -> None:
    if was_evidence(row):
        Upload.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=at)
    else:
        row.delete()
        transaction.on_commit(lambda: vault.drop(row.stored))


def _check_open(application: Application, question: str) -> None:
    """While it is a draft, or while a correction marks the question."""
    asked = application.form.by_code.get(question)
    if asked is None or asked.kind != "file":
        raise NotAskedFor([question])
    if application.state == State.DRAFT:
        return
    correction = application.corrections.filter(answered_at=None).first()
    if correction is None or question not in {point["code"] for point in correction.points}:
        raise AlreadySubmitted(str(application.pk))


def _check_room(application: Application, question: str, size: int) -> None:
    rows = list(application.uploads.present().only("question", "size"))
    most = application.form.by_code[question].at_most or 1
    if len(rows) >= MOST_FILES or sum(row.size for row in rows) + size > MOST_BYTES:
        raise BadFile("too_many")
    if sum(row.question == question for row in rows) >= most:
        raise BadFile("too_many")


def _plain_name(name: str, kind: str) -> str:
    """As its owner knows it, without folders or signs that mean something to a browser; its ending tells its true type."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    stem = last.rpartition(".")[0] or last
    kept = "".join(c for c in stem if c.isalnum() or c in " -_()（）·").strip()
    return f"{(kept or 'file')[:LONGEST_NAME]}.{ENDINGS[kind]}"


ENDINGS = {"PDF": "pdf", "JPEG": "jpg", "PNG": "png"}
