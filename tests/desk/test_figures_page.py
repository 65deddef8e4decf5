"""The department's own figures: what its rules decide, why they left the rest to people, and what people found."""

import pytest
from django.test import Client
from django.utils.timezone import now

from services.aftercare.actions.spot_check import close_check
from services.aftercare.models import SpotCheck
from services.applications.models import Application
from services.departments.models import Department
from services.figures.department import department_figures
from services.figures.overview import Ratio
from tests.aftercare.running import relay
from tests.desk.casework import INSURANCE, a_colleague, an_application, staff
from tests.desk.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def applications() -> list[Application]:
    """One approved at once, one too young, one with an unclear record; and one of another department."""
    made = [an_application(key) for key in ("zhao_guiying", "li_jianguo", "chen_deming")]
    made.append(an_application("zhou_min", INSURANCE, used_for="SELF"))
    relay()
    return made


def figures(code: str = "civil_affairs"):
    return department_figures(Department.objects.get(code=code), now())


def page(client: Client, department: str = "civil_affairs") -> str:
    sign_in(client, a_colleague("李文", department))
    return client.get("/desk/figures/").content.decode()


def test_reasons_are_counted_by_code_and_for_the_department_alone(applications):
    assert dict(figures().whole.reasons) == {"R01_AGE": 1, "M99_NO_RULE": 1}
    assert not figures("social_insurance").whole.reasons
    assert figures("social_insurance").whole.instant == Ratio(1, 1)


def test_both_rates_are_there_by_applications_and_by_items(applications):
    assert figures().whole.instant == Ratio(1, 1)  # two wait for a person
    assert figures().instant_items == Ratio(1, 1)


def test_a_reversed_second_look_is_counted_with_its_item(applications):
    clerk = staff(a_colleague("何芳"))
    check = SpotCheck.objects.get()
    close_check(check_id=check.pk, state="REVERSED", reason="已核实不符。", actor=clerk, at=now())
    relay()
    [item] = figures().items
    assert item.reversed == figures().whole.reversed == Ratio(1, 1)


def test_the_page_says_the_rows_in_their_words_and_the_codes(client, applications):
    shown = page(client)
    assert "R01_AGE" in shown and "还没有年满 70 周岁" in shown and "M99_NO_RULE" in shown
    assert "高龄津贴" in shown and "参保" not in shown


def test_with_nothing_to_count_it_says_so(client, db):
    assert "还没有" in page(client)
