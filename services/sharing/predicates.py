"""One answer of yes or no for a person, a question and an application, until it is too old. Whoever asks again gets it again.

Unknown is no answer to keep for long: it may be known in five minutes. While the person says that the answer is wrong, it
is not given again but asked anew.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from services.people.models import Person
from services.prepared import Among, Given, Prepared
from services.sharing.answers import Value
from services.sharing.asking import Outcome
from services.sharing.inquiry import Occasion, Subject
from services.sharing.models import DataField, Disclosure, Dispute, Predicate, PredicateAnswer
from services.sharing.readings import Reading
from services.sharing.subjects import subject_digest

UNKNOWN_LASTS = timedelta(minutes=5)
_registered = Prepared(
    lambda: (
        Predicate.objects.filter(Among("field__code", Given("codes")))
        .select_related("field")
        .order_by("version")
    )
)
_kept = Prepared(
    lambda: (
        PredicateAnswer.objects.filter(
            Among("predicate__field__code", Given("codes")),
            subject=Given("subject"),
            source=Given("source"),
            expires_at__gt=Given("at"),
        )
        .select_related("predicate__field")
        .order_by("predicate__version")
    )
)


def stored_answers(occasion: Occasion, allowed: Sequence[Reading]) -> dict[str, Value]:
    """By code. Answers that depend on what the person claims are never given again: another claim is another question."""
    codes = [code for code in _predicates(allowed) if code not in occasion.claims]
    if not codes:
        return {}
    kept = _kept(
        codes=codes, subject=subject_digest(occasion.subject), source=occasion.source, at=occasion.at
    )
    rows = {row.predicate.field.code: row for row in kept}
    if not rows:
        return {}
    newest, doubted = _newest(list(rows)), _doubted(occasion.subject, rows)
    found = {code: row for code, row in rows.items() if newest[code].pk == row.predicate_id}
    return {
        code: Value(row.answer, row.as_of, row.fetched_at, row.request_id)
        for code, row in found.items()
        if code not in doubted
    }


def registered(asked: Sequence[Reading]) -> dict[str, str]:
    """By field code: the question a register answers, with its version, as AGE_GE_60@1."""
    codes = _predicates(asked)
    return {code: str(each) for code, each in _newest(codes).items()} if codes else {}


def keep_answers(
    occasion: Occasion, asked: Sequence[Reading], outcomes: Iterable[Outcome], permitted: frozenset[str]
) -> None:
    """Of registered questions only, and only what was handed over."""
    codes = [code for code in _predicates(asked) if code in permitted and code not in occasion.claims]
    came = {
        code: value
        for each in outcomes
        if each.answer
        for code, value in each.answer.values.items()
        if code in codes
    }
    if not came:
        return
    rows = [_row(occasion, predicate, came[code]) for code, predicate in _newest(list(came)).items()]
    with transaction.atomic(durable=True):
        older = PredicateAnswer.objects.filter(
            subject=subject_digest(occasion.subject), source=occasion.source
        )
        older.filter(predicate__in=[row.predicate_id for row in rows]).delete()
        PredicateAnswer.objects.bulk_create(rows, ignore_conflicts=True)  # of two at once the first is kept


def _row(occasion: Occasion, predicate: Predicate, value: Value) -> PredicateAnswer:
    return PredicateAnswer(
        predicate=predicate,
        subject=subject_digest(occasion.subject),
        source=occasion.source,
        answer=value.value,
        as_of=value.as_of,
        fetched_at=value.fetched_at,
        request_id=value.request_id,
        expires_at=_expires(predicate.field, value),
    )


def forget_answers(*, source: str, subject: Subject | None = None) -> int:
    """When consent is withdrawn: nothing of it is given again."""
    rows = PredicateAnswer.objects.filter(source=source)
    return (rows.filter(subject=subject_digest(subject)) if subject else rows).delete()[0]


def _predicates(readings: Sequence[Reading]) -> list[str]:
    return [each.field.code for each in readings if each.disclosure == Disclosure.PREDICATE]


def _newest(codes: Sequence[str]) -> dict[str, Predicate]:
    return {row.field.code: row for row in _registered(codes=list(codes))}


def expire_answers(person: Person, codes: Iterable[str], *, at: datetime) -> None:
    """A register has corrected what they rest on: whoever asks again asks anew."""
    subject = subject_digest(Subject(person.name, person.id_no, person.pk))
    kept = PredicateAnswer.objects.filter(subject=subject, predicate__field__code__in=list(codes))
    kept.filter(expires_at__gt=at).update(expires_at=at)


def _doubted(subject: Subject, codes: Iterable[str]) -> frozenset[str]:
    if subject.person_id is None:
        return frozenset()
    open_ones = Dispute.objects.open().filter(person=subject.person_id, field__code__in=list(codes))
    return frozenset(open_ones.values_list("field__code", flat=True))


def _expires(field: DataField, value: Value) -> datetime:
    if value.value == "UNKNOWN":
        return value.fetched_at + UNKNOWN_LASTS
    return value.fetched_at + timedelta(days=field.max_age_days)
