"""Transport: who has passed the test for drivers of taxis and ride-hailing cars."""

from services.simulators.draws import Draws
from services.simulators.population import Resident
from services.simulators.register import Department, Register
from services.simulators.values import Record


def driver_exams(resident: Resident, draws: Draws) -> Record:
    return {"state": draws.weighted((("NONE", 960), ("PASSED", 30), ("FAILED", 10)))}


DEPARTMENT = Department(
    code="transport",
    name="云州市交通运输局",
    registers=(Register(code="driver_exams", draw=driver_exams, fields=("state",), usual={"state": "NONE"}),),
)
