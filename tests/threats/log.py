"""Cases 33 to 43: the log, its seal, and the keys."""

from tests.threats.row import Threat

TITLE = "Log and crypto"
ROWS: tuple[Threat, ...] = ()
