"""Everything that happens after a commit, on one screen: EVENT -> its handlers, in no promised order."""

from collections.abc import Callable, Mapping
from typing import Any

from services.aftercare.events import (
    EntitlementEnded,
    Reexamined,
    SpotCheckClosed,
    SpotCheckOpened,
    StopProposed,
)
from services.aftercare.handlers import (
    draw_check,
    end_certificate,
    look_for_dependants,
    take_on,
    try_on_decided,
    try_on_received,
)
from services.applications.events import (
    ApplicationAccepted,
    ApplicationAwaitsData,
    ApplicationClosed,
    ApplicationCorrected,
    ApplicationDecided,
    ApplicationDeclined,
    ApplicationReceived,
    ApplicationRescinded,
    ApplicationSubmitted,
    ApplicationSuspended,
    ApplicationWithdrawn,
    AutomaticApprovalSwitched,
    CorrectionRequested,
    DraftMoved,
)
from services.applications.handlers import (
    cancel_certificate,
    issue_certificate,
    purge_withdrawn,
    use_on_decision,
    use_on_receipt,
    use_on_submission,
)
from services.catalogue.events import ItemPublished
from services.catalogue.search.keeping import index_item
from services.certificates.events import CertificateIssued, CertificateRevoked, DocumentHeldUp
from services.enquiries.events import EnquiryAnswered, EnquiryOpened
from services.events.event import Event
from services.figures.handlers import (
    count_answer,
    count_appeal,
    count_decision,
    count_decline,
    count_hand_over,
    count_rating,
    count_revocation,
    count_second_look,
    count_submission,
)
from services.notifications.events import NumberGiven
from services.notifications.handlers import (
    tell_answer,
    tell_correction,
    tell_decision,
    tell_decline,
    tell_dispute,
    tell_ending,
    tell_first_reading,
    tell_held_up,
    tell_move,
    tell_offer,
    tell_receipt,
    tell_rectification,
    tell_reexamined,
    tell_suspension,
    tell_text,
    tell_wait,
)
from services.notifications.numbers import send_code
from services.offers.events import OfferAccepted, OfferMade, TextRead
from services.people.events import PersonLinked
from services.ratings.events import RatingGiven, RectificationAnswered, RectificationOpened
from services.rules.events import RuleVersionPublished
from services.sharing.events import (
    AccessQuestioned,
    ConsentGiven,
    ConsentWithdrawn,
    DataFirstRead,
    DisputeOpened,
    DisputeSettled,
    DisputeTakenBack,
    WithdrawalConcerns,
)
from services.sharing.handlers import tell_withdrawal

SUBSCRIPTIONS: Mapping[type[Event], tuple[Callable[[Any], None], ...]] = {
    DraftMoved: (tell_move,),
    ApplicationSubmitted: (count_submission, use_on_submission),
    ApplicationAwaitsData: (tell_wait,),
    ApplicationReceived: (tell_receipt, count_hand_over, try_on_received, use_on_receipt),
    ApplicationAccepted: (),
    CorrectionRequested: (tell_correction,),
    ApplicationCorrected: (),
    ApplicationDeclined: (tell_decline, count_decline),
    ApplicationSuspended: (tell_suspension,),
    ApplicationWithdrawn: (),
    ApplicationRescinded: (cancel_certificate,),
    ApplicationClosed: (),
    ApplicationDecided: (
        issue_certificate,
        tell_decision,
        count_decision,
        take_on,
        draw_check,
        use_on_decision,
        try_on_decided,
    ),
    AutomaticApprovalSwitched: (),
    StopProposed: (),
    SpotCheckOpened: (),
    SpotCheckClosed: (count_second_look,),
    EntitlementEnded: (end_certificate, tell_ending, count_revocation),
    CertificateIssued: (),
    CertificateRevoked: (),
    DocumentHeldUp: (tell_held_up,),
    ConsentGiven: (),
    ConsentWithdrawn: (purge_withdrawn,),
    WithdrawalConcerns: (tell_withdrawal,),
    DataFirstRead: (tell_first_reading,),
    DisputeOpened: (),
    DisputeTakenBack: (),
    AccessQuestioned: (),
    DisputeSettled: (look_for_dependants, tell_dispute),
    Reexamined: (tell_reexamined, count_appeal),
    EnquiryOpened: (),
    EnquiryAnswered: (tell_answer,),
    ItemPublished: (index_item,),
    OfferMade: (tell_offer,),
    OfferAccepted: (),
    TextRead: (tell_text,),
    NumberGiven: (send_code,),
    PersonLinked: (),
    RatingGiven: (count_rating,),
    RectificationOpened: (),
    RectificationAnswered: (tell_rectification, count_answer),
    RuleVersionPublished: (),
}
