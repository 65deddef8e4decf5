"""The kinds of problems, as published under /api/v1/problems/: what each is called, and what it means for a program."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from services.texts import Text


@dataclass(frozen=True)
class Kind:
    """`meaning` is also the detail of a problem that has nothing more precise to say."""

    status: HTTPStatus
    title: Text
    meaning: Text


def _kind(status: HTTPStatus, title: tuple[str, str], meaning: tuple[str, str]) -> Kind:
    return Kind(status, {"zh": title[0], "en": title[1]}, {"zh": meaning[0], "en": meaning[1]})


KINDS: Mapping[str, Kind] = {
    "malformed": _kind(
        HTTPStatus.BAD_REQUEST,
        ("读不懂这个请求", "The request cannot be read"),
        ("内容不是有效的 JSON，或者缺少必需的请求头。", "It is no proper JSON, or lacks a header it needs."),
    ),
    "not-signed-in": _kind(
        HTTPStatus.UNAUTHORIZED,
        ("请先登录", "Sign in first"),
        ("这里只回答已经登录的市民。", "This answers citizens who are signed in."),
    ),
    "not-confirmed": _kind(
        HTTPStatus.FORBIDDEN,
        ("请先证明是本人", "Prove who you are first"),
        (
            "这个账户还没有证明属于谁。请在网页上证明一次。",
            "Nobody has proved yet whose account this is. It is done once, on the site.",
        ),
    ),
    "csrf": _kind(
        HTTPStatus.FORBIDDEN,
        ("缺少防伪令牌", "The CSRF token is missing or wrong"),
        (
            "用网站会话写入时，请求头 X-CSRFToken 要和 cookie 一致。",
            "Writing by the session of the site needs the header X-CSRFToken.",
        ),
    ),
    "forbidden": _kind(
        HTTPStatus.FORBIDDEN,
        ("不能这样做", "Not allowed"),
        ("您不能这样做。", "You may not do this."),
    ),
    "not-found": _kind(
        HTTPStatus.NOT_FOUND,
        ("没有找到", "Not found"),
        ("没有这个地址，或者您无权查看。", "There is no such thing, or it is not yours to see."),
    ),
    "method": _kind(
        HTTPStatus.METHOD_NOT_ALLOWED,
        ("这个地址不支持这种方法", "This address has no such method"),
        ("响应头 Allow 列出支持的方法。", "The header Allow lists those it has."),
    ),
    "already-under-way": _kind(
        HTTPStatus.CONFLICT,
        ("已经申请过", "Applied for already"),
        (
            "这个事项一个人只办一次，application 是已有的那一件。",
            "This item is granted once; `application` names the one there is.",
        ),
    ),
    "moved-on": _kind(
        HTTPStatus.CONFLICT,
        ("已经有了变化", "It has moved on"),
        ("它已经不在这一步，请重新读取。", "It is past this step. Read it again."),
    ),
    "changed": _kind(
        HTTPStatus.CONFLICT,
        ("有内容变了", "Something has changed"),
        (
            "changed 列出变了的字段。请重新读取草稿，给本人看过再提交。",
            "`changed` lists the fields. Read the draft again and show it before sending.",
        ),
    ),
    "too-late": _kind(
        HTTPStatus.CONFLICT,
        ("已经过了时限", "Too late"),
        ("可以这样做的时间已经过了。", "The time in which this could be done is over."),
    ),
    "already-rated": _kind(
        HTTPStatus.CONFLICT,
        ("已经评价过", "Rated already"),
        ("一件办件只评价一次，以第一次为准。", "An application is rated once, and the first rating counts."),
    ),
    "key-reused": _kind(
        HTTPStatus.CONFLICT,
        ("这个 Idempotency-Key 用过了", "This Idempotency-Key was used before"),
        ("同一个键只能用于同样的内容。", "A key stands for one content only."),
    ),
    "not-possible": _kind(
        HTTPStatus.CONFLICT,
        ("现在不行", "Not possible now"),
        ("现在不能这样做。", "This is not possible now."),
    ),
    "too-large": _kind(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        ("内容太大", "Too large"),
        ("请求的内容超过了上限。", "The content is larger than what is read here."),
    ),
    "media-type": _kind(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        ("不支持这种内容类型", "Another content type is needed"),
        (
            "请用 application/json；上传或核验文件时用 multipart/form-data。",
            "Send application/json, or multipart/form-data for a file to check.",
        ),
    ),
    "bad-input": _kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        ("有的字段不对", "A field is not right"),
        ("errors 说明每个字段哪里不对。", "`errors` says what is wrong with each field."),
    ),
    "bad-answers": _kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        ("有的回答不对", "An answer is not right"),
        (
            "errors 按问题说明，句子和网页上一样。",
            "`errors` says what is wrong with each question, in the words of the pages.",
        ),
    ),
    "not-asked-for": _kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        ("没有要求改这一项", "This was not asked for"),
        (
            "补正只能改标出的地方，errors 列出多出来的。",
            "A correction changes the marked places only; `errors` lists what goes beyond.",
        ),
    ),
    "too-many": _kind(
        HTTPStatus.TOO_MANY_REQUESTS,
        ("试得太多了", "Too many tries"),
        ("请过一会儿再试。", "Please try again later."),
    ),
    "our-fault": _kind(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        ("是我们这边出了问题", "Our fault"),
        ("已经记下来了，会有人处理。", "It has been noted, and somebody will look at it."),
    ),
    "not-ready": _kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        ("还没有准备好", "Not ready yet"),
        ("请过一分钟再试。", "Please try again in a minute."),
    ),
}

# the kind where nothing but the status is known
BY_STATUS: Mapping[int, str] = {
    400: "malformed",
    401: "not-signed-in",
    403: "forbidden",
    404: "not-found",
    405: "method",
    409: "not-possible",
    413: "too-large",
    415: "media-type",
    422: "bad-input",
    429: "too-many",
    500: "our-fault",
    503: "not-ready",
}
