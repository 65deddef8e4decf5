"""Education: who studies where, who has which degree, and where a child would go to school."""

from datetime import date

from services.simulators.draws import Draws
from services.simulators.population import REFERENCE_DAY, Resident
from services.simulators.register import Department, Register, as_recorded
from services.simulators.values import Record

UNIVERSITY_AGES, GRADUATES = range(18, 22), range(22, 60)
COLLEGES = ("云州职业技术学院", "青石师范学院", "云州大学")
SUBJECTS = ("护理", "机械制造", "小学教育", "计算机应用", "会计")
SCHOOLS = ("云城区育才路小学", "云城区柳荫街小学", "青石区石桥小学")
COUNTING_DAY = date(REFERENCE_DAY.year + 1, 8, 31)  # those of the autumn after
NO_STUDENT: Record = {"status": "NONE"}
NO_DEGREE: Record = {"level": "NONE", "form": "UNKNOWN"}
LEVELS = (("COLLEGE", 450), ("BACHELOR", 450), ("MASTER", 85), ("DOCTOR", 10), ("UNKNOWN", 5))
NO_PLACE: Record = {"places_left": "UNKNOWN", "enrolled": "NO"}


def students(resident: Resident, draws: Draws) -> Record:
    if resident.age not in UNIVERSITY_AGES or not draws.chance(600):
        return NO_STUDENT
    entered = REFERENCE_DAY.year - draws.below(resident.age - 17)
    return {
        "status": draws.weighted((("ENROLLED", 960), ("ON_LEAVE", 35), ("UNKNOWN", 5))),
        "school": draws.pick(COLLEGES),
        "subject": draws.pick(SUBJECTS),
        "student_no": f"{entered}{resident.nth:06d}",
        "entered_on": f"{entered}-09-01",
    }


def degrees(resident: Resident, draws: Draws) -> Record:
    if resident.age not in GRADUATES or not draws.chance(450):
        return NO_DEGREE
    return {
        "level": draws.weighted(LEVELS),
        "form": draws.weighted((("FULL_TIME", 800), ("PART_TIME", 195), ("UNKNOWN", 5))),
        "school": draws.pick(COLLEGES),
        "graduated_on": f"{resident.birth_on.year + 22}-06-30",
    }


def school_places(resident: Resident, draws: Draws) -> Record:
    return {
        "school": draws.pick(SCHOOLS),
        "age_counts_on": COUNTING_DAY.isoformat(),
        "places_left": draws.weighted((("YES", 850), ("NO", 145), ("UNKNOWN", 5))),
        "enrolled": "NO",
    }


DEPARTMENT = Department(
    code="education",
    name="云州市教育局",
    registers=(
        Register(
            code="students",
            draw=students,
            fields=("status", "school", "subject", "student_no", "entered_on"),
            usual=NO_STUDENT,
        ),
        Register(
            code="degrees",
            draw=degrees,
            fields=("level", "form", "school", "graduated_on"),
            usual=NO_DEGREE,
        ),
        Register(
            code="school_places",
            draw=school_places,
            fields=("school", "age_counts_on"),
            predicates={"places_left": as_recorded, "enrolled": as_recorded},
            usual=NO_PLACE,
        ),
    ),
)
