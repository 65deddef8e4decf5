"""The application and everything that hangs on it."""

from services.applications.models.application import Application, Move, State
from services.applications.models.case_codes import DailySerial
from services.applications.models.decision import Assessment, Decision
from services.applications.models.evidence import AwaitedSource, Evidence
from services.applications.models.handling import Assignment, Correction, Note
from services.applications.models.replaying import ReplayRun
from services.applications.models.switching import SwitchTurn
from services.applications.models.uploads import Upload

__all__ = [
    "Application",
    "Assessment",
    "Assignment",
    "AwaitedSource",
    "Correction",
    "DailySerial",
    "Decision",
    "Evidence",
    "Move",
    "Note",
    "ReplayRun",
    "State",
    "SwitchTurn",
    "Upload",
]
