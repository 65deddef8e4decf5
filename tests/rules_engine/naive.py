"""The allowance as a plain program, written from the law and not from the table: the second opinion."""

from typing import Any

Answer = tuple[str, str, int]
TIERS = ((100, "A04_100", 100000), (90, "A03_90", 50000), (80, "A02_80", 30000), (70, "A01_70", 20000))


def allowance_by_hand(facts: dict[str, Any]) -> Answer:
    if reason := reason_to_refuse(facts):
        return "PROPOSE_REFUSAL", reason, 0
    if facts["residence"] == "UNKNOWN":
        return "REVIEW", "M01_RESIDENCE", 0
    if facts["can_receive_payment"] != "YES":
        return "REVIEW", "M02_CARD", 0
    if "UNKNOWN" in facts.values():
        return "REVIEW", "M99_NO_RULE", 0
    _, code, fen = next(tier for tier in TIERS if facts["age"] >= tier[0])
    return "APPROVE", code, fen


def reason_to_refuse(facts: dict[str, Any]) -> str:
    if facts["alive"] == "NO":
        return "R01_DECEASED"
    if facts["age"] < 70:
        return "R02_AGE"
    if facts["hukou_city"] == "ELSEWHERE":
        return "R03_HUKOU"
    if facts["residence"] in ("MOVED_OUT", "CANCELLED"):
        return "R04_RESIDENCE"
    return "R05_RECEIVES" if facts["receives"] == "YES" else ""
