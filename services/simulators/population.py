"""Ten thousand people of Yunzhou, each made from a number.

Who somebody is (`Resident`) is cheap and made for all at the start, to know which identity numbers exist; what the
registers say about them (`registers/`) is made when somebody asks. Ages are as of `REFERENCE_DAY`, and stay so.
"""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from services.simulators import names, places
from services.simulators.draws import Draws
from services.simulators.numbers import identity_number

SIZE = 10_000
REFERENCE_DAY = date(2026, 10, 1)
AGES = (((0, 17), 170), ((18, 39), 280), ((40, 59), 300), ((60, 69), 120))
OLD_AGES = (((70, 79), 80), ((80, 89), 35), ((90, 99), 12), ((100, 105), 3))


class Resident(NamedTuple):
    nth: int
    id_no: str
    sex: str
    birth_on: date
    origin: str

    @property
    def age(self) -> int:
        """Completed years on the reference day."""
        before = (REFERENCE_DAY.month, REFERENCE_DAY.day) < (self.birth_on.month, self.birth_on.day)
        return REFERENCE_DAY.year - self.birth_on.year - before

    def name(self) -> str:
        return names.name(Draws("name", self.nth), self.sex, self.birth_on.year)


def resident(nth: int) -> Resident:
    draws = Draws("person", nth)
    sex = draws.pick("FM")
    birth_on = _birth_on(draws)
    origin = places.region(draws, local_of_a_thousand=880)
    sequence = 2 * draws.below(499) + (1 if sex == "M" else 2)
    return Resident(nth, identity_number(origin, birth_on, sequence), sex, birth_on, origin)


def _birth_on(draws: Draws) -> date:
    youngest, oldest = draws.weighted(AGES + OLD_AGES)
    age = youngest + draws.below(oldest - youngest + 1)
    return REFERENCE_DAY.replace(year=REFERENCE_DAY.year - age) - timedelta(days=draws.below(365))


@cache
def residents() -> dict[str, Resident]:
    """By identity number. Made once a process."""
    return {each.id_no: each for each in map(resident, range(SIZE))}
