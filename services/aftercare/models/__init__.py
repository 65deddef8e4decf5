"""Running entitlements and their ends, second looks, what a corrected value changes, and versions of rules that look on."""

from services.aftercare.models.entitlements import Ending, Entitlement, OverpaidMonth, ProposedStop, Recheck
from services.aftercare.models.reexaminations import Reexamination
from services.aftercare.models.shadows import ShadowRun
from services.aftercare.models.spot_checks import SpotCheck

__all__ = [
    "Ending",
    "Entitlement",
    "OverpaidMonth",
    "ProposedStop",
    "Recheck",
    "Reexamination",
    "ShadowRun",
    "SpotCheck",
]
