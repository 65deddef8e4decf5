"""The traffic police: who may drive, who is fit to, and which vehicles wait for their new owner."""

from datetime import timedelta

from services.simulators.draws import Draws
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

DRIVING_AGE, FIRST_TERM_YEARS = 18, 6
CLASSES = (("C1", 700), ("C2", 200), ("B2", 40), ("B1", 20), ("A2", 15), ("A1", 10), ("A3", 5), ("OTHER", 10))
RARELY = (("NO", 960), ("YES", 35), ("UNKNOWN", 5))
NO_LICENCE: Record = {
    "status": "NONE",
    "drank_and_drove": "NO",
    "reached_twelve_points": "NO",
    "open_violations": "NO",
}
NO_VEHICLE: Record = {"state": "NONE", "open_violations": "NO", "insured": "NO", "seller_agrees": "NO"}


def driving_licences(resident: Resident, draws: Draws) -> Record:
    years = resident.age - DRIVING_AGE
    if years < 1 or not draws.chance(600):
        return NO_LICENCE
    days = draws.below(365 * min(years, 40)) + 1
    term = timedelta(days=365 * FIRST_TERM_YEARS)
    first = REFERENCE_DAY - timedelta(days=days)
    return {
        "vehicle_class": draws.weighted(CLASSES),
        "first_issued_on": first.isoformat(),
        "valid_until": (first + term * (days // term.days + 1)).isoformat(),
        "status": draws.weighted((("NORMAL", 970), ("SUSPENDED", 20), ("CANCELLED", 8), ("UNKNOWN", 2))),
        "drank_and_drove": draws.weighted(RARELY),
        "reached_twelve_points": draws.weighted(RARELY),
        "open_violations": draws.weighted((("NO", 850), ("YES", 145), ("UNKNOWN", 5))),
    }


def driver_health(resident: Resident, draws: Draws) -> Record:
    return {"state": draws.weighted((("FIT", 300), ("NONE", 690), ("UNFIT", 10)))}


def vehicles(resident: Resident, draws: Draws) -> Record:
    return NO_VEHICLE


DEPARTMENT = Department(
    code="traffic_police",
    name="云州市公安局交通管理支队",
    registers=(
        Register(
            code="driving_licences",
            draw=driving_licences,
            fields=("vehicle_class", "first_issued_on", "valid_until", "status"),
            predicates={
                "drank_and_drove": as_recorded,
                "reached_twelve_points": as_recorded,
                "open_violations": as_recorded,
            },
            usual=NO_LICENCE,
        ),
        Register(code="driver_health", draw=driver_health, fields=("state",), usual={"state": "NONE"}),
        Register(
            code="vehicles",
            draw=vehicles,
            fields=("plate", "model", "state"),
            predicates={
                "open_violations": as_recorded,
                "insured": as_recorded,
                "seller_agrees": as_recorded,
            },
            usual=NO_VEHICLE,
        ),
    ),
)
