"""What data are read for, by the word of its source: `application:<id>`, `offers:<id>`, `proof:<id>`.

Sharing knows no applications. Whoever has a word says how the thing behind it stands, by a function that is asked before
a question is sent and once more at delivery. A word nobody stands for gives no case, and without a case nothing is read.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from services.people.models import ProofAttempt
from services.people.queries import tried_number
from services.sharing.decision import Case
from services.sharing.inquiry import Subject


@dataclass(frozen=True)
class Standing:
    """`departments`, `regions`: keys of those whose caseworkers may be at work on it; empty for none."""

    case: Case
    departments: Collection[int] = ()
    regions: Collection[str] = ()


Stands = Callable[[str, Subject], Standing | None]
_stands: dict[str, Stands] = {}


def stands_for(word: str) -> Callable[[Stands], Stands]:
    """Decorates the function that knows the things of this word. One word, one function."""

    def keep(function: Stands) -> Stands:
        _stands[word] = function
        return function

    return keep


def standing(source: str, subject: Subject) -> Standing | None:
    word, _, id = source.partition(":")
    known = _stands.get(word)
    return known(id, subject) if known else None


@stands_for("proof")
def _proof(id: str, subject: Subject) -> Standing | None:
    """Somebody proves who they are: live until it has failed, and about the number that was claimed."""
    attempt = ProofAttempt.objects.filter(pk=id).first()
    if attempt is None:
        return None
    mine = bytes(attempt.id_no_index) == tried_number(subject.id_no)
    return Standing(Case(live=attempt.state != ProofAttempt.State.FAILED, of_subject=mine))
