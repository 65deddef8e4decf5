"""What people say of it, and what is done about the poor ratings."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.public.charts import Bar, Table, bar
from portal.public.promises import promise
from portal.public.telling.section import Amount, Section, value
from portal.showing.shares import number, percent, share
from services.figures.models import Figure, Measure
from services.figures.overview import GOOD, POOR, RATED, Overview


def ratings(found: Overview) -> Section:
    ratio = found.good_ratings
    return Section(
        code=Figure.GOOD_RATINGS,
        title=_("Your ratings"),
        note=_(
            "Share of the three better of five levels. Every poor rating is answered by somebody who did not decide."
        ),
        counted=_(
            "One application, one rating, given of one's own will. What could have been rated: applications that were "
            "approved, refused or not taken on."
        ),
        promise=promise(Figure.GOOD_RATINGS, value(ratio), found),
        bars=_levels(found) if ratio.whole else [],
        tables=[_participation(found)],
        amount=_amount(found),
    )


def _amount(found: Overview) -> Amount:
    """With how many there are: real rates are close to all, and say little without it."""
    hundredths = found.average_hundredths
    if hundredths is None:
        return Amount(empty=_("Nobody has rated yet."))
    average = f"{hundredths // 100}.{hundredths % 100:02}"
    given = found.good_ratings.whole
    words = ngettext(
        "%(number)s rating, %(average)s of 5 on average",
        "%(number)s ratings, %(average)s of 5 on average",
        given,
    )
    return Amount(percent(found.good_ratings), words % {"number": number(given), "average": average})


def _levels(found: Overview) -> list[Bar]:
    return [
        bar(str(level.label), found.totals.ratio((measure,), GOOD + POOR)) for level, measure in RATED.items()
    ]


def _participation(found: Overview) -> Table:
    rows = [
        (_("could have been rated"), number(found.participation.whole)),
        (_("were rated"), share(found.participation)),
        (_("rated poorly"), number(found.totals.of(POOR))),
        (_("poor ratings answered in time"), number(found.totals[Measure.ANSWERED_IN_TIME])),
        (_("poor ratings answered late"), number(found.totals[Measure.ANSWERED_LATE])),
        (_("poor ratings overdue today"), number(found.unanswered_late)),
    ]
    return Table(_("Participation and poor ratings"), ("", _("How many")), rows)
