"""A department that never answers, on purpose: `failing:unreachable`, `failing:deadline` …"""

from services.sharing.models import Reason
from services.sharing.port import NoAnswer, Question, Told


class FailingProvider:
    def __init__(self, address: str) -> None:
        """Raises ValueError for a reason there is not."""
        self.reason = Reason(address.partition(":")[2])

    def ask(self, question: Question) -> Told:
        raise NoAnswer(self.reason)

    tell = ask
