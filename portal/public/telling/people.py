"""Who uses it, and how far it is for them: people of 60 and over, steps to see one's social insurance."""

from django.utils.translation import gettext as _

from portal.public.promises import in_its_unit, promise
from portal.public.telling.section import Amount, Section, amount, compared, value
from portal.templatetags.texts import day
from services.figures.models import Figure
from services.figures.overview import Overview, Ratio


def users_60(found: Overview) -> Section:
    people = found.people
    ratio = Ratio(people.sixty_or_older, people.registered) if people else Ratio(0, 0)
    counted = _(
        "Counted once a night from the sealed identity numbers; only the two numbers are kept, no date of birth."
    )
    if people:
        counted += " " + _("Last counted on %(day)s.") % {"day": day(people.on)}
    nothing = _("Nobody is registered.") if people else _("Not counted yet: it is done once a night.")
    return Section(
        code=Figure.USERS_60,
        title=_("Users of 60 and over"),
        note=_("Share of the people with a confirmed account."),
        counted=counted,
        promise=promise(Figure.USERS_60, value(ratio), found),
        tables=compared(found, Figure.USERS_60),
        amount=amount(ratio, _("%(part)s of %(whole)s registered people"), nothing),
    )


def insurance_steps(found: Overview) -> Section:
    here = [row for row in found.readings if row.figure == Figure.INSURANCE_STEPS and row.measured_here]
    steps = here[-1].value if here else None
    return Section(
        code=Figure.INSURANCE_STEPS,
        title=_("Steps to see one's social insurance"),
        note=_("Pages and presses from the home page to the answer."),
        counted=_("Measured by a test that walks through the portal as a citizen does."),
        promise=promise(Figure.INSURANCE_STEPS, steps, found),
        amount=Amount(empty=_("Not measured yet."))
        if steps is None
        else Amount(in_its_unit(Figure.INSURANCE_STEPS, steps)),
        tables=compared(found, Figure.INSURANCE_STEPS),
    )
