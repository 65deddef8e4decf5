"""The arithmetic of the scores. Pure: facts in, numbers out.

Nothing gets better by adding lines to a catalogue: the share rate weighs each value by how many matters wanted it, and a
value nobody wants weighs nothing. A rate over fewer than `FEWEST` cases is not said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.figures.overview import Ratio
from services.figures.sharing.facts import Asked, Disputed, Facts

CHINA = ZoneInfo("Asia/Shanghai")
FEWEST = 10
FRESH = timedelta(days=7)
CORE = ("population.", "households.", "enterprises.", "licences.")  # 人口、法人 and the registers beside them
NOT_COMPATIBLE = frozenset(
    {"wrong_type", "malformed", "too_large", "redirected", "bad_signature", "wrong_request", "wrong_subject"}
    | {"from_the_future", "cut"}
)
NOT_SENT = frozenset({"no_address", "resting", "lost"})
CAME = ("GIVEN", "ABSENT")  # nothing on record is an answer too


class Code(StrEnum):
    SHARE = "share"
    CORE_DATA = "core_data"
    COMPATIBLE = "compatible"
    ACCURATE = "accurate"
    IN_TIME = "in_time"
    CORRECTED_IN_TIME = "corrected_in_time"
    PREDICATES = "predicates"
    REPEAT_ASKS = "repeat_asks"
    OVER_ASKS = "over_asks"
    DENIED = "denied"


COUNTS = frozenset({Code.REPEAT_ASKS, Code.DENIED})


@dataclass(frozen=True)
class Score:
    """`rates` and `counts` by code."""

    rates: Mapping[Code, Ratio]
    counts: Mapping[Code, int]

    def enough(self, code: Code) -> bool:
        return self.rates[code].whole >= FEWEST


def score(facts: Facts, department: str = "", owners: Mapping[str, str] | None = None) -> Score:
    """Of one department, or of all. `owners`: field -> code of its department, for what was refused before it was asked."""
    asked = [each for each in facts.asked if not department or each.department == department]
    disputes = [each for each in facts.disputes if not department or each.department == department]
    mine = _mine(department, owners or {})
    refused = [code for each in facts.refused for code in each.fields if mine(code)]
    return Score(
        rates={
            Code.SHARE: _share(facts, asked, mine),
            Code.CORE_DATA: _core(facts, asked, mine),
            Code.COMPATIBLE: _compatible(asked),
            Code.ACCURATE: _accurate(asked, disputes),
            Code.IN_TIME: _in_time(asked),
            Code.CORRECTED_IN_TIME: _corrected_in_time(facts, disputes),
            Code.PREDICATES: _predicates(asked),
            Code.OVER_ASKS: _over_asks(facts, asked),
        },
        counts={Code.REPEAT_ASKS: _repeat_asks(facts, asked), Code.DENIED: len(refused)},
    )


def _mine(department: str, owners: Mapping[str, str]) -> Callable[[str], bool]:
    return lambda code: not department or owners.get(code) == department


def _demand(facts: Facts, asked: Iterable[Asked], mine: Callable[[str], bool]) -> dict[str, set[str]]:
    """Field -> the matters that wanted it, whether or not it was given."""
    wanted: dict[str, set[str]] = {}
    for each in asked:
        for code, _, _ in each.fields:
            wanted.setdefault(code, set()).add(each.occasion)
    for refused in facts.refused:
        for code in refused.fields:
            if mine(code):
                wanted.setdefault(code, set()).add(refused.occasion)
    return wanted


def _served(facts: Facts, asked: Iterable[Asked]) -> set[str]:
    """Fields a register has answered in the last days of the period."""
    since = facts.until - FRESH
    return {
        code
        for each in asked
        if each.answered and each.at.astimezone(CHINA).date() > since
        for code, _, outcome in each.fields
        if outcome in CAME
    }


def _share(facts: Facts, asked: Sequence[Asked], mine: Callable[[str], bool]) -> Ratio:
    wanted, served = _demand(facts, asked, mine), _served(facts, asked)
    return Ratio(
        sum(len(those) for code, those in wanted.items() if code in served),
        sum(len(those) for those in wanted.values()),
    )


def _core(facts: Facts, asked: Sequence[Asked], mine: Callable[[str], bool]) -> Ratio:
    wanted = {code for code in _demand(facts, asked, mine) if code.startswith(CORE)}
    return Ratio(len(wanted & _served(facts, asked)), len(wanted))


def _compatible(asked: Sequence[Asked]) -> Ratio:
    came = [each for each in asked if each.answered or each.reason in NOT_COMPATIBLE]
    good = [each for each in came if each.answered and not each.over_delivered]
    return Ratio(len(good), len(came))


def _accurate(asked: Sequence[Asked], disputes: Sequence[Disputed]) -> Ratio:
    """A value that was put right counts against the values that came."""
    came = [outcome for each in asked for _, _, outcome in each.fields if outcome in {"GIVEN", "UNFIT"}]
    wrong = came.count("UNFIT") + sum(each.corrected and each.about_a_value for each in disputes)
    return Ratio(max(0, len(came) - wrong), len(came))


def _in_time(asked: Sequence[Asked]) -> Ratio:
    sent = [each for each in asked if each.reason not in NOT_SENT]
    return Ratio(sum(each.answered for each in sent), len(sent))


def _corrected_in_time(facts: Facts, disputes: Sequence[Disputed]) -> Ratio:
    due = [each for each in disputes if each.closed_at or each.due_on <= facts.until]
    good = [each for each in due if each.closed_at and each.closed_at.astimezone(CHINA).date() <= each.due_on]
    return Ratio(len(good), len(due))


def _predicates(asked: Sequence[Asked]) -> Ratio:
    given = [form for each in asked for _, form, outcome in each.fields if outcome == "GIVEN"]
    return Ratio(given.count("PREDICATE"), len(given))


def _over_asks(facts: Facts, asked: Sequence[Asked]) -> Ratio:
    """Of the values given for what was decided: those no decision of that item can rest on."""
    used = {each.occasion: set(each.used) for each in facts.decided}
    given = [
        (each.occasion, code)
        for each in asked
        if each.occasion in used
        for code, _, outcome in each.fields
        if outcome == "GIVEN"
    ]
    return Ratio(sum(code not in used[occasion] for occasion, code in given), len(given))


def _repeat_asks(facts: Facts, asked: Sequence[Asked]) -> int:
    """Values a decision can rest on that a department holds and had not told by then: the person, or paper, had to."""
    decided = {each.occasion: each for each in facts.decided}
    wanted: set[tuple[str, str]] = set()
    told: set[tuple[str, str]] = set()
    for each in asked:
        if (decision := decided.get(each.occasion)) is None or each.at > decision.at:
            continue
        pairs = {(each.occasion, code) for code, _, _ in each.fields if code in decision.used}
        wanted |= pairs
        if each.answered:
            told |= pairs
    return len(wanted - told)
