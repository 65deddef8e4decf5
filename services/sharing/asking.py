"""All departments at once, with one deadline for all of them.

Two things keep the deadline: providers cut every wait to what is left of it, and whoever waits here leaves when it has
come, whatever a provider is still doing. Threads left behind end by themselves; what they find is thrown away.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from services.sharing.answers import Answer, read_answer
from services.sharing.inquiry import Inquiry
from services.sharing.models import Reason
from services.sharing.port import NoAnswer, Question
from services.sharing.providers import provider_for

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How an inquiry ended: with an answer, or with the reason why there is none."""

    inquiry: Inquiry
    answer: Answer | None
    reason: Reason | None
    seconds: float
    key: str = ""


def ask_all(inquiries: Sequence[Inquiry], *, seconds: float, at: datetime) -> list[Outcome]:
    """One outcome each, in order, after `seconds` at the latest."""
    if not inquiries:
        return []
    started = monotonic()
    deadline = started + seconds
    pool = ThreadPoolExecutor(len(inquiries), thread_name_prefix="department")
    try:
        asked = [pool.submit(_ask, each, started, deadline, at) for each in inquiries]
        wait(asked, timeout=deadline - monotonic())
        return [_outcome(future, each, seconds) for future, each in zip(asked, inquiries, strict=True)]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _ask(inquiry: Inquiry, started: float, deadline: float, at: datetime) -> Outcome:
    """In a thread of its own, so no database here. A fault of ours must not take the other departments along."""
    answer, reason, key = None, None, ""
    try:
        told = provider_for(inquiry.department.code).ask(
            Question(inquiry.letterhead, inquiry.body, deadline, at)
        )
        answer, key = read_answer(inquiry, told.body, at), told.key
    except NoAnswer as none:
        reason = none.reason
    except Exception:
        log.exception("asking %s failed", inquiry.department.code)
        reason = Reason.ERROR
    return Outcome(inquiry, answer, reason, monotonic() - started, key)


def _outcome(future: Future[Outcome], inquiry: Inquiry, seconds: float) -> Outcome:
    return future.result() if future.done() else Outcome(inquiry, None, Reason.DEADLINE, seconds)
