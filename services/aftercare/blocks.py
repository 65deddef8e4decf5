"""What an item's package says about the time after its approvals."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

Package = Mapping[str, Any]


def recheck_of(package: Package) -> Mapping[str, Any] | None:
    """`every_days`, `days` (working days for a person to answer), `purpose`, `stops`: fact -> where its day stands."""
    block: Mapping[str, Any] | None = package.get("recheck")
    return block


def next_check(package: Package, last: datetime) -> datetime:
    return last + timedelta(days=package["recheck"]["every_days"])
