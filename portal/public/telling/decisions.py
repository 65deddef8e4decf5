"""What became of applications: at once or not, by the promised day or not, with how much handed in and how many trips."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.public.charts import Bar, Table, bar, plot
from portal.public.promises import promise
from portal.public.telling.section import Amount, Section, amount, nothing_decided, value
from portal.showing.shares import number, percent
from portal.templatetags.texts import month, text
from services.figures.models import Figure, Measure
from services.figures.overview import BY_PEOPLE, BY_RULES, DECIDED, INSTANT, Overview, Ratio

MOST_ITEMS = 10  # of hundreds


def instant_applications(found: Overview) -> Section:
    title = _("Approved at once")
    by_month = {on: totals.ratio(INSTANT, DECIDED) for on, totals in found.months.items()}
    months = ((month(on), ratio) for on, ratio in by_month.items())
    return Section(
        code=Figure.INSTANT_APPLICATIONS,
        title=title,
        note=_("Share of the decided applications that rules approved within a minute of sending."),
        counted=_(
            "Applications that rules approved within a minute, of all that were approved or refused in this time. What "
            "rules approved only after another department had answered is not called instant."
        ),
        promise=promise(Figure.INSTANT_APPLICATIONS, value(found.instant), found),
        plot=plot(by_month, title),
        bars=_ways(found) if found.instant.whole else [],
        tables=[
            _shares(_("By month"), _("Month"), months),
            _shares(_("The items with the most decisions"), _("Item"), _most_decided(found)),
        ],
        amount=_of_decided(found.instant),
    )


def _most_decided(found: Overview) -> list[tuple[str, Ratio]]:
    ratios = {pk: totals.ratio(INSTANT, DECIDED) for pk, totals in found.items.items()}
    first = sorted(ratios, key=lambda pk: (-ratios[pk].whole, pk))[:MOST_ITEMS]
    return [(text(found.names["item", pk]), ratios[pk]) for pk in first if ratios[pk].whole]


def _ways(found: Overview) -> list[Bar]:
    waited = found.totals.ratio((Measure.APPROVED_AFTER_WAITING,), DECIDED)
    return [
        bar(_("by rules, at once"), found.instant),
        bar(_("by rules, after waiting for another department"), waited),
        bar(_("by a person"), found.totals.ratio(BY_PEOPLE, DECIDED)),
    ]


def on_time(found: Overview) -> Section:
    ratio = found.on_time
    return Section(
        code=Figure.ON_TIME,
        title=_("Decided by the promised day"),
        note=_("Share of the decided applications whose result came no later than promised."),
        counted=_(
            "The promised time begins when a person has the application, and stands still while the citizen mends "
            "something or a special procedure runs. What rules decide by themselves is never late."
        ),
        promise=promise(Figure.ON_TIME, value(ratio), found),
        bars=_punctuality(found) if ratio.whole else [],
        tables=[_by_department(found), _today(found)],
        amount=_of_decided(ratio),
    )


def _punctuality(found: Overview) -> list[Bar]:
    return [
        bar(_("by rules"), found.totals.ratio(BY_RULES, DECIDED)),
        bar(_("by a person, by the promised day"), found.totals.ratio((Measure.DECIDED_IN_TIME,), DECIDED)),
        bar(_("by a person, later"), found.totals.ratio((Measure.DECIDED_LATE,), DECIDED)),
    ]


def _by_department(found: Overview) -> Table:
    heads = (_("Department"), _("Decided"), _("by a person"), _("after the promised day"))
    rows = [
        (
            text(found.names["department", pk]),
            number(totals.of(DECIDED)),
            number(totals.of(BY_PEOPLE)),
            number(totals[Measure.DECIDED_LATE]),
        )
        for pk, totals in found.departments.items()
    ]
    return Table(_("By department"), heads, rows)


def _today(found: Overview) -> Table:
    rows = [(_("open although the promised day is over"), number(found.undecided_late))]
    return Table(_("Today"), ("", _("How many")), rows)


def trips(found: Overview) -> Section:
    return Section(
        code=Figure.TRIPS,
        title=_("Trips to a counter"),
        note=_("How often people had to come, on average, until a matter was done."),
        counted=_(
            "Every visit to a counter will be written down as it happens and counted; what a guide promises does not "
            "count. No counter works with this portal yet, so there is nothing to count."
        ),
        promise=promise(Figure.TRIPS, None, found),
        amount=Amount(empty=_("Not counted yet: no counter works with this portal.")),
    )


def shared_evidence(found: Overview) -> Section:
    ratio = found.evidence
    return Section(
        code=Figure.SHARED_EVIDENCE,
        title=_("What you did not have to bring"),
        note=_("Share of the evidence that other departments told us, so that nobody had to hand it in."),
        counted=_(
            "Pieces of evidence the items of decided applications ask for. A piece counts as told when every value in it "
            "had come from a department by the time of the decision."
        ),
        promise=promise(Figure.SHARED_EVIDENCE, value(ratio), found),
        amount=amount(ratio, _("%(part)s of %(whole)s pieces of evidence"), nothing_decided()),
    )


def _of_decided(ratio: Ratio) -> Amount:
    return amount(ratio, _("%(part)s of %(whole)s decided applications"), nothing_decided())


def _shares(title: str, head: str, rows: Iterable[tuple[str, Ratio]]) -> Table:
    heads = (head, _("Decided"), _("At once"), _("Share"))
    cells = [(name, number(ratio.whole), number(ratio.part), percent(ratio)) for name, ratio in rows]
    return Table(title, heads, cells)
