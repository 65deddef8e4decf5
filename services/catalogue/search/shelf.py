"""Taking entries out of the index: everything that holds certain words, the best first.

Of all tokens such an entry must hold the rarest leads: its postings are read in the order of their rank, and each entry is
compared in full. So what is found is exact, and the first page costs little however many there are.

Postings and entries are read by statements of their own. In one, a database guesses how many entries hold the words, and
after a wrong guess compares each of these with every posting; now there is nothing to guess.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from services.catalogue.search.models import Entry, Posting, Token
from services.catalogue.search.normal import pairs
from services.prepared import Among, Given, Prepared

COLUMNS = ("id", "kind", "code", "heat", "title", "text", "filters")
HANDFULS = (256, 4096)  # postings read together
FEW = 100  # postings of a token that is rare: read at once and remembered


@dataclass(frozen=True)
class Hit:
    id: int
    kind: str
    code: str
    heat: int
    title: str
    text: str
    filters: str


class Shelf:
    """Entries in force on a day that have each of the `chosen` filter values (`theme:OLD_AGE`)."""

    def __init__(self, on: date, chosen: Iterable[str] = ()) -> None:
        self.on, self.chosen = on, sorted(chosen)
        self._known: dict[str, tuple[int, int]] = {}
        self._asked: set[str] = set()
        self._handful: dict[str, list[int]] = {}
        self._hits: dict[int, Hit] = {}
        self._expected: list[str] = []
        self.learn(self.chosen)

    def learn(self, texts: Iterable[str]) -> None:
        """Looks many tokens up together. What nobody has learnt is looked up when it is needed."""
        fresh = sorted(set(texts) - self._asked)
        self._asked |= set(fresh)
        if fresh:
            self._known |= {text: (held, key) for text, held, key in TOKENS(texts=fresh)}

    def learn_words(self, words: Iterable[str]) -> None:
        self.learn(pair for word in words for pair in pairs(word))

    def how_many(self, text: str) -> int:
        """How many entries hold this token, on whatever day."""
        self.learn([text])
        return self._known.get(text, (0, 0))[0]

    def holding(self, words: Sequence[str]) -> Iterator[Hit]:
        """Every one, the best first; read as far as somebody asks. Words are normal and hold no blank."""
        leader = self._led(words)
        self._read([leader])
        if leader in self._handful:
            hits = (self._hits[key] for key in self._handful[leader] if key in self._hits)
            yield from (hit for hit in hits if all(word in hit.text for word in words))
        elif leader:
            yield from self._far(leader, words)

    def _far(self, leader: str, words: Sequence[str]) -> Iterator[Hit]:
        """Behind a frequent token: the database compares, a handful at a time."""
        fits = [_holds("text", Value(word)) for word in words if word != leader]
        entries = self._entries().filter(*fits)
        for keys in self._postings(leader):
            found = {row[0]: row for row in entries.filter(pk__in=keys).values_list(*COLUMNS)}
            yield from (Hit(*found[key]) for key in keys if key in found)

    def read_together(self, questions: Sequence[Sequence[str]]) -> None:
        """What follows asks for each of these: whatever rare tokens lead to is read in two statements and remembered."""
        self.learn_words(word for words in questions for word in words)
        self._read([self._led(words) for words in questions])

    def expect(self, questions: Sequence[Sequence[str]]) -> None:
        """These will be asked for later: they are read along with what is read next."""
        self.learn_words(word for words in questions for word in words)
        self._expected += [self._led(words) for words in questions]

    def _read(self, leaders: Iterable[str]) -> None:
        wanted_now = [*leaders]
        if all(each in self._handful or not each for each in wanted_now):
            return
        leaders, self._expected = [*wanted_now, *self._expected], []
        tokens = {self._known[each][1]: each for each in leaders if each and self._known[each][0] <= FEW}
        fresh = {key: each for key, each in tokens.items() if each not in self._handful}
        if not fresh:
            return
        self._handful |= {each: [] for each in fresh.values()}
        for token, key in POSTINGS(tokens=[*fresh]):
            self._handful[fresh[token]].append(key)
        self._read_entries({key for each in fresh.values() for key in self._handful[each]} - set(self._hits))

    def _read_entries(self, wanted: Collection[int]) -> None:
        if not wanted:
            return
        chosen = {f"value{place}": f" {value} " for place, value in enumerate(self.chosen)}
        for row in _entries_of(len(chosen))(keys=[*wanted], on=self.on, **chosen):
            self._hits[row[0]] = Hit(*row)

    def _entries(self) -> QuerySet[Entry]:
        return Entry.objects.filter(
            _in_force(self.on), *(_holds("filters", Value(f" {value} ")) for value in self.chosen)
        )

    def _led(self, words: Sequence[str]) -> str:
        """The rarest of the tokens they need; none where the index lacks one of these."""
        needed = [*dict.fromkeys([*(pair for word in words for pair in pairs(word)), *self.chosen])]
        self.learn(needed)
        if any(text not in self._known for text in needed):
            return ""
        return min(needed, key=lambda text: (self._known[text][0], text), default="")

    def _postings(self, token: str) -> Iterator[list[int]]:
        """Keys of entries in handfuls: a small one first, because it mostly is enough."""
        rows = Posting.objects.filter(token=self._known[token][1]).order_by("rank", "entry_id")
        begin = 0
        for end in (*HANDFULS, None):
            keys = [*rows.values_list("entry_id", flat=True)[begin:end]]
            for place in range(0, len(keys), HANDFULS[-1]):
                yield keys[place : place + HANDFULS[-1]]
            if end is None or len(keys) < end - begin:
                return
            begin = end

    def take(self, words: Sequence[str], most: int) -> list[Hit]:
        """The best of them; of everything, where nothing is asked, the most used."""
        if not words and not self.chosen:
            every = Entry.objects.filter(_in_force(self.on)).order_by("-heat", "id")
            return [Hit(*row) for row in every.values_list(*COLUMNS)[:most]]
        return [*islice(self.holding(words), most)]

    def has(self, word: str) -> bool:
        return bool(self.take([word], 1))

    def held(self, words: Sequence[str]) -> list[str]:
        """Those of many words that some entry holds."""
        self.read_together([[word] for word in words])
        return [word for word in words if self.has(word)]


def _in_force(on: date | Given) -> Q:
    return Q(in_force_from__lte=on) & (Q(in_force_to=None) | Q(in_force_to__gt=on))


def _holds(column: str, words: Value | Given) -> GreaterThan:
    return GreaterThan(StrIndex(column, words), 0)


TOKENS = Prepared(
    lambda: Token.objects.filter(Among("text", Given("texts")), entries__gt=0).values_list(
        "text", "entries", "pk"
    )
)
POSTINGS = Prepared(
    lambda: (
        Posting.objects.filter(Among("token", Given("tokens")))
        .order_by("token", "rank", "entry_id")
        .values_list("token_id", "entry_id")
    )
)


@cache
def _entries_of(chosen: int) -> Prepared[tuple[Any, ...]]:
    """Entries of some keys in force `on` a day, with so many values of filters: `value0`, `value1`."""
    fits = [_holds("filters", Given(f"value{place}")) for place in range(chosen)]
    return Prepared(
        lambda: Entry.objects.filter(Among("pk", Given("keys")), _in_force(Given("on")), *fits).values_list(
            *COLUMNS
        )
    )


def shown(ids: Sequence[int]) -> list[Entry]:
    """What a page says of these entries, in this order."""
    rows = Entry.objects.defer("title", "text", "digest").in_bulk(list(ids))
    return [rows[each] for each in ids if each in rows]
