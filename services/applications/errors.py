"""What may stand between a person and their application, by name."""

from collections.abc import Collection, Sequence
from uuid import UUID

from services.actions.errors import DomainError
from services.eforms.judging import Objection


class AlreadyUnderWay(DomainError):
    """The item is asked for once, and this application asks for it already."""

    def __init__(self, application_id: UUID) -> None:
        super().__init__(str(application_id))
        self.application_id = application_id


class VariantMissing(DomainError):
    """The item has several variants, and none was chosen."""


class UnknownVariant(DomainError):
    """The item has no such variant: it has none, others, or it is another item's."""


class AlreadySubmitted(DomainError):
    """It left the draft before, in another tab or by another hand."""


class ShownDiffers(DomainError):
    """What the citizen saw is not what is stored now. `fields`: the codes that changed."""

    def __init__(self, fields: Collection[str]) -> None:
        super().__init__(", ".join(sorted(fields)))
        self.fields = frozenset(fields)


class BadAnswers(DomainError):
    def __init__(self, objections: Sequence[Objection]) -> None:
        super().__init__(", ".join(objection.question for objection in objections))
        self.objections = tuple(objections)


class HeldByColleague(DomainError):
    """A colleague holds it. Ask them, or take it over."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NothingAsked(DomainError):
    """A correction needs at least one marked place with words; an answer needs an open correction."""


class NotAskedFor(DomainError):
    """Only what was marked may change. `codes`: the places that were not."""

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__(", ".join(sorted(codes)))
        self.codes = frozenset(codes)


class ReplyMissing(DomainError):
    """A marked place has no answer. `codes`: which."""

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__(", ".join(sorted(codes)))
        self.codes = frozenset(codes)


class TooLateToRescind(DomainError):
    """The 24 hours are over."""


class ReasonMissing(DomainError):
    """A person who decides says why (Administrative Licensing Law, art. 38)."""


class AmountNotOffered(DomainError):
    """The amount is none of those the item knows."""


class TooMuch(DomainError):
    """More was typed than an application can hold."""


class AlreadySwitched(DomainError):
    """Automatic approval of the item stands so already: a colleague was faster."""
