"""A directory as large as a province's, made up: for measuring searches and lists, never for reading.

The same number gives the same lines, and a smaller number the first of them. Names are put together from what real
ones consist of, so that short words are common and long ones rare; heat falls off as it does in life, few items having
most of the use.
"""

from collections.abc import Callable, Iterator
from itertools import islice, product

from django.db import transaction

from services.catalogue.code_lists import called, codes
from services.catalogue.models import DirectoryEntry
from services.departments.credit_codes import check_character

SOURCE = "synthetic"
BATCH = 2000
MOST = 2_000_000


def _words(text: str) -> list[str]:
    return text.split()


WHAT = _words(
    "高龄津贴 社会保险 居住证 身份证 驾驶证 户口 生育 婚姻 医疗保险 养老保险 失业保险金 工伤认定 住房公积金 公租房 "
    "不动产 食品经营 药品经营 营业执照 特种设备 道路运输 网约车 机动车 残疾人证 最低生活保障 临时救助 临时用地 建设工程 "
    "取水 排污 林木采伐 农药经营 兽药经营 种子生产 动物防疫 民办学校 教师资格 中小学转学 社会团体 民办非企业 宗教活动 "
    "出版物零售 娱乐场所 演出 文物保护 体育场地 安全生产 危险化学品 烟花爆竹 消防 计量 检验检测 商标 专利 律师执业 公证 "
    "法律援助 退役军人 优抚对象 烈士 殡葬"
)
WHO = ["", *_words("个人 企业 灵活就业人员 异地 本市户籍 外国人 港澳台居民 学生 老年人 合作社 分支机构")]
ACT = _words(
    "申领 登记 备案 许可 核发 变更 注销 延续 补办 换发 年检 审批 确认 认定 发放 给付 查询 咨询 转移 缴费 退还 奖励 裁决 "
    "撤销 恢复"
)
NOTE = [
    "",
    *_words("（首次） （变更地址） （变更法定代表人） （遗失补办） （市级权限） （县级权限） （跨省通办）"),
]
BUREAUX = _words(
    "公安 民政 司法 财政 人社 自然资源 生态环境 住建 交通运输 水务 农业农村 商务 文旅 卫健 应急 市场监管 医保 教育"
)
KINDS = list(codes("kinds"))


def synthesize_directory(size: int, *, progress: Callable[[int], None] = lambda _: None) -> int:
    """Fills the directory up to `size` made-up lines and says how many are new. In batches, so memory stays small."""
    if not 0 <= size <= MOST:
        raise ValueError(f"between 0 and {MOST:,} lines can be made up")
    made = DirectoryEntry.objects.filter(source=SOURCE).count()
    lines = islice(_lines(), made, size)
    with transaction.atomic():
        for first in range(made, size, BATCH):
            DirectoryEntry.objects.bulk_create(islice(lines, BATCH))
            progress(min(first + BATCH, size))
    return max(size - made, 0)


def _lines() -> Iterator[DirectoryEntry]:
    themes, audiences = list(codes("themes")), list(codes("audiences"))
    credit_codes = [_credit_code(place) for place in range(len(BUREAUX))]
    rounds = ((number, *words) for number in range(MOST) for words in product(NOTE, ACT, WHO, WHAT))
    for place, (number, note, act, who, what) in enumerate(rounds):
        bureau, kind = place % len(BUREAUX), KINDS[place % len(KINDS)]
        yield DirectoryEntry(
            source=SOURCE,
            code=f"{credit_codes[bureau]}399{kind}{place // 1000:05}{place % 1000:03}",
            name={"zh": f"{who}{what}{act}{note}{number or ''}"},
            kind=kind,
            kind_name=called("kinds", kind),
            department_name=f"云州市{BUREAUX[bureau]}局（示例）",
            credit_code=credit_codes[bureau],
            region_code=f"9901{place % 7 + 1:02}",
            level=3,
            audience=[audiences[place % len(audiences)]],
            themes=[themes[place % len(themes)]],
            heat=1_000_000 // (1 + place * 7919 % MOST),
        )


def _credit_code(bureau: int) -> str:
    body = f"11990100MB{9_000_000 + bureau}"
    return body + check_character(body)
