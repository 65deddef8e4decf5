"""Work, and the loss of it: who is employed, insured against unemployment, or finds it hard to get work."""

from datetime import timedelta

from services.simulators.draws import Draws
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Register, as_recorded
from services.simulators.values import Record

WORKING_AGES = range(22, 60)
EMPLOYERS = ("云州市第三纺织厂", "云台机械有限公司", "青石水务集团", "东湖物流有限公司", "新桥食品厂")
REASONS = (("EXPIRED", 300), ("DISMISSED", 250), ("CLOSED", 100), ("RESIGNED", 340), ("UNKNOWN", 10))
NO_WORK: Record = {"state": "NONE", "end_reason": "NONE"}
NO_CLAIM: Record = {"registered": "NO", "months_paid": 0, "receives_benefit": "NO"}
NO_HARDSHIP: Record = {"state": "NONE", "months_subsidised": 0}


def employment(resident: Resident, draws: Draws) -> Record:
    state = draws.weighted((("EMPLOYED", 620), ("ENDED", 90), ("NONE", 285), ("UNKNOWN", 5)))
    if resident.age not in WORKING_AGES:
        return NO_WORK
    if state not in {"EMPLOYED", "ENDED"}:
        return {"state": state, "end_reason": "NONE"}
    work: Record = {"state": state, "employer": draws.pick(EMPLOYERS)}
    if state == "EMPLOYED":
        return work | {"end_reason": "NONE"}
    ended = REFERENCE_DAY - timedelta(days=draws.below(700))
    return work | {"ended_on": ended.isoformat(), "end_reason": draws.weighted(REASONS)}


def unemployment(resident: Resident, draws: Draws) -> Record:
    if resident.age not in WORKING_AGES:
        return NO_CLAIM
    return {
        "registered": draws.weighted((("NO", 940), ("YES", 58), ("UNKNOWN", 2))),
        "months_paid": draws.below(12 * (resident.age - WORKING_AGES.start) + 1),
        "receives_benefit": draws.weighted((("NO", 980), ("YES", 18), ("UNKNOWN", 2))),
    }


def insured_elsewhere(resident: Resident, draws: Draws) -> Record:
    return {"insured": draws.weighted((("NO", 930), ("YES", 60), ("UNKNOWN", 10)))}


def hardship(resident: Resident, draws: Draws) -> Record:
    if resident.age not in WORKING_AGES or not draws.chance(60):
        return NO_HARDSHIP
    return {
        "state": draws.weighted((("RECOGNISED", 9), ("EXPIRED", 1))),
        "months_subsidised": draws.below(40),
    }


REGISTERS = (
    Register(
        code="employment",
        draw=employment,
        fields=("state", "employer", "ended_on", "end_reason"),
        usual=NO_WORK,
    ),
    Register(
        code="unemployment",
        draw=unemployment,
        fields=("registered", "months_paid"),
        predicates={"receives_benefit": as_recorded},
        usual=NO_CLAIM,
    ),
    Register(
        code="insured_elsewhere",
        draw=insured_elsewhere,
        predicates={"insured": as_recorded},
        usual={"insured": "NO"},
    ),
    Register(code="hardship", draw=hardship, fields=("state", "months_subsidised"), usual=NO_HARDSHIP),
)
