"""The three departments: which fields each of them is the source of, and how each finds out a yes or no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.simulators.envelope import BadQuestion, Question
from services.simulators.people import People
from services.simulators.registers import Record, Value

Predicate = Callable[[Record | None, Question, str], str]


def as_recorded(record: Record | None, question: Question, code: str) -> str:
    return str(record.get(code, "UNKNOWN")) if record else "UNKNOWN"


def identity_matches(record: Record | None, question: Question, code: str) -> str:
    """Name and number belong together and the person is alive. Of somebody nobody knows, that is not so."""
    return str(record.get("population.alive", "UNKNOWN")) if record else "NO"


def card_number_matches(record: Record | None, question: Question, code: str) -> str:
    claim = "".join(question.claims.get(code, "").split())
    if record is None or not claim:
        return "UNKNOWN"
    return "YES" if record.get("social_cards.card_number") == claim else "NO"


@dataclass(frozen=True)
class Department:
    """`kept`: what it knows beside its fields and never gives away; only predicates look at it."""

    code: str
    name: str
    fields: tuple[str, ...]
    predicates: Mapping[str, Predicate]
    kept: tuple[str, ...] = ()

    def check(self, question: Question) -> None:
        """Raises `BadQuestion` for a field this department is not the source of."""
        if not set(question.fields) <= set(self.fields) or not set(question.predicates) <= set(
            self.predicates
        ):
            raise BadQuestion("not_ours")

    def values(self, record: Record | None, codes: tuple[str, ...]) -> dict[str, Value]:
        return {code: record[code] for code in codes if code in record} if record else {}

    def judge(self, record: Record | None, question: Question) -> dict[str, str]:
        return {code: self.predicates[code](record, question, code) for code in question.predicates}

    def set(self, people: People, id_no: str, field: str, value: Value | None) -> None:
        """Raises `BadQuestion` for a field or a person this department does not have."""
        if field not in {*self.fields, *self.predicates, *self.kept}:
            raise BadQuestion("not_ours")
        if not people.set(id_no, field, value):
            raise BadQuestion("unknown_person")


DEPARTMENTS = {
    department.code: department
    for department in (
        Department(
            code="public_security",
            name="云州市公安局",
            fields=(
                "population.name",
                "population.id_no",
                "population.birth_on",
                "population.alive",
                "population.hukou_region",
                "population.hukou_address",
                "population.residence",
            ),
            predicates={"population.identity_matches": identity_matches},
        ),
        Department(
            code="civil_affairs",
            name="云州市民政局",
            fields=(),
            predicates={"allowances.receives_old_age_allowance": as_recorded},
        ),
        Department(
            code="social_insurance",
            name="云州市人力资源和社会保障局",
            fields=(
                "social_cards.card_tail",
                "insurance.status",
                "insurance.employer",
                "insurance.kinds",
                "insurance.first_month",
                "insurance.last_month",
                "insurance.months_paid",
            ),
            predicates={
                "social_cards.can_receive_payment": as_recorded,
                "social_cards.card_number_matches": card_number_matches,
            },
            kept=("social_cards.card_number",),
        ),
    )
}
