"""The identifier of an electronic certificate: GB/T 36904-2018, 电子证照标识.

    1.2.156.3005.2 . type (21) . issuer (18) . serial . version (3) . check (1)

The type is the credit code of the authority that defined it and three digits; the issuer is a credit code, in some real
certificates a region code. The check character is ISO 7064 MOD 37,36 over everything behind the object identifier,
dots left out: one wrong character never passes. Not done here: whether such a certificate exists.
"""

import re
import unicodedata
from dataclasses import dataclass

from stdnum.iso7064 import mod_37_36

OID = "1.2.156.3005.2"
TYPE_CODE = re.compile(r"[0-9A-Z]{18}[0-9]{3}", re.ASCII)
_FORM = re.compile(
    rf"(?:{re.escape(OID)}\.)?"
    r"(?P<type_code>[0-9A-Z]{18}[0-9]{3})\.(?P<issuer>[0-9A-Z]{6,18})\.(?P<serial>[0-9A-Z]{1,32})"
    r"\.(?P<version>[0-9A-Z]{3})\.(?P<check>[0-9A-Z])",
    re.ASCII,
)


class NotAnIdentifier(ValueError):
    """Not of this form, or its check character does not fit: mistyped or invented."""


@dataclass(frozen=True)
class Identifier:
    type_code: str
    issuer: str
    serial: str
    version: str = "001"

    @property
    def check(self) -> str:
        return str(mod_37_36.calc_check_digit(self.type_code + self.issuer + self.serial + self.version))

    def __str__(self) -> str:
        return ".".join((OID, self.type_code, self.issuer, self.serial, self.version, self.check))


def parse(typed: str) -> Identifier:
    """As people type and copy it: any width and case, blanks and line breaks inside, with or without the OID."""
    plain = "".join(unicodedata.normalize("NFKC", typed).upper().split())
    if not (found := _FORM.fullmatch(plain)):
        raise NotAnIdentifier(typed)
    parts = found.groupdict()
    check = parts.pop("check")
    identifier = Identifier(**parts)
    if identifier.check != check:
        raise NotAnIdentifier(typed)
    return identifier
