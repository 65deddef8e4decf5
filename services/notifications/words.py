"""What leaves the house by e-mail and SMS: that there is news, and where to read it. Never a value, a name, or for what:
a telephone lies on tables, and what somebody applies for is personal too."""

from collections.abc import Mapping

from services.notifications.models import Channel
from services.texts import Text

SUBJECT: Text = {"zh": "一网通办：有新消息", "en": "All services: news for you"}
WORDS: Mapping[str, Text] = {
    Channel.SMS: {
        "zh": "【云州一网通办】您办的事有新消息，请登录查看。我们不会在短信里要密码或转账。",
        "en": "[Yunzhou] There is news for you. Sign in to read it. We never ask for passwords by SMS.",
    },
    Channel.EMAIL: {
        "zh": "您办的事有新消息，请登录 {address} 查看。\n我们不会在邮件里要密码或转账。",
        "en": "There is news for you. Sign in at {address} to read it.\nWe never ask for passwords by e-mail.",
    },
}


def words_for(channel: str, address: str) -> str:
    """Both languages, Chinese first: nobody has to have told us which one they read. `address`: of the portal."""
    text = WORDS[channel]
    return f"{text['zh']}\n\n{text['en']}".replace("{address}", address)
