"""What a claim says, in our words: never those of the document."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

__all__ = ["figure_words", "period_words", "state_claim", "with_statements"]

_BOUNDS = {
    "approx": "about ",
    "gt": "more than ",
    "ge": "at least ",
    "lt": "less than ",
    "le": "at most ",
}
#: Bounds that hold a denial: "not more than" reads "at most". None makes one of "more than".
_TURNED = frozenset({"ge", "lt", "le"})
_HEDGES = {"estimated": "estimated", "hearsay": "hearsay", "forecast": "forecast"}
_STATUSES = {"past": "in the past", "ended": "no longer held", "planned": "planned"}
#: Kinds that say something of a level that the metric names.
_OF_A_LEVEL = {"growth_rate": "change", "share": "share", "ratio": "ratio"}
_COUNTS = re.compile(r"^n_")
_SPELLS = frozenset({"hour", "day", "week", "month", "year"})
_SIGNIFICANT = 6
_PER_CENT = 100


def with_statements(claims: pl.DataFrame) -> pl.DataFrame:
    """Add `statement`: what each claim says, in our words."""
    said = [state_claim(row) for row in claims.iter_rows(named=True)]
    return claims.with_columns(statement=pl.Series(said, dtype=pl.String))


def state_claim(claim: Mapping[str, Any]) -> str:
    """Say what one claim states, as far as its columns hold it.

    It says what a document says. It does not say that this is so.

    Args:
        claim: A row of table `claims`.

    Returns:
        E.g. `export volume reported, coal, export: 3,700,000 t, 2019 (hearsay)`.
    """
    subject = [_measured(claim), claim["commodity"], claim["flow"]]
    subject += [claim["actor"], _way(claim)]
    words = ", ".join(part for part in subject if part)
    figure = figure_words(claim)
    period = period_words(claim["valid_from"], claim["valid_to"])
    said = words + (f": {figure}" if figure else "") + (f", {period}" if period else "")
    marks = [_HEDGES.get(claim["hedge"]), _STATUSES.get(claim["status"])]
    marks += ["said not to be so" if _is_denied(claim) else None]
    marks += ["said not to be known" if claim["polarity"] == "unknown" else None]
    told = ", ".join(mark for mark in marks if mark)
    return f"{said} ({told})" if told else said


def _is_denied(claim: Mapping[str, Any]) -> bool:
    """Tell whether what stands before the mark is what the source denies.

    A bound holds its denial ("not more than 300" reads "at most 300"), and so does a zero.
    """
    if claim["polarity"] != "negated" or claim["op"] in _TURNED:
        return False
    low, high = claim["value_std_low"], claim["value_std_high"]
    if low is None and high is None:
        low, high = claim["value_low"], claim["value_high"]
    return (low, high) != (0, 0)


def figure_words(claim: Mapping[str, Any]) -> str:
    """Give the figure of a claim with its unit, or nothing where it has none."""
    low, high, unit = claim["value_std_low"], claim["value_std_high"], claim["unit_std"]
    if low is None and high is None:
        low, high, unit = claim["value_low"], claim["value_high"], claim["unit"]
    if low is None and high is None:
        return ""
    is_share = unit == "fraction"
    sign = "+" if claim["kind"] == "growth_rate" else ""
    scale = _PER_CENT if is_share else 1
    ends = [_number(v * scale, sign) for v in (low, high) if v is not None]
    amount = " to ".join(dict.fromkeys(ends))
    name = "%" if is_share else _unit_words(unit or claim["currency"] or "", amount)
    per = f" per {claim['per']}" if claim["per"] else ""
    return f"{_BOUNDS.get(claim['op'], '')}{amount} {name}".rstrip() + per


def _unit_words(unit: str, amount: str) -> str:
    """Give a unit as it is read beside an amount: none of what is counted, "10 days"."""
    if unit == "count":
        return ""
    return f"{unit}s" if unit in _SPELLS and amount != "1" else unit


def period_words(first: date | None, last: date | None) -> str:
    """Give a period, both days included, as a year, a month, a day, or from one to another."""
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return f"from {first}" if last is None else f"until {last}"
    after = last + timedelta(days=1)
    if first == last:
        return f"{first}"
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1):
        years = (first.year, last.year)
        return f"{first.year}" if years[0] == years[1] else f"{years[0]} to {years[1]}"
    if first.day == after.day == 1:
        months = dict.fromkeys((f"{first:%Y-%m}", f"{last:%Y-%m}"))
        return " to ".join(months)
    return f"{first} to {last}"


def _measured(claim: Mapping[str, Any]) -> str:
    """Give what is measured; of a level one word, of its change, share or multiple two."""
    words: str = _COUNTS.sub("number of ", claim["metric"]).replace("_", " ")
    kind = _OF_A_LEVEL.get(claim["kind"], "")
    return f"{kind} of {words}" if kind and kind not in words else words


def _way(claim: Mapping[str, Any]) -> str:
    start, end = (", ".join(claim[name] or ()) for name in ("origin", "destination"))
    if start and end:
        return f"{start} to {end}"
    at = ", ".join(claim["places"] or ())
    if start or end:
        return f"from {start}" if start else f"to {end}"
    return f"at {at}" if at else ""


def _number(value: float, sign: str) -> str:
    """Give a number with its thousands parted, and no digit that was not stated."""
    short = float(f"{value:.{_SIGNIFICANT}g}")
    exact = value if abs(value - round(value)) < 1e-9 and abs(value) >= 1 else short  # noqa: PLR2004
    whole = abs(exact) >= 10**_SIGNIFICANT
    return format(exact, f"{sign},.0f" if whole else f"{sign},.10g")
