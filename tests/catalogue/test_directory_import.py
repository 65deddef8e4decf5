"""Taking a directory in: all or nothing, twice is once, codes as they were written, wrong ones flagged."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from services.catalogue.directory_file import BadDirectory
from services.catalogue.directory_import import BATCH, import_directory
from services.catalogue.models import DirectoryEntry, ServiceItem
from services.departments.models import Department
from services.ledger.models import Entry
from tests.catalogue.directories import code, directory, line
from tests.real_data import real

pytestmark = pytest.mark.django_db


class TestTheRealOne:
    @pytest.fixture
    def file(self):
        return real("sichuan_guangan_items.csv")

    def test_all_lines_load_with_their_codes_and_154_are_flagged(self, file):
        report = import_directory(file)
        with file.open(encoding="utf-8", newline="") as lines:
            codes = {row["itemCode"] for row in csv.DictReader(lines)}
        assert set(DirectoryEntry.objects.values_list("code", flat=True)) == codes
        assert report.changes == {"new": 1135} and len(codes) == 1135
        assert report.faults == {"LENGTH": 146, "CHECK": 7, "CASE": 1}
        assert DirectoryEntry.objects.exclude(credit_code_fault="").count() == 154

    def test_twice_changes_nothing(self, file):
        import_directory(file)
        before = list(DirectoryEntry.objects.order_by("pk").values())
        assert import_directory(file).changes == {"unchanged": 1135}
        assert list(DirectoryEntry.objects.order_by("pk").values()) == before
        assert Entry.objects.filter(kind="directory_imported").count() == 1

    def test_kinds_are_called_as_the_province_calls_them(self, file):
        import_directory(file)
        called = dict(DirectoryEntry.objects.values_list("kind", "kind_name__zh"))
        assert (called["20"], called["10"], called["1"]) == ("公共服务", "其他行政权力", "行政许可")

    def test_it_takes_a_few_statements_for_each_thousand_lines(self, file, django_assert_max_num_queries):
        with django_assert_max_num_queries(40):
            import_directory(file)


class TestChanges:
    def test_a_line_that_changed_is_brought_up_to_date_and_keeps_its_row(self, tmp_path):
        written = code()
        import_directory(directory(tmp_path, line(itemCode=written, name="旧名"), line()))
        entry = DirectoryEntry.objects.get(code=written)
        report = import_directory(directory(tmp_path, line(itemCode=written, name="新名")))
        assert report.changes == {"changed": 1}
        entry.refresh_from_db()
        assert entry.name == {"zh": "新名"}

    def test_a_line_that_is_gone_from_the_file_stays(self, tmp_path):
        import_directory(directory(tmp_path, line(), line()))
        import_directory(directory(tmp_path, line()))
        assert DirectoryEntry.objects.count() == 3

    def test_heat_that_has_been_counted_is_not_lost(self, tmp_path):
        written = code()
        import_directory(directory(tmp_path, line(itemCode=written)))
        DirectoryEntry.objects.update(heat=9)
        import_directory(directory(tmp_path, line(itemCode=written, name="新名")))
        assert DirectoryEntry.objects.get().heat == 9

    def test_an_item_of_ours_is_left_to_its_package(self, catalogue, tmp_path):
        item = ServiceItem.objects.get(code="old-age-allowance")
        credit = item.department.credit_code
        ServiceItem.objects.bulk_create(
            [ServiceItem(code="x", implementation_code=f"a-{credit}-1-00", department=item.department)]
        )
        report = import_directory(directory(tmp_path, line(itemCode=f"a-{credit}-1-00")))
        assert report.changes == {"ours": 1} and not DirectoryEntry.objects.listed().exists()

    def test_a_department_we_know_is_recognised_by_its_code(self, world, tmp_path):
        police = Department.objects.get(code="public_security")
        import_directory(directory(tmp_path, line(itemCode=code(police.credit_code)), line()))
        assert [entry.department for entry in DirectoryEntry.objects.order_by("pk")] == [police, None]


class TestAllOrNothing:
    def test_a_fault_behind_the_first_batch_undoes_it(self, tmp_path):
        heard = []
        file = directory(tmp_path, *[line() for _ in range(BATCH)], line(name=""))
        with pytest.raises(BadDirectory, match=f"line {BATCH + 2}: name is empty"):
            import_directory(file, progress=heard.append)
        assert heard == [BATCH] and not DirectoryEntry.objects.exists()


class TestCommand:
    def run(self, file, **options) -> tuple[str, str]:
        out, progress = StringIO(), StringIO()
        call_command("import_directory", str(file), stdout=out, stderr=progress, **options)
        return out.getvalue(), progress.getvalue()

    def test_it_says_what_came_of_it_and_writes_a_report(self, tmp_path):
        target = tmp_path / "made" / "report.csv"
        wrong = code("083372204")
        out, progress = self.run(directory(tmp_path, line(itemCode=wrong), line()), report=target)
        assert out.splitlines() == [
            "2 lines: 2 new, 0 changed, 0 unchanged, 0 ours; 1 with a wrong code of the department (1 length)",
            f"Report: {target}",
            "Search: 2 entries: 2 written, 0 removed.",
        ]
        assert progress.strip() == "2 lines read"
        rows = list(csv.DictReader(target.open(encoding="utf-8")))
        assert rows[0] == {
            "line": "2",
            "code": wrong,
            "change": "new",
            "department_code": "083372204",
            "fault": "LENGTH",
        }

    def test_the_report_lies_in_the_folder_of_everything_that_is_kept(self, tmp_path, settings):
        settings.VAR = tmp_path / "var"
        self.run(directory(tmp_path, line(), name="district.csv"))
        assert (tmp_path / "var" / "district.report.csv").exists()

    def test_a_bad_file_ends_with_its_sentences_and_nothing_is_there(self, tmp_path):
        with pytest.raises(CommandError, match=r"bad\.csv: nothing was imported.*\n.*line 2: name is empty"):
            self.run(directory(tmp_path, line(name=""), name="bad.csv"))
        assert not DirectoryEntry.objects.exists()
