"""What a keyboard leaves behind: full-width digits, stray spaces and dashes, marks nobody sees. No word is changed."""

import re
import unicodedata
from string import ascii_lowercase, ascii_uppercase

SEPARATORS = re.compile(r"[\s\-‐-―−]")
SEEN_AS_LINES = "\n\t"
LARGE = str.maketrans(ascii_lowercase, ascii_uppercase)
# categories of Unicode; unassigned and private ones may be names
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})


def plain(raw: str) -> str:
    """Without control characters and edges of spaces; empty where nothing can be seen. Rare characters stay."""
    kept = "".join(c for c in raw if c in SEEN_AS_LINES or unicodedata.category(c) != "Cc")
    kept = unicodedata.normalize("NFC", kept).strip()
    return kept if any(unicodedata.category(c) not in INVISIBLE for c in kept) else ""


def half_width(raw: str) -> str:
    """Digits, letters and signs of a Chinese keyboard as those of any other, and no mark that nobody sees."""
    kept = "".join(c for c in raw if c.isspace() or unicodedata.category(c) not in INVISIBLE)
    return unicodedata.normalize("NFKC", kept).strip()


def compact(raw: str) -> str:
    """A code: neither spaces nor dashes mean anything in it, nor the case of its letters."""
    joined = SEPARATORS.sub("", half_width(raw)).translate(LARGE)
    return unicodedata.normalize("NFKC", joined)
