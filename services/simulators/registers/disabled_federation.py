"""The Disabled Persons’ Federation: certificates of disability, with kind and grade (GB/T 26341: 1 is the gravest)."""

from services.simulators.draws import Draws
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Department, Register
from services.simulators.values import Record

KINDS = ("VISION", "HEARING", "SPEECH", "LIMB", "INTELLECTUAL", "MENTAL", "MULTIPLE")
GRADES = (("GRADE_1", 15), ("GRADE_2", 25), ("GRADE_3", 30), ("GRADE_4", 30))


def disability(resident: Resident, draws: Draws) -> Record:
    if not draws.chance(60):
        return {"state": "NONE", "kind": "NONE", "grade": "NONE"}
    left = draws.below(12) - 1
    return {
        "state": "VALID" if left > 0 else "EXPIRED",
        "kind": draws.pick(KINDS),
        "grade": draws.weighted(GRADES),
        "valid_until": REFERENCE_DAY.replace(year=REFERENCE_DAY.year + left).isoformat(),
    }


DEPARTMENT = Department(
    code="disabled_federation",
    name="云州市残疾人联合会",
    registers=(
        Register(
            code="disability",
            draw=disability,
            fields=("state", "kind", "grade", "valid_until"),
            usual={"state": "NONE", "kind": "NONE", "grade": "NONE"},
        ),
    ),
)
