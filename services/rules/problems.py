"""What is wrong with a table: where, what, and how to mend it, in words for the person who wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from services.actions.errors import DomainError


@dataclass(frozen=True)
class RuleProblem:
    """`row` is the row's code (`#3` if it has none), `column` the fact; empty where that is not the place."""

    row: str
    column: str
    message: str

    def __str__(self) -> str:
        if self.row and self.column:
            return _("Row %(row)s, column %(column)s: %(message)s") % self.__dict__
        if self.row:
            return _("Row %(row)s: %(message)s") % self.__dict__
        return _("Fact %(column)s: %(message)s") % self.__dict__ if self.column else self.message


class RuleErrors(DomainError):
    """The table may not be used. `problems` holds all that was found at this stage, never only the first."""

    def __init__(self, problems: Iterable[RuleProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def raise_any(problems: Iterable[RuleProblem]) -> None:
    if found := list(problems):
        raise RuleErrors(found)
