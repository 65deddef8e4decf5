"""Pages that only say something, and pages that are not there: everybody may read them, in both modes and languages."""

import pytest

from tests.citizen.pages import Page

pytestmark = pytest.mark.django_db
STATEMENTS = ["/about/accessibility/", "/about/privacy/"]


@pytest.mark.parametrize("address", STATEMENTS)
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_a_stranger_reads_them_in_either_mode(visitor, address, mode):
    page = visitor(mode=mode).open(address)
    assert page.h1 and page.one("html")["data-mode"] == mode and page.one("html")["lang"] == "en"


@pytest.mark.parametrize("address", STATEMENTS)
def test_they_are_in_chinese_for_whoever_reads_chinese(visitor, address):
    response = visitor().client.get(address, headers={"accept-language": "zh-CN"})
    assert 'lang="zh-Hans"' in response.content.decode()


@pytest.mark.parametrize("address", STATEMENTS)
def test_they_are_linked_from_the_foot_of_every_page(visitor, address):
    assert address in [link["href"] for link in visitor().open("/").one("footer").all("a")]


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/items/", "/applications/x/", "/about/", "/%00/", "/items/%ff/"]
)
def test_what_is_not_there_says_so_and_leads_home(visitor, settings, address):
    settings.DEBUG = False
    page = Page(visitor().get(address), 404)
    assert "/" in page.links and page.h1
