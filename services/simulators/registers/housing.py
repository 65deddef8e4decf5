"""Housing: which leases of homes and shops are on file."""

from services.simulators import places
from services.simulators.draws import Draws
from services.simulators.population import Resident
from services.simulators.register import Department, Register
from services.simulators.values import Record

OF_AGE = 18
NO_LEASE: Record = {"state": "NONE"}


def tenancies(resident: Resident, draws: Draws) -> Record:
    state = draws.weighted((("NONE", 780), ("HOME", 180), ("PUBLIC", 35), ("UNKNOWN", 5)))
    if resident.age < OF_AGE or state not in {"HOME", "PUBLIC"}:
        return NO_LEASE if resident.age < OF_AGE else {"state": state}
    return {"state": state, "address": places.address(draws, draws.pick(tuple(places.DISTRICTS)))}


def shops(resident: Resident, draws: Draws) -> Record:
    if resident.age < OF_AGE or not draws.chance(60):
        return NO_LEASE
    return {"state": "FILED", "address": places.address(draws, draws.pick(tuple(places.DISTRICTS)))}


DEPARTMENT = Department(
    code="housing",
    name="云州市住房和城乡建设局",
    registers=(
        Register(code="tenancies", draw=tenancies, fields=("state", "address"), usual=NO_LEASE),
        Register(code="shops", draw=shops, fields=("state", "address"), usual=NO_LEASE),
    ),
)
