"""A large catalogue that does not exist: names put together as directories put theirs, the same for every run.

Names of one kind of act differ by place, object and case, as they do where 180 counties list the same thousand items.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice, product
from random import Random

from services.catalogue.search.models import Entry
from services.catalogue.search.searchable import Searchable

OBJECTS = (
    *(
        "社会保障卡",
        "居民身份证",
        "居住证",
        "机动车驾驶证",
        "道路运输经营许可证",
        "食品经营许可证",
        "医师执业证书",
    ),
    *(
        "企业职工基本养老保险",
        "失业保险金",
        "工伤保险待遇",
        "生育津贴",
        "住房公积金",
        "最低生活保障",
        "临时救助",
    ),
    *(
        "建设工程规划许可",
        "取水许可",
        "排污许可证",
        "林木采伐许可",
        "动物防疫条件合格证",
        "烟草专卖零售许可证",
    ),
    *(
        "民办非企业单位",
        "社会团体",
        "律师事务所",
        "公证机构",
        "学校办学许可",
        "教师资格",
        "残疾人证",
        "出生医学证明",
    ),
    *("不动产权", "抵押权", "特种设备", "危险化学品", "拖拉机/联合收割机", "渔业船舶", "医疗器械", "化妆品"),
)
ACTS = (
    *(
        "申领",
        "补领、换领",
        "变更登记",
        "注销",
        "延续",
        "首次申请",
        "信息查询",
        "年度检验",
        "备案",
        "转移接续",
    ),
    *("资格认定", "遗失补办", "撤销", "异地办理", "待遇核定", "审批", "初审", "复核", "挂失", "解除限制"),
)
CASES = (
    "",
    "（个人）",
    "（单位）",
    "（市级权限）",
    "（县级权限）",
    "（试点地区）",
    "（跨省通办）",
    "（告知承诺）",
)
PLACES = tuple(
    f"{name}{kind}"
    for name, kind in product("东西南北中金银铜石木水火土云山江河湖海", ("溪区", "川县", "安镇", "平街道"))
)
THEMES = ("SOCIAL_SECURITY", "OLD_AGE", "TRAFFIC", "HEALTH", "WORK", "HOUSING")
SEED = 20261128


def things(number: int) -> Iterator[Searchable]:
    chance = Random(SEED)
    for place in range(number):
        where, what, act = (chance.choice(each) for each in (PLACES, OBJECTS, ACTS))
        name = f"{what}{act}{chance.choice(CASES)}"
        yield Searchable(
            kind=Entry.Kind.LISTED,
            code=f"item-{place:06}",
            name={"zh": name, "en": ""},
            says={"zh": f"{where}办理{what}", "en": ""},
            titles=[name],
            texts=[f"{where}便民服务中心", f"{what}的{act}，由{where}办理"],
            heat=chance.randrange(1000),
            filters={
                "theme": [chance.choice(THEMES)],
                "kind": [chance.choice(("01", "05", "20"))],
                "region": [where],
            },
            in_force_from=date(2026, 1, 1),
        )


def samples(texts: list[str], length: int, number: int) -> list[str]:
    """Pieces of texts, each somewhere in one of them; no blanks, as a question is cut at blanks."""
    chance, found = Random(SEED + length), dict[str, None]()
    for _ in range(50 * number):
        text = chance.choice(texts)
        begin = chance.randrange(max(1, len(text) - length + 1))
        piece = text[begin : begin + length]
        if len(piece) == length and not any(each.isspace() for each in piece):
            found[piece] = None
    return list(islice(found, number))
