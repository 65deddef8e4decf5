"""The audit must find what is wrong: pages that are bad on purpose, one fault each."""

import pytest

from tests.browser.audit import audit, reflow, walk

GOOD = """<!DOCTYPE html><html lang="zh-Hans"><head><title>页</title><style>body{font:18px/1.7 sans-serif;margin:20px}
a,button{display:inline-flex;align-items:center;min-width:44px;min-height:44px;color:#12464f}
:focus-visible{outline:3px solid #000}
aside{margin-top:20px}</style></head><body><main><h1>好的一页</h1><p>一句话。</p>%s</main>
<aside class="help" aria-label="帮忙"><a href="tel:12345">打 12345</a></aside></body></html>"""


@pytest.fixture(scope="module")
def page(browser):
    """The same for all: what a test shows takes the place of what the one before has shown."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    yield context.new_page()
    context.close()


def found(page, markup: str) -> str:
    page.set_content(GOOD % markup)
    return "\n".join(audit(page, "standard"))


def test_a_good_page_has_no_faults(page):
    assert found(page, '<a href="/">一个链接</a>') == ""
    assert reflow(page) == walk(page) == []


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ('<p><small style="font-size:12px">小字</small></p>', "F1"),
        ("<p><em style='font-style:italic'>斜体</em></p>", "F4"),
        ('<p style="line-height:1.2">挤在一起</p>', "F5"),
        ('<a href="/" style="display:block;min-height:0;min-width:0;width:30px;height:20px">小</a>', "T1"),
        ('<button type="button">甲</button><button type="button" style="margin-left:2px">乙</button>', "T2"),
        (
            '<label for="a">名</label><input id="a" style="border:1px solid #eee;min-height:44px;width:200px">',
            "C2",
        ),
        (
            '<label for="a">名</label><input id="a" aria-invalid="true" style="min-height:44px;width:200px">',
            "C3",
        ),
        ('<p aria-describedby="nothing">指向空处</p>', "A2"),
        ("<h1>第二个</h1>", "N4"),
        ('<a class="btn" href="/">甲</a><br><br><a class="btn" href="/x">乙</a>', "N4"),
        ('<div style="width:900px">宽宽宽</div>', "Z3"),
        ("<video autoplay muted></video>", "L2"),
        ("<dialog open>弹出来</dialog>", "P1"),
        ('<label><input type="checkbox" checked>同意</label>', "P2"),
        ("<p>{{ name }}</p>", "A2"),
        ('<p style="color:#999">看不清</p>', "axe color-contrast"),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="50" height="50">', "axe image-alt"),
    ],
)
def test_each_fault_is_found(page, markup, rule):
    assert rule in found(page, markup)


def test_elders_are_measured_with_a_larger_measure(page):
    page.set_content(GOOD % '<a href="/">一个链接</a>')
    rules = {each.split()[0] for each in audit(page, "elder")}
    assert {"F1", "T1"} <= rules


@pytest.mark.parametrize(
    ("style", "modes"),
    [
        ("color:#999", {"standard", "elder"}),
        ("color:#6f6f6f", {"elder"}),
        ("color:#595959", set()),
        ("color:#999;font-size:26px", {"standard", "elder"}),
        ("color:#888;font-size:26px", {"elder"}),
        ("color:#6f6f6f;font-size:26px", set()),
    ],
)
def test_elders_get_more_contrast_and_no_less_than_others(page, style, modes):
    page.set_content(GOOD % f'<p style="{style}">看不清</p>')
    faint = {
        mode
        for mode in ("standard", "elder")
        if any(each.startswith("axe color-contrast:") for each in audit(page, mode))
    }
    assert faint == modes


def test_what_is_cut_off_when_letters_stand_apart_is_found(page):
    page.set_content(
        GOOD
        % '<button type="button" style="width:108px;font:18px serif;overflow:hidden;white-space:nowrap">正好放得下</button>'
    )
    assert any("cut off" in each for each in reflow(page))


def test_a_focus_nobody_sees_is_found(page):
    page.set_content(GOOD % '<a href="/" style="outline:none">看不见焦点</a>')
    assert any("no ring" in each for each in walk(page))
    page.set_content(GOOD % '<div style="position:fixed;inset:0;background:#fff"></div>')
    assert any("covered" in each for each in walk(page))
