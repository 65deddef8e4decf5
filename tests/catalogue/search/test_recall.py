"""Nothing that holds what was typed is missed, and nothing else is taken: every piece of 1 to 4 characters against a look
into every text. On 200,000 entries the same is done by tests/bench/search.py.
"""

import pytest

from services.catalogue.directory_import import import_directory
from services.catalogue.search.finding import MOST_HITS, find
from services.catalogue.search.indexing import index
from services.catalogue.search.keeping import index_catalogue
from services.catalogue.search.models import Entry
from services.catalogue.search.shelf import Shelf
from tests.catalogue.search.conftest import DAY
from tests.catalogue.search.synthetic import samples, things
from tests.real_data import real

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
LENGTHS = (1, 2, 3, 4)


def missed(number: int) -> list[str]:
    """Pieces for which search and truth differ."""
    texts = dict(Entry.objects.order_by("pk").values_list("pk", "text"))
    shelf = Shelf(DAY)
    return [
        piece
        for length in LENGTHS
        for piece in samples([*texts.values()], length, number)
        if {hit.id for hit in shelf.holding([piece])} != {key for key, text in texts.items() if piece in text}
    ]


def test_of_the_items_that_ship_and_a_made_up_directory_nothing_is_missed():
    index_catalogue()
    index(things(400))
    assert missed(60) == []


def test_of_a_real_directory_nothing_is_missed():
    import_directory(real("sichuan_guangan_items.csv"))
    assert index_catalogue().written > 1000
    assert missed(150) == []


def test_what_the_page_shows_is_all_there_is_up_to_what_anybody_reads():
    index(things(400))
    texts = dict(Entry.objects.order_by("pk").values_list("pk", "text"))
    for piece in samples([*texts.values()], 2, 40):
        true = {key for key, text in texts.items() if piece in text}
        found = find(piece, on=DAY)
        shown = {hit.id for hit in found.hits}
        assert (true <= shown) if not found.more else (len(true) > MOST_HITS)
