"""What a chart is made of: numbers as texts, bars, a line over months, a table. SVG draws, HTML says, a table follows.

No text stands inside a drawing: it would neither grow with the reader's letters nor be read aloud.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from portal.showing.shares import percent, share
from portal.templatetags.texts import month
from services.figures.overview import Ratio

WIDTH, HEIGHT = 1000, 200  # the drawing's own units; the page stretches it


@dataclass(frozen=True)
class Bar:
    """`width`: an attribute of the drawing, such as 71.4%."""

    label: str
    value: str
    width: str


@dataclass(frozen=True)
class Table:
    """The first cell of a row is its heading; the others are numbers, or words where `is_words`."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    is_words: bool = False

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each cell behind the head of its column."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Plot:
    """Shares over months between 0 and 100 percent. A month without anything to share is a gap, not a zero."""

    lines: Sequence[str]
    areas: Sequence[str]
    dots: Sequence[str]
    says: str
    first: str
    last: str


def plain(value: Decimal) -> str:
    """95 and not 95.00."""
    return f"{value.normalize():f}"


def bar(label: str, ratio: Ratio) -> Bar:
    return Bar(label, share(ratio), f"{min(ratio.tenths or 0, 1000) / 10:g}%")


def plot(months: Mapping[date, Ratio], title: str) -> Plot | None:
    """None where fewer than two months have anything to show."""
    known = [(place, ratio) for place, ratio in enumerate(months.values()) if ratio.whole]
    if len(known) <= 1:
        return None
    step = WIDTH / (len(months) - 1)
    points = {place: (round(place * step), _height(ratio)) for place, ratio in known}
    runs = [[points[place] for place in run] for run in _runs([place for place, _ in known])]
    names = list(months)
    told = ", ".join(f"{month(names[place])} {percent(ratio)}" for place, ratio in (known[0], known[-1]))
    return Plot(
        lines=[_joined(run) for run in runs if len(run) > 1],
        areas=[
            f"M{run[0][0]},{HEIGHT} L{_joined(run)} L{run[-1][0]},{HEIGHT}z" for run in runs if len(run) > 1
        ],
        dots=[f"M{run[0][0]},{run[0][1]}h0" for run in runs if len(run) == 1],
        says=f"{title}: {told}",
        first=month(names[0]),
        last=month(names[-1]),
    )


def _height(ratio: Ratio) -> int:
    return round(HEIGHT - (ratio.tenths or 0) * HEIGHT / 1000)


def _joined(run: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in run)


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Neighbouring months together."""
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        yield [place for _, place in run]
