"""What a person reads when an act does not happen: for each kind of error of the domain what is the matter and how to go on,
with the status code it is answered with.

A view that can say it at the field does so and never gets here; this is what every face falls back on, so that no refusal is
a riddle. A subject with much to say has a file of its own; here they are put together. tests/test_refusals.py holds every
error and every reason of a denial to having a line.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal.refusals import rules as of_rules
from portal.refusals import sharing as of_sharing
from portal.refusals.said import (
    BY_ITSELF,
    CASEWORKERS_ONLY,
    CITIZENS_ONLY,
    CONFLICT,
    FORBIDDEN,
    GONE,
    LATER,
    MOVED_ON,
    NOT_THERE,
    OTHER_DEPARTMENT,
    SHORTER,
    TOO_MANY,
    WRONG,
    Said,
)
from services.actions.errors import DomainError, KeyReused
from services.aftercare import errors as aftercare
from services.applications import errors as applications
from services.applications.states import IllegalMove
from services.certificates import errors as certificates
from services.enquiries import errors as enquiries
from services.files.errors import BadFile
from services.notifications.actions.set_contact import BadAddress
from services.notifications.numbers import TooManyCodes
from services.offers import errors as offers
from services.people import errors as people
from services.ratings import errors as ratings

# reason of a denial -> what is said
DENIED: Mapping[str, Said] = {
    **of_sharing.DENIED,
    **dict.fromkeys(["not_visible", "not_your_application", "not_yours"], NOT_THERE),
    **dict.fromkeys(["not_a_citizen", "not_yourself", "not_own_account"], CITIZENS_ONLY),
    **dict.fromkeys(["not_a_caseworker", "not_staff"], CASEWORKERS_ONLY),
    **dict.fromkeys(["other_department", "not_issuer"], OTHER_DEPARTMENT),
    **dict.fromkeys(["for_the_portal_itself", "not_system", "messages_follow_from_facts"], BY_ITSELF),
    "person_not_confirmed": (
        _("Please prove who you are first. It is done once, under My account."),
        FORBIDDEN,
    ),
    "not_their_supervisor": (_("Only the supervisor of that caseworker can do this."), FORBIDDEN),
    "not_a_supervisor": (
        _("Only a supervisor of that department can do this. Please ask one of them."),
        FORBIDDEN,
    ),
    "not_a_policy_officer": (
        _("Only a policy officer of that department can do this. Please ask one of them."),
        FORBIDDEN,
    ),
    "not_asked": (
        _("This question is not for you. Please look at your consents under My account."),
        GONE,
    ),
    "not_live": (_("This application has ended. You need do nothing."), CONFLICT),
    "not_the_author": (_("Only whoever writes a draft lets it look on."), FORBIDDEN),
    "own_decision": (
        _(
            "Whoever decided an application does not decide whether that stands. Please leave it to a colleague."
        ),
        FORBIDDEN,
    ),
    "own_rules": (_("Whoever wrote rules does not approve them. Please ask a colleague."), FORBIDDEN),
    "catalogue_is_loaded_by_operators": (
        _("Operators load services. Please give them the package."),
        FORBIDDEN,
    ),
    "only_packages_publish_rules": (
        _("Rules are published with their service. Please publish the package of the service."),
        FORBIDDEN,
    ),
}

# the first kind that fits speaks: narrow before wide
SAID: Mapping[type[DomainError], Said] = {
    applications.AlreadySwitched: MOVED_ON,
    aftercare.AlreadyAnswered: MOVED_ON,
    aftercare.AlreadyEnded: MOVED_ON,
    aftercare.WordsMissing: (_("Please write why. The citizen or the family reads it."), WRONG),
    aftercare.TooManyWords: SHORTER,
    aftercare.AlreadyAppealed: MOVED_ON,
    aftercare.NotRefused: (
        _("Only a refusal can be looked at again. Please look at the application."),
        CONFLICT,
    ),
    aftercare.TooLateToAppeal: (
        _("The 60 days to ask for another look are over. Please write to the department, or call 12345."),
        CONFLICT,
    ),
    aftercare.BadEventDay: (_("Please give a day that has come already."), WRONG),
    KeyReused: (
        _("This form was used before with other content. Please open the page again."),
        CONFLICT,
    ),
    # applications
    IllegalMove: MOVED_ON,
    applications.AlreadySubmitted: MOVED_ON,
    applications.AlreadyUnderWay: (
        _("You have applied for this already. You find it under My applications."),
        CONFLICT,
    ),
    applications.VariantMissing: (
        _("Please choose first which one you need. They stand on the page of the service."),
        WRONG,
    ),
    applications.UnknownVariant: (
        _("This service has no such case. Please choose one of those on its page."),
        WRONG,
    ),
    applications.ShownDiffers: (
        _("A department gave a new value in the meantime. Please look at the page again before you send it."),
        CONFLICT,
    ),
    applications.BadAnswers: (_("An answer will not do. Please look at the marked questions again."), WRONG),
    applications.HeldByColleague: (
        _("A colleague holds this case. Ask them, or take it over with a reason."),
        CONFLICT,
    ),
    applications.NothingAsked: (
        _("Nothing is asked to be put right here now. Please look at the application again."),
        CONFLICT,
    ),
    applications.NotAskedFor: (
        _("Only the marked places can be changed. Please leave everything else as it is."),
        WRONG,
    ),
    applications.ReplyMissing: (_("A marked place has no answer yet. Please answer all of them."), WRONG),
    applications.TooLateToRescind: (
        _(
            "The 24 hours in which it could be taken back are over. Please write to the department that handles it, "
            "or call 12345."
        ),
        CONFLICT,
    ),
    applications.TooMuch: (_("That is more than can be taken at once. Please send less."), WRONG),
    applications.ReasonMissing: (_("Please write the reason. The applicant has a right to it."), WRONG),
    applications.AmountNotOffered: (
        _("This service does not pay that amount. Please choose one it offers."),
        WRONG,
    ),
    # certificates
    certificates.MissingGlyphs: (
        _("A character of the certificate cannot be printed. A person will see to it, you need do nothing."),
        LATER,
    ),
    certificates.PangoMissing: (
        _(
            "PDFs cannot be made on this machine yet. The certificate itself is valid and can be checked online."
        ),
        LATER,
    ),
    certificates.DocumentUnavailable: (
        _("The document is still being made. Please try again in a minute."),
        LATER,
    ),
    certificates.UnknownCertificate: NOT_THERE,
    certificates.UnknownCertificateType: (
        _("There is no certificate of this kind. Please check its code in the package of the service."),
        CONFLICT,
    ),
    certificates.RecordMismatch: (
        _(
            "The certificate lacks a line that its kind asks for, or has one too many. "
            "Please compare the package of the service with the kind of certificate."
        ),
        CONFLICT,
    ),
    certificates.NotInForce: (
        _("This certificate is no longer in force, so it cannot be revoked. Please look at it again."),
        CONFLICT,
    ),
    certificates.ReasonMissing: (
        _("Please write why it is revoked. The holder and whoever checks it read this."),
        WRONG,
    ),
    # questions, messages, ratings
    enquiries.NothingSaid: (_("There are no words yet. Please write what you want to say."), WRONG),
    enquiries.TooLong: SHORTER,
    BadFile: (
        _(
            "The file cannot be taken. Please choose a PDF, JPEG or PNG of at most 10 MB that opens without a password."
        ),
        WRONG,
    ),
    BadAddress: (
        _("This is no address we can write to. Please check the e-mail address and the number."),
        WRONG,
    ),
    TooManyCodes: (
        _("Five codes went out today. Please try again tomorrow; messages are in your inbox meanwhile."),
        TOO_MANY,
    ),
    ratings.NotRatable: (
        _("It can be rated once the department has decided it, and not where you turned back yourself."),
        CONFLICT,
    ),
    ratings.AlreadyRated: (_("You have rated this already. One rating counts, the first."), CONFLICT),
    ratings.NoSuchLevel: (_("Choose one of the five, from very satisfied to very dissatisfied."), WRONG),
    ratings.WordsTooLong: SHORTER,
    ratings.AnswerMissing: (_("Please write what was found, and what was put right."), WRONG),
    ratings.AlreadyAnswered: (_("A colleague has answered this already. Please look at it again."), CONFLICT),
    # offers, and who somebody is
    offers.OfferEnded: (
        _(
            "This offer has been answered, or its time is over. If you want the service, please apply for it yourself."
        ),
        CONFLICT,
    ),
    people.AlreadyLinked: (
        _("This person has another account already. Please sign in with that one, or call 12345."),
        CONFLICT,
    ),
    people.TooManyTries: (_("That was tried too often today. Please try again tomorrow."), TOO_MANY),
    **of_sharing.SAID,
    **of_rules.SAID,
}
