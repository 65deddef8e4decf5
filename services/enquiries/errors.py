from services.actions.errors import DomainError


class NothingSaid(DomainError):
    """There are no words."""


class TooLong(DomainError):
    """More words than anybody reads at once. The message is the limit in characters."""
