"""A part of social insurance: what has been paid in, when somebody may retire, who draws a pension, and cards in use."""

from services.simulators.draws import Draws
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Register, as_recorded
from services.simulators.values import Record

WORKING_AGE, EARLIEST, LATEST = 22, 55, 60
MONTHS_FOR_A_PENSION = 180  # Social Insurance Law art. 16; rising from 2030 by the decision of 2024


def paid_in(resident: Resident, draws: Draws) -> Record:
    """Yuan, of this year up to the last month paid; the account since the beginning."""
    if not WORKING_AGE <= resident.age < LATEST or not draws.chance(800):
        return {"state": "NONE"}
    base, months = 4000 + draws.below(160) * 100, 1 + draws.below(10)
    return {
        "state": "PAID",
        "base": base,
        "paid_by_person": base * 105 // 1000 * months,
        "paid_by_employer": base * 26 // 100 * months,
        "account": base * 8 // 100 * (months + 12 * draws.below(resident.age - WORKING_AGE + 1)),
    }


def retirement(resident: Resident, draws: Draws) -> Record:
    if resident.age < WORKING_AGE:
        return {"file_checked": "NO"}
    age = EARLIEST + draws.below(LATEST - EARLIEST + 1)
    may_retire_on = resident.birth_on.replace(year=resident.birth_on.year + age, day=1)
    months = draws.below(12 * max(1, min(resident.age, LATEST) - WORKING_AGE))
    return {
        "may_retire_on": may_retire_on.isoformat(),
        "months_counted": months,
        "months_needed": MONTHS_FOR_A_PENSION,
        "file_checked": draws.weighted((("YES", 850), ("NO", 130), ("UNKNOWN", 20))),
    }


def pension_payments(resident: Resident, draws: Draws) -> Record:
    if resident.age < LATEST or not draws.chance(800):
        return {"state": "NONE"}
    verified_on = REFERENCE_DAY.replace(year=REFERENCE_DAY.year - 1, day=1 + draws.below(28))
    state = draws.weighted((("PAID", 960), ("PAUSED", 30), ("UNKNOWN", 10)))
    return {"state": state, "verified_on": verified_on.isoformat()}


def card_states(resident: Resident, draws: Draws) -> Record:
    return {"state": draws.weighted((("IN_USE", 930), ("LOST", 25), ("NONE", 40), ("UNKNOWN", 5)))}


REGISTERS = (
    Register(
        code="paid_in",
        draw=paid_in,
        fields=("state", "base", "paid_by_person", "paid_by_employer", "account"),
        usual={"state": "NONE"},
    ),
    Register(
        code="retirement",
        draw=retirement,
        fields=("may_retire_on", "months_counted", "months_needed"),
        predicates={"file_checked": as_recorded},
        usual={"file_checked": "NO"},
    ),
    Register(
        code="pension_payments",
        draw=pension_payments,
        fields=("state", "verified_on"),
        usual={"state": "NONE"},
    ),
    Register(code="card_states", draw=card_states, fields=("state",), usual={"state": "IN_USE"}),
)
