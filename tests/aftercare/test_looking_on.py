"""试运行: a version that is not in force yet is tried on every new application, and changes nothing of it."""

import pytest

from services.aftercare import looking_on
from services.aftercare.handlers import try_on_received
from services.aftercare.looking_on import counts, differing, of_content
from services.aftercare.models import ShadowRun
from services.applications.actions.decide import decide
from services.applications.actions.switch import stop_automatic
from services.applications.events import ApplicationReceived
from services.applications.models import Assessment, Decision
from services.departments.models import StaffMember
from services.rules.actions.draft import edit_draft
from services.rules.actions.shadow import start_shadow, stop_shadow
from services.rules.models import RuleVersion
from services.sharing.models import DataRequest
from tests.aftercare.running import relay
from tests.applications.test_replay import content, dearer, drafted, from_age
from tests.cast import NOON, begin, send
from tests.rules_engine.officers import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


def look_on(rows: list[dict]) -> RuleVersion:
    zhang = officer("章文")
    version = drafted(rows, author=zhang)
    start_shadow(version_id=version.pk, actor=zhang, at=NOON)
    return version


def sent(citizen, key: str):  # type: ignore[no-untyped-def]
    who = citizen(key)
    application = send(begin(who), who)
    relay()
    return application


def altered(version: RuleVersion) -> None:
    """As somebody with the database in hand would."""
    RuleVersion.objects.filter(pk=version.pk).update(sha256="0" * 64)


class TestOneApplication:
    def test_both_outcomes_are_kept_with_the_condition_that_differs(self, citizen):
        look_on(from_age(65))
        li = sent(citizen, "li_jianguo")
        run = ShadowRun.objects.get()
        assert (run.application, run.ruled, run.ruled_code) == (li, "PROPOSE_REFUSAL", "R01_AGE")
        assert (run.outcome, run.code, run.amount_fen) == ("APPROVE", "A01_70", 20000)
        assert run.differs == ["age"]

    def test_nothing_of_it_changes_and_nobody_is_asked(self, citizen):
        li = sent(citizen, "li_jianguo")
        asked, before = DataRequest.objects.count(), Assessment.objects.values_list("outcome", "code").get()
        look_on(from_age(65))
        Assessment.objects.update(at=NOON)
        try_on_received(ApplicationReceived(application_id=li.pk))
        assert ShadowRun.objects.count() == 1
        assert DataRequest.objects.count() == asked
        assert Assessment.objects.values_list("outcome", "code").get() == before
        li.refresh_from_db()
        assert li.state == "RECEIVED" and not Decision.objects.exists()

    def test_told_twice_and_decided_later_it_is_compared_once(self, citizen, caseworker):
        look_on(from_age(65))
        li = sent(citizen, "li_jianguo")
        try_on_received(ApplicationReceived(application_id=li.pk))
        clerk = caseworker("civil_affairs")
        decide(application_id=li.pk, outcome="REFUSED", reason="未满七十周岁。", actor=clerk, at=NOON)
        relay()
        assert ShadowRun.objects.count() == 1

    def test_two_shadows_both_look(self, citizen):
        look_on(from_age(65))
        look_on(dearer())
        sent(citizen, "wang_xiulan")
        assert sorted(ShadowRun.objects.values_list("amount_fen", flat=True)) == [30000, 90000]

    def test_once_stopped_it_looks_no_more(self, citizen):
        version = look_on(from_age(65))
        stop_shadow(version_id=version.pk, actor=officer("章文"), at=NOON)
        sent(citizen, "li_jianguo")
        assert not ShadowRun.objects.exists()

    def test_what_the_switch_held_back_is_compared_by_what_the_rules_said(self, citizen):
        supervisor = officer("主管", role=StaffMember.Role.SUPERVISOR)
        stop_automatic(item="old-age-allowance", reason="核查。", actor=supervisor, at=NOON)
        version = look_on(content().rows)
        sent(citizen, "wang_xiulan")
        assert Assessment.objects.get().outcome == "REVIEW"
        assert counts(version)["same"] == 1

    def test_what_the_rules_have_not_looked_at_is_not_compared(self, citizen):
        look_on(from_age(65))
        assert looking_on.look_on(begin(citizen("li_jianguo"))) == []


class TestFailing:
    def test_a_version_that_cannot_be_used_shows_it_and_leaves_the_application_alone(self, citizen):
        version = look_on(from_age(65))
        altered(version)
        wang = sent(citizen, "wang_xiulan")
        run = ShadowRun.objects.get()
        assert (run.outcome, run.code, run.severity) == ("FAILED", "M00_RULES_ALTERED", -1)
        assert wang.state == "APPROVED"
        version.refresh_from_db()
        assert counts(version)["FAILED"] == 1

    def test_so_does_one_that_breaks_off_in_a_way_nobody_thought_of(self, citizen, monkeypatch):
        look_on(from_age(65))
        monkeypatch.setattr(looking_on, "conditions", lambda *_: 1 / 0)
        assert sent(citizen, "wang_xiulan").state == "APPROVED"
        assert ShadowRun.objects.get().code == "M00_RULES_FAILED"


class TestTogether:
    @pytest.fixture
    def version(self, citizen) -> RuleVersion:
        """From 81 on in place of 70: the one of 80 loses it, the one of 101 keeps it, the one of 69 had no claim anyway."""
        rows = from_age(81)
        for row in rows:
            if row["code"] in ("A01_70", "A02_80"):
                row["when"]["age"] = "[81..82)" if row["code"] == "A01_70" else "[82..90)"
        version = look_on(rows)
        for key in ("li_jianguo", "zhao_guiying", "wang_xiulan"):
            sent(citizen, key)
        return version

    def test_counts_say_how_many_came_out_how(self, version):
        found = {name: number for name, number in counts(version).items() if number}
        assert found == {"all": 3, "same": 2, "PROPOSE_REFUSAL": 1}

    def test_the_worst_comes_first(self, version):
        assert of_content(version)[0].ruled == "APPROVE"
        assert [run.severity for run in of_content(version)] == sorted(
            run.severity for run in of_content(version)
        )

    def test_a_draft_that_is_changed_begins_to_count_anew(self, version, citizen):
        given = content()
        edit_draft(
            version_id=version.pk, revision=1, facts=given.facts, rows=given.rows, examples=given.examples,
            effective_from=version.effective_from, actor=officer("章文"), at=NOON,
        )  # fmt: skip
        version.refresh_from_db()
        assert counts(version)["all"] == 0
        sent(citizen, "chen_deming")
        assert counts(version)["all"] == counts(version)["same"] == 1


def test_a_condition_that_only_one_of_them_asks_differs():
    assert differing({"age": True, "alive": None}, {"age": False, "alive": None, "bank": True}) == [
        "age",
        "bank",
    ]
