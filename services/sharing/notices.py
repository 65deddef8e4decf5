"""What a person is shown before they agree, and the digest that ties their yes to these very words."""

from services.sharing.models import Purpose
from services.sharing.readings import Reading, readings
from services.sharing.receipts import notice_digest


def consent_readings(purpose: Purpose) -> list[Reading]:
    """Those that rest on consent; what the law orders is a notice and nobody's to refuse."""
    by_consent = purpose.by_consent()
    return [each for each in readings(purpose) if each.field.code in by_consent]


def notice_of(purpose: Purpose) -> str:
    """SHA-256 of what is said about each value: its name, in which form it is read, and why."""
    said = [
        [each.field.code, each.field.label, each.disclosure.value, each.why]
        for each in consent_readings(purpose)
    ]
    return notice_digest([str(purpose), purpose.name, purpose.basis, said])
