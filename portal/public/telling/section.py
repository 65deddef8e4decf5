"""What every figure tells: how much, of how many, how it is counted, what was promised."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.public.charts import Bar, Plot, Table
from portal.public.promises import Promise, in_its_unit
from portal.showing.shares import number, percent
from portal.templatetags.texts import day, text
from services.figures.models import Figure
from services.figures.overview import Overview, Ratio


@dataclass(frozen=True)
class Amount:
    """The one number that matters, and what it is of; or `empty`, in place of a number that does not exist."""

    big: str = ""
    small: str = ""
    empty: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """`counted` says how it is counted."""

    code: str
    title: str
    note: str
    counted: str
    promise: Promise
    amount: Amount
    plot: Plot | None = None
    bars: list[Bar] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def amount(ratio: Ratio, words: str, nothing: str) -> Amount:
    """Of a share: its percent and what it is of (`words` with part and whole), or `nothing`."""
    if not ratio.whole:
        return Amount(empty=nothing)
    given = {"part": number(ratio.part), "whole": number(ratio.whole)}
    return Amount(percent(ratio), words % given)


def value(ratio: Ratio) -> Decimal | None:
    """Percent, to hold against a target."""
    return None if ratio.tenths is None else Decimal(ratio.tenths) / 10


def nothing_decided() -> str:
    return _("No application has been decided yet.")


def compared(found: Overview, figure: Figure) -> list[Table]:
    """What others measured, or what was before."""
    rows = [
        (
            text(row.source),
            in_its_unit(figure, row.value),
            day(row.on) if row.on else _("no year named"),
        )
        for row in found.readings
        if row.figure == figure
    ]
    heads = (_("What"), _("Value"), _("When"))
    return [Table(_("To compare with"), heads, rows, is_words=True)] if rows else []
