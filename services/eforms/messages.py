"""What is said of a wrong answer: what is wrong, where, and how to mend it. One sentence a reason and language.

A reason is `kind.part.keyword`, `kind.keyword` or the keyword of JSON Schema (or its format) alone: the nearest is taken.
{label} is the question, {limit} the keyword's value, {given} how long the answer is.
"""

from collections.abc import Mapping
from functools import cache

from services.texts import Text

MESSAGES: Mapping[str, Text] = {
    "required": {"zh": "请回答“{label}”。", "en": "Answer “{label}”."},
    "enum": {"zh": "请在“{label}”里选一项。", "en": "Choose one of the options for “{label}”."},
    "const": {"zh": "请勾选“{label}”。", "en": "Tick “{label}”."},
    "minLength": {
        "zh": "“{label}”至少要写 {limit} 个字。",
        "en": "“{label}” needs {limit} characters at least.",
    },
    "maxLength": {
        "zh": "“{label}”最多 {limit} 个字。",
        "en": "“{label}” may have {limit} characters at most.",
    },
    "type": {"zh": "“{label}”的写法不对。", "en": "“{label}” is not in the right form."},
    "hidden": {"zh": "这次没有问“{label}”，请不要填。", "en": "“{label}” was not asked, leave it out."},
    "settled": {
        "zh": "“{label}”已经从部门查到，请不要再填。",
        "en": "A department has told us “{label}” already, leave it out.",
    },
    "unknown": {"zh": "表里没有“{label}”这一项。", "en": "The form has no question “{label}”."},
    "minimum": {"zh": "“{label}”不能小于 {limit}。", "en": "“{label}” must be {limit} or more."},
    "maximum": {"zh": "“{label}”不能大于 {limit}。", "en": "“{label}” must be {limit} or less."},
    "multipleOf": {
        "zh": "“{label}”的小数位太多，请写到 {limit}。",
        "en": "“{label}” has too many decimals, go down to {limit}.",
    },
    "number.type": {
        "zh": "“{label}”要写成数字，例如 12。",
        "en": "“{label}” needs a number, such as 12.",
    },
    "money.type": {
        "zh": "“{label}”要写金额，例如 1200 或 1200.50，单位是元。",
        "en": "“{label}” needs a sum in yuan, such as 1200 or 1200.50.",
    },
    "money.minimum": {
        "zh": "“{label}”不能少于 {limit} 元。",
        "en": "“{label}” must be {limit} yuan or more.",
    },
    "money.maximum": {
        "zh": "“{label}”不能多于 {limit} 元。",
        "en": "“{label}” must be {limit} yuan or less.",
    },
    "date": {
        "zh": "“{label}”要写年月日，例如 2026-03-08，并且日历上有这一天。",
        "en": "“{label}” needs a day of the calendar, such as 2026-03-08.",
    },
    "date.type": {
        "zh": "“{label}”要写年月日，例如 2026-03-08，并且日历上有这一天。",
        "en": "“{label}” needs a day of the calendar, such as 2026-03-08.",
    },
    "partial-date": {
        "zh": "“{label}”要写年、年月或年月日，例如 1958、1958-03 或 1958-03-08。",
        "en": "“{label}” needs a year, a month or a day, such as 1958, 1958-03 or 1958-03-08.",
    },
    "partial_date.type": {
        "zh": "“{label}”要写年、年月或年月日，例如 1958、1958-03 或 1958-03-08。",
        "en": "“{label}” needs a year, a month or a day, such as 1958, 1958-03 or 1958-03-08.",
    },
    "earliest": {
        "zh": "“{label}”不能早于 {limit}，请看看年份。",
        "en": "“{label}” cannot be before {limit}. Look at the year.",
    },
    "latest": {
        "zh": "“{label}”不能晚于 {limit}，请看看年份。",
        "en": "“{label}” cannot be after {limit}. Look at the year.",
    },
    "past": {
        "zh": "“{label}”不能晚于今天，请看看年份。",
        "en": "“{label}” cannot be after today. Look at the year.",
    },
    "future": {
        "zh": "“{label}”不能早于今天，请看看年份。",
        "en": "“{label}” cannot be before today. Look at the year.",
    },
    "several_of.enum": {
        "zh": "“{label}”里有一项不在选项中，请重新选。",
        "en": "One of the answers to “{label}” is not among the options, choose again.",
    },
    "several_of.minItems": {
        "zh": "“{label}”至少要选 {limit} 项。",
        "en": "Choose {limit} at least for “{label}”.",
    },
    "several_of.maxItems": {
        "zh": "“{label}”最多选 {limit} 项。",
        "en": "Choose {limit} at most for “{label}”.",
    },
    "uniqueItems": {
        "zh": "“{label}”里有一项出现了两次，去掉一个。",
        "en": "“{label}” has the same thing twice, take one away.",
    },
    "cn-mobile": {
        "zh": "“{label}”应是 11 位手机号，请再看一遍。",
        "en": "“{label}” needs a mobile number of 11 digits.",
    },
    "cn-id": {
        "zh": "“{label}”不对。请对照身份证核对 18 位号码，最后一位可能是 X。",
        "en": "“{label}” is not right. Compare the 18 characters with the card, the last may be X.",
    },
    "cn-credit-code": {
        "zh": "“{label}”不对。请对照营业执照核对 18 位代码。",
        "en": "“{label}” is not right. Compare the 18 characters with the licence.",
    },
    "bank-card": {
        "zh": "“{label}”不对。请对照银行卡核对卡号。",
        "en": "“{label}” is not right. Compare the number with the card.",
    },
    "bank_account.minLength": {
        "zh": "“{label}”填了 {given} 位，卡号至少 {limit} 位，请再看一遍。",
        "en": "“{label}” has {given} digits, a card has {limit} at least. Look again.",
    },
    "bank_account.maxLength": {
        "zh": "“{label}”填了 {given} 位，卡号最多 {limit} 位，请再看一遍。",
        "en": "“{label}” has {given} digits, a card has {limit} at most. Look again.",
    },
    "address.type": {
        "zh": "“{label}”要选地区，再写街道和门牌号。",
        "en": "“{label}” needs the region, then street and number.",
    },
    "address.region.required": {
        "zh": "请在“{label}”里选地区。",
        "en": "Choose the region of “{label}”.",
    },
    "address.detail.required": {
        "zh": "请写“{label}”的街道和门牌号。",
        "en": "Write street and number of “{label}”.",
    },
    "cn-region": {
        "zh": "“{label}”的地区不对，请重新选。",
        "en": "The region of “{label}” is not right, choose again.",
    },
    "region.unknown": {
        "zh": "“{label}”的地区不对，请重新选。",
        "en": "The region of “{label}” is not right, choose again.",
    },
    "address.region.pattern": {
        "zh": "“{label}”不在办理的范围里，请重新选地区。",
        "en": "“{label}” is outside the area served, choose another region.",
    },
    "address.detail.minLength": {
        "zh": "“{label}”的街道和门牌号太短，请写完整。",
        "en": "Street and number of “{label}” are too short, write all of it.",
    },
    "address.detail.maxLength": {
        "zh": "“{label}”的街道和门牌号最多 {limit} 个字。",
        "en": "Street and number of “{label}” may have {limit} characters at most.",
    },
    "address.additionalProperties": {
        "zh": "“{label}”只有地区、街道和门牌号，请去掉别的。",
        "en": "“{label}” has a region, street and number only, take the rest away.",
    },
    "group.minItems": {
        "zh": "“{label}”至少要填 {limit} 项。",
        "en": "Fill in {limit} at least of “{label}”.",
    },
    "group.maxItems": {"zh": "“{label}”最多填 {limit} 项。", "en": "Fill in {limit} at most of “{label}”."},
    "file.minItems": {"zh": "“{label}”至少要交 {limit} 份。", "en": "Hand in {limit} at least of “{label}”."},
    "file.maxItems": {
        "zh": "“{label}”最多交 {limit} 份，请去掉多的。",
        "en": "Hand in {limit} at most of “{label}”, take the others away.",
    },
    "file.required": {"zh": "请上传“{label}”。", "en": "Hand in “{label}”."},
    "file.uuid": {
        "zh": "“{label}”的文件没有收到，请重新上传。",
        "en": "The file of “{label}” did not arrive, hand it in again.",
    },
    "file.type": {
        "zh": "“{label}”要先上传文件，再填收到的编号。",
        "en": "“{label}” needs the ids of files that were handed in before.",
    },
    "not_uploaded": {
        "zh": "“{label}”的文件没有收到，请重新上传。",
        "en": "The file of “{label}” did not arrive, hand it in again.",
    },
}
IN_ENTRY: Text = {"zh": "“{label}”第 {number} 项：{says}", "en": "“{label}”, number {number}: {says}"}


@cache
def nearest(kind: str, part: str, reason: str) -> Text:
    """The words of a reason, the more special ones first."""
    names = (f"{kind}.{part}.{reason}", f"{kind}.{reason}", reason, f"{kind}.type", "type")
    return next(MESSAGES[name] for name in names if name in MESSAGES)
