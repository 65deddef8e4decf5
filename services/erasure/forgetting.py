"""What goes, table by table. Parts of the caller's transaction.

The row of the person stays, with nothing in it: closed applications hang on it, and the database lets nobody change those.
"""

from collections.abc import Iterable
from functools import partial

from django.db import models, transaction

from services.aftercare.models import Reexamination
from services.applications.models import Application, State, Upload
from services.certificates.models import Unprintable
from services.enquiries.models import Enquiry
from services.files import vault
from services.notifications.models import Contact, Message
from services.offers.models import Offer, OptOut, TextMessage
from services.people import queries
from services.people.models import Person, ProofAttempt, User
from services.sharing.models import ConsentRequest, Dispute, PredicateAnswer

ERASED = "erased"


def forget_account(user: User) -> None:
    """With everything that hangs on it: addresses, second factors, sessions, tries, how they like to read."""
    user.delete()


def forget_drafts(person: Person) -> None:
    """Nobody but the citizen has ever seen them."""
    drafts = Application.objects.filter(person=person, state=State.DRAFT)
    uploads = Upload.objects.filter(application__in=drafts)
    for stored in uploads.values_list("stored", flat=True):
        transaction.on_commit(partial(vault.drop, stored))
    PredicateAnswer.objects.filter(source__in=[draft.source for draft in drafts]).delete()
    uploads.delete()
    drafts.delete()


def forget_talk(person: Person) -> None:
    """Messages and where they went, offers, text messages, questions; the words of disputes, appeals, household requests."""
    Contact.objects.filter(person=person).delete()
    Message.objects.filter(person=person).delete()
    TextMessage.objects.filter(models.Q(person=person) | models.Q(offer__person=person)).delete()
    Offer.objects.filter(person=person, application=None).delete()
    OptOut.objects.filter(person=person).delete()
    Enquiry.objects.filter(person=person).delete()
    ConsentRequest.objects.filter(asked_by=person).delete()
    for dispute in Dispute.objects.filter(person=person):
        dispute.words, dispute.answer = "", dispute.answer and ""
        dispute.save(update_fields=["words", "answer"])
    _blank(Unprintable.objects.filter(holder=person), "characters")
    _blank(Reexamination.objects.filter(application__person=person, dispute=None), "words")


def forget_number(person: Person) -> None:
    """Name, number and every index of it: whoever proves the same number later is somebody new here."""
    nobody = f"{ERASED}:{person.pk}"  # the index is unique
    ProofAttempt.objects.filter(id_no_index=queries.tried_number(person.id_no)).delete()
    for asked in ConsentRequest.objects.filter(id_no_index=person.id_no):
        asked.name, asked.id_no = "", nobody
        asked.save(update_fields=["name", "id_no", "id_no_index"])
    person.name, person.id_no, person.proof = "", nobody, ERASED
    person.save(update_fields=["name", "id_no", "id_no_index", "proof"])


def _blank(rows: Iterable[models.Model], field: str) -> None:
    for row in rows:
        setattr(row, field, "")
        row.save(update_fields=[field])
