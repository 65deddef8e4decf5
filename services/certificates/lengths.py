"""Mends how asn1crypto 1.5.1 reads lengths, so that a seal costs 35 ms and not now and then a second.

It takes every length whose last byte is 0x80 for an open one ("indefinite", which is the single byte 0x80), and encodes such
a value anew, each level of it twice: the time grows with the power of the depth. One part of a seal in a hundred has such
a length; with an authority whose certificates make the time stamp 1664 bytes long every seal has. Forgetting the header
that is misread is enough: it is made again, the same.
"""

from collections.abc import Callable
from typing import Any

from asn1crypto import core

OPEN = 0x80
SEVERAL_BYTES_OF_TAG = 0x1F
Dump = Callable[..., bytes]


def mend() -> None:
    """Once a process, before the first value is written."""
    for kind in (core.Asn1Value, core.Sequence, core.SequenceOf):
        if not hasattr(kind.dump, "mends"):
            kind.dump = _mended(kind.dump)


def is_long(header: bytes | None) -> bool:
    """Whether it has a closed length of several bytes that ends like an open one."""
    if not header or header[-1] != OPEN or header[0] & SEVERAL_BYTES_OF_TAG == SEVERAL_BYTES_OF_TAG:
        return False
    return header[1] > OPEN and len(header) == 2 + header[1] - OPEN


def _mended(dump: Dump) -> Dump:
    def mended(value: Any, force: bool = False) -> bytes:
        if not force and is_long(value._header):
            value._header = None
        return dump(value, force)

    mended.mends = dump  # type: ignore[attr-defined]
    return mended
