"""Market supervision: who runs a business, and who may not."""

from services.simulators.draws import Draws
from services.simulators.population import Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

NOTHING: Record = {"runs_business": "NO", "barred": "NO"}
OF_AGE = 18


def business(resident: Resident, draws: Draws) -> Record:
    if resident.age < OF_AGE:
        return NOTHING
    return {
        "runs_business": draws.weighted((("NO", 900), ("YES", 98), ("UNKNOWN", 2))),
        "barred": draws.weighted((("NO", 990), ("YES", 8), ("UNKNOWN", 2))),
    }


DEPARTMENT = Department(
    code="market_supervision",
    name="云州市市场监督管理局",
    registers=(
        Register(
            code="business",
            draw=business,
            predicates={"runs_business": as_recorded, "barred": as_recorded},
            usual=NOTHING,
        ),
    ),
)
