"""How a value is hidden where it is shown: enough to know one's own by, too little to use. One pure function for each kind."""

from collections.abc import Callable, Mapping

STAR = "*"
MODERN, MOBILE = 18, 11  # signs of an identity number (GB 11643) and of a mobile number
SHORT_NAME, SHORTEST_PLATE = 2, 6


def name(value: str) -> str:
    """王* of 王秀, 王*兰 of 王秀兰, 欧**明 of 欧阳建明: the first sign, and the last where something stays hidden."""
    if len(value) <= SHORT_NAME:
        return value[:1] + STAR * (len(value) - 1)
    return value[0] + STAR * (len(value) - 2) + value[-1]


def id_no(value: str) -> str:
    """990102********0026 keeps where and the last four; the day of birth is hidden. Of 15 digits, the last three."""
    if len(value) == MODERN:
        return value[:6] + STAR * 8 + value[-4:]
    return _tail(value, 3)


def phone(value: str) -> str:
    """138****0026."""
    return value[:3] + STAR * 4 + value[-4:] if len(value) == MOBILE else _tail(value, 2)


def account(value: str) -> str:
    """The last four digits of a card or account."""
    return _tail(value, 4)


def address(value: str) -> str:
    """As far as the street or the village; house, stair and door are hidden."""
    end = next((place for place, sign in enumerate(value) if sign.isdigit()), len(value) // 2)
    return value[:end] + STAR * min(6, len(value) - end)


def plate(value: str) -> str:
    """云A***17: place and the last two."""
    if len(value) < SHORTEST_PLATE:
        return STAR * len(value)
    return value[:2] + STAR * (len(value) - 4) + value[-2:]


def whole(value: str) -> str:
    """Nothing of it, and not how long it was."""
    return STAR * 3


def _tail(value: str, shown: int) -> str:
    """Never more than half of it."""
    kept = min(shown, len(value) // 2)
    return STAR * (len(value) - kept) + value[len(value) - kept :]


MASKS: Mapping[str, Callable[[str], str]] = {
    each.__name__: each for each in (name, id_no, phone, account, address, plate, whole)
}


def masked(mask: str, value: object) -> str:
    """By the rule of the field. Where it names none, or one nobody knows, nothing is shown."""
    return MASKS.get(mask, whole)(str(value))
