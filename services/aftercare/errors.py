"""What may stand between a caseworker and the end of an entitlement, by name."""

from services.actions.errors import DomainError


class AlreadyAnswered(DomainError):
    """A colleague answered it before."""


class WordsMissing(DomainError):
    """Whoever ends or keeps an entitlement says why: the citizen or the family reads it."""


class BadEventDay(DomainError):
    """What ended it has not happened yet."""


class AlreadyEnded(DomainError):
    """It has ended before."""
