"""What a stranger who checks a certificate may see of its holder: enough to compare, too little to learn."""

ID_NO_SHOWN = 4


def masked_name(name: str) -> str:
    """王秀兰 → 王*兰, 周敏 → 周*. The length stays, as the stranger compares with a name he was told."""
    shown_at_end = name[2:][-1:]  # of two characters only the first, of one none
    return name[:-1][:1] + "*" * max(1, len(name) - 1 - len(shown_at_end)) + shown_at_end


def last_four(id_no: str) -> str:
    return id_no[-ID_NO_SHOWN:]


def masked_id(id_no: str) -> str:
    """**************0028"""
    return "*" * (len(id_no) - ID_NO_SHOWN) + last_four(id_no)
