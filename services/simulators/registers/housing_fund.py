"""The housing fund: who saves with it, how much there is, and what was taken out."""

from services.simulators.draws import Draws
from services.simulators.population import Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

WORKING_AGE, PENSION_AGE = 22, 60
NO_ACCOUNT: Record = {
    "state": "NONE",
    "months_in_a_row": 0,
    "balance": 0,
    "used_for_rent_this_year": "NO",
    "has_loan": "NO",
    "can_pay_out": "NO",
}


def fund_accounts(resident: Resident, draws: Draws) -> Record:
    if resident.age < WORKING_AGE or not draws.chance(550):
        return NO_ACCOUNT
    retired = resident.age >= PENSION_AGE
    months = 0 if retired else draws.below(12 * (resident.age - WORKING_AGE) + 1)
    return {
        "state": "SEALED" if retired else "ACTIVE",
        "months_in_a_row": months,
        "balance": 640 * months + draws.below(90_000),
        "used_for_rent_this_year": draws.weighted((("NO", 850), ("YES", 145), ("UNKNOWN", 5))),
        "has_loan": draws.weighted((("NO", 800), ("YES", 195), ("UNKNOWN", 5))),
        "can_pay_out": draws.weighted((("YES", 930), ("NO", 65), ("UNKNOWN", 5))),
    }


DEPARTMENT = Department(
    code="housing_fund",
    name="云州市住房公积金管理中心",
    registers=(
        Register(
            code="fund_accounts",
            draw=fund_accounts,
            fields=("state", "months_in_a_row", "balance"),
            predicates={
                "used_for_rent_this_year": as_recorded,
                "has_loan": as_recorded,
                "can_pay_out": as_recorded,
            },
            usual=NO_ACCOUNT,
        ),
    ),
    speaks="xml",
)
