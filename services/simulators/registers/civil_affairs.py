"""Civil affairs: who is married to whom, who receives what, and how a family stands."""

from services.simulators import names
from services.simulators.draws import Draws
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

ADULT_AGE, CARD_AGE, ALLOWANCE_AGE = 22, 60, 70
RARELY = (("NO", 985), ("YES", 10), ("UNKNOWN", 5))


def allowances(resident: Resident, draws: Draws) -> Record:
    if resident.age < ALLOWANCE_AGE:
        return {"receives_old_age_allowance": "NO"}
    return {"receives_old_age_allowance": draws.weighted((("NO", 930), ("YES", 60), ("UNKNOWN", 10)))}


def marriages(resident: Resident, draws: Draws) -> Record:
    if resident.age < ADULT_AGE or not draws.chance(780):
        return {"state": draws.weighted((("SINGLE", 900), ("DIVORCED", 90), ("UNKNOWN", 10)))}
    years = draws.below(resident.age - ADULT_AGE + 1)
    spouse = names.name(draws, "M" if resident.sex == "F" else "F", resident.birth_on.year)
    on = REFERENCE_DAY.replace(year=REFERENCE_DAY.year - years, day=1 + draws.below(28))
    return {"state": "MARRIED", "spouse": spouse, "married_on": min(on, REFERENCE_DAY).isoformat()}


def relief(resident: Resident, draws: Draws) -> Record:
    return {"state": draws.weighted((("NONE", 955), ("MINIMUM", 25), ("MARGINAL", 15), ("UNKNOWN", 5)))}


def family_means(resident: Resident, draws: Draws) -> Record:
    members, income = 1 + draws.below(5), 400 + draws.below(90) * 100
    return {
        "members": members,
        "monthly_income": income * members,
        "property_above_limit": draws.weighted((("NO", 800), ("YES", 190), ("UNKNOWN", 10))),
    }


def senior_cards(resident: Resident, draws: Draws) -> Record:
    holds = resident.age >= CARD_AGE and draws.chance(500)
    return {"holds_card": "YES" if holds else "NO"}


def disability_benefits(resident: Resident, draws: Draws) -> Record:
    return {
        "receives_living_subsidy": draws.weighted(RARELY),
        "receives_care_subsidy": draws.weighted(RARELY),
    }


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
        Register(
            code="marriages",
            draw=marriages,
            fields=("state", "spouse", "married_on"),
            usual={"state": "SINGLE"},
        ),
        Register(code="relief", draw=relief, fields=("state",), usual={"state": "NONE"}),
        Register(
            code="family_means",
            draw=family_means,
            fields=("members", "monthly_income"),
            predicates={"property_above_limit": as_recorded},
            usual={"members": 2, "monthly_income": 6800, "property_above_limit": "NO"},
        ),
        Register(
            code="senior_cards",
            draw=senior_cards,
            predicates={"holds_card": as_recorded},
            usual={"holds_card": "NO"},
        ),
        Register(
            code="disability_benefits",
            draw=disability_benefits,
            predicates={"receives_living_subsidy": as_recorded, "receives_care_subsidy": as_recorded},
            usual={"receives_living_subsidy": "NO", "receives_care_subsidy": "NO"},
        ),
    ),
)
