"""Administrative divisions by their digits (GB/T 2260, GB/T 10114 for streets): 2 province, 4 city, 6 county, 9 street."""

STREET, COUNTY = 9, 6


def plain(digits: str) -> str:
    """The code as regions bear it: six digits, or nine for a street. Takes 51, 5116, 511602, 511602000000 …

    Raises ValueError for what is no such code.
    """
    known = digits.isascii() and digits.isdigit() and len(digits) in {2, 4, 6, 9, 12}
    if not known or digits.startswith("00"):
        raise ValueError(f"{digits!r} is no code of a region")
    padded = digits.ljust(12, "0")
    return padded[:STREET] if padded[COUNTY:STREET] != "000" else padded[:COUNTY]


def lineage(code: str) -> tuple[str, ...]:
    """The region itself and everything it lies in: street, county, city, province."""
    found = (code, code[:COUNTY], f"{code[:4]}00", f"{code[:2]}0000")
    return tuple(dict.fromkeys(found))
