"""Who looked at one's data, read by a program: the lines of the page, and the proof of one."""

from services.ledger.sealer import seal
from tests.api.client import following


def test_the_lines_say_what_the_page_says(wang):
    wang.apply()
    lines = wang.call("list_data_accesses")["results"]
    line = next(each for each in lines if each["asked"] == "Yunzhou Civil Affairs Bureau")
    assert line["who"].endswith("compared by a machine, no human saw it")
    assert line["what"] == ["Receives the allowance elsewhere (only yes or no)"]
    assert (line["kind"], line["given"], line["result"]) == ("ASKED", True, "Given")
    assert line["case_code"] and line["basis"]


def test_in_chinese_they_are_chinese(wang):
    wang.apply()
    line = wang.call("list_data_accesses", headers={"accept-language": "zh-CN"})["results"][0]
    assert "局" in line["asked"] and line["result"] == "给了"


def test_a_line_is_sealed_and_its_proof_is_a_file_for_the_program(wang):
    wang.apply()
    seal()
    line = next(each for each in wang.call("list_data_accesses")["results"] if each["proof"] == "SEALED")
    proof = wang.call("get_data_access_proof", id=line["id"])
    assert proof["format"] == "ledger-proof/1" and proof["index"] == line["leaf"]


def test_before_it_is_sealed_there_is_no_proof(wang):
    wang.apply()
    line = wang.call("list_data_accesses")["results"][0]
    assert line["proof"] == "WAITING"
    assert wang.call("get_data_access_proof", id=line["id"]).status == 404


def test_nobody_reads_the_lines_of_others(wang, zhou):
    wang.apply()
    seal()
    line = wang.call("list_data_accesses")["results"][0]
    assert zhou.call("list_data_accesses")["results"] == []
    assert zhou.call("get_data_access_proof", id=line["id"]).status == 404


def test_pages_follow_each_other(wang):
    wang.apply()
    first = wang.call("list_data_accesses", query={"limit": 1})
    rest = wang.follow("list_data_accesses", query=following(first))
    ids = [row["id"] for row in [*first["results"], *rest]]
    assert len(ids) == len(set(ids)) == 3
