"""Who may sign in at a demo. The passwords are public: no production start ever makes these accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.departments.models import StaffMember
from services.people.models import User
from services.texts import Text

CAST = Path(__file__).resolve().parents[2] / "services" / "simulators" / "cast.yaml"
PASSWORD = "yunzhou-2026"  # noqa: S105 - public on purpose
# key of the cast -> user name; whoever is not named here gets no account
CITIZENS = {
    "wang_xiulan": "wangxiulan",
    "li_jianguo": "lijianguo",
    "deng_shulan": "dengshulan",
    "zhao_guiying": "zhaoguiying",
    "chen_deming": "chendeming",
    "zhou_min": "zhoumin",
    "sun_yue": "sunyue",
    "feng_guoqiang": "fengguoqiang",
    "luo_jianping": "luojianping",
    "wu_jun": "wujun",
    "he_lin": "helin",
    "ma_zhiyuan": "mazhiyuan",
    "xu_fang": "xufang",
    "tian_yu": "tianyu",
}
NEWCOMER = "newcomer"  # an account that belongs to nobody yet: try the proof with somebody of the cast
# user name -> department, name, role. Of each post two: who steps back, or decided it, leaves a second look to a colleague
STAFF = {
    "mz1001": ("civil_affairs", "李文", "CASEWORKER"),
    "mz1002": ("civil_affairs", "何芳", "SUPERVISOR"),
    "mz1003": ("civil_affairs", "章文", "POLICY"),
    "mz1004": ("civil_affairs", "钱进", "POLICY"),
    "mz1009": ("civil_affairs", "沈岚", "DATA"),
    "mz1010": ("civil_affairs", "唐颖", "DATA"),
    "rs2001": ("social_insurance", "马超", "CASEWORKER"),
    "rs2002": ("social_insurance", "高洋", "CASEWORKER"),
    "rs2009": ("social_insurance", "田野", "DATA"),
    "rs2010": ("social_insurance", "白雪", "DATA"),
    "yb3001": ("medical_insurance", "吴静", "CASEWORKER"),
    "yb3002": ("medical_insurance", "郑凯", "CASEWORKER"),
    "wj4001": ("health", "郭宁", "CASEWORKER"),
    "wj4002": ("health", "宋佳", "CASEWORKER"),
    "ga5001": ("public_security", "卢静", "CASEWORKER"),
    "ga5002": ("public_security", "邹明", "CASEWORKER"),
    "ga5009": ("public_security", "方毅", "DATA"),
    "ga5010": ("public_security", "苏航", "DATA"),
    "jg6001": ("traffic_police", "蒋波", "CASEWORKER"),
    "jg6002": ("traffic_police", "任强", "CASEWORKER"),
    "jt7001": ("transport", "丁洁", "CASEWORKER"),
    "jt7002": ("transport", "姚丽", "CASEWORKER"),
    "sj8001": ("market_supervision", "潘磊", "CASEWORKER"),
    "sj8002": ("market_supervision", "范军", "CASEWORKER"),
    "gj9001": ("housing_fund", "叶敏", "CASEWORKER"),
    "gj9002": ("housing_fund", "石磊", "CASEWORKER"),
    "jy1101": ("education", "程雪", "CASEWORKER"),
    "jy1102": ("education", "廖敏", "CASEWORKER"),
    "sw1201": ("tax", "孔丽", "CASEWORKER"),
    "sw1202": ("tax", "夏雨", "CASEWORKER"),
}
POSTS: dict[str, Text] = {
    "CASEWORKER": {"zh": "经办人", "en": "Caseworker"},
    "SUPERVISOR": {"zh": "科长", "en": "Supervisor"},
    "POLICY": {"zh": "政策岗", "en": "Policy officer"},
    "DATA": {"zh": "数据官", "en": "Data officer"},
}


@dataclass(frozen=True)
class SignIn:
    name: str
    username: str
    password: str
    about: Text

    @property
    def note(self) -> str:
        """As the terminal writes it, for whoever sits there."""
        return " / ".join(self.about.values())


@cache
def cast() -> dict[str, dict[str, Any]]:
    """The people whose stories are known, by key. The simulators read the same file; it is read once."""
    people = yaml.safe_load(CAST.read_text(encoding="utf-8"))["people"]
    return {person["key"]: person for person in people}


def sign_ins() -> list[SignIn]:
    """In the order of the terminal: citizens, the newcomer, caseworkers. Only accounts that exist."""
    people = cast()
    known = set(User.objects.values_list("username", flat=True))
    rows = [
        *(
            SignIn(people[key]["name"], name, PASSWORD, people[key]["story"])
            for key, name in CITIZENS.items()
        ),
        SignIn(
            "新账户", NEWCOMER, PASSWORD, {"zh": "还没有证明是谁", "en": "Has not proved yet who they are"}
        ),
    ]
    return [*(row for row in rows if row.username in known), *_staff()]


def citizens() -> list[SignIn]:
    """Those the citizens' door lets in, for its page."""
    return [row for row in sign_ins() if row.username not in STAFF]


def _staff() -> Iterator[SignIn]:
    posts = StaffMember.objects.select_related("user", "department").filter(user__username__in=STAFF)
    for post in sorted(posts, key=lambda each: [*STAFF].index(each.user.username)):
        yield SignIn(f"{post.name}（办件台）", post.user.username, PASSWORD, _post(post))


def _post(post: StaffMember) -> Text:
    house, role = post.department.short_name, POSTS[post.role]
    return {"zh": f"{house['zh']}{role['zh']}", "en": f"{role['en']}, {house['en']}"}
