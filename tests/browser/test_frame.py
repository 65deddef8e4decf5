"""What the frame does: changing the look without JavaScript, errors that get the focus, passwords one can look at, and
a page that reads itself aloud."""

import pytest
from django.core.cache import cache

VOICE = """
const spoken = [], listeners = {};
window.spoken = spoken;
const engine = {
  voices: %s, speaking: null, cancelled: 0,
  getVoices() { return this.voices; },
  speak(words) { spoken.push({ text: words.text, rate: words.rate, lang: words.lang }); this.speaking = words; },
  cancel() { this.cancelled += 1; this.speaking = null; },
  addEventListener(name, act) { listeners[name] = act; },
  next() { const words = this.speaking; this.speaking = null; words?.onend?.(); },
  arrive(voices) { this.voices = voices; listeners.voiceschanged?.(); },
};
Object.defineProperty(window, "speechSynthesis", { value: engine });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
CHINESE = VOICE % '[{ lang: "zh-CN", localService: true, name: "婷婷" }]'
NOBODY = VOICE % "[]"
ENGLISH = VOICE % '[{ lang: "en-US", localService: true, name: "Ada" }]'
PAGE = "/about/privacy/"


@pytest.fixture(autouse=True)
def showcase(settings):
    settings.ROOT_URLCONF = "tests.browser.showcase"
    cache.clear()


def shown(page) -> tuple[str, ...]:
    return tuple(page.locator("html").get_attribute(f"data-{name}") for name in ("mode", "size", "contrast"))


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_look_changes_without_javascript_and_stays(phone):
    page = phone(PAGE, scripts=False)
    press(page, "长辈版")
    assert shown(page) == ("elder", "1", "light")
    press(page, "特大")
    press(page, "深色高对比")
    assert shown(page) == ("elder", "3", "dark")
    assert page.url.endswith(f"{PAGE}#display")
    page.goto("/accounts/login/")
    assert shown(page) == ("elder", "3", "dark")
    press(page, "退出长辈版")
    assert shown(page) == ("standard", "3", "dark")


def test_the_buttons_tell_the_present_choice(phone):
    page = phone(PAGE, text_size="2", contrast="dark")
    pressed = page.locator(".foot [aria-pressed=true]").all_inner_texts()
    assert pressed == ["大", "深色高对比", "中文"]


def test_the_language_changes_without_javascript_and_stays(phone):
    page = phone(PAGE, scripts=False)
    press(page, "English")
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/accounts/login/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"
    press(page, "中文")
    assert page.get_by_role("heading", level=1).inner_text() == "登录"


def test_a_page_in_elder_mode_does_not_flash(phone):
    """The server wrote the mode: it is there before any script runs."""
    page = phone(None, mode="elder", scripts=False)
    page.goto(PAGE)
    assert shown(page)[0] == "elder"
    assert page.evaluate("1") == 1
    assert page.locator("main p").first.evaluate("e => getComputedStyle(e).fontSize") >= "24px"


def test_the_first_button_of_a_question_lies_above_the_fold_for_elders(phone):
    page = phone("/accounts/login/", mode="elder")
    box = page.get_by_role("button", name="登录", exact=True).bounding_box()
    assert box["y"] + box["height"] <= 740


def test_errors_get_the_focus_lead_to_the_question_and_keep_what_was_typed(phone):
    page = phone("/accounts/login/")
    page.get_by_label("用户名或邮箱").fill("wang")
    press(page, "登录")
    assert page.evaluate("document.activeElement.className") == "note no"
    assert page.title().startswith("有错：")
    assert page.get_by_label("用户名或邮箱").input_value() == "wang"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_password"


def test_a_wrong_password_is_told_in_words(phone):
    page = phone("/accounts/login/", mode="elder")
    page.get_by_label("用户名或邮箱").fill("wang")
    page.get_by_label("密码").fill("wrong")
    press(page, "登录")
    assert "密码" in page.locator(".note.no").inner_text()
    assert "!" not in page.locator(".note.no").inner_text()


def test_a_password_can_be_looked_at(phone):
    page = phone("/accounts/login/")
    page.get_by_label("密码").fill("secret")
    press(page, "显示我输的")
    assert page.get_by_label("密码").get_attribute("type") == "text"
    press(page, "藏起我输的")
    assert page.get_by_label("密码").get_attribute("type") == "password"


def test_without_javascript_nothing_is_offered_that_needs_it(phone):
    page = phone("/accounts/login/", mode="elder", scripts=False)
    assert not page.locator("[data-reveals]").is_visible()
    assert not page.locator("[data-say]").is_visible()


def test_a_double_click_sends_once(phone):
    page = phone(PAGE)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with page.expect_navigation():
        page.evaluate("() => { const b = document.querySelector('[name=mode]'); b.click(); b.click(); }")
    assert len(sent) == 1


def test_no_page_breaks_its_own_security_policy(phone):
    page = phone(None, mode="elder")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/accounts/login/", PAGE, "/sheet/"):
        page.goto(path)
    assert said == []


def test_the_signs_are_drawn(phone):
    """They lie in a file of their own; the policy must let it in."""
    page = phone(PAGE)
    assert page.locator(".ticks .i use").first.evaluate("e => e.getBoundingClientRect().width") > 8


def heard(page) -> list[str]:
    return [each["text"] for each in page.evaluate("window.spoken")]


def to_the_end(page) -> None:
    page.evaluate("() => { while (speechSynthesis.speaking) speechSynthesis.next(); }")


def test_it_reads_nothing_until_asked(phone):
    assert heard(phone(PAGE, mode="elder", before=CHINESE)) == []


def test_it_reads_the_page_from_the_heading_to_the_end_in_short_pieces(phone):
    page = phone(PAGE, mode="elder", before=CHINESE)
    press(page, "读给我听")
    to_the_end(page)
    spoken = heard(page)
    assert spoken.index("我们知道什么，不知道什么") < spoken.index("我们问什么")
    assert max(map(len, spoken)) <= 80
    assert {each["rate"] for each in page.evaluate("window.spoken")} == {0.85}
    assert not [each for each in spoken if "一网通办" in each or "字号" in each]  # the frame is not the page
    assert page.get_by_role("button", name="读给我听").is_visible()


def test_it_marks_what_it_reads_and_only_that(phone):
    page = phone(PAGE, mode="elder", before=CHINESE)
    press(page, "读给我听")
    page.evaluate("speechSynthesis.next()")
    assert page.locator(".said").count() == 1
    assert (
        page.locator(".said").inner_text() in heard(page)[1]
        or heard(page)[1] in page.locator(".said").inner_text()
    )
    to_the_end(page)
    assert page.locator(".said").count() == 0


def test_one_can_pause_and_go_on_where_one_was(phone):
    page = phone(PAGE, mode="elder", before=CHINESE)
    press(page, "读给我听")
    page.evaluate("speechSynthesis.next()")
    press(page, "停一下")
    assert page.evaluate("speechSynthesis.speaking") is None
    press(page, "继续")
    assert heard(page)[-1] == heard(page)[-2]


def test_one_can_begin_again_and_slow_down(phone):
    page = phone(PAGE, mode="elder", before=CHINESE)
    press(page, "读给我听")
    page.evaluate("speechSynthesis.next()")
    press(page, "从头读")
    assert heard(page)[-1] == heard(page)[0]
    press(page, "慢一点")
    assert page.evaluate("window.spoken.at(-1).rate") == 0.65
    assert page.get_by_role("button", name="慢一点").get_attribute("aria-pressed") == "true"


def test_leaving_the_page_stops_the_voice(phone):
    page = phone(PAGE, mode="elder", before=CHINESE)
    press(page, "读给我听")
    before = page.evaluate("speechSynthesis.cancelled")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("speechSynthesis.cancelled") == before + 1
    assert page.evaluate("speechSynthesis.speaking") is None


def test_secrets_and_long_numbers_are_never_spoken(phone):
    page = phone("/sheet/", mode="elder", before=CHINESE)
    page.evaluate(
        """() => document.querySelector('main p').insertAdjacentHTML('afterend',
        '<p>卡号 6217 0038 1200 4567 和 990102194603080028。</p><p data-no-say>暗号</p><p>一共 1,000 元，打 12345。</p>')"""
    )
    press(page, "读给我听")
    to_the_end(page)
    spoken = "".join(heard(page))
    for secret in ("6217", "4567", "9901", "0028", "暗号"):
        assert secret not in spoken
    assert "1,000 元" in spoken
    assert "12345" in spoken


def test_what_is_folded_away_is_not_read(phone):
    page = phone("/sheet/", mode="elder", before=CHINESE)
    press(page, "读给我听")
    to_the_end(page)
    assert "第四条" not in "".join(heard(page))
    page.locator("summary", has_text="依据哪条规定").click()
    press(page, "读给我听")
    to_the_end(page)
    assert "第四条。" in heard(page)


def test_without_a_voice_for_the_language_it_is_not_offered(phone):
    assert not phone(PAGE, mode="elder", before=NOBODY).locator("[data-say]").is_visible()
    assert not phone(PAGE, mode="elder", before=ENGLISH).locator("[data-say]").is_visible()
    assert phone(PAGE, mode="elder", language="en", before=ENGLISH).locator("[data-say]").is_visible()


def test_a_voice_that_arrives_late_is_welcome(phone):
    page = phone(PAGE, mode="elder", before=NOBODY)
    page.evaluate("""() => speechSynthesis.arrive([{ lang: "zh_CN", localService: true }])""")
    assert page.get_by_role("button", name="读给我听").is_visible()


def test_standard_pages_do_not_carry_the_reader(phone):
    page = phone(None)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PAGE)
    assert not [each for each in asked if "read_aloud" in each]


def test_the_file_button_speaks_the_language_of_the_page(phone, tmp_path):
    photo = tmp_path / "发票.jpg"
    photo.write_bytes(b"x")
    page = phone("/sheet/")
    box = page.locator(".file").first
    assert "选文件" in box.inner_text()
    assert "还没有选" in box.inner_text()
    page.get_by_label("发票照片").first.set_input_files(photo)
    assert "发票.jpg" in box.inner_text()


def test_without_javascript_the_browsers_own_file_button_is_there(phone):
    page = phone("/sheet/", scripts=False)
    assert page.get_by_label("发票照片").first.evaluate("e => getComputedStyle(e).opacity") == "1"


DRAG = """([where, kind]) => {
  const carried = new DataTransfer();
  carried.items.add(new File(["%PDF-"], "certificate.pdf", { type: "application/pdf" }));
  const event = new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true });
  return !document.querySelector(where).dispatchEvent(event);   /* whether the page took it from the browser */
}"""
BY_FILE = "section:has(#file)"


def drag(page, where: str, kind: str = "drop") -> bool:
    return page.evaluate(DRAG, [where, kind])


def test_a_file_may_be_dropped_anywhere_in_the_section_that_checks_it_and_nowhere_else(phone, settings):
    settings.ROOT_URLCONF = "portal.urls"
    page = phone("/verify/")
    section = page.locator(BY_FILE)
    assert "或者拖到这里" in section.inner_text()
    assert drag(page, f"{BY_FILE} h2", "dragover")
    assert section.evaluate("e => getComputedStyle(e).outlineStyle") == "dashed"
    assert drag(page, "#number", "dragover")
    assert section.evaluate("e => getComputedStyle(e).outlineStyle") == "none"
    assert drag(page, "#number")
    assert page.locator("#file").evaluate("e => e.files.length") == 0
    assert drag(page, f"{BY_FILE} h2")
    assert "certificate.pdf" in section.inner_text()
    section.get_by_role("button", name="核对文件").click()
    page.wait_for_load_state()
    assert "不是真的" in page.get_by_role("heading", level=1).inner_text()
    assert "或者拖到这里" in section.inner_text()


def test_without_javascript_nobody_is_asked_to_drop_a_file(phone, settings):
    settings.ROOT_URLCONF = "portal.urls"
    assert "拖到这里" not in phone("/verify/", scripts=False).locator(BY_FILE).inner_text()
