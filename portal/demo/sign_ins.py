"""Who may sign in at a demo. The passwords are public: no production start ever makes these accounts."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

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
# user name -> department, name, role
STAFF = {
    "mz1001": ("civil_affairs", "李文", "CASEWORKER"),
    "mz1002": ("civil_affairs", "何芳", "SUPERVISOR"),
    "mz1003": ("civil_affairs", "章文", "POLICY"),
    "mz1004": ("civil_affairs", "钱进", "POLICY"),
    "mz1009": ("civil_affairs", "沈岚", "DATA"),
    "rs2001": ("social_insurance", "马超", "CASEWORKER"),
    "rs2009": ("social_insurance", "田野", "DATA"),
    "yb3001": ("medical_insurance", "吴静", "CASEWORKER"),
    "wj4001": ("health", "郭宁", "CASEWORKER"),
    "ga5001": ("public_security", "卢静", "CASEWORKER"),
    "ga5009": ("public_security", "方毅", "DATA"),
    "jg6001": ("traffic_police", "蒋波", "CASEWORKER"),
    "jt7001": ("transport", "丁洁", "CASEWORKER"),
    "sj8001": ("market_supervision", "潘磊", "CASEWORKER"),
    "gj9001": ("housing_fund", "叶敏", "CASEWORKER"),
    "jy1101": ("education", "程雪", "CASEWORKER"),
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
        *(
            SignIn(f"{who}（工作台）", number, PASSWORD, _post(role))
            for number, (_, who, role) in STAFF.items()
        ),
    ]
    return [row for row in rows if row.username in known]


def citizens() -> list[SignIn]:
    """Those the citizens' door lets in, for its page."""
    return [row for row in sign_ins() if row.username not in STAFF]


def _post(role: str) -> Text:
    return POSTS.get(role, POSTS["CASEWORKER"])
