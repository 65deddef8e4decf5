"""Tax: invoices of used vehicles, and what people pay for their own insurance."""

from services.simulators.draws import Draws
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

NO_SALE: Record = {"invoice_matches": "NO"}
NOTHING_PAID: Record = {"months_this_year": 0}
WORKING_AGES = range(22, 60)


def vehicle_sales(resident: Resident, draws: Draws) -> Record:
    return NO_SALE


def contributions(resident: Resident, draws: Draws) -> Record:
    if resident.age not in WORKING_AGES or not draws.chance(200):
        return NOTHING_PAID
    return {"months_this_year": draws.below(REFERENCE_DAY.month)}


DEPARTMENT = Department(
    code="tax",
    name="国家税务总局云州市税务局",
    registers=(
        Register(
            code="vehicle_sales",
            draw=vehicle_sales,
            fields=("sold_on",),
            predicates={"invoice_matches": as_recorded},
            usual=NO_SALE,
        ),
        Register(code="contributions", draw=contributions, fields=("months_this_year",), usual=NOTHING_PAID),
    ),
)
