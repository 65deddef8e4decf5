"""Why nobody was erased. No page leads here: `manage.py erase_person` says it to whoever runs it."""

from collections.abc import Sequence


class StillRuns(Exception):
    """`duties`: what has to end first."""

    def __init__(self, duties: Sequence[str]) -> None:
        super().__init__("; ".join(duties))


class NotSealedYet(Exception):
    """Entries that name the person wait for the sealer: until they have a place, their erasure could not be told."""
