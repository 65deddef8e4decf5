"""Cases 18 to 32: departments that are slow, broken or hostile."""

from tests.threats.row import Threat

TITLE = "Sources and network"
ROWS: tuple[Threat, ...] = ()
