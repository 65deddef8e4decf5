"""Names that fit the year of birth, and a few that are hard on software: a middle dot, characters outside the plane."""

from services.simulators.draws import Draws

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
OLD, MIDDLE, YOUNG = 1960, 1990, 2100
GIVEN = {  # until this year of birth: sex -> first characters, second characters
    OLD: {
        "F": ("秀桂玉淑凤素春月爱金", "兰英珍芬梅芳华云琴香"),
        "M": ("建国德志永长福文玉振", "国明强海林生华山发才"),
    },
    MIDDLE: {
        "F": ("丽晓海红小雪艳静春燕", "敏娟霞静梅芳燕丽萍玲"),
        "M": ("建志海晓文伟国俊永立", "军强伟峰勇斌明辉平涛"),
    },
    YOUNG: {
        "F": ("欣梓雨诗佳思语可若晨", "怡涵萱琪颖彤瑶宁妍悦"),
        "M": ("浩子俊宇天嘉思博明泽", "然轩杰航宇豪涵文远辰"),
    },
}
HARD = ("阿依古丽·买买提", "欧阳𠮷安", "司马相宜", "爨襄", "買買提·吐尔逊江", "王𠅤")


def name(draws: Draws, sex: str, born: int) -> str:
    if draws.chance(4):
        return draws.pick(HARD)
    first, second = next(by_sex for until, by_sex in GIVEN.items() if born < until)[sex]
    given = draws.pick(second) if draws.chance(180) else draws.pick(first) + draws.pick(second)
    return draws.pick(SURNAMES) + given
