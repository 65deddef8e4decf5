"""Offering elder mode once to those it was made for: suggested, never forced, and a refusal is remembered.

The age comes from the confirmed person's identity number; for this it is neither stored nor shown.
"""

from datetime import date

from accessibility.display import Display
from accessibility.preferences import preference_of
from services.people.identity_numbers import age_on, birth_date
from services.people.models import User
from services.people.queries import person_with

FROM_AGE = 60  # 老年人权益保障法, article 2: older people are citizens of 60 and more


def suggests(user: User, display: Display, on: date) -> bool:
    """Whether to offer elder mode to this signed-in account on that day."""
    if display.elder or _has_answered(user) or user.person_id is None:
        return False
    person = person_with(user.person_id)
    return person is not None and age_on(birth_date(person.id_no), on) >= FROM_AGE


def _has_answered(user: User) -> bool:
    preference = preference_of(user)
    return preference is not None and preference.answered_at is not None
