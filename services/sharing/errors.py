"""Why a dispute or a consent was not taken in."""

from services.actions.errors import DomainError


class NoSuchField(DomainError):
    """No register has a value of this name."""


class WordsMissing(DomainError):
    """Whoever says that a value is wrong says what is wrong about it."""


class WordsTooLong(DomainError):
    """More words than anybody reads."""


class AlreadyDisputed(DomainError):
    """The person has an open dispute about this value; the department is looking at it."""


class NotOpen(DomainError):
    """The dispute has ended."""


class BasisMissing(DomainError):
    """What is refused, claimed or listed names the law and its article."""


class NoSuchDay(DomainError):
    """What is kept from somebody ends: after today, and within a year."""


class AlreadyAsked(DomainError):
    """The same has been asked and is not answered yet."""


class AlreadyGranted(DomainError):
    """There is a grant for it; it may be suspended or about to end."""


class NothingAgreed(DomainError):
    """No field was agreed to, or one that rests on law and not on consent."""


class NotAnotherPerson(DomainError):
    """Who is to be asked has no name, no valid number, or is the applicant."""
