"""Small directories to import, in the form of the real one.

file = directory(tmp_path, line(code="…-11511301008778183N-1-00"), line(name="…"))
"""

import csv
from itertools import count
from pathlib import Path

HEADER = ["department", "main_item", "name", "itemCode", "taskType", "areaCode"]
RIGHT = "11511301008778183N"
_serial = count(1)


def code(credit_code: str = RIGHT) -> str:
    return f"511A{next(_serial):08}-511602000000-000-{credit_code}-1-00"


def line(**values: str) -> list[str]:
    usual = {
        "department": "区经信局",
        "main_item": "未分类",
        "name": "某事项",
        "itemCode": code(),
        "taskType": "1",
        "areaCode": "511602000000",
    }
    return list({**usual, **values}.values())


def directory(folder: Path, *lines: list[str], header: list[str] = HEADER, name: str = "items.csv") -> Path:
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *lines])
    return file
