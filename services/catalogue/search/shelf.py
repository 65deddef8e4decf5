"""Taking entries out of the index: everything that holds certain words, the best first.

Of all tokens such an entry must hold the rarest leads: its postings are read in the order of their rank, and each entry is
compared in full. So what is found is exact, and the first page costs little however many there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from services.catalogue.search.models import Entry, Posting, Token
from services.catalogue.search.normal import pairs

OWN_COLUMNS = ("id", "kind", "code", "heat", "title", "text", "filters")
COLUMNS = tuple(f"entry__{name}" for name in OWN_COLUMNS)


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
        self.learn(self.chosen)

    def learn(self, texts: Iterable[str]) -> None:
        """Looks many tokens up together. What nobody has learnt is looked up when it is needed."""
        fresh = sorted(set(texts) - self._asked)
        self._asked |= set(fresh)
        rows = Token.objects.filter(text__in=fresh, entries__gt=0) if fresh else []
        self._known |= {token.text: (token.entries, token.pk) for token in rows}

    def learn_words(self, words: Iterable[str]) -> None:
        self.learn(pair for word in words for pair in pairs(word))

    def how_many(self, text: str) -> int:
        """How many entries hold this token, on whatever day."""
        self.learn([text])
        return self._known.get(text, (0, 0))[0]

    def holding(self, words: Sequence[str]) -> QuerySet[Posting]:
        """Every one, without limit. Words are normal and hold no blank."""
        needed = [*dict.fromkeys([*(pair for word in words for pair in pairs(word)), *self.chosen])]
        self.learn(needed)
        if not needed or any(text not in self._known for text in needed):
            return Posting.objects.none()
        leader = min(needed, key=lambda text: (self._known[text][0], text))
        found = Posting.objects.filter(self._in_force(), token=self._known[leader][1])
        for word in words:
            found = found.filter(entry__text__contains=word) if word != leader else found
        for value in self.chosen:
            found = found.filter(entry__filters__contains=f" {value} ") if value != leader else found
        return found.order_by("rank", "entry_id")

    def take(self, words: Sequence[str], most: int) -> list[Hit]:
        """The best of them; of everything, where nothing is asked, the most used."""
        if not words and not self.chosen:
            every = Entry.objects.filter(self._in_force("")).order_by("-heat", "id")
            return [Hit(*row) for row in every.values_list(*OWN_COLUMNS)[:most]]
        return [Hit(*row) for row in self.holding(words).values_list(*COLUMNS)[:most]]

    def has(self, word: str) -> bool:
        return self.holding([word]).exists()

    def _in_force(self, of: str = "entry__") -> Q:
        begun, ends = Q((f"{of}in_force_from__lte", self.on)), f"{of}in_force_to"
        return begun & (Q((ends, None)) | Q((f"{ends}__gt", self.on)))


def shown(ids: Sequence[int]) -> list[Entry]:
    """What a page says of these entries, in this order."""
    rows = Entry.objects.defer("title", "text", "digest").in_bulk(list(ids))
    return [rows[each] for each in ids if each in rows]
