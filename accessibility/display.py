"""How somebody wants the pages shown: mode, size of text, contrast.

The server writes it on `<html>`, so nothing flashes and nothing needs JavaScript. It lives in three cookies and, for
whoever is signed in, in the profile. Unknown values count as not given. It never reaches the domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

CHOICES: dict[str, tuple[str, ...]] = {
    "mode": ("standard", "elder"),
    "size": ("1", "2", "3"),
    "contrast": ("light", "dark"),
}


@dataclass(frozen=True)
class Display:
    """`size` is the step of the size control: 1 is the text size of the mode itself, 2 and 3 are larger."""

    mode: str = "standard"
    size: str = "1"
    contrast: str = "light"

    @property
    def elder(self) -> bool:
        return self.mode == "elder"

    @property
    def chosen(self) -> dict[str, str]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


STANDARD = Display()


def read(given: Mapping[str, str], otherwise: Display = STANDARD) -> Display:
    """The display that cookies or a form ask for; what they leave out or garble stays as it is `otherwise`."""
    asked = {name: given.get(name, "") for name in CHOICES}
    return Display(
        **{
            name: value if value in CHOICES[name] else getattr(otherwise, name)
            for name, value in asked.items()
        }
    )
