"""A working day in Shanghai."""

from datetime import UTC, datetime

DAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten in the morning
NIGHT = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # half past eleven at night
