"""What was promised for a figure, beside what is: every dated target, and the strictest that is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.public.charts import Table, plain
from portal.templatetags.texts import day, text
from services.figures.models import Figure, Target
from services.figures.overview import Overview
from services.figures.targets import LESS_IS_BETTER, contradict, reached, strictest


@dataclass(frozen=True)
class Promise:
    """`is_kept`: None where nothing is due or nothing is known yet."""

    is_kept: bool | None
    held_to: str
    contradicts: bool
    table: Table | None


def promise(figure: Figure, value: Decimal | None, found: Overview) -> Promise:
    targets = found.targets.get(figure, [])
    due = strictest(targets, found.until)
    return Promise(
        is_kept=reached(value, due) if due and value is not None else None,
        held_to=_held_to(due),
        contradicts=contradict(targets),
        table=_table(targets) if targets else None,
    )


def _held_to(due: Target | None) -> str:
    if due is None:
        return ""
    given = {"value": in_its_unit(due.figure, due.value), "source": text(due.source)}
    return _("Promised: %(value)s, %(source)s") % given


def _table(targets: Sequence[Target]) -> Table:
    rows = [
        (
            day(target.from_on) if target.from_on else _("no year named"),
            in_its_unit(target.figure, target.value),
            text(target.source),
        )
        for target in targets
    ]
    heads = (_("To be reached by"), _("Target"), _("Where it stands"))
    return Table(_("What was promised"), heads, rows, is_words=True)


def in_its_unit(figure: str, value: Decimal) -> str:
    return plain(value) if figure in LESS_IS_BETTER else f"{plain(value)}%"
