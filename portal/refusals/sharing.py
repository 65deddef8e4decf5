"""What is said of the sharing of data: disputes and consents of citizens, and what departments ask, grant and settle."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal.refusals.said import CONFLICT, FORBIDDEN, SHORTER, WRONG, Said
from services.actions.errors import DomainError
from services.sharing import errors as sharing

DENIED: Mapping[str, Said] = {
    "not_a_data_officer": (
        _("Only a data officer of that department can do this. Please ask one of them."),
        FORBIDDEN,
    ),
    "concerned": (
        _("You have stepped back from this person's data. Please leave it to a colleague."),
        FORBIDDEN,
    ),
    "not_competent": (
        _("Only whoever answers for the data in that department can do this. Please ask its data officer."),
        FORBIDDEN,
    ),
    "not_your_purpose": (
        _(
            "Only the department of the purpose can ask for it. Please choose a purpose of your own department."
        ),
        FORBIDDEN,
    ),
    "not_yours_to_answer": (
        _("Only the department that answers for this data can answer. Please leave it to them."),
        FORBIDDEN,
    ),
    "not_yours_to_stop": (
        _(
            "Only the department that answers for this data can stop or resume it. Please ask its data officer."
        ),
        FORBIDDEN,
    ),
    "not_your_kind_of_look": (
        _("The portal notes looks at data by itself, each as what it was. Please open the page again."),
        FORBIDDEN,
    ),
    "party_to_it": (
        _("Your department is a party to this. Please leave it to a third department."),
        FORBIDDEN,
    ),
    "yours_already": (
        _(
            "Your department answers for this data already, so there is nothing to claim. You need do nothing."
        ),
        CONFLICT,
    ),
    "wrote_it": (
        _("Whoever wrote a policy does not approve it. Please ask two colleagues."),
        FORBIDDEN,
    ),
    "asked_for_it": (
        _("Whoever asked for it does not approve it. Please ask two other data officers."),
        FORBIDDEN,
    ),
    "approved_it": (
        _("You have approved this already. Please ask another data officer for the second approval."),
        FORBIDDEN,
    ),
    "your_own": (
        _("This was your own look, so no department can answer for it. Please choose another line."),
        CONFLICT,
    ),
}

SAID: Mapping[type[DomainError], Said] = {
    sharing.NoSuchField: (
        _("No register has this value. Please go back and choose one from the page."),
        CONFLICT,
    ),
    sharing.WordsMissing: (_("Please write what is wrong about it."), WRONG),
    sharing.WordsTooLong: SHORTER,
    sharing.AlreadyDisputed: (
        _("You have said already that this value is wrong. The department is looking at it."),
        CONFLICT,
    ),
    sharing.NothingAgreed: (_("Please choose what you agree to, or say that you bring it yourself."), WRONG),
    sharing.NotAnotherPerson: (
        _("Please write the name and identity number of the other person, not your own."),
        WRONG,
    ),
    sharing.NotOpen: (_("This has been answered or taken back already. Please look at it again."), CONFLICT),
    sharing.BasisMissing: (_("Please name the law and its article on which this rests."), WRONG),
    sharing.NoSuchDay: (_("Please choose a day after today and within a year."), WRONG),
    sharing.AlreadyAsked: (
        _(
            "This stands here already and has not ended. Please look for it in the list instead of asking again."
        ),
        CONFLICT,
    ),
    sharing.AlreadyGranted: (
        _("There is a grant for this already. If it is suspended, please ask whoever suspended it."),
        CONFLICT,
    ),
}
