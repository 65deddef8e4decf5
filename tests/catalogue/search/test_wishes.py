"""What people say they need, and the service it is: among the first three answers, in whatever words.

A wish is judged when its service ships; with a large directory beside the services, made up or real, they still come first.
"""

import pytest

from services.catalogue.directory_import import import_directory
from services.catalogue.models import ServiceItem
from services.catalogue.package import SHIPPED
from services.catalogue.search.indexing import index
from services.catalogue.search.keeping import index_catalogue
from tests.cast import load_shipped
from tests.catalogue.search.conftest import codes
from tests.catalogue.search.synthetic import things
from tests.real_data import real

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
FIRST = 3
WISHES = {
    "我妈 80 了": "old-age-allowance",
    "老人补贴": "old-age-allowance",
    "爷爷85岁有什么补贴": "old-age-allowance",
    "老年证": "senior-card",
    "老人免费坐车": "senior-card",
    "残疾人补贴": "disability-living-subsidy",
    "残疾补助怎么领": "disability-living-subsidy",
    "瘫痪在床请护工": "severe-disability-care-subsidy",
    "护理补贴": "severe-disability-care-subsidy",
    "小孩上户口": "newborn-one-thing",
    "给宝宝上户口": "newborn-one-thing",
    "怀孕了": "birth-registration",
    "办准生证": "birth-registration",
    "刚生了孩子": "newborn-one-thing",
    "新生儿": "newborn-one-thing",
    "家里困难没钱": "minimum-living-allowance",
    "吃低保": "minimum-living-allowance",
    "看病异地报销": "remote-medical-filing",
    "去外地看病": "remote-medical-filing",
    "高血压长期吃药": "chronic-disease-certification",
    "慢性病": "chronic-disease-certification",
    "退休后医保": "retiree-medical-benefit",
    "人脸认证养老金": "pension-eligibility-check",
    "养老金认证": "pension-eligibility-check",
    "退休": "pension-claim",
    "领养老金": "pension-claim",
    "交了多少社保": "insurance-payments-query",
    "社保证明": "insurance-certificate",
    "贷款要社保证明": "insurance-certificate",
    "社保卡丢了": "social-security-card",
    "shebaoka": "social-security-card",
    "暂住证": "residence-permit",
    "开网约车": "ride-hailing-driver",
    "跑滴滴": "ride-hailing-driver",
    "想开个小店": "sole-trader",
    "办营业执照": "sole-trader",
    "大学毕业落户": "graduate-settlement",
    "失业了": "unemployment-registration",
    "失业金": "unemployment-benefit",
    "被裁员了": "unemployment-benefit",
    "灵活就业补贴": "flexible-employment-subsidy",
    "租房提公积金": "housing-fund-rent",
    "公积金付房租": "housing-fund-rent",
    "退休取公积金": "housing-fund-retirement",
    "换驾照": "driving-licence-renewal",
    "驾照快到期了": "driving-licence-renewal",
    "买了二手车": "vehicle-transfer",
    "孩子上学": "school-enrolment",
    "上小学报名": "school-enrolment",
    "在校证明": "student-certificate",
}
SHIPPING = {path.stem for path in (SHIPPED / "items").glob("*.yaml")}
JUDGED = {wish: code for wish, code in WISHES.items() if code in SHIPPING}


@pytest.fixture
def shipped(db):
    load_shipped(*sorted(SHIPPING))
    index_catalogue()


def lost() -> dict[str, list[str]]:
    """Wishes whose service is not among the first three, with what is."""
    first = {wish: codes(wish)[:FIRST] for wish in JUDGED}
    return {wish: first[wish] for wish, code in JUDGED.items() if code not in first[wish]}


def test_each_wish_finds_its_service_among_the_first_three():
    assert lost() == {}


def test_beside_a_large_directory_the_services_still_come_first():
    index(things(400))
    assert lost() == {}


def test_beside_the_directory_of_a_real_city_too():
    import_directory(real("sichuan_guangan_items.csv"))
    assert index_catalogue().written > 1000
    assert lost() == {}


def test_every_service_that_ships_is_wished_for():
    assert set(ServiceItem.objects.values_list("code", flat=True)) <= set(WISHES.values())


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_wished_is_everything_on_offer(words):
    assert set(codes(words)) == set(ServiceItem.objects.values_list("code", flat=True))
