"""What people say, and what it is called."""

import pytest

from services.catalogue.search.dictionary import FILE, dictionary, read


def officials(words: str) -> list[str]:
    return [each.official for each in dictionary().meanings(words)[0]]


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("社保", "社会保险"),
        ("我的驾照丢了", "驾驶证"),
        ("小孩上户口", "出生登记"),
        ("我妈 80 了", "高龄津贴"),
        ("吃低保", "最低生活保障"),
    ],
)
def test_everyday_words_have_official_ones(said, official):
    assert official in officials(said)


@pytest.mark.parametrize("name", ["长辈版", "亲情版", "关爱版", "关怀版", "elder mode"])
def test_every_name_of_elder_mode_is_known(name):
    assert "display" in dictionary().pages(name)


def test_a_page_is_meant_only_by_the_whole_question():
    assert dictionary().pages("消息") == ["inbox"] and not dictionary().pages("消息公布")


def test_words_for_one_thing_find_each_other():
    assert "关怀版" in officials("亲情版") and "亲情版" in officials("关怀版")


def test_the_longest_saying_is_believed_and_covers_the_shorter_inside():
    assert "异地就医备案" in officials("异地报销")
    _, rest = dictionary().meanings("看病异地报销")
    assert rest.split() == []


def test_what_no_saying_covers_is_left_over():
    assert dictionary().meanings("我妈的轮椅")[1].strip() == "的轮椅"


@pytest.mark.parametrize(
    ("words", "found"),
    [("我今年80岁", True), ("65 岁", True), ("18 岁", False), ("2080 年", False), ("800", False)],
)
def test_an_age_means_what_people_of_that_age_are_entitled_to(words, found):
    assert bool({"高龄津贴", "老年人优待证"} & set(officials(words))) is found


def test_noise_says_nothing():
    assert dictionary().without_noise("我想办理 轮椅") == "轮椅"
    assert dictionary().without_noise("how can i get the form") == "i form"


def test_no_saying_means_itself_and_none_is_written_twice():
    for said, means in dictionary().sayings.items():
        assert said not in means and len(set(means)) == len(means), said


def test_another_file_may_be_read(tmp_path):
    file = tmp_path / "words.yaml"
    file.write_text(
        "same: [[甲, 乙]]\nmeans: [{says: [丙丁], means: [甲]}]\nages: []\nplaces: {}\nnoise: []\n", "utf-8"
    )
    assert read(file).sayings == {"丙丁": ["甲"], "乙": ["甲"], "甲": ["乙"]}
    assert FILE.exists()
