"""A department that never answers, on purpose: `failing:unreachable`, `failing:deadline` …"""

from services.sharing.models import Reason
from services.sharing.providers.base import NoAnswer, Question


class FailingProvider:
    def __init__(self, address: str) -> None:
        """Raises ValueError for a reason there is not."""
        self.reason = Reason(address.partition(":")[2])

    def ask(self, question: Question) -> bytes:
        raise NoAnswer(self.reason)
