"""More of everything in a city (tests/browser/city.py): what somebody meets who comes back after years.

`more(city, 3)` gives each reader of the table of pages three more of whatever their pages can list: applications,
certificates, messages, questions, ratings, moves, corrections, superseded values, sessions, and a longer queue at the desk.
"""

from uuid import UUID, uuid4

from services.actions.actor import SYSTEM, Actor, Role
from services.applications.actions.correct import request_correction, resubmit
from services.applications.gathering import gather
from services.applications.handlers import certify
from services.enquiries.actions.answer import answer
from services.enquiries.actions.ask import ask, say
from services.notifications.actions.send import send as tell
from services.people.actions.link_person import link_person
from services.people.models import User
from services.ratings.actions.rate import rate
from services.sharing.actions.object_to import object_to
from services.sharing.actions.take_back import take_back
from services.simulators.numbers import identity_number
from tests.browser.city import ALLOWANCE, INSURANCE, City, let_in, path_of, sent
from tests.cast import begin, send

READERS = ("wang_xiulan", "zhou_min", "sun_yuzhen")
POINT = "social_cards.can_receive_payment"


def more(city: City, number: int) -> None:
    for _ in range(number):
        for key in READERS:
            one_more_certificate(city, key)
        draft_again(city)
        one_more_conversation(city)
        one_more_correction(city)
        one_more_reading(city)
        one_more_in_the_queue(city)
        let_in("wang_xiulan")


def one_more_certificate(city: City, key: str) -> None:
    """With a message about it and a poor rating."""
    actor = city.citizen(key)
    done = sent(city, key, INSURANCE)
    certify(done)
    said = {"item": {"zh": "参保证明", "en": "Certificate"}, "application": str(done)}
    about = {"person_id": actor.person_id, "template": "approved", "context": said}
    tell(**about, source=f"application:{done}", actor=SYSTEM, at=city.at)
    rate(application_id=done, level=1, words="慢。", actor=actor, at=city.at)


def draft_again(city: City) -> None:
    """王秀兰 has just sent the draft that the table of pages names."""
    wang = city.citizen("wang_xiulan")
    draft = begin(wang, INSURANCE, at=city.at)
    city.paths |= {
        "check": path_of(draft, "check"),
        "wrong": path_of(draft, "wrong", "insurance.employer"),
    }


def one_more_conversation(city: City) -> None:
    wang, clerk = city.citizen("wang_xiulan"), city.caseworker("mz1001")
    to = {"department_id": clerk.department_id, "item_code": ALLOWANCE, "actor": wang, "at": city.at}
    answer(enquiry_id=ask(words="什么时候发？", **to), words="下个月。", actor=clerk, at=city.at)
    ask(words="钱到哪里？", **to)
    known = UUID(city.paths["enquiry"].split("/")[-2])
    say(enquiry_id=known, words="谢谢。", actor=wang, at=city.at)
    answer(enquiry_id=known, words="不客气。", actor=clerk, at=city.at)


def one_more_correction(city: City) -> None:
    application = UUID(city.paths["to-correct"].split("/")[-2])
    given = {"answers": {}, "replies": {POINT: "换成尾号 0042 的卡。"}}
    resubmit(application_id=application, **given, actor=city.citizen("sun_yuzhen"), at=city.at)
    points, clerk = [{"code": POINT, "words": "这张也不行。"}], city.caseworker("mz1001")
    request_correction(application_id=application, points=points, actor=clerk, at=city.at)


def one_more_reading(city: City) -> None:
    """Of a draft: values superseded, one said to be wrong and then not."""
    wang, draft = city.citizen("wang_xiulan"), UUID(city.paths["check"].split("/")[2])
    gather(draft, actor=wang, at=city.at)
    dispute = object_to(
        person_id=wang.person_id,
        field_code="insurance.status",
        source=f"application:{draft}",
        words="不对。",
        actor=wang,
        at=city.at,
        request_key=uuid4(),
    )
    take_back(dispute_id=dispute, actor=wang, at=city.at)


def one_more_in_the_queue(city: City) -> None:
    """Somebody no register knows: both departments have to look."""
    number, user = User.objects.count(), User.objects.create(username=f"crowd-{uuid4()}")
    person = link_person(
        user_id=user.pk,
        name="张三",
        id_no=identity_number("990103", city.at.date().replace(year=1940), number),
        proof="test",
        actor=Actor(Role.CITIZEN, user_id=user.pk),
        at=city.at,
    )
    actor = Actor(Role.CITIZEN, user_id=user.pk, person_id=person)
    send(begin(actor, ALLOWANCE, at=city.at), actor, at=city.at)
    send(begin(actor, INSURANCE, at=city.at), actor, at=city.at, used_for="SELF")
    begin(actor, INSURANCE, at=city.at)
