"""The index and the catalogue say the same, whatever is published, again, later or no more."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import SYSTEM
from services.catalogue.actions.publish_item import publish_item
from services.catalogue.events import ItemPublished
from services.catalogue.models import DirectoryEntry, ItemVersion
from services.catalogue.search import indexing, keeping
from services.catalogue.search.indexing import index, number_of, remove
from services.catalogue.search.keeping import index_catalogue, index_item
from services.catalogue.search.models import Entry, Posting, Sound, Token
from services.catalogue.search.narrowing import everywhere
from services.catalogue.search.searchable import FILTERS
from services.catalogue.synthesis import synthesize_directory
from tests.cast import NOON
from tests.catalogue.directories import directory, line
from tests.catalogue.search.conftest import codes, thing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
LATER = date(2027, 1, 1)


def rows() -> list[int]:
    return [model.objects.count() for model in (Entry, Token, Posting, Sound)]


def counted() -> bool:
    """Whether each token knows how many entries hold it."""
    return all(token.entries == token.postings.count() for token in Token.objects.all())


class TestThings:
    def test_the_same_again_writes_nothing(self):
        things = [thing("a", "高龄津贴"), thing("b", "婚姻登记")]
        assert index(things) == 2
        before = rows()
        assert index(things) == 0 and rows() == before

    def test_a_change_takes_the_old_words_out(self):
        index([thing("a", "高龄津贴"), thing("b", "高龄补贴")])
        assert index([thing("a", "婚姻登记")]) == 1
        assert codes("高龄") == ["b"] and codes("婚姻") == ["a"] and counted()

    def test_a_change_of_heat_changes_the_order(self):
        index([thing("a", "补贴甲", heat=2), thing("b", "补贴乙", heat=1)])
        index([thing("a", "补贴甲", heat=0)])
        assert codes("补贴") == ["b", "a"]

    def test_what_is_removed_is_gone_and_its_neighbour_stays(self):
        one, other = thing("a", "高龄津贴"), thing("b", "高龄补贴")
        index([one, other])
        remove([number_of(one)])
        assert codes("高龄") == ["b"] and codes("津贴") == [] and counted()
        assert remove([]) == 0

    def test_an_entry_has_the_same_number_in_every_database(self):
        assert number_of(thing("old-age-allowance", "高龄津贴")) == 5276377316576649810
        assert number_of(thing("a", "高龄津贴")) == number_of(thing("a", "婚姻登记"))

    def test_more_than_one_batch(self, monkeypatch):
        monkeypatch.setattr(indexing, "BATCH", 8)
        index(thing(f"x{place}", f"补贴{place}") for place in range(30))
        assert Entry.objects.count() == 30 and counted()


class TestPublishing:
    @pytest.fixture(autouse=True)
    def published(self, catalogue):
        for key in ItemVersion.objects.values_list("pk", flat=True):
            index_item(ItemPublished(item_version_id=key))

    def again(self, name: str, begins: date = LATER) -> ItemPublished:
        present = ItemVersion.objects.get(item__code="old-age-allowance")
        package = deepcopy(present.content)
        package |= {
            "version": present.number + 1,
            "in_force_from": begins.isoformat(),
            "name": {"zh": name, "en": name},
        }
        key = publish_item(package=package, actor=SYSTEM, at=NOON)
        return ItemPublished(item_version_id=key)

    def test_an_item_is_found_when_its_event_was_handled(self):
        assert index_item in SUBSCRIPTIONS[ItemPublished]
        assert codes("高龄津贴") == ["old-age-allowance"]

    def test_handled_twice_is_handled_once(self):
        before = rows()
        index_item(ItemPublished(item_version_id=ItemVersion.objects.values_list("pk", flat=True)[0]))
        assert rows() == before

    def test_a_version_of_next_year_is_found_next_year_and_until_then_the_one_it_replaces(self):
        index_item(self.again("重阳礼包"))
        assert codes("高龄津贴", TODAY) == ["old-age-allowance"] and codes("重阳礼包", TODAY) == []
        assert codes("重阳礼包", LATER) == ["old-age-allowance"]
        assert find_names("old-age-allowance", LATER) == ["重阳礼包"]
        assert find_names("old-age-allowance", LATER - timedelta(days=1)) == ["高龄津贴"]

    def test_the_command_makes_the_same_of_it(self):
        event = self.again("重阳礼包")
        index_item(event)
        before = rows()
        done = index_catalogue()
        assert (done.written, done.removed, done.entries) == (
            0,
            0,
            Entry.objects.count(),
        ) and rows() == before


def find_names(code: str, on: date) -> list[str]:
    found = Entry.objects.filter(code=code, in_force_from__lte=on).exclude(in_force_to__lte=on)
    return [entry.name["zh"] for entry in found]


class TestCommand:
    @pytest.mark.usefixtures("catalogue")
    def test_it_says_what_it_did_and_twice_changes_nothing(self, capsys):
        call_command("index_catalogue")
        call_command("index_catalogue")
        first, second = capsys.readouterr().out.splitlines()
        number = Entry.objects.count()
        assert first == f"{number} entries: {number} written, 0 removed."
        assert second == f"{number} entries: 0 written, 0 removed."

    @pytest.mark.usefixtures("catalogue")
    def test_what_is_published_no_longer_is_taken_out_with_its_tokens(self):
        index([thing("gone", "鼍鼍")])
        assert index_catalogue().removed == 1
        assert codes("鼍鼍") == [] and not Token.objects.filter(text="鼍鼍").exists() and counted()

    @pytest.mark.usefixtures("catalogue")
    def test_lines_of_other_directories_are_found_too_after_what_can_be_done_here(self):
        row = {
            "kind": "20",
            "kind_name": {"zh": "公共服务"},
            "department_name": "区民政局",
            "region_code": "511602",
        }
        DirectoryEntry.objects.create(code="511Z-1", name={"zh": "高龄津贴发放"}, main_item="养老", **row)
        index_catalogue()
        assert codes("高龄津贴") == ["old-age-allowance", "511Z-1"]
        assert codes("养老", department="区民政局") == codes("高龄", region="511602") == ["511Z-1"]
        assert codes("养老", kind="21") == ["511Z-1"] and codes("养老", kind="20") == []
        DirectoryEntry.objects.listed().delete()
        assert index_catalogue().removed == 1 and codes("高龄津贴") == ["old-age-allowance"]

    def test_a_directory_that_is_imported_is_found_at_once(self, tmp_path):
        file = directory(tmp_path, line(itemCode="511Z-1-11511301008778183N-1-00", name="鼍鼍养殖许可"))
        call_command("import_directory", str(file), report=tmp_path / "report.csv")
        assert codes("鼍鼍") == ["511Z-1-11511301008778183N-1-00"]

    def test_lines_that_are_made_up_are_found_at_once(self):
        call_command("synthesize_directory", 3)
        assert len(codes("高龄津贴")) == 1 and counted()

    def test_who_waits_hears_how_far_it_is(self, monkeypatch):
        monkeypatch.setattr(keeping, "TOLD_EVERY", 2)
        synthesize_directory(5)
        heard: list[int] = []
        index_catalogue(progress=heard.append)
        assert heard == [2, 4]

    @pytest.mark.parametrize("word", FILTERS)
    def test_the_word_for_a_filter_in_a_text_is_no_value_of_it(self, db, word):
        index([thing("a", f"Fill in the {word}: here")])
        assert everywhere() == {} and codes(word) == ["a"]

    @pytest.mark.usefixtures("catalogue")
    def test_values_of_filters_are_counted_over_all(self):
        index_catalogue()
        departments = {value.code: value for value in everywhere()["department"]}
        assert departments["civil_affairs"].entries == 1
        assert departments["civil_affairs"].name["zh"] == "云州市民政局"
