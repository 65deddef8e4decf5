"""Finding msgids without gettext tools, and compiling catalogues while others do."""

import os
from gettext import GNUTranslations
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import call_command
from django.utils.translation import gettext, override

from portal.management.commands import collect_texts
from portal.management.commands.collect_texts import Text, problems, read
from portal.starting.texts import LOCALE, compile_texts
from tests.databases import at_once

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'


@pytest.fixture
def house(tmp_path, settings):
    """A tiny portal: one Python file, one page, one message, and a catalogue that knows one text."""
    settings.ROOT, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    write(tmp_path / "portal/faces.py", 'a = _("Approved")\nb = ngettext("%(n)s day", "%(n)s days", 2)\n')
    write(tmp_path / "portal/migrations/0001.py", '_("Old")\n')
    write(tmp_path / "services/rules.py", 'gettext_lazy("Not met")\npgettext("of a number", "No")\n')
    write(tmp_path / "accessibility/tags.py", "")
    write(
        tmp_path / "templates/page.html",
        """<h1 class="a'b">{% translate "Hello" %}</h1>
        {% if one %}{% blocktranslate with name=who %}Hello {{ name }}{% endblocktranslate %}
            {% endif %}
        {% blocktranslate count n=many %}One{% plural %}{{ n }} things{% endblocktranslate %}
        {% chip "ok" _("Met") %} {% translate "Light" context "colours" %}""",
    )
    write(tmp_path / "templates/messages/sent.txt", '{% translate "It was sent." %}')
    write(
        tmp_path / "locale/zh_Hans/LC_MESSAGES/django.po",
        f'{HEADER}\nmsgid "Hello"\nmsgstr "您好"\n\nmsgid "Gone"\nmsgstr "没了"\n',
    )
    return tmp_path


def write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("collect_texts", *arguments, stdout=out)
    return out.getvalue()


def test_texts_are_found_in_python_in_pages_and_in_messages(house):
    assert set(collect_texts.texts_in_use()) == {
        Text(None, "Approved", None),
        Text(None, "%(n)s day", "%(n)s days"),
        Text(None, "Not met", None),
        Text("of a number", "No", None),
        Text(None, "Hello", None),
        Text(None, "Hello %(name)s", None),
        Text(None, "One", "%(n)s things"),
        Text(None, "Met", None),
        Text("colours", "Light", None),
        Text(None, "It was sent.", None),
    }


def test_each_text_names_a_file_it_stands_in(house):
    assert collect_texts.texts_in_use()[Text(None, "Met", None)] == "templates/page.html"


def test_what_is_missing_is_added_and_what_is_there_is_kept(house):
    said = run()
    catalog = read(collect_texts.catalogue())
    assert catalog.get("Hello").string == "您好"
    assert catalog.get("Light", "colours") is not None
    assert "10 texts, 9 added, 9 to mend." in said
    assert "no Chinese: 'Approved'" in said


def test_collecting_twice_changes_nothing_more(house):
    run()
    once = collect_texts.catalogue().read_text()
    assert "0 added" in run()
    assert collect_texts.catalogue().read_text() == once


def test_what_nothing_uses_goes_only_when_asked(house):
    run()
    assert read(collect_texts.catalogue()).get("Gone") is not None
    assert "dropped: 'Gone'" in run("--prune")
    assert read(collect_texts.catalogue()).get("Gone") is None
    assert read(collect_texts.catalogue()).get("Hello").string == "您好"


def one_text(chinese: str | tuple[str, ...], msgid: str, plural: str | None = None) -> list[str]:
    catalog = Catalog(locale="zh_Hans")
    catalog.add((msgid, plural) if plural else msgid, chinese)
    return list(problems(catalog, [Text(None, msgid, plural)]))


def test_a_translation_that_says_the_same_is_no_problem():
    assert one_text("您好，%(name)s", "Hello %(name)s") == []
    assert one_text(("有 %(n)s 处要改",), "One thing", "%(n)s things") == []


@pytest.mark.parametrize(
    ("chinese", "msgid"),
    [("您好", "Hello %(name)s"), ("您好 %(who)s", "Hello %(name)s"), ("%s 元", "yuan"), ("{n} 天", "days")],
)
def test_a_lost_or_invented_placeholder_is_a_problem(chinese, msgid):
    assert "placeholders differ" in one_text(chinese, msgid)[0]


def test_no_chinese_and_a_guess_are_problems():
    assert "no Chinese" in one_text("", "Hello")[0]
    catalog = Catalog(locale="zh_Hans")
    catalog.add("Hello", "您好", flags=["fuzzy"])
    assert "no Chinese" in next(problems(catalog, [Text(None, "Hello", None)]))


def test_a_compiled_catalogue_is_what_pages_read(house):
    run("--compile")
    with (house / "locale/zh_Hans/LC_MESSAGES/django.mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Hello") == "您好"


def test_only_what_is_stale_is_compiled(house):
    (written,) = compile_texts(house / "locale")
    assert written.suffix == ".mo"
    assert compile_texts(house / "locale") == []
    source = written.with_suffix(".po")
    later = written.stat().st_mtime_ns + 10**9
    os.utime(source, ns=(later, later))
    assert compile_texts(house / "locale") == [written]


def test_two_that_compile_at_once_leave_one_whole_catalogue(house):
    ended = at_once(*[lambda: compile_texts(house / "locale")] * 4)
    assert not [each for each in ended if isinstance(each, Exception)]
    folder = house / "locale/zh_Hans/LC_MESSAGES"
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]


def test_this_portal_speaks_chinese_by_itself_and_english_when_asked():
    compile_texts(LOCALE)
    with override("zh-hans"):
        assert gettext("Elder mode") == "长辈版"
    with override("en"):
        assert gettext("Elder mode") == "Elder mode"
