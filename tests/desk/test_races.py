"""Two at once, on real commits: one wins, the other is told who was faster, and nothing is done twice."""

from collections import Counter
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from services.applications.actions.leave import withdraw
from services.applications.handlers import certify
from services.applications.models import Application, Assignment, Correction, Decision, Move, Note
from services.certificates.models import Certificate
from services.events.models import OutboxEvent
from tests.databases import at_once
from tests.desk.casework import a_citizen, a_colleague, act, an_application, fresh, open_for_business
from tests.desk.signing_in import sign_in

APPROVE = {"name": "approve", "amount_fen": "30000", "reason": "社区核实，户口正常。"}
REFUSE = {"name": "refuse", "reason": "户口已经迁出。"}
FASTER = "有人先办了"


@pytest.fixture
def waiting(committing_db, departments_stub) -> Application:
    cache.clear()
    open_for_business()
    return an_application("chen_deming")


def at_the_desk(name: str) -> Client:
    client = Client()
    sign_in(client, a_colleague(name))
    return client


def together(application: Application, *acts: tuple[Client, dict]) -> list:
    answers = at_once(*(lambda who=who, form=form: act(who, application, **form) for who, form in acts))
    assert not [each for each in answers if isinstance(each, Exception)], answers
    return answers


def statuses(answers: list) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def told(answers: list) -> str:
    """The page of the one who came second."""
    [late] = [answer.content.decode() for answer in answers if answer.status_code == 409]
    assert FASTER in late or "这件事已经办过了" in late
    return late


def test_of_two_deciders_one_wins_and_the_other_reads_who_it_was(waiting):
    li, he = at_the_desk("李文"), at_the_desk("何芳")
    answers = together(waiting, (li, APPROVE), (he, REFUSE))
    assert statuses(answers) == [302, 409]
    winner = "李文" if answers[0].status_code == 302 else "何芳"
    assert Decision.objects.get().outcome == ("APPROVED" if winner == "李文" else "REFUSED")
    page = told(answers)
    assert f"{winner}：" in page and ("户口已经迁出。" if winner == "李文" else "社区核实") in page
    assert Move.objects.filter(application=waiting, target__in=["APPROVED", "REFUSED"]).count() == 1


def test_a_double_click_is_one_decision(waiting):
    li, key = at_the_desk("李文"), uuid4()
    answers = together(waiting, *[(li, {**APPROVE, "key": key})] * 3)
    assert statuses(answers) == [302, 302, 302]
    assert Decision.objects.count() == 1 and Assignment.objects.count() == 1
    assert OutboxEvent.objects.filter(name="ApplicationDecided").count() == 1


def test_the_same_press_with_two_keys_is_one_decision_and_a_word(waiting):
    li = at_the_desk("李文")
    answers = together(waiting, (li, REFUSE), (li, REFUSE))
    assert statuses(answers) == [302, 409] and "这件事已经办过了" in told(answers)


@pytest.mark.parametrize("many", [2, 5])
def test_one_claims_and_the_others_read_who(waiting, many):
    clients = [at_the_desk(f"同事{n}") for n in range(many)]
    answers = together(waiting, *[(client, {"name": "claim"}) for client in clients])
    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: many - 1}
    holder = fresh(waiting).holder.name
    assert Assignment.objects.count() == 1
    late = [answer.content.decode() for answer in answers if answer.status_code == 409]
    assert all(FASTER in page and f"{holder}：领办" in page for page in late)


def test_taking_over_during_a_decision_ends_with_one_of_both_orders(waiting):
    li, he = at_the_desk("李文"), at_the_desk("何芳")
    act(li, waiting, "claim")
    decided, taken = together(waiting, (li, APPROVE), (he, {"name": "take_over", "reason": "李文休假。"}))
    assert sorted([decided.status_code, taken.status_code]) == [302, 409]
    if decided.status_code == 302:  # the decision came first: there is nothing to take over
        assert fresh(waiting).holder.name == "李文" and "李文：已批准" in told([decided, taken])
    else:  # the colleague came first: the decision is not recorded
        assert not Decision.objects.exists() and "何芳：接手" in told([decided, taken])
        assert "社区核实，户口正常。" in told([decided, taken])


def test_giving_back_and_claiming_leave_one_holder_at_most(waiting):
    li, he = at_the_desk("李文"), at_the_desk("何芳")
    act(li, waiting, "claim")
    given, claimed = together(waiting, (li, {"name": "release"}), (he, {"name": "claim"}))
    assert given.status_code == 302 and claimed.status_code in (302, 409)
    holder, last = fresh(waiting).holder, Assignment.objects.last()
    assert (holder.name if holder else None) == ("何芳" if claimed.status_code == 302 else None)
    assert last.staff == holder


def test_a_correction_and_a_decision_do_not_both_happen(waiting):
    li = at_the_desk("李文")
    marked = {"name": "correct", "mark-population.name": "on", "words-population.name": "有错字。"}
    answers = together(waiting, (li, marked), (li, REFUSE))
    assert statuses(answers) == [302, 409]
    assert Correction.objects.count() + Decision.objects.count() == 1


def test_the_citizen_withdraws_while_it_is_accepted(waiting):
    li, citizen = at_the_desk("李文"), a_citizen("chen_deming")
    accepted, withdrawn = at_once(
        lambda: act(li, waiting, "accept"),
        lambda: withdraw(application_id=waiting.pk, actor=citizen, at=now()),
    )
    if accepted.status_code == 302:
        assert isinstance(withdrawn, Exception) and fresh(waiting).state == "ACCEPTED"
    else:
        assert fresh(waiting).state == "WITHDRAWN" and "申请人：撤回" in told([accepted])


def test_notes_do_not_get_into_each_others_way(waiting):
    clients = [at_the_desk(name) for name in ("李文", "何芳")]
    answers = together(waiting, *[(client, {"name": "note", "words": "打过电话。"}) for client in clients])
    assert statuses(answers) == [302, 302] and Note.objects.count() == 2


def test_a_certificate_is_revoked_once(waiting):
    li, he = at_the_desk("李文"), at_the_desk("何芳")
    act(li, waiting, **APPROVE)
    path = f"/desk/certificates/{certify(waiting.pk)}/"
    answers = at_once(
        *(
            lambda who=who, why=why: who.post(path, {"reason": why})
            for who, why in ((li, "姓名有误。"), (he, "已故。"))
        )
    )
    assert statuses(answers) == [302, 409]
    winner = "姓名有误。" if answers[0].status_code == 302 else "已故。"
    assert Certificate.objects.get().reason == winner
    late = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert winner in late and "没有记录" in late
