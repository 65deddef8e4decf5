"""Health insurance: who is insured how, who has been recognised for what."""

from services.simulators.draws import Draws
from services.simulators.population import Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

WORKING_AGE, PENSION_AGE = 22, 60
MONTHS_NEEDED = 300  # example: 25 years


def medical(resident: Resident, draws: Draws) -> Record:
    state = draws.weighted((("INSURED", 930), ("ARREARS", 40), ("NONE", 25), ("UNKNOWN", 5)))
    if state in {"NONE", "UNKNOWN"}:
        return {"state": state, "scheme": "NONE", "months_paid": 0, "months_fulfilled": "NO"}
    employee = resident.age >= WORKING_AGE and draws.chance(600)
    years = max(0, min(resident.age, PENSION_AGE) - WORKING_AGE)
    months = draws.below(12 * years + 1) if employee else 0
    return {
        "state": state,
        "scheme": "EMPLOYEE" if employee else "RESIDENT",
        "months_paid": months,
        "months_fulfilled": "YES" if months >= MONTHS_NEEDED else "NO",
    }


def outpatient(resident: Resident, draws: Draws) -> Record:
    return {"already_recognised": draws.weighted((("NO", 940), ("YES", 50), ("UNKNOWN", 10)))}


def remote_care(resident: Resident, draws: Draws) -> Record:
    return {"already_filed": draws.weighted((("NO", 960), ("YES", 35), ("UNKNOWN", 5)))}


def retiree_benefits(resident: Resident, draws: Draws) -> Record:
    if resident.age < PENSION_AGE:
        return {"already_granted": "NO"}
    return {"already_granted": draws.weighted((("YES", 600), ("NO", 390), ("UNKNOWN", 10)))}


DEPARTMENT = Department(
    code="medical_insurance",
    name="云州市医疗保障局",
    registers=(
        Register(
            code="medical",
            draw=medical,
            fields=("state", "scheme", "months_paid"),
            predicates={"months_fulfilled": as_recorded},
            usual={"state": "INSURED", "scheme": "RESIDENT", "months_paid": 0, "months_fulfilled": "NO"},
        ),
        Register(
            code="outpatient",
            draw=outpatient,
            predicates={"already_recognised": as_recorded},
            usual={"already_recognised": "NO"},
        ),
        Register(
            code="remote_care",
            draw=remote_care,
            predicates={"already_filed": as_recorded},
            usual={"already_filed": "NO"},
        ),
        Register(
            code="retiree_benefits",
            draw=retiree_benefits,
            predicates={"already_granted": as_recorded},
            usual={"already_granted": "NO"},
        ),
    ),
)
