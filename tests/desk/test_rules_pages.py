"""The rules at the desk: an officer writes them in a table, sees what is wrong where, and a second officer publishes them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate, now
from lxml import html as lxml_html

from portal.desk.rules.comparing import rows as compared
from portal.desk.rules.reading import stored
from portal.desk.rules.sheet import Sheet
from services.applications.models import ReplayRun
from services.applications.replaying import run_asked
from services.rules.actions.draft import write_draft
from services.rules.models import RuleVersion
from services.rules.queries import in_force
from tests.catalogue.test_forbidden import close
from tests.desk.casework import a_colleague, an_application, staff
from tests.desk.signing_in import sign_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("catalogue", "departments_stub", "nobody_is_held_back"),
]
CODE = "old-age-allowance"


@pytest.fixture
def nobody_is_held_back():
    cache.clear()


@pytest.fixture
def zhang(client):
    user = a_colleague("章文", role="POLICY")
    sign_in(client, user)
    return user


@pytest.fixture
def qian():
    return a_colleague("钱进", role="POLICY")


@pytest.fixture
def her_client(qian):
    client = Client()
    sign_in(client, qian)
    return client


def in_use() -> RuleVersion:
    return RuleVersion.objects.get(rule_set__code=CODE, number=1)


def drafted(user, rows=None) -> RuleVersion:
    content = stored(in_use())
    key = write_draft(code=CODE, facts=content.facts, rows=rows or content.rows, examples=content.examples,
                      effective_from=localdate() + timedelta(days=1), actor=staff(user), at=now())  # fmt: skip
    return RuleVersion.objects.get(pk=key)


def path(version: RuleVersion, more: str = "") -> str:
    return f"/desk/rules/{version.pk}/{more}"


def typed(page, **changes: str) -> dict[str, str]:
    """What a browser would send of the sheet on this page."""
    form = lxml_html.fromstring(page.content.decode()).get_element_by_id("sheet")
    return {name: value or "" for name, value in form.form_values()} | changes


def cell(version: RuleVersion, code: str, column: str, part: str = "r") -> str:
    sheet = Sheet.of(stored(version))
    line = [line[0] for line in sheet.tables[part]].index(code)
    return f"{part}-{line}-{sheet.columns[part].index(column)}"


def save(client: Client, version: RuleVersion, **changes: str):  # type: ignore[no-untyped-def]
    return client.post(path(version), typed(client.get(path(version)), **changes))


def fresh(version: RuleVersion) -> RuleVersion:
    return RuleVersion.objects.get(pk=version.pk)


def texts(version: RuleVersion, code: str) -> dict:
    return next(row for row in stored(fresh(version)).rows if row["code"] == code)


def from_age(client: Client, version: RuleVersion, age: int):  # type: ignore[no-untyped-def]
    """The allowance begins later: both cells of the bound, and the examples on both sides of it."""
    sheet = Sheet.of(stored(version))
    moved = {
        cell(version, "R01_AGE", "age"): f"< {age}",
        cell(version, "A01_70", "age"): f"[{age}..80)",
    }
    at = sheet.columns["e"].index("age")
    for line, example in enumerate(sheet.tables["e"]):
        if example[-2] in ("R01_AGE", "A01_70") and example[at] in ("69", "70"):
            moved[f"e-{line}-{at}"] = str(int(example[at]) + age - 70)
    return save(client, version, **moved)


class TestTheList:
    def test_it_names_the_rule_sets_of_the_department_and_what_decides_today(self, client, zhang):
        drafted(zhang)
        page = client.get("/desk/rules/").content.decode()
        assert "高龄津贴" in page and CODE in page and "现行" in page and "草稿" in page
        assert "insurance-certificate" not in page

    def test_caseworkers_do_not_find_it_and_see_no_way_to_it(self, client):
        sign_in(client, a_colleague("李文"))
        assert client.get("/desk/rules/").status_code == 404
        assert "/desk/rules/" not in client.get("/desk/").content.decode()


class TestReading:
    def test_cells_say_what_they_mean(self, client, zhang):
        page = lxml_html.fromstring(client.get(path(in_use())).content.decode())
        cells = {each.text_content() for each in page.xpath("//*[@data-l='年龄']")}
        assert "不限" in cells and "-" not in cells
        written = client.get(path(drafted(zhang))).content.decode()
        assert "不是“是”" in written and "不是是" not in written


class TestFolded:
    """On a telephone a sheet of forty lines is forty folded ones; desk.css unfolds them all where the sheet is a table."""

    def test_each_says_which_row_it_is_and_each_example_what_it_is_about(self, client, zhang):
        said = [words for words, _ in folds(client.get(path(drafted(zhang))))]
        assert "R01_AGE 还没有年满 70 周岁" in said
        assert "A02_80 80、云州市、是、正常、没有、能收款" in said

    def test_a_new_line_is_open_and_the_others_are_not(self, client, zhang):
        version = drafted(zhang)
        page = client.post(path(version), typed(client.get(path(version)), do="r-add-0"))
        assert [words for words, is_open in folds(page) if is_open] == [""]


def folds(page) -> list[tuple[str, bool]]:
    """What every folded line says, and whether it is open."""
    found = lxml_html.fromstring(page.content.decode()).xpath("//table//details")
    return [(" ".join(each.text_content().split()), "open" in each.attrib) for each in found]


class TestWriting:
    def test_the_page_sends_back_what_is_stored(self, client, zhang):
        version = drafted(zhang)
        assert save(client, version).status_code == 302
        assert fresh(version).sha256 == version.sha256 == in_use().sha256
        assert fresh(version).revision == 2

    def test_full_width_signs_are_made_plain(self, client, zhang):
        version = drafted(zhang)
        save(client, version, **{cell(version, "R01_AGE", "age"): "＜　７１"})
        assert texts(version, "R01_AGE")["when"]["age"] == "< 71"

    def test_codes_and_yes_or_no_are_chosen_from_lists(self, client, zhang):
        version = drafted(zhang)
        page = lxml_html.fromstring(client.get(path(version)).content.decode())
        chosen = page.get_element_by_id(cell(version, "A01_70", "alive"))
        assert chosen.tag == "select" and chosen.value == '"YES"'
        assert page.get_element_by_id(cell(version, "A01_70", "age")).tag == "input"

    def test_a_cell_that_cannot_be_read_is_marked_where_it_stands_and_kept(self, client, zhang):
        version, name = drafted(zhang), ""
        name = cell(version, "A01_70", "age")
        answer = save(client, version, **{name: "seventy"})
        page = lxml_html.fromstring(answer.content.decode())
        field = page.get_element_by_id(name)
        assert answer.status_code == 422 and field.value == "seventy"
        assert field.get("aria-invalid") == "true" and page.get_element_by_id(f"{name}-e1") is not None
        assert fresh(version).revision == 1

    def test_what_is_unsafe_is_saved_and_told_before_it_is_submitted(self, client, zhang):
        version = drafted(zhang)
        save(client, version, **{cell(version, "A01_70", "age"): "[60..80)"})
        page = client.get(path(version)).content.decode()
        assert "A01_70" in page and "提交之前要改" in page
        assert "年龄 = 6" in page and "户口所在地 = 云州市" in page and "hukou_city = " not in page
        assert client.post(path(version, "do/submit/"), {"revision": 2}).status_code == 422
        assert fresh(version).state == "DRAFT"

    @pytest.mark.parametrize(
        ("do", "codes"),
        [
            ("r-up-1", [1, 0]),
            ("r-down-0", [1, 0]),
            ("r-up-0", [0, 1]),
            ("nonsense", [0, 1]),
            ("r-up-9999", [0, 1]),
        ],
    )
    def test_rows_are_moved_by_buttons_and_nothing_typed_is_lost(self, client, zhang, do, codes):
        version = drafted(zhang)
        name = cell(version, "A02_80", "en")
        answer = client.post(path(version), typed(client.get(path(version)), do=do, **{name: "Typed"}))
        page = lxml_html.fromstring(answer.content.decode())
        before = [line[0] for line in Sheet.of(stored(version)).tables["r"]]
        assert [page.get_element_by_id(f"r-{at}-0").value for at in (0, 1)] == [
            before[each] for each in codes
        ]
        assert "Typed" in answer.content.decode() and fresh(version).revision == 1

    def test_rows_are_added_and_removed(self, client, zhang):
        version = drafted(zhang)
        count = len(stored(version).rows)
        for do, lines in (("r-add-0", count + 1), ("r-remove-0", count - 1)):
            answer = client.post(path(version), typed(client.get(path(version)), do=do))
            assert f'name="r-lines" value="{lines}"' in answer.content.decode()

    def test_of_two_at_once_the_second_is_told_and_loses_nothing_typed(self, client, her_client, zhang, qian):
        version = drafted(zhang)
        mine, hers = (typed(each.get(path(version))) for each in (client, her_client))
        name = cell(version, "R01_AGE", "en")
        assert her_client.post(path(version), hers | {name: "Hers"}).status_code == 302
        answer = client.post(path(version), mine | {name: "Mine"})
        page = answer.content.decode()
        assert answer.status_code == 409 and "钱进" in page and "Mine" in page and "Hers" in page
        assert texts(version, "R01_AGE")["says"]["en"] == "Hers"
        assert client.post(path(version), typed(answer)).status_code == 302
        assert texts(version, "R01_AGE")["says"]["en"] == "Mine"

    def test_a_first_day_that_cannot_be_read_is_told_where_it_stands(self, client, zhang):
        answer = save(client, drafted(zhang), effective_from="soon")
        page = lxml_html.fromstring(answer.content.decode())
        field = page.get_element_by_id("effective_from")
        assert answer.status_code == 422 and field.value == "soon" and field.get("aria-invalid") == "true"
        assert page.xpath("//*[@role='alert']//a[@href='#effective_from']")

    @pytest.mark.parametrize(
        "junk", [{"effective_from": "soon"}, {"revision": "x"}, {"r-lines": "9" * 30}, {"r-lines": ""}]
    )
    def test_junk_is_refused_and_never_a_fault(self, client, zhang, junk):
        version = drafted(zhang)
        assert save(client, version, **junk).status_code in {409, 422}
        assert fresh(version).revision == 1

    def test_what_is_published_is_only_read(self, client, zhang):
        page = client.get(path(in_use())).content.decode()
        assert 'id="sheet"' not in page and "A02_80" in page


class TestLooking:
    def test_comparing_marks_the_changed_cells_with_what_stood_there(self, client, zhang):
        version = drafted(zhang)
        from_age(client, version, 71)
        kinds = {row.code: row.kind for row in compared(in_use(), fresh(version))}
        assert {code for code, kind in kinds.items() if kind != "same"} == {"R01_AGE", "A01_70"}
        page = client.get(path(version, f"compare/{in_use().pk}/")).content.decode()
        assert "<ins>&lt; 71</ins>" in page and "<del>&lt; 70</del>" in page
        assert "转人工，建议不予批准" in page and "PROPOSE_REFUSAL" not in page

    def test_trying_shows_outcome_and_trace(self, client, zhang):
        example = next(each for each in stored(in_use()).examples if each["code"] == "A02_80")
        facts = {name: str(value) for name, value in example["facts"].items()}
        page = client.get(path(in_use(), "try/"), facts).content.decode()
        assert "A02_80" in page and "由这一行得出" in page

    def test_trying_with_a_fact_that_is_not_known_says_so(self, client, zhang):
        page = client.get(path(in_use(), "try/"), {"age": "seventy"}).content.decode()
        assert "M00_FACT_AGE" in page

    def test_the_examples_are_run(self, client, zhang):
        version = drafted(zhang)
        page = client.get(path(version, "try/")).content.decode()
        assert "不一样" not in page and "户口所在地：云州市" in page and "300 元" in page
        save(client, version, **{cell(version, "A02_80", "amount_fen"): "1"})
        assert "不一样" in client.get(path(version, "try/")).content.decode()


class TestTheNegativeList:
    """A field that nobody may read any more closes the fact that is made of it."""

    def test_a_draft_that_looks_at_it_says_so_and_is_not_submitted(self, client, zhang):
        version = drafted(zhang)
        close("population.birth_on", on=localdate())
        assert "规则不得使用这一项" in client.get(path(version)).content.decode()
        assert client.post(path(version, "do/submit/"), {"revision": 1}).status_code == 422
        assert fresh(version).state == "DRAFT"

    def test_so_is_the_version_that_decides_in_the_list_and_on_its_page(self, client, zhang):
        words = "用到了现在任何人都不得读取的数据"
        for page in ("/desk/rules/", path(in_use())):
            assert words not in client.get(page).content.decode()
        close("population.birth_on", on=localdate())
        for page in ("/desk/rules/", path(in_use())):
            assert words in client.get(page).content.decode()


class TestFiles:
    @pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
    def test_what_goes_out_comes_in_again(self, client, zhang, ending):
        data = client.get(path(in_use(), f"file/{ending}/")).content
        version = drafted(zhang, rows=stored(in_use()).rows[:1] + stored(in_use()).rows[-1:])
        file = SimpleUploadedFile(f"rules.{ending}", data)
        assert client.post(path(version, "import/"), {"revision": 1, "file": file}).status_code == 302
        assert fresh(version).sha256 == in_use().sha256

    @pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"{" * 9999, b"x" * (3 << 20)])
    def test_what_is_no_rule_set_is_refused_with_a_sentence(self, client, zhang, data):
        version = drafted(zhang)
        file = SimpleUploadedFile("rules.json", data or b" ")
        answer = client.post(path(version, "import/"), {"revision": 1, "file": file})
        assert answer.status_code == 422 and fresh(version).revision == 1

    def test_another_ending_is_not_there(self, client, zhang):
        assert client.get(path(in_use(), "file/exe/")).status_code == 404


class TestTheWhole:
    def test_an_age_limit_is_raised_seen_approved_goes_live_and_is_rolled_back(
        self, client, her_client, zhang
    ):
        li = an_application("wang_xiulan")
        assert li.state == "APPROVED"
        client.post(path(in_use(), "do/draft/"), {"day": (localdate() + timedelta(days=1)).isoformat()})
        version = RuleVersion.objects.get(rule_set__code=CODE, number=2)
        raise_sum(client, version)
        assert client.post(path(version, "do/replay/")).url == path(version, "replay/")
        waiting = client.get(path(version, "replay/")).content.decode()
        assert "<progress" in waiting and "刷新页面" in waiting
        run_asked()
        assert li.case_code in client.get(path(version, "replay/")).content.decode()
        submitted = client.post(path(version, "do/submit/"), {"revision": fresh(version).revision})
        assert submitted.status_code == 302 and fresh(version).state == "SUBMITTED"
        run = ReplayRun.objects.get()
        assert client.post(path(version, "do/approve/"), {"seen": run.pk}).status_code == 422  # her own
        before_her = her_client.get(path(version)).content.decode()
        assert (
            "看完在名单下面核准" in before_her and "退回修改" in before_her and "退回科室" not in before_her
        )
        page = her_client.get(path(version, "replay/")).content.decode()
        assert li.case_code in page and str(run.pk) in page
        assert her_client.post(path(version, "do/approve/"), {"seen": run.pk}).status_code == 302
        tomorrow = localdate() + timedelta(days=1)
        assert in_force(CODE, tomorrow).pk == version.pk
        assert in_force(CODE, localdate()).number == 1
        listed = client.get("/desk/rules/").content.decode()
        assert "尚未施行" in listed and listed.count("现行") == 1 and "已发布" not in listed
        back(client, her_client, tomorrow + timedelta(days=1))
        assert in_force(CODE, tomorrow + timedelta(days=1)).sha256 == in_use().sha256


def raise_sum(client: Client, version: RuleVersion) -> None:
    assert save(client, version, **of_82(version)).status_code == 302


def of_82(version: RuleVersion) -> dict[str, str]:
    """From 80 to 82: who is 80 or 81 gets the smaller sum. Field of the sheet -> what to write."""
    sheet = Sheet.of(stored(version))
    at = sheet.columns["e"].index("age")
    moved = {cell(version, "A01_70", "age"): "[70..82)", cell(version, "A02_80", "age"): "[82..90)"}
    for line, example in enumerate(sheet.tables["e"]):
        if example[at] in ("79", "80") and example[-2] in ("A01_70", "A02_80"):
            moved[f"e-{line}-{at}"] = str(int(example[at]) + 2)
        elif example[at] in ("80", "81"):
            moved[f"e-{line}-{at}"] = "82"
    return moved


def back(client: Client, her_client: Client, day) -> None:  # type: ignore[no-untyped-def]
    """What decided before is published again."""
    client.post(path(in_use(), "do/draft/"), {"day": day.isoformat()})
    version = RuleVersion.objects.get(rule_set__code=CODE, number=3)
    assert client.post(path(version, "do/submit/"), {"revision": 1}).status_code == 302
    client.post(path(version, "do/replay/"))
    run_asked()
    seen = ReplayRun.objects.get(version=version).pk
    assert her_client.post(path(version, "do/approve/"), {"seen": seen}).status_code == 302
