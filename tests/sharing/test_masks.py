"""How a value is hidden where it is shown."""

import pytest

from services.sharing.masks import MASKS, masked
from services.sharing.models import DataField


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        ("name", "王秀兰", "王*兰"),
        ("name", "吴军", "吴*"),
        ("name", "欧阳建明", "欧**明"),
        ("name", "阿卜杜拉·买买提", "阿******提"),
        ("id_no", "990102194603080026", "990102********0026"),
        ("id_no", "990102460308002", "************002"),
        ("phone", "13800000026", "138****0026"),
        ("phone", "12345", "***45"),
        ("account", "9901020310070010318", "***************0318"),
        ("account", "1234", "**34"),
        ("address", "云州市青石区滨河路300号2栋", "云州市青石区滨河路******"),
        ("address", "李家村", "李**"),
        ("plate", "云A5D317", "云A***17"),
        ("plate", "云A1", "***"),
        ("whole", "多重残疾一级", "***"),
        ("", "anything", "***"),
        ("nobody-knows-this", "anything", "***"),
    ],
)
def test_enough_to_know_ones_own_by(mask, value, shown):
    assert masked(mask, value) == shown


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("value", ["", "一", "二三", "x" * 40])
def test_nothing_odd_breaks_them_and_nothing_long_is_shown_whole(mask, value):
    shown = masked(mask, value)
    assert shown != value or len(value) < 2


@pytest.mark.django_db
def test_every_mask_the_directory_names_is_there(world):
    named = set(DataField.objects.exclude(mask="").values_list("mask", flat=True))
    assert named <= set(MASKS)
    assert {"name", "id_no", "address", "plate", "account"} <= named
