"""What may stand between a caseworker and the end of an entitlement, or a citizen and a second look, by name."""

from services.actions.errors import DomainError


class AlreadyAnswered(DomainError):
    """A colleague answered it before."""


class WordsMissing(DomainError):
    """Whoever ends or keeps an entitlement says why: the citizen or the family reads it."""


class BadEventDay(DomainError):
    """What ended it has not happened yet."""


class AlreadyEnded(DomainError):
    """It has ended before."""


class NotRefused(DomainError):
    """Only a refusal is looked at again because its citizen asks."""


class AlreadyAppealed(DomainError):
    """A refusal is looked at again once because its citizen asks."""


class TooLateToAppeal(DomainError):
    """The days to ask for another look are over."""


class TooManyWords(DomainError):
    """More than a person reads at once."""
