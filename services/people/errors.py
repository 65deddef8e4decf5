"""Why an account could not be joined to a person."""

from services.actions.errors import DomainError


class AlreadyLinked(DomainError):
    """The account belongs to somebody else already, or the person has another account: one person, one
    account."""


class TooManyTries(DomainError):
    """Enough failed proofs for one day (Asia/Shanghai), by this account or at this identity number."""
