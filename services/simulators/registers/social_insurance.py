"""Human resources and social security: cards and insurance."""

from datetime import date

from services.simulators.draws import Draws
from services.simulators.envelope import Question
from services.simulators.numbers import card_number
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.registers._retirement import REGISTERS as RETIREMENT
from services.simulators.registers._work import REGISTERS as WORK
from services.simulators.values import Record

WORKING_AGE, PENSION_AGE = 22, 60
LEAP_DAY = (2, 29)
EMPLOYERS = (
    "云州市第三纺织厂",
    "云台机械有限公司",
    "青石水务集团",
    "云州市第二中学",
    "东湖物流有限公司",
    "新桥食品厂",
)
SELF_INSURED = "城乡居民（个人参保）"
ALL_KINDS = ["PENSION", "MEDICAL", "UNEMPLOYMENT", "INJURY", "MATERNITY"]
YES_MOSTLY = (("YES", 950), ("NO", 40), ("UNKNOWN", 10))
THIS_MONTH = REFERENCE_DAY.year * 12 + REFERENCE_DAY.month - 1


def card_number_matches(record: Record | None, question: Question, code: str) -> str:
    claim = "".join(question.claims.get(code, "").split())
    if record is None or not claim:
        return "UNKNOWN"
    return "YES" if record.get("social_cards.card_number") == claim else "NO"


def social_cards(resident: Resident, draws: Draws) -> Record:
    if resident.age < 1 or not draws.chance(970):
        return {"can_receive_payment": "NO"}
    number = card_number(f"990109{resident.nth:012d}")
    payable = draws.weighted(YES_MOSTLY)
    return {
        "can_receive_payment": payable,
        "card_number": number,
        "card_tail": number[-4:],
        "birth_on": _birth_on(resident, draws).isoformat(),
    }


def _birth_on(resident: Resident, draws: Draws) -> date:
    """As the personal file has it, which for a few is not what the police have."""
    known = resident.birth_on
    return (
        known
        if draws.chance(995) or (known.month, known.day) == LEAP_DAY
        else known.replace(year=known.year - 1)
    )


def insurance(resident: Resident, draws: Draws) -> Record:
    status = draws.weighted((("INSURED", 800), ("SUSPENDED", 80), ("NONE", 120)))
    if status == "NONE":
        return {"status": status}
    employed = WORKING_AGE <= resident.age < PENSION_AGE and draws.chance(700)
    years = max(0, min(resident.age - WORKING_AGE, 30)) if employed else min(resident.age, 15)
    first = THIS_MONTH - draws.below(12 * years + 1)
    last = THIS_MONTH if status == "INSURED" else THIS_MONTH - draws.below(THIS_MONTH - first + 1)
    months = last - first + 1
    return {
        "status": status,
        "employer": draws.pick(EMPLOYERS) if employed else SELF_INSURED,
        "kinds": ALL_KINDS if employed else ["MEDICAL"],
        "first_month": _month(first),
        "last_month": _month(last),
        "months_paid": months - draws.below(1 + months // 10),
    }


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


DEPARTMENT = Department(
    code="social_insurance",
    name="云州市人力资源和社会保障局",
    registers=(
        Register(
            code="social_cards",
            draw=social_cards,
            fields=("card_tail", "birth_on"),
            predicates={
                "can_receive_payment": as_recorded,
                "card_number_matches": card_number_matches,
            },
            kept=("card_number",),
            usual={"can_receive_payment": "NO"},
        ),
        Register(
            code="insurance",
            draw=insurance,
            fields=("status", "employer", "kinds", "first_month", "last_month", "months_paid"),
            usual={"status": "NONE"},
        ),
        *RETIREMENT,
        *WORK,
    ),
)
