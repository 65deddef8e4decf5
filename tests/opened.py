"""What a department told, opened as the product opens it: against the ledger's entry of its request."""

from typing import Any

from services.applications.models import Evidence
from services.applications.opening import opened


def value_of(evidence: Evidence) -> Any:
    return opened([evidence])[evidence.field_code]
