"""The city of Yunzhou and its neighbours, which are on no map."""

from services.simulators.draws import Draws

DISTRICTS = {"990102": "云州市云城区", "990103": "云州市青石区"}
ELSEWHERE = {"990202": "青江市临江区", "990203": "青江市望山县", "990302": "澜石市东坡区"}
REGIONS = DISTRICTS | ELSEWHERE
STREETS = (
    "云台路",
    "柳荫街",
    "石桥巷",
    "东湖大道",
    "人民路",
    "新华街",
    "育才路",
    "清溪路",
    "槐树巷",
    "滨河路",
)
ESTATES = ("幸福里", "云水苑", "和平小区", "青松家园", "阳光花园", "机械厂宿舍", "翠屏新村", "桂花园")


def region(draws: Draws, local_of_a_thousand: int) -> str:
    return draws.pick(tuple(DISTRICTS if draws.chance(local_of_a_thousand) else ELSEWHERE))


def address(draws: Draws, region: str) -> str:
    street, estate = draws.pick(STREETS), draws.pick(ESTATES)
    number, building, floor, door = (draws.below(limit) + 1 for limit in (300, 20, 18, 4))
    return f"{REGIONS[region]}{street}{number}号{estate}{building}幢{floor}0{door}室"
