"""What the registers say about a resident. A few say odd things, as registers do: nobody knows, moved away, no card."""

from services.simulators import places
from services.simulators.draws import Draws
from services.simulators.numbers import card_number
from services.simulators.population import REFERENCE_DAY, Resident

Value = str | int | list[str]
Record = dict[str, Value]
WORKING_AGE, PENSION_AGE, ALLOWANCE_AGE, FRAIL_AGE = 22, 60, 70, 80
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


def record(resident: Resident) -> Record:
    """All registers together, by field code. A value nobody recorded is not there."""
    return population(resident) | allowances(resident) | social_cards(resident) | insurance(resident)


def population(resident: Resident) -> Record:
    draws = Draws("population", resident.nth)
    alive = _alive(draws, resident.age)
    region = resident.origin if draws.chance(850) else places.region(draws, local_of_a_thousand=900)
    return {
        "population.name": resident.name(),
        "population.id_no": resident.id_no,
        "population.birth_on": resident.birth_on.isoformat(),
        "population.alive": alive,
        "population.hukou_region": region,
        "population.hukou_address": places.address(draws, region),
        "population.residence": "CANCELLED" if alive == "NO" else _residence(draws),
    }


def _alive(draws: Draws, age: int) -> str:
    dead = 60 if age >= FRAIL_AGE else 20 if age >= PENSION_AGE else 3
    return draws.weighted((("NO", dead), ("UNKNOWN", 3), ("YES", 997 - dead)))


def _residence(draws: Draws) -> str:
    return draws.weighted((("NORMAL", 970), ("MOVED_OUT", 25), ("UNKNOWN", 5)))


def allowances(resident: Resident) -> Record:
    draws = Draws("allowances", resident.nth)
    receives = (
        draws.weighted((("NO", 930), ("YES", 60), ("UNKNOWN", 10))) if resident.age >= ALLOWANCE_AGE else "NO"
    )
    return {"allowances.receives_old_age_allowance": receives}


def social_cards(resident: Resident) -> Record:
    draws = Draws("social_cards", resident.nth)
    if resident.age < 1 or not draws.chance(970):
        return {"social_cards.can_receive_payment": "NO"}
    number = card_number(f"990109{resident.nth:012d}")
    return {
        "social_cards.can_receive_payment": draws.weighted(YES_MOSTLY),
        "social_cards.card_number": number,
        "social_cards.card_tail": number[-4:],
    }


def insurance(resident: Resident) -> Record:
    draws = Draws("insurance", resident.nth)
    status = draws.weighted((("INSURED", 800), ("SUSPENDED", 80), ("NONE", 120)))
    if status == "NONE":
        return {"insurance.status": status}
    employed = WORKING_AGE <= resident.age < PENSION_AGE and draws.chance(700)
    years = max(0, min(resident.age - WORKING_AGE, 30)) if employed else min(resident.age, 15)
    first = THIS_MONTH - draws.below(12 * years + 1)
    last = THIS_MONTH if status == "INSURED" else THIS_MONTH - draws.below(THIS_MONTH - first + 1)
    months = last - first + 1
    return {
        "insurance.status": status,
        "insurance.employer": draws.pick(EMPLOYERS) if employed else SELF_INSURED,
        "insurance.kinds": ALL_KINDS if employed else ["MEDICAL"],
        "insurance.first_month": _month(first),
        "insurance.last_month": _month(last),
        "insurance.months_paid": months - draws.below(1 + months // 10),
    }


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
