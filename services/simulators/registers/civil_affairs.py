"""Civil affairs: who receives what."""

from services.simulators.draws import Draws
from services.simulators.population import Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

ALLOWANCE_AGE = 70


def allowances(resident: Resident, draws: Draws) -> Record:
    if resident.age < ALLOWANCE_AGE:
        return {"receives_old_age_allowance": "NO"}
    return {"receives_old_age_allowance": draws.weighted((("NO", 930), ("YES", 60), ("UNKNOWN", 10)))}


DEPARTMENT = Department(
    code="civil_affairs",
    name="云州市民政局",
    registers=(
        Register(
            code="allowances",
            draw=allowances,
            predicates={"receives_old_age_allowance": as_recorded},
            usual={"receives_old_age_allowance": "NO"},
        ),
    ),
)
