"""Numbers and shares as text, for every face."""

from services.figures.overview import Ratio


def number(value: int) -> str:
    return f"{value:,}"


def percent(ratio: Ratio) -> str:
    """One decimal, rounded down: 100% is said of all only. Nothing of nothing."""
    tenths = ratio.tenths
    if tenths is None:
        return ""
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}%" if rest or tenths < 1000 else f"{whole}%"  # noqa: PLR2004


def share(ratio: Ratio) -> str:
    """How many, and what part that is."""
    return f"{number(ratio.part)} ({percent(ratio)})" if ratio.whole else number(ratio.part)
