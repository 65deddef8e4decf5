"""The police: who lives, who is who, who is registered where, who has come to stay, and who has a record."""

from datetime import timedelta

from services.simulators import names, places
from services.simulators.draws import Draws
from services.simulators.envelope import Question
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

RETIRED_AGE, FRAIL_AGE = 60, 80
OF_AGE, PARENTS = 16, range(25, 46)
SCHOOL_AGES = 9
NO_STAY: Record = {"permit": "NONE"}
NO_RECORD: Record = {"traffic_crime": "NO", "violent_crime": "NO", "drug_use": "NO", "any_crime": "NO"}


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
        **_death(draws, alive),
    }


def _death(draws: Draws, alive: str) -> dict[str, str]:
    """The day on the certificate of death; the living have none."""
    if alive != "NO":
        return {}
    return {"died_on": (REFERENCE_DAY - timedelta(days=1 + draws.below(365))).isoformat()}


def _alive(draws: Draws, age: int) -> str:
    dead = 60 if age >= FRAIL_AGE else 20 if age >= RETIRED_AGE else 3
    return draws.weighted((("NO", dead), ("UNKNOWN", 3), ("YES", 997 - dead)))


def _residence(draws: Draws) -> str:
    return draws.weighted((("NORMAL", 970), ("MOVED_OUT", 25), ("UNKNOWN", 5)))


def photos(resident: Resident, draws: Draws) -> Record:
    return {"usable": draws.weighted((("YES", 900), ("NO", 95), ("UNKNOWN", 5)))}


def residence_registrations(resident: Resident, draws: Draws) -> Record:
    if resident.origin in places.DISTRICTS:
        return NO_STAY
    came = REFERENCE_DAY - timedelta(days=draws.below(2000))
    return {
        "registered_on": came.isoformat(),
        "address": places.address(draws, draws.pick(tuple(places.DISTRICTS))),
        "permit": draws.weighted((("VALID", 600), ("EXPIRED", 100), ("NONE", 295), ("UNKNOWN", 5))),
    }


def criminal_records(resident: Resident, draws: Draws) -> Record:
    if resident.age < OF_AGE:
        return NO_RECORD
    offence = draws.weighted((("", 960), ("traffic_crime", 12), ("violent_crime", 8), ("drug_use", 20)))
    any_crime = "YES" if offence in {"traffic_crime", "violent_crime"} else "NO"
    return NO_RECORD | {"any_crime": any_crime} | ({offence: "YES"} if offence else {})


def children(resident: Resident, draws: Draws) -> Record:
    """The one that is next to go to school."""
    if resident.age not in PARENTS or not draws.chance(400):
        return {}
    born = REFERENCE_DAY - timedelta(days=365 + draws.below(365 * SCHOOL_AGES))
    name = names.name(draws, draws.pick("FM"), born.year)
    return {"name": name, "birth_on": born.isoformat(), "is_guardian": "YES"}


def juvenile_records(resident: Resident, draws: Draws) -> Record:
    return {"on_record": draws.weighted((("NO", 990), ("YES", 10)))}


DEPARTMENT = Department(
    code="public_security",
    name="云州市公安局",
    registers=(
        Register(
            code="population",
            draw=population,
            fields=(
                "name",
                "id_no",
                "birth_on",
                "alive",
                "hukou_region",
                "hukou_address",
                "residence",
                "died_on",
            ),
            predicates={"identity_matches": identity_matches},
        ),
        Register(code="photos", draw=photos, predicates={"usable": as_recorded}, usual={"usable": "YES"}),
        Register(
            code="residence_registrations",
            draw=residence_registrations,
            fields=("registered_on", "address", "permit"),
            usual=NO_STAY,
        ),
        Register(
            code="criminal_records",
            draw=criminal_records,
            predicates=dict.fromkeys(NO_RECORD, as_recorded),
            usual=NO_RECORD,
        ),
        Register(
            code="juvenile_records",  # sealed by law: here so that asking can be refused, and never told
            draw=juvenile_records,
            predicates={"on_record": as_recorded},
            usual={"on_record": "NO"},
        ),
        Register(
            code="children",
            draw=children,
            fields=("name", "birth_on"),
            predicates={"is_guardian": as_recorded},
        ),
    ),
)
