"""What may be read of a person, for what, what was read, and what the person says is wrong.

`directory` says who keeps what, `purposes` what it is read for, `requests` what was asked, `disputes` what is denied.
"""

from services.sharing.models.directory import DataField, DataResource
from services.sharing.models.disputes import Dispute, Disputes
from services.sharing.models.purposes import Disclosure, Frozen, Purpose
from services.sharing.models.requests import DataRequest, DataRequests, Reason

__all__ = [
    "DataField",
    "DataRequest",
    "DataRequests",
    "DataResource",
    "Disclosure",
    "Dispute",
    "Disputes",
    "Frozen",
    "Purpose",
    "Reason",
]
