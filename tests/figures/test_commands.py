"""`load_targets` and `recount`: what operators type and read."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal import jobs
from services.applications.events import ApplicationSubmitted
from services.figures.handlers import count_submission
from services.figures.models import Delta, Headcount, Reading, Target
from tests.cast import begin, send

pytestmark = pytest.mark.django_db


def run(*words: object) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue().strip()


class TestLoadTargets:
    def test_twice_is_once(self):
        first = run("load_targets")
        assert (
            run("load_targets")
            == first
            == f"{Target.objects.count() + Reading.objects.count()} targets and readings."
        )

    def test_a_bad_file_is_told_and_changes_nothing(self, tmp_path):
        run("load_targets")
        before = Target.objects.count()
        bad = tmp_path / "targets.yaml"
        bad.write_text("targets: [{figure: happiness, value: 100}]")
        with pytest.raises(CommandError, match="happiness"):
            run("load_targets", bad)
        with pytest.raises(CommandError, match="Nothing was loaded"):
            run("load_targets", tmp_path / "missing.yaml")
        assert Target.objects.count() == before


class TestRecount:
    @pytest.fixture
    def uncounted(self, catalogue, departments_stub, citizen):
        wang = citizen("wang_xiulan")
        return send(begin(wang), wang)

    def test_of_nothing_everything_agrees(self, catalogue):
        assert run("recount") == "Every count agrees."

    def test_what_nobody_counted_differs(self, uncounted):
        out = StringIO()
        with pytest.raises(CommandError, match="4 counts differ"):
            call_command("recount", stdout=out)
        assert "SENT" in out.getvalue() and "0, recounted 1" in out.getvalue()

    def test_filling_counts_it_once_also_beside_the_worker(self, uncounted):
        assert run("recount", "--fill") == "4 counts added.\nEvery count agrees."
        count_submission(ApplicationSubmitted(application_id=uncounted.pk))
        assert run("recount", "--fill") == "0 counts added.\nEvery count agrees."
        assert Delta.objects.filter(measure="SENT").count() == 1


def test_the_worker_counts_people_once_a_day(citizen):
    citizen("wang_xiulan")
    (job,) = [job for job in jobs.JOBS if job.name == "headcount"]
    assert not job.function() and not job.function()
    assert Headcount.objects.get().registered == 1
