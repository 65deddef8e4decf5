"""What leaves the house by e-mail and SMS: that there is news, and where to read it. Never a value, a name, or for what:
a telephone lies on tables, and what somebody applies for is personal too. Only what can be answered by SMS has to say
what it is about (`ANSWERABLE`)."""

from collections.abc import Mapping
from typing import Any

from services.notifications.models import Channel
from services.texts import Text

QUIET = frozenset({"first_read"})  # nothing has to be done about it: it waits in the inbox
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

CODE: Text = {
    "zh": "【云州一网通办】验证码 {code}，15 分钟内有效。只在网站上填，不要告诉任何人。不是您要的，请不用理会。",
    "en": "[Yunzhou] Your code is {code}, for 15 minutes. Type it on the site only, tell nobody. Not yours? Ignore it.",
}

# what waits for an answer by SMS says what it is about, in the item's public name, and nothing of the person
ANSWERABLE: Mapping[str, Text] = {
    "offer": {
        "zh": "【云州一网通办】您可以办：{item}。回复“同意 {code}”就算申请，不回复就不办，回复“不要”不再提醒。详情请登录查看。",
        "en": "[Yunzhou] On offer to you: {item}. Reply YES {code} to apply, NO to decline. "
        "Without a reply nothing happens.",
    },
    "offer_accepted": {
        "zh": "【云州一网通办】收到，{item}算您申请了。到了日子我们替您办，办好告诉您。",
        "en": "[Yunzhou] Received: you have applied for {item}. We see to it on the day and tell you.",
    },
    "offer_declined": {
        "zh": "【云州一网通办】好的，{item}先不办。以后想办，随时可以申请。",
        "en": "[Yunzhou] Noted: {item} is left aside. You can apply at any time.",
    },
    "offer_switched_off": {
        "zh": "【云州一网通办】好的，不再为{item}提醒您。以后想办，随时可以申请。",
        "en": "[Yunzhou] Noted: no more offers of {item}. You can apply at any time.",
    },
    "offer_unclear": {
        "zh": "【云州一网通办】没看懂您的回复，什么也没有办。想办请只回“同意”，不想办请回“不要”，也可以打 12345。",
        "en": "[Yunzhou] We did not understand, and nothing was done. Reply YES or NO only, or call 12345.",
    },
    "offer_which": {
        "zh": "【云州一网通办】您有几件事等回复，请回“同意”加上短信里的 6 位数字。现在什么也没有办。",
        "en": "[Yunzhou] Several offers wait. Reply YES and the 6 digits of the one you mean. Nothing was done yet.",
    },
    "offer_nothing_open": {
        "zh": "【云州一网通办】现在没有等您回复的事，这条短信没有办任何事。有疑问请打 12345。",
        "en": "[Yunzhou] Nothing waits for your reply, and nothing was done. Questions: 12345.",
    },
}


def words_for(
    channel: str, address: str, template: str = "", context: Mapping[str, Any] | None = None
) -> str:
    """Both languages, Chinese first: nobody has to have told us which one they read. `address`: of the portal."""
    text = ANSWERABLE.get(template, WORDS[channel]) if channel == Channel.SMS else WORDS[channel]
    given = context or {}
    return "\n\n".join(
        text[language]
        .replace("{address}", address)
        .replace("{item}", given.get("item", {}).get(language, ""))
        .replace("{code}", given.get("code", ""))
        for language in ("zh", "en")
    )
