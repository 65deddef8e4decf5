"""What the terminal shows once the demo answers: where to go, whom it asks, and who may sign in."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

PLACES = {"Home": "", "Staff desk": "desk/", "Check a certificate": "verify/"}


class SignIn(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def note(self) -> str: ...


def text(
    address: str,
    departments: Mapping[str, str],
    sign_ins: Iterable[SignIn],
    var: Path,
    engines: Mapping[str, str] | None = None,
    *,
    telephones: str = "",
) -> str:
    """`address` of the site without a slash; the address of each department by its name, of each engine by its variable."""
    people = [(each.name, each.username, each.password, each.note) for each in sign_ins]
    blocks = [
        ["The portal is ready:", *table([(name, f"{address}/{path}") for name, path in PLACES.items()])],
        [
            "It asks these departments, played by programs of this demo:",
            *table(list(departments.items())),
            """Stop one:  curl -d '{"fault": "down"}' ADDRESS/control   ("none" brings it back)""",
        ],
        [f"Text messages end here, and can be answered: {telephones}"] if telephones else [],
        ["It runs on:", *table(list(engines.items()))] if engines else [],
        ["Sign in as (name, user name, password):", *table(people)] if people else [],
        ["Ctrl-C ends the demo, and the next start goes on from there.", f"To begin anew: delete {var}"],
    ]
    return "\n" + "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Indented lines whose columns stand below each other, also where Chinese letters take two places."""
    widths = [max(map(_places, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(_padded, row, widths)).rstrip() for row in rows]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _places(cell))


def _places(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell)
