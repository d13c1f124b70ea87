"""How a number is put on paper: its unit, its range, its mark."""

import re
from collections.abc import Callable

from coalface.vocabulary.numbers import Number

__all__ = ["NO_FIGURE", "format_amount", "format_number", "format_range", "mark_word"]

NO_FIGURE = "no figure"
BILLION, MILLION, THOUSAND = 1e9, 1e6, 1e3
AMOUNT = re.compile("(?P<before>(?:US\\$\\s)?)(?P<digits>[\N{MINUS SIGN}0-9.,]+)(?P<after>.*)")
NOT_NOUGHT = re.compile("[1-9]")
LEAST_PERCENT = 1e-4  # what is smaller is rounding, not a share
SHOWN_MARKS = frozenset({"imputed", "assumed", "synthetic"})


def format_number(number: Number) -> str:
    """Give the central value with its unit, or what is known where there is none.

    A number without a value but with one end of a range reads "more than" or "up to".
    """
    if number.value is not None:
        return format_amount(number.value, number.unit)
    if number.low is not None and number.high is not None:
        return _span(number.low, number.high, number.unit)
    if number.low is not None:
        return f"more than {format_amount(number.low, number.unit)}"
    if number.high is not None:
        return f"up to {format_amount(number.high, number.unit)}"
    return NO_FIGURE


def format_range(number: Number) -> str:
    """Give the range in words, or "" where the source gives none or it is a single value."""
    low, high = number.low, number.high
    if number.value is None or (low is None and high is None) or low == high == number.value:
        return ""
    if low is None or high is None:
        end = low if low is not None else high
        if end is None or end == number.value:
            return "or more" if low is not None else "at most"
        word = "from" if low is not None else "to"
        return f"{word} {format_amount(end, number.unit)}"
    is_single = format_amount(low, number.unit) == format_amount(high, number.unit)
    return "" if is_single else _span(low, high, number.unit)


def mark_word(number: Number) -> str:
    """Give the word that must stand beside the number, or ""."""
    return number.mark if number.mark in SHOWN_MARKS else ""


def format_amount(value: float, unit: str) -> str:
    """Give a value with its unit, to three or four digits, as a reader would say it."""
    if unit in FORMATS:
        text = FORMATS[unit](value)
    elif unit in {"rank", "year", ""}:
        text = f"{value:.0f}"
    else:
        text = f"{_plain(value)} {unit}"
    if text.startswith(("-", "US$ -")):
        is_nought = not NOT_NOUGHT.search(text)
        text = text.replace("-", "", 1) if is_nought else text
        text = text.replace("-", "\N{MINUS SIGN}", 1)
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _span(low: float, high: float, unit: str) -> str:
    """Give both ends; what their texts share before and after the digits is said once."""
    texts = format_amount(low, unit), format_amount(high, unit)
    if unit == "USD" and max(abs(low), abs(high)) >= MILLION:
        texts = _end_in_millions(low, texts[0]), _end_in_millions(high, texts[1])
    one, two = (AMOUNT.fullmatch(text) for text in texts)
    if one and two and (one["before"], one["after"]) == (two["before"], two["after"]):
        return f"{one['before']}{one['digits']} to {two['digits']}{one['after']}"
    return f"{texts[0]} to {texts[1]}"


def _end_in_millions(value: float, text: str) -> str:
    """Give a small end of a range in the unit of the large one, so that both can be compared."""
    if not THOUSAND <= abs(value) < MILLION:
        return text
    amount = f"US$ {value / MILLION:.2g} m"
    return amount.replace("-", "\N{MINUS SIGN}").replace(" ", "\N{NO-BREAK SPACE}")


def _usd(value: float) -> str:
    size = abs(value)
    if size >= BILLION:
        return f"US$ {value / BILLION:.2f} bn"
    if size >= 100 * MILLION:
        return f"US$ {value / MILLION:.0f} m"
    if size >= MILLION:
        return f"US$ {value / MILLION:.1f} m"
    return f"US$ {value:,.0f}"


def _mass(value: float) -> str:
    return f"{value / MILLION:.2f} Mt" if abs(value) >= MILLION else f"{_plain(value)} t"


def _barrels(value: float) -> str:
    return f"{value / MILLION:.2f} m bbl" if abs(value) >= MILLION else f"{value:,.0f} bbl"


def _share(value: float) -> str:
    percent = 100 * value
    if abs(percent) < LEAST_PERCENT:
        return "0 %"
    if abs(percent) < 0.1:  # noqa: PLR2004
        return f"{percent:.1g} %"
    digits = 0 if abs(percent) >= 10 else 1  # noqa: PLR2004
    return f"{percent:,.{digits}f} %"


def _points(value: float) -> str:
    return f"{_share(value).removesuffix(' %')} points"


def _percent(value: float) -> str:
    return f"{value:.1f} %"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 else f"{value:,.0f}"  # noqa: PLR2004


def _unit_value(value: float) -> str:
    return f"US$ {value:,.1f}/t" if abs(value) < THOUSAND else f"US$ {value:,.0f}/t"


def _plain(value: float) -> str:
    if value == int(value) or abs(value) >= THOUSAND:
        return f"{value:,.0f}"
    return f"{value:,.4g}"


def _cents(value: float) -> str:
    return f"{value:.0f} cents" if value >= 1 else f"{value:.1f} cents"


FORMATS: dict[str, Callable[[float], str]] = {
    "USD": _usd,
    "t": _mass,
    "bbl": _barrels,
    "share": _share,
    "points": _points,
    "percent": _percent,
    "ratio": _ratio,
    "USD/t": _unit_value,
    "cents": _cents,
}
