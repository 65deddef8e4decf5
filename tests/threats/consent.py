"""Cases 14 to 17: what a person agreed to, and what became of it."""

from tests.threats.row import Threat

TITLE = "Consent"
ROWS: tuple[Threat, ...] = ()
