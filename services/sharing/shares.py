"""隐私计算率: how many of the answers of registers were a yes or no, and not a value."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.sharing.answers import GIVEN
from services.sharing.models import DataRequest, Disclosure


@dataclass(frozen=True)
class Share:
    """`answers`: fields a register gave an answer to; `predicates`: those answered with yes, no or unknown."""

    predicates: int
    answers: int

    @property
    def percent(self) -> float:
        """0 where nothing has been answered."""
        return 100 * self.predicates / self.answers if self.answers else 0.0


def predicate_share(requests: Iterable[DataRequest]) -> Share:
    """Over the fields of these requests, each counted once for every time it crossed."""
    given = [each for row in requests for each in row.fields if each["outcome"] == GIVEN]
    return Share(sum(each["disclosure"] == Disclosure.PREDICATE for each in given), len(given))
