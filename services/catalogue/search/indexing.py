"""Writing the index: entries with their tokens, many together. The same again changes nothing.

An entry is known by kind, code and edition; its number is made from these, so that it is the same in every database. An
entry whose content changed is taken out with its postings and written anew, in one transaction.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from django.db import transaction

from services.catalogue.search.bulk import change_counts, count_for_the_planner, insert_postings
from services.catalogue.search.models import Entry, Posting, Sound, Token
from services.catalogue.search.normal import normal, tokens
from services.catalogue.search.searchable import FILTERS, Searchable
from services.catalogue.search.sounds import sounds

FORMAT = 1  # raise it when the same content is to be indexed in another way
BATCH = 4000  # rows of a batch are written in the order of the index: the larger, the fewer pages are touched twice
MANY = 1000  # entries after which the database had better count anew
MOST_HEAT = 9_999_999
IN_TITLE, IN_TEXT = 0, 1
T = TypeVar("T")


def index(things: Iterable[Searchable]) -> int:
    """How many were written, because they are new or say something new."""
    written = sum(_index_batch(batch) for batch in _batches(things, BATCH))
    if written >= MANY:
        count_for_the_planner()
    return written


def remove(entries: Iterable[int]) -> int:
    return sum(_remove(batch) for batch in _batches(entries, BATCH))


def number_of(thing: Searchable) -> int:
    """63 bits: two of a million entries share one with a chance of one in ten million, and the database would say so."""
    name = f"{thing.kind}:{thing.code}:{thing.edition}"
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest()) >> 1


def rank(place: int, heat: int) -> int:
    return place * (MOST_HEAT + 1) + MOST_HEAT - min(heat, MOST_HEAT)


@transaction.atomic
def _index_batch(things: list[Searchable]) -> int:
    entries = [_entry(thing) for thing in things]
    known = dict(Entry.objects.filter(pk__in=[each.pk for each in entries]).values_list("pk", "digest"))
    fresh = [each for each in entries if known.get(each.pk) != each.digest]
    _remove([each.pk for each in fresh if each.pk in known])
    Entry.objects.bulk_create(fresh)
    _write_postings(fresh)
    return len(fresh)


def _entry(thing: Searchable) -> Entry:
    title = list(dict.fromkeys(map(normal, thing.titles)))
    text = list(dict.fromkeys([*title, *map(normal, thing.texts)]))
    values = [f"{name}:{value}" for name, found in thing.filters.items() for value in found]
    return Entry(
        pk=number_of(thing),
        kind=thing.kind,
        code=thing.code,
        edition=thing.edition,
        in_force_from=thing.in_force_from,
        in_force_to=thing.in_force_to,
        heat=thing.heat,
        title="\n".join(title),
        text="\n".join(text),
        filters=f" {' '.join(values)} ",
        name=thing.name,
        says=thing.says,
        digest=_digest(thing),
    )


def _digest(thing: Searchable) -> str:
    """Of everything it says; `vars`, because `asdict` copies it all and takes longer than the digest."""
    values = json.dumps([FORMAT, vars(thing)], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(values.encode()).hexdigest()


def _ranks(entry: Entry) -> dict[str, int]:
    """Token -> rank. Filters stand in the title: among the entries of a theme the hottest come first."""
    titles = {*tokens(entry.title.split("\n")), *entry.filters.split()}
    texts = tokens(entry.text.split("\n"))
    return dict.fromkeys(texts, rank(IN_TEXT, entry.heat)) | dict.fromkeys(titles, rank(IN_TITLE, entry.heat))


def _write_postings(entries: list[Entry]) -> None:
    held = {entry.pk: _ranks(entry) for entry in entries}
    counts = Counter(token for ranks in held.values() for token in ranks)
    ids = _token_ids(counts)
    rows = sorted((ids[token], rank, key) for key, ranks in held.items() for token, rank in ranks.items())
    insert_postings(rows)
    change_counts({ids[token]: number for token, number in counts.items()})


def _token_ids(texts: Iterable[str]) -> dict[str, int]:
    wanted = sorted(texts)
    known = dict(Token.objects.filter(text__in=wanted).values_list("text", "pk"))
    missing = [text for text in wanted if text not in known]
    if missing:
        # somebody else may have been quicker
        Token.objects.bulk_create(map(_token, missing), ignore_conflicts=True)
        known |= dict(Token.objects.filter(text__in=missing).values_list("text", "pk"))
        _write_sounds({text: known[text] for text in missing})
    return known


def _token(text: str) -> Token:
    name, _, value = text.partition(":")
    is_filter = bool(value) and name in FILTERS  # the word `form` alone is a word
    return Token(text=text, first="" if is_filter else text[0], last="" if is_filter else text[-1])


def _write_sounds(fresh: Mapping[str, int]) -> None:
    rows = [Sound(sound=sound, token_id=key) for text, key in fresh.items() for sound in sorted(sounds(text))]
    Sound.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _remove(entries: list[int]) -> int:
    if not entries:
        return 0
    postings = Posting.objects.filter(entry__in=entries)
    counts = Counter(postings.values_list("token_id", flat=True))
    postings.delete()
    change_counts({token: -held for token, held in counts.items()})
    return Entry.objects.filter(pk__in=entries).delete()[0]


def _batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    running = iter(things)
    while batch := list(islice(running, size)):
        yield batch
