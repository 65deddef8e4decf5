"""What a department is made of: its registers, what each gives away, and how it finds out a yes or no."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from services.simulators.draws import Draws
from services.simulators.envelope import BadQuestion, Question, rule_of
from services.simulators.population import Resident
from services.simulators.values import Record, Value, on_day


class Changeable(Protocol):
    def set(self, id_no: str, field: str, value: Value | None) -> bool: ...


Predicate = Callable[[Record | None, Question, str], str]


def as_recorded(record: Record | None, question: Question, code: str) -> str:
    return str(record.get(code, "UNKNOWN")) if record else "UNKNOWN"


@dataclass(frozen=True)
class Register:
    """One data resource. `draw` says what stands in it about one of the ten thousand, `usual` what about somebody of the
    cast whose story is silent on it. `kept`: what it knows and never gives away; only predicates look at it. Names come
    without the register's own."""

    code: str
    draw: Callable[[Resident, Draws], Mapping[str, Value]]
    fields: tuple[str, ...] = ()
    predicates: Mapping[str, Predicate] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    usual: Mapping[str, Value] = field(default_factory=dict)

    def drawn(self, resident: Resident) -> Record:
        """A value nobody recorded is not there."""
        return self.named(self.draw(resident, Draws(self.code, resident.nth)))

    def of_cast(self, told: Mapping[str, Value] | None) -> Record:
        """`told`: the block of the person in `cast.yaml`, which says everything, or nothing."""
        return self.named(self.usual if told is None else told)

    def named(self, values: Mapping[str, Value]) -> Record:
        return {f"{self.code}.{name}": value for name, value in values.items()}


@dataclass(frozen=True)
class Department:
    """`speaks`: see speech.py."""

    code: str
    name: str
    registers: tuple[Register, ...]
    speaks: str = "json"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(f"{each.code}.{name}" for each in self.registers for name in each.fields)

    @property
    def predicates(self) -> dict[str, Predicate]:
        return dict(self._predicates())

    def _predicates(self) -> Iterator[tuple[str, Predicate]]:
        for each in self.registers:
            yield from ((f"{each.code}.{name}", predicate) for name, predicate in each.predicates.items())

    @property
    def kept(self) -> tuple[str, ...]:
        return tuple(f"{each.code}.{name}" for each in self.registers for name in each.kept)

    def check(self, question: Question) -> None:
        """Raises `BadQuestion` for a field this department is not the source of, and for a version of a rule it does not
        know."""
        ours = set(question.fields) <= set(self.fields) and set(question.predicates) <= set(self.predicates)
        if not ours:
            raise BadQuestion("not_ours")
        if any(question.rules.get(code, rule_of(code)) != rule_of(code) for code in question.predicates):
            raise BadQuestion("unknown_rule")

    def values(self, record: Record | None, codes: tuple[str, ...], today: date) -> dict[str, Value]:
        return {code: on_day(record[code], today) for code in codes if code in record} if record else {}

    def judge(self, record: Record | None, question: Question) -> dict[str, str]:
        predicates = self.predicates
        return {code: predicates[code](record, question, code) for code in question.predicates}

    def set(self, people: Changeable, id_no: str, field: str, value: Value | None) -> None:
        """Raises `BadQuestion` for a field or a person this department does not have."""
        if field not in {*self.fields, *self.predicates, *self.kept}:
            raise BadQuestion("not_ours")
        if not people.set(id_no, field, value):
            raise BadQuestion("unknown_person")
