"""Why a rule version cannot be used, changed or published."""

from datetime import date

from services.actions.errors import DomainError


class NoRuleInForce(DomainError):
    """No version of this rule set is in force on that day: a person decides."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__(f"{code}, {on}")
        self.code, self.on = code, on


class FrozenVersion(DomainError):
    """A published version is what decisions rest on: it is neither changed nor deleted."""


class AlteredVersion(DomainError):
    """The stored table no longer has the fingerprint it was published with: nobody decides by it."""


class NumberTaken(DomainError):
    """The number exists with other content or another first day: publish under a new number."""


class OutOfOrder(DomainError):
    """A version needs a higher number and a later first day than every version published before it."""


class SecondEngineFailed(DomainError):
    """The second engine gave no answer: nothing is published that only one engine has read."""


class Overtaken(DomainError):
    """Somebody else changed the draft after it was opened. `by`: their actor's key."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class NotInThatState(DomainError):
    """It has moved on: drafts are edited and submitted, submitted versions returned or approved, published retired."""


class TooEarly(DomainError):
    """A version begins tomorrow at the earliest: what was submitted until today has been decided."""


class NotExamined(DomainError):
    """The findings belong to other content, or the differences of the replay were not accepted by anybody."""


class AlreadyShadowed(DomainError):
    """It looks on already, or has been stopped already: a colleague was faster."""
