"""Health: births, registrations of births to come, and what hospitals have found."""

from datetime import timedelta

from services.simulators.draws import Draws
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

HOSPITALS = ("云州市第一人民医院", "云州市妇幼保健院", "青石区人民医院", "云州市中医院")
DISEASES = ("HYPERTENSION", "DIABETES", "CORONARY", "TUMOUR", "RENAL_FAILURE")
YOUNGEST, OLDEST = 22, 45  # of parents of a newborn
FREQUENT_AGE = 50


def newborns(resident: Resident, draws: Draws) -> Record:
    """The parent's latest child of this year, under the parent's number."""
    if not YOUNGEST <= resident.age <= OLDEST or not draws.chance(40):
        return {"state": "NONE"}
    born_on = REFERENCE_DAY - timedelta(days=draws.below(300))
    number = f"T99{draws.below(10**7):07d}"
    hospital = draws.pick(HOSPITALS)
    return {
        "state": "CERTIFIED",
        "certificate_no": number,
        "born_on": born_on.isoformat(),
        "hospital": hospital,
    }


def birth_registrations(resident: Resident, draws: Draws) -> Record:
    if not YOUNGEST <= resident.age <= OLDEST:
        return {"registered": "NO"}
    return {"registered": draws.weighted((("NO", 960), ("YES", 30), ("UNKNOWN", 10)))}


def diagnoses(resident: Resident, draws: Draws) -> Record:
    if not draws.chance(300 if resident.age >= FREQUENT_AGE else 30):
        return {"state": "NONE", "disease": "NONE"}
    disease, hospital = draws.pick(DISEASES), draws.pick(HOSPITALS)
    found_on = REFERENCE_DAY - timedelta(days=draws.below(3000))
    state = draws.weighted((("CONFIRMED", 900), ("SUSPECTED", 90), ("UNKNOWN", 10)))
    return {"state": state, "disease": disease, "hospital": hospital, "found_on": found_on.isoformat()}


DEPARTMENT = Department(
    code="health",
    name="云州市卫生健康委员会",
    registers=(
        Register(
            code="newborns",
            draw=newborns,
            fields=("state", "certificate_no", "born_on", "hospital"),
            usual={"state": "NONE"},
        ),
        Register(
            code="birth_registrations",
            draw=birth_registrations,
            predicates={"registered": as_recorded},
            usual={"registered": "NO"},
        ),
        Register(
            code="diagnoses",
            draw=diagnoses,
            fields=("state", "disease", "hospital", "found_on"),
            usual={"state": "NONE", "disease": "NONE"},
        ),
    ),
)
