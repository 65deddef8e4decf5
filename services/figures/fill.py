"""Counting what happened before anybody counted: applications older than these figures, or events that were lost.

The same deltas as the handlers write, with the same sources, so that filling twice, or beside the relay, counts nothing
twice. It walks through everything there is: a command, not a job.
"""

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from services.applications.models import Move, State
from services.figures import deltas
from services.figures.handlers import (
    answers,
    appeals,
    applications,
    decided,
    hand_overs,
    ratings,
    revocations,
    second_looks,
)
from services.figures.models import Delta
from services.ratings.models import Rectification

BATCH = 1000
T = TypeVar("T")


def fill() -> int:
    """How many deltas were missing and are there now."""
    before = Delta.objects.count()
    for batch in _batches(_every()):
        deltas.keep(batch)
    return Delta.objects.count() - before


def _every() -> Iterator[Delta]:
    for application in applications().exclude(submitted_at=None).iterator(BATCH):
        yield deltas.of_submission(application)
    for batch in _batches(decided().exclude(decision=None).iterator(BATCH)):
        told = deltas.told_in_time([application.pk for application in batch])
        for application in batch:
            yield from deltas.of_decision(application, told[application.pk])
    declined = Move.objects.filter(target=State.DECLINED).values("application")
    for application in applications().filter(pk__in=declined).iterator(BATCH):
        yield deltas.of_decline(application)
    for rating in ratings().iterator(BATCH):
        yield deltas.of_rating(rating)
    for answered in answers().filter(state=Rectification.State.ANSWERED).iterator(BATCH):
        yield deltas.of_answer(answered)
    yield from map(deltas.of_hand_over, hand_overs().iterator(BATCH))
    yield from map(deltas.of_second_look, second_looks().iterator(BATCH))
    yield from map(deltas.of_appeal, appeals().iterator(BATCH))
    yield from map(deltas.of_revocation, revocations().iterator(BATCH))


def _batches(rows: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
