"""Why a file that was handed in is not one of ours."""

from enum import StrEnum


class Objection(StrEnum):
    """Why a file is not genuine: the first reason found."""

    UNREADABLE = "UNREADABLE"
    NOT_SIGNED_ONCE = "NOT_SIGNED_ONCE"
    CHANGED = "CHANGED"
    NOT_OUR_SEAL = "NOT_OUR_SEAL"
    ADDED_TO = "ADDED_TO"
    NO_TIME_STAMP = "NO_TIME_STAMP"
    NOT_ON_RECORD = "NOT_ON_RECORD"
    TOO_LARGE = "TOO_LARGE"
