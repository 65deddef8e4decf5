"""What the catalogue offers: how much of it is done online, approved by rules, open to people from elsewhere."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from portal.public.charts import Table
from portal.public.promises import promise
from portal.public.telling.section import Section, amount, value
from portal.showing.shares import number
from portal.templatetags.texts import text
from services.figures.items import ItemFacts
from services.figures.models import Figure
from services.figures.overview import Overview


def online_items(found: Overview) -> Section:
    return _of_items(
        found,
        Figure.ONLINE_ITEMS,
        "online",
        title=_("Done online from beginning to end"),
        note=_("Share of the items in use that need no visit to a counter."),
        counted=_(
            "Items in force today whose package asks for no visit, of all items in force in this portal."
        ),
    )


def instant_items(found: Overview) -> Section:
    return _of_items(
        found,
        Figure.INSTANT_ITEMS,
        "instant",
        title=_("Items that rules may approve"),
        note=_("Share of the items in use with published rules that can approve at once."),
        counted=_("Items in force today whose rules in force have at least one row that approves."),
        more=[_left_to_people(found)],
    )


def elsewhere_items(found: Overview) -> Section:
    return _of_items(
        found,
        Figure.ELSEWHERE_ITEMS,
        "elsewhere",
        title=_("Open to people from elsewhere"),
        note=_("Share of the items in use that people registered in another city can have done."),
        counted=_(
            "Our own reading, until items say themselves where they may be handled: no condition asks for a "
            "registration in this city, and nobody has to come. Applications taken in at one place and decided at "
            "another are not counted yet, for there are none."
        ),
    )


def _of_items(
    found: Overview,
    figure: Figure,
    quality: str,
    *,
    title: str,
    note: str,
    counted: str,
    more: Sequence[Table] = (),
) -> Section:
    ratio = found.items_that(quality)
    return Section(
        code=figure,
        title=title,
        note=note,
        counted=counted,
        promise=promise(figure, value(ratio), found),
        tables=[_by_department(found, quality), *more],
        amount=amount(ratio, _("%(part)s of %(whole)s items"), _("No item is in force yet.")),
    )


def _left_to_people(found: Overview) -> Table:
    """Each item that no rule decides, with the article that says so."""
    rows = [(text(item.name), *_why(item)) for item in found.catalogue if not item.instant]
    heads = (_("Item"), _("Why a person decides"), _("Article"))
    return Table(_("What a person decides, and why"), heads, rows, is_words=True)


def _why(item: ItemFacts) -> tuple[str, str]:
    if item.by_person is None:
        return _("Its rules have ended, and new ones are not in force yet."), _("none")
    return text(item.by_person["why"]), text(item.by_person["basis"])


def _by_department(found: Overview, quality: str) -> Table:
    """Departments and not items: of these there may be hundreds."""
    items = sorted(found.catalogue, key=_department)
    rows = []
    for name, theirs in groupby(items, key=_department):
        good = [getattr(item, quality) for item in theirs]
        rows.append((name, number(len(good)), number(sum(good)), number(len(good) - sum(good))))
    return Table(_("By department"), (_("Department"), _("Items"), _("yes"), _("no")), rows)


def _department(item: ItemFacts) -> str:
    return text(item.department)
