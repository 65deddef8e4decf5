"""What may be read of a person, for what, what was read, and what the person says is wrong.

`directory` says who keeps what, `policies` and `grants` who may read it, `purposes` what it is read for, `consents` who
agreed, `accesses` what was decided, `requests` what was asked, `looks` who saw it on a page, `predicates` what is answered
with yes or no, and `disputes` what is denied. How departments behave as sources: `sources`.
"""

from services.sharing.models.accesses import DataAccess, DataAccesses
from services.sharing.models.consents import Consent, ConsentRequest, ConsentRequests
from services.sharing.models.directory import AuthorityClaim, DataField, DataResource
from services.sharing.models.disputes import Dispute, Disputes
from services.sharing.models.grants import PORTAL, Grant, GrantRequest
from services.sharing.models.looks import LedgerMark, Look, Looks, Withholding
from services.sharing.models.policies import PACKAGE, FrozenPolicy, NegativeListEntry, SharingPolicy
from services.sharing.models.predicates import Predicate, PredicateAnswer
from services.sharing.models.purposes import HOUSEHOLD, SUBJECT, Disclosure, Frozen, Purpose
from services.sharing.models.recusals import Recusal
from services.sharing.models.requests import DataRequest, DataRequests, Reason, RequestState, RequestStep
from services.sharing.models.sources import Breaker, Finding, SourceFinding

__all__ = [
    "HOUSEHOLD",
    "PACKAGE",
    "PORTAL",
    "SUBJECT",
    "AuthorityClaim",
    "Breaker",
    "Consent",
    "ConsentRequest",
    "ConsentRequests",
    "DataAccess",
    "DataAccesses",
    "DataField",
    "DataRequest",
    "DataRequests",
    "DataResource",
    "Disclosure",
    "Dispute",
    "Disputes",
    "Finding",
    "Frozen",
    "FrozenPolicy",
    "Grant",
    "GrantRequest",
    "LedgerMark",
    "Look",
    "Looks",
    "NegativeListEntry",
    "Predicate",
    "PredicateAnswer",
    "Purpose",
    "Reason",
    "Recusal",
    "RequestState",
    "RequestStep",
    "SharingPolicy",
    "SourceFinding",
    "Withholding",
]
