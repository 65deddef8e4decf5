"""Everything that happens after a commit, on one screen: EVENT -> its handlers, in no promised order."""

from collections.abc import Callable, Mapping
from typing import Any

from services.applications.events import (
    ApplicationAccepted,
    ApplicationAwaitsData,
    ApplicationDecided,
    ApplicationSubmitted,
)
from services.applications.handlers import issue_certificate
from services.catalogue.events import ItemPublished
from services.certificates.events import CertificateIssued, CertificateRevoked
from services.events.event import Event
from services.notifications.handlers import tell_acceptance, tell_decision, tell_wait
from services.people.events import PersonLinked
from services.rules.events import RuleVersionPublished
from services.sharing.events import DisputeOpened, DisputeTakenBack

SUBSCRIPTIONS: Mapping[type[Event], tuple[Callable[[Any], None], ...]] = {
    ApplicationSubmitted: (),
    ApplicationAwaitsData: (tell_wait,),
    ApplicationAccepted: (tell_acceptance,),
    ApplicationDecided: (issue_certificate, tell_decision),
    CertificateIssued: (),
    CertificateRevoked: (),
    DisputeOpened: (),
    DisputeTakenBack: (),
    ItemPublished: (),
    PersonLinked: (),
    RuleVersionPublished: (),
}
