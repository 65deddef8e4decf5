"""What is only listed can be read: what is known of it, and where to go. Nothing there begins an application."""

import pytest

from services.catalogue.directory_import import import_directory
from services.catalogue.models import DirectoryEntry
from services.departments.models import Region
from tests.catalogue.directories import directory, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(tmp_path) -> DirectoryEntry:
    Region.objects.create(code="511602", name={"zh": "广安区"})
    import_directory(
        directory(tmp_path, line(name="机动车驾驶员培训备案", main_item="培训备案", taskType="10"))
    )
    return DirectoryEntry.objects.get()


def test_it_says_what_is_known_and_where_to_go(visitor, listed):
    page = visitor().open(f"/directory/{listed.pk}/")
    assert page.h1 == "机动车驾驶员培训备案"
    assert page.values == {
        "Belongs to": "培训备案",
        "Kind": "Other power",
        "Who decides": "区经信局",
        "Where": "广安区",
        "Number of the item": listed.code,
    }
    assert page.links[0] == "tel:12345" or "tel:12345" in page.links


def test_nothing_there_begins_an_application(visitor, listed):
    page = visitor("wang_xiulan").open(f"/directory/{listed.pk}/")
    assert not [form for form in page.one("main").all("form") if "start" in form.attrs.get("action", "")]


def test_a_line_about_which_little_is_known_reads_well_too(visitor, listed):
    DirectoryEntry.objects.update(main_item="")
    Region.objects.all().delete()
    page = visitor().open(f"/directory/{listed.pk}/")
    assert list(page.values) == ["Kind", "Who decides", "Number of the item"]


def test_the_line_of_an_item_of_ours_leads_to_its_guide(visitor, catalogue):
    entry = DirectoryEntry.objects.get(version__item__code="old-age-allowance")
    assert visitor().get(f"/directory/{entry.pk}/").url == "/items/old-age-allowance/"


def test_a_line_that_is_not_there(visitor):
    assert visitor().get("/directory/4711/").status_code == 404
