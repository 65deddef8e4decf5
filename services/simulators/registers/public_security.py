"""The police: who lives, who is who, who is registered where."""

from services.simulators import places
from services.simulators.draws import Draws
from services.simulators.envelope import Question
from services.simulators.population import Resident
from services.simulators.register import Department, Register
from services.simulators.values import Record

RETIRED_AGE, FRAIL_AGE = 60, 80


def identity_matches(record: Record | None, question: Question, code: str) -> str:
    """Name and number belong together and the person is alive. Of somebody nobody knows, that is not so."""
    return str(record.get("population.alive", "UNKNOWN")) if record else "NO"


def population(resident: Resident, draws: Draws) -> Record:
    alive = _alive(draws, resident.age)
    region = resident.origin if draws.chance(850) else places.region(draws, local_of_a_thousand=900)
    return {
        "name": resident.name(),
        "id_no": resident.id_no,
        "birth_on": resident.birth_on.isoformat(),
        "alive": alive,
        "hukou_region": region,
        "hukou_address": places.address(draws, region),
        "residence": "CANCELLED" if alive == "NO" else _residence(draws),
    }


def _alive(draws: Draws, age: int) -> str:
    dead = 60 if age >= FRAIL_AGE else 20 if age >= RETIRED_AGE else 3
    return draws.weighted((("NO", dead), ("UNKNOWN", 3), ("YES", 997 - dead)))


def _residence(draws: Draws) -> str:
    return draws.weighted((("NORMAL", 970), ("MOVED_OUT", 25), ("UNKNOWN", 5)))


DEPARTMENT = Department(
    code="public_security",
    name="云州市公安局",
    registers=(
        Register(
            code="population",
            draw=population,
            fields=("name", "id_no", "birth_on", "alive", "hukou_region", "hukou_address", "residence"),
            predicates={"identity_matches": identity_matches},
        ),
    ),
)
