"""Where rules left it to people, and where people found rules to be wrong."""

from django.utils.translation import gettext as _

from portal.public.charts import Bar, Table, bar
from portal.public.promises import promise
from portal.public.telling.section import Section, amount, value
from portal.showing.fall_back import words_of
from portal.showing.shares import number, share
from portal.templatetags.texts import text
from services.figures.models import Figure, Measure
from services.figures.overview import DECIDED, Overview, Ratio
from services.figures.reasons import by_kind


def left_to_people(found: Overview) -> Section:
    ratio = found.totals.ratio((Measure.HANDED_OVER,), (Measure.SENT,))
    return Section(
        code=Figure.LEFT_TO_PEOPLE,
        title=_("Left to a person by the rules"),
        note=_("Share of the applications that rules could not approve, and why. A person decides these."),
        counted=_(
            "Applications that the rules handed to a person, of all that were sent. The reason is the row of the rules, or "
            "the value that was not known. A refusal is never made by rules: what they hold against somebody a person weighs."
        ),
        promise=promise(Figure.LEFT_TO_PEOPLE, value(ratio), found),
        bars=_reasons(found),
        tables=[_by_department(found)],
        amount=amount(ratio, _("%(part)s of %(whole)s applications"), _("Nothing has been sent yet.")),
    )


def _reasons(found: Overview) -> list[Bar]:
    kinds = by_kind(found.details[Measure.HANDED_OVER])
    whole = sum(kinds.values())
    return [bar(words_of(kind), Ratio(many, whole)) for kind, many in kinds.items()]


def _by_department(found: Overview) -> Table:
    heads = (_("Department"), _("Decided"), _("Left to a person"))
    rows = [
        (text(found.names["department", pk]), number(totals.of(DECIDED)), number(totals[Measure.HANDED_OVER]))
        for pk, totals in found.departments.items()
    ]
    return Table(_("By department"), heads, rows)


def reversals(found: Overview) -> Section:
    ratio = found.reversed
    return Section(
        code=Figure.REVERSALS,
        title=_("Approvals by rules that were reversed"),
        note=_("Share of the second looks that found an approval to be wrong."),
        counted=_(
            "Some approvals by rules are looked at again by a person, by lot and where there is a risk. Counted beside them "
            "are approvals that turned out wrong in another way, and refusals that rules proposed and a person did not follow."
        ),
        promise=promise(Figure.REVERSALS, value(ratio), found),
        tables=[_found(found)],
        amount=amount(
            ratio, _("%(part)s of %(whole)s second looks"), _("No second look has been finished yet.")
        ),
    )


def _found(found: Overview) -> Table:
    rows = [
        (_("reversed by a second look"), share(found.reversed)),
        (_("found wrong in another way, and revoked"), number(found.totals[Measure.REVOKED])),
        (_("refusals proposed by rules that a person did not follow"), share(found.overturned)),
        (_("refusals by a person that another person reversed when asked"), share(found.appealed)),
    ]
    return Table(_("What people found"), ("", _("How many")), rows)
