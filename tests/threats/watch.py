"""Cases 55 to 60: leaks, disputes and the scoreboard."""

from tests.threats.row import Threat

TITLE = "Detection and use"
ROWS: tuple[Threat, ...] = ()
