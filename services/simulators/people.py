"""Everybody a department knows: the cast, ten thousand residents, and what has been changed since the start.

Changes live in the memory of one process and are gone with it.
"""

import unicodedata
from collections.abc import Iterable
from threading import Lock

from services.simulators import cast, departments, population
from services.simulators.values import Record, Value


class People:
    def __init__(self) -> None:
        self._cast = cast.records()
        self._residents = population.residents()
        self._changes: dict[str, dict[str, Value | None]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._residents) + len(self._cast)

    def residents(self) -> Iterable[str]:
        """The identity numbers of all but the cast."""
        return self._residents.keys()

    def find(self, name: str, id_no: str) -> Record | None:
        """The record, when name and number belong together; else nobody, whichever of the two is wrong."""
        record = self.by_number(id_no)
        return record if record and _plain(str(record.get("population.name"))) == _plain(name) else None

    def by_number(self, id_no: str) -> Record | None:
        record = self._cast.get(id_no)
        if record is None and id_no in self._residents:
            record = departments.record(self._residents[id_no])
        if record is None:
            return None
        with self._lock:
            changed = record | self._changes.get(id_no, {})
        return {code: value for code, value in changed.items() if value is not None}

    def set(self, id_no: str, field: str, value: Value | None) -> bool:
        """From now on; None removes the value. False when nobody has this number."""
        if id_no not in self._cast and id_no not in self._residents:
            return False
        with self._lock:
            self._changes[id_no] = self._changes.get(id_no, {}) | {field: value}
        return True

    def forget_changes(self) -> None:
        with self._lock:
            self._changes = {}

    def somebody_else(self, id_no: str) -> tuple[str, Record]:
        other = next(number for number in self._cast if number != id_no)
        return other, self._cast[other]


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).replace("•", "·").split())
