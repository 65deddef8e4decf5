"""What certificates of items say is said in words: days and codes too."""

import pytest

from services.applications.record import compose
from tests.items.travelling import journeys, travel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments_stub")]


@pytest.mark.parametrize(
    ("item", "entry", "zh", "en"),
    [
        ("vehicle-transfer", "sold_on", "2026年11月11日", "11 November 2026"),
        ("vehicle-transfer", "plate_choice", "系统随机给一个新号", "A new number, drawn for me"),
        ("driving-licence-renewal-01", "vehicle_class", "小型自动挡汽车", "Automatic car (C2)"),
    ],
)
def test_a_record_is_in_words(item, entry, zh, en, citizen, caseworker):
    found = travel(journeys()[item], citizen, caseworker)
    assert compose(found.application)[entry] == {"zh": zh, "en": en}
