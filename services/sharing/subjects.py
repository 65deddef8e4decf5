"""Whom an answer is about, as a keyed digest: equal for the same person, and nothing to whoever has the table alone."""

from services.people.identity_numbers import normalise
from services.sealing.keys import keyed_digest
from services.sharing.inquiry import Subject


def subject_digest(subject: Subject) -> str:
    return keyed_digest(normalise(subject.id_no).encode(), "sharing_predicateanswer.subject")
