"""Why an offer cannot be taken or turned down, by name."""

from services.actions.errors import DomainError


class OfferEnded(DomainError):
    """It was answered, its last day is over, or it was switched off. The argument says which."""
