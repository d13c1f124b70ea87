"""What a reader sees of the use of caps: one line a ledger and window, all units side by side."""

from collections.abc import Sequence
from datetime import date, timedelta

from coalface.brief.numerals import format_amount
from coalface.cli.printing import View, figure
from coalface.cli.views import PACKAGED
from coalface.trade.caps import CapUse
from coalface.vocabulary.numbers import Number

__all__ = ["caps_view"]

DAY = timedelta(days=1)
NATIONAL = " (China's own figure)"
HEADS = ("Cap", "Ledger", "Window", ">Tonnes", ">Barrels", ">Dollars", ">Share of cap", "Factor")


def caps_view(rows: Sequence[CapUse], as_of: date, *, has_all_windows: bool = False) -> View:
    """Give what is printed of the use of caps.

    Args:
        rows: From `find_cap_uses`.
        as_of: Day of account.
        has_all_windows: Print every window, not only the longest of each ledger.
    """
    shown = [r for r in rows if r.used.value is not None and (has_all_windows or r.is_main)]
    windows: dict[tuple[object, ...], list[CapUse]] = {}
    for row in shown:
        key = (row.measure_id, row.cap_starts_on, row.ledger, row.starts_on, row.ends_on)
        windows.setdefault(key, []).append(row)
    limits = {(r.measure_id, r.cap_starts_on): _limits(r, rows) for r in shown}
    lines, last = [], ""
    for uses in windows.values():
        cap = _cap(uses[0], limits[uses[0].measure_id, uses[0].cap_starts_on])
        lines.append(("" if cap == last else cap, *_cells(uses)))
        last = cap
    warning = (
        "Ledgers are rivals and are never added; each limb counts on its own. A range of tonnes or "
        "barrels spans every sourced factor. Dollars of oil are barrels at the mean price of "
        "Brent, a proxy. More: --measure ID for every window, --json or --out for every row."
    )
    title = f"Use of each cap, by period and ledger (as of {as_of})"
    return View(title, HEADS, lines, (*_ended(shown), warning, *_uncounted(rows), PACKAGED))


def _cap(row: CapUse, limits: str) -> str:
    period = _span(row.cap_starts_on, row.cap_ends_on)
    return f"{row.paragraph}, {row.product.replace('_', ' ')}, {period}: {limits}"


def _limits(row: CapUse, rows: Sequence[CapUse]) -> str:
    same = [
        figure(r.limit) + (NATIONAL if r.limb == "quantity_t_national" else "")
        for r in rows
        if (r.measure_id, r.cap_starts_on) == (row.measure_id, row.cap_starts_on)
    ]
    return ", ".join(dict.fromkeys(same))


def _cells(uses: Sequence[CapUse]) -> tuple[str, ...]:
    first = uses[0]
    factors = [u.factor.value for u in uses if u.factor is not None and u.factor.value is not None]
    dollars = [u.used for u in uses if u.limb == "value_usd"]
    dollars = dollars or [u.dollars_usd for u in uses if u.dollars_usd is not None]
    shares = [u.share for u in uses if u.limb != "value_usd"]
    by_value = [f"value {figure(u.share)}" for u in uses if u.limb == "value_usd"]
    by_mass = [f"mass {_range(shares)}" if by_value else _range(shares)] if shares else []
    return (
        first.ledger.replace("_", " "),
        _span(first.starts_on, first.ends_on) + (", past its end" if first.is_past_life else ""),
        _range([u.used for u in uses if u.used.unit == "t"]),
        _range([u.used for u in uses if u.used.unit == "bbl"]),
        _range(dollars),
        ", ".join(by_value + by_mass),
        _factors(factors),
    )


def _range(numbers: Sequence[Number]) -> str:
    """Give the lowest to the highest of some figures of one unit, once where they are one."""
    ends = [e for n in numbers for e in (n.low, n.value, n.high) if e is not None]
    if not ends:
        return ""
    texts = dict.fromkeys(format_amount(e, numbers[0].unit) for e in (min(ends), max(ends)))
    return " to ".join(texts)


def _factors(factors: Sequence[float]) -> str:
    ends = dict.fromkeys(f"{f:.2f}" for f in (min(factors), max(factors))) if factors else {}
    return f"{' to '.join(ends)} bbl/t" if ends else "as stated"


def _span(starts_on: date, ends_on: date) -> str:
    """Give a span as a year or a month where it is one, else with its last day."""
    last = ends_on - DAY
    if (starts_on.month, starts_on.day, last.month, last.day) == (1, 1, 12, 31):
        return str(starts_on.year) if starts_on.year == last.year else f"{starts_on} to {last}"
    if starts_on.day == 1 and ends_on.day == 1:
        months = (f"{starts_on:%Y-%m}", f"{last:%Y-%m}")
        return " to ".join(dict.fromkeys(months))
    return f"{starts_on} to {last}"


def _ended(shown: Sequence[CapUse]) -> tuple[str, ...]:
    """Say of each cap that ended inside its period what the counts past its end hold."""
    past = {u.measure_id: u for u in shown if u.is_past_life and u.later is not None}
    return tuple(
        f"Past its end: {use.paragraph} ended on {use.measure_ends_on - DAY}; a count of "
        f"{_span(use.starts_on, use.ends_on)} holds {figure(use.later)} of {use.later_words} "
        "(customs). The window before it is the level in the cap's life, as far as reported."
        for use in past.values()
        if use.later is not None and use.measure_ends_on is not None
    )


def _uncounted(rows: Sequence[CapUse]) -> tuple[str, ...]:
    """Name the caps and periods for which no ledger gives a count: missing, not zero."""
    counted = {(r.measure_id, r.cap_starts_on) for r in rows if r.used.value is not None}
    missing: dict[str, dict[str, None]] = {}
    for row in rows:
        if (row.measure_id, row.cap_starts_on) not in counted:
            cap = f"{row.paragraph}, {row.product.replace('_', ' ')}"
            missing.setdefault(cap, {})[_span(row.cap_starts_on, row.cap_ends_on)] = None
    return tuple(
        f"No count found (missing, not zero) for {cap}: {', '.join(periods)}."
        for cap, periods in missing.items()
    )
