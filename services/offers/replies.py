"""What a text message says: yes, no, never again, or nothing one could act on. Pure.

The whole message has to be one of the words, with or without the code: "我不同意" is no yes because 同意 stands in it.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    YES = "YES"
    NO = "NO"
    NEVER = "NEVER"
    UNCLEAR = "UNCLEAR"


WORDS = {
    **dict.fromkeys(["同意", "好", "好的", "要", "我同意", "是", "YES", "Y", "OK"], Answer.YES),
    **dict.fromkeys(["不同意", "不要", "不用", "不要了", "不", "NO", "N"], Answer.NO),
    **dict.fromkeys(["退订", "TD", "T", "STOP"], Answer.NEVER),
}
CODE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])", re.ASCII)
NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Reply:
    """`code`: of the offer it names, empty where it names none."""

    answer: Answer
    code: str = ""


def read_reply(words: str) -> Reply:
    """Full-width letters and digits, blanks and punctuation make no difference; two codes are unclear."""
    plain = unicodedata.normalize("NFKC", words).upper()
    codes = CODE.findall(plain)
    if len(codes) > 1:
        return Reply(Answer.UNCLEAR)
    said = NOISE.sub("", CODE.sub("", plain))
    return Reply(WORDS.get(said, Answer.UNCLEAR), codes[0] if codes else "")
