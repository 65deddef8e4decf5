"""The land register: who owns a home in the city, spouse included. Which home, it tells nobody."""

from services.simulators.draws import Draws
from services.simulators.population import Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

OWNING_AGE = 25


def homes(resident: Resident, draws: Draws) -> Record:
    of_a_thousand = 650 if resident.age >= OWNING_AGE else 20
    return {
        "owns_home": draws.weighted((("YES", of_a_thousand), ("NO", 995 - of_a_thousand), ("UNKNOWN", 5)))
    }


DEPARTMENT = Department(
    code="real_estate",
    name="云州市不动产登记中心",
    registers=(
        Register(code="homes", draw=homes, predicates={"owns_home": as_recorded}, usual={"owns_home": "NO"}),
    ),
)
