"""What may stand between a citizen and a rating, or a caseworker and its answer, by name."""

from services.actions.errors import DomainError


class NotRatable(DomainError):
    """It is still under way, or ended by the citizen's own act."""


class AlreadyRated(DomainError):
    """One application, one rating."""


class NoSuchLevel(DomainError):
    """There are five levels, 1 to 5."""


class WordsTooLong(DomainError):
    """More than `LONGEST` characters."""


class AnswerMissing(DomainError):
    """A rectification is answered in words."""


class AlreadyAnswered(DomainError):
    """A colleague has answered in the meantime."""
