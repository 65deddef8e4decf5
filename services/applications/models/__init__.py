"""The application and everything that hangs on it."""

from services.applications.models.application import Application, Move, State
from services.applications.models.case_codes import DailySerial
from services.applications.models.decision import Assessment, Decision
from services.applications.models.evidence import AwaitedSource, Evidence

__all__ = [
    "Application",
    "Assessment",
    "AwaitedSource",
    "DailySerial",
    "Decision",
    "Evidence",
    "Move",
    "State",
]
