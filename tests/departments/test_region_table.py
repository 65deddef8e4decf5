"""The table of regions: counties from a package, everything with its streets from files; twice is once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from services.departments.models import Region
from services.departments.region_table import BadRegions, load_regions
from tests.real_data import real

pytestmark = pytest.mark.django_db


def write(folder, *lines: str, name: str = "regions.csv"):
    file = folder / name
    file.write_text("\n".join(["code,name", *lines]), encoding="utf-8")
    return file


class TestOfThePackage:
    def test_counties_of_today_lie_in_their_cities_and_provinces(self):
        assert load_regions() > 3000
        district = Region.objects.get(code="511602")
        assert (district.name["zh"], district.parent_id, district.parent.parent_id) == (
            "广安区",
            "511600",
            "510000",
        )
        assert not Region.objects.filter(code="110103").exists()  # 崇文区, until 2010
        assert Region.objects.get(code="110111").name["zh"] == "房山区"

    def test_twice_changes_nothing(self):
        load_regions()
        assert load_regions() == 0


class TestOfFiles:
    def test_the_full_table_with_streets(self):
        files = [real(f"gb2260_{part}.csv") for part in ("provinces", "cities", "areas", "streets")]
        load_regions(files)
        assert Region.objects.count() > 44_000
        assert Region.objects.get(code="110101001").parent.name["zh"] == "东城区"
        assert load_regions(files) == 0

    def test_short_and_long_codes_are_the_same_region(self, tmp_path):
        load_regions([write(tmp_path, "51,四川省", "5116,广安市", "511602000000,广安区", "511602001,某街道")])
        street = Region.objects.get(code="511602001")
        assert [street.parent_id, street.parent.parent_id, street.parent.parent.parent_id] == [
            "511602",
            "511600",
            "510000",
        ]

    def test_another_name_is_taken_and_the_english_one_stays(self, tmp_path):
        Region.objects.create(code="510000", name={"zh": "川", "en": "Sichuan"})
        assert load_regions([write(tmp_path, "51,四川省")]) == 1
        assert Region.objects.get().name == {"zh": "四川省", "en": "Sichuan"}

    def test_what_was_there_stays(self, tmp_path):
        Region.objects.create(code="990100", name={"zh": "云州市"})
        load_regions([write(tmp_path, "51,四川省")])
        assert Region.objects.count() == 2


class TestRefused:
    @pytest.mark.parametrize(
        ("lines", "says"),
        [
            (["51,四川省", "5X,某省"], "line 3: '5X' is no code of a region"),
            (["51,"], "line 2: a name has 1 to 60 characters"),
            (["511602001,某街道"], "511602001: load the county it lies in first"),
        ],
    )
    def test_a_fault_names_its_place_and_nothing_is_there(self, tmp_path, lines, says):
        with pytest.raises(BadRegions, match=says):
            load_regions([write(tmp_path, *lines)])
        assert not Region.objects.exists()

    def test_other_columns_and_another_encoding(self, tmp_path):
        file = tmp_path / "x.csv"
        file.write_text("a,b\n1,2", encoding="utf-8")
        with pytest.raises(BadRegions, match="code and name are missing"):
            load_regions([file])
        file.write_bytes("code,name\n51,四川省".encode("gb18030"))
        with pytest.raises(BadRegions, match="cannot be read"):
            load_regions([file])


def test_the_command_says_what_came_of_it(tmp_path):
    out = StringIO()
    call_command("load_regions", write(tmp_path, "51,四川省"), stdout=out)
    assert out.getvalue() == "1 regions are new or have another name\n"
    with pytest.raises(CommandError, match=r"Nothing was loaded"):
        call_command("load_regions", write(tmp_path, "x,y"))
