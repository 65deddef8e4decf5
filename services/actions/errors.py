"""Why an act did not happen. Faces turn these names into words and status codes (`portal/errors.py`)."""


class DomainError(Exception):
    """Whatever a person may run into by an act that is not allowed, not possible, or not possible now."""


class Denied(DomainError):
    """The actor may not do this. `reason` is a code; the refusal has been recorded before anybody hears of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeyReused(DomainError):
    """The request key has been used before, with other input."""
