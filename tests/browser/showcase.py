"""Addresses for tests only: pages one cannot reach by a link, and a sheet with every part in every state.

A URL configuration (`settings.ROOT_URLCONF`) with the portal's own addresses behind it.
"""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.urls import include, path

from portal import urls

handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
AT = datetime(2026, 6, 12, 1, 12, tzinfo=UTC)
LEFT_OVER = ("403", "404", "429", "500", "refused")


class Questions(forms.Form):
    name = forms.CharField(label="姓名", help_text="和身份证上写的一样。", initial="王秀兰")
    card = forms.CharField(label="银行卡号", help_text="卡正面的一长串数字。")
    say = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    where = forms.ChoiceField(label="住在哪个区", choices=[("a", "云城区"), ("b", "青石区")])
    way = forms.ChoiceField(
        label="怎么通知您", choices=[("sms", "发短信"), ("call", "打电话")], widget=forms.RadioSelect
    )
    paper = forms.FileField(label="发票照片", required=False)
    agree = forms.BooleanField(label="我看过了，同意这样用")

    def clean_card(self) -> None:
        raise forms.ValidationError("您填了 14 位，还少 2 位。")


SHEET = Path(__file__).with_name("sheet.html")


@login_not_required
def sheet(request: HttpRequest) -> HttpResponse:
    bound = Questions({"name": "王秀兰", "card": "6217 0038 1200 45", "where": "a"}, {})
    rows = [
        {"label": "出生日期", "value": "1946年3月8日", "href": "/", "word": "不对", "about": "：出生日期"},
        {"label": "身份证号", "value": "9901 **** **** 0028", "secret": True, "note": "只显示两头"},
    ]
    steps = [
        {"state": "done", "title": "您提交了申请", "at": AT},
        {"state": "now", "title": "等您补一份材料", "at": AT, "note": "这几天不算在办理时间里。"},
        {"state": "todo", "title": "审核", "words": "补完后 5 个工作日"},
    ]
    page = engines["django"].from_string(SHEET.read_text())
    stamp = SimpleNamespace(department="公安局", resource="人口库", as_of=AT)
    given = {
        "form": bound,
        "plain": Questions(auto_id="plain_%s"),
        "rows": rows,
        "steps": steps,
        "stamp": stamp,
    }
    return HttpResponse(page.render(given | {"page": Paginator(range(30), 10).page(2)}, request))


@login_not_required
def left_over(request: HttpRequest, name: str) -> HttpResponse:
    """A page nobody links to, as it stands: `403`, `offline`, `account/…`."""
    words = {"words": "这件事已经往下办了，请再看一遍。"} if name == "refused" else {}
    return HttpResponse(render_to_string(f"{name}.html", words, request))


urlpatterns = [
    path("sheet/", sheet),
    path("left-over/<path:name>/", left_over),
    path("", include(urls.urlpatterns)),
]
