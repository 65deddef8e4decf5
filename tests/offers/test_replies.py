"""What a text message says."""

import pytest

from services.offers.replies import Answer, Reply, read_reply


@pytest.mark.parametrize("words", ["同意", " 好 ", "要", "好的。", "我同意！", "ＹＥＳ", "yes", "ok"])
def test_a_yes(words):
    assert read_reply(words) == Reply(Answer.YES)


@pytest.mark.parametrize("words", ["同意 123456", "123456同意", "同意，１２３４５６", "“同意 123456”"])
def test_a_yes_that_names_the_offer(words):
    assert read_reply(words) == Reply(Answer.YES, "123456")


@pytest.mark.parametrize("words", ["不要", "不同意", "不用", "No"])
def test_a_no(words):
    assert read_reply(words).answer == Answer.NO


@pytest.mark.parametrize("words", ["退订", "td", "Ｔ", "stop"])
def test_never_again(words):
    assert read_reply(words).answer == Answer.NEVER


@pytest.mark.parametrize(
    "words",
    [
        "",
        "123456",
        "我不同意",
        "同意吗",
        "要不要",
        "你是谁",
        "同意 123456 654321",
        "同意 1234567",
        "不 同意吗",
        "好像不对",
        "\0",
        "👍",
    ],
)
def test_anything_else_is_unclear(words):
    assert read_reply(words).answer == Answer.UNCLEAR
