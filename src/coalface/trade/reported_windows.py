"""Windows of reports to the 1718 Committee: year to date, or the months that were found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from coalface.trade.figures import Figure, total

__all__ = ["ReportedWindow", "find_reported_windows"]

JOINT = "CHN+RUS"
REPORTERS = ("CHN", "RUS")
#: A total "as posted" on a day holds fewer months than its period: its parts are used instead.
RUNNING_TOTAL = "as posted"

Unit = Literal["t", "bbl"]


@dataclass(frozen=True, slots=True)
class ReportedWindow:
    """What was reported for one window, in one unit.

    Attributes:
        reporters: Whose reports are in it.
        starts_on: First day.
        ends_on: First day after it.
        unit: `t` or `bbl`, as published.
        amount: The quantity.
        unreported: Months of the window without a report that was found, by reporter.
        note: Notes of the rows.
    """

    reporters: str
    starts_on: date
    ends_on: date
    unit: Unit
    amount: Figure
    unreported: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class _Report:
    reporters: str
    starts_on: date
    ends_on: date
    unit: Unit
    amount: float
    row_id: str
    note: str


def find_reported_windows(
    reported: pl.DataFrame, starts_on: date, ends_on: date
) -> tuple[ReportedWindow, ...]:
    """Find the windows of a year for which reports of all reporters are known.

    A window counts where both reporters were published together, or each for the same months
    from the year's start on. A year without such a window gives the months that were found, as
    "at least", and lists those that were not: missing is not zero.

    Args:
        reported: Rows of `flows` with `dataset` refined_1718, within the year.
        starts_on: First day of the year.
        ends_on: First day after it.

    Returns:
        The windows, by end and unit.
    """
    reports = [r for r in map(_report, reported.iter_rows(named=True)) if r is not None]
    finished = [r for r in reports if not r.note.startswith(RUNNING_TOTAL)]
    to_date = [r for r in finished if r.starts_on == starts_on]
    windows = [_window([r], ()) for r in to_date if r.reporters == JOINT]
    for report in (r for r in to_date if r.reporters == REPORTERS[0]):
        other = next((r for r in to_date if _is_other_side(r, report)), None)
        if other is not None:
            windows.append(_window([report, other], ()))
    if not windows and reports:
        windows = [_known_months(finished or reports, starts_on, ends_on)]
    return tuple(sorted(windows, key=lambda w: (w.ends_on, w.unit)))


def _report(row: dict[str, Any]) -> _Report | None:
    is_mass = row["mass_t"] is not None
    amount = row["mass_t"] if is_mass else row["quantity"]
    if amount is None:
        return None
    return _Report(
        reporters=row["reporter"],
        starts_on=row["period_start"],
        ends_on=row["period_end"],
        unit="t" if is_mass else "bbl",
        amount=amount,
        row_id=row["row_id"],
        note=row["note"] or "",
    )


def _is_other_side(report: _Report, first: _Report) -> bool:
    return (
        report.reporters == REPORTERS[1]
        and report.ends_on == first.ends_on
        and report.unit == first.unit
    )


def _known_months(reports: list[_Report], starts_on: date, ends_on: date) -> ReportedWindow:
    """Add the reports of the unit that covers more months, longer reports first."""
    units: tuple[Unit, ...] = ("bbl", "t")
    covers = [_cover([r for r in reports if r.unit == unit]) for unit in units]
    best = max(covers, key=lambda cover: sum(len(_months(r.starts_on, r.ends_on)) for r in cover))
    missing = tuple(
        f"{reporter} {month}"
        for reporter in REPORTERS
        for month in _months(starts_on, ends_on)
        if not any(
            reporter in r.reporters and month in _months(r.starts_on, r.ends_on) for r in best
        )
    )
    window = _window(best, missing)
    return ReportedWindow(
        reporters=window.reporters,
        starts_on=starts_on,
        ends_on=ends_on,
        unit=window.unit,
        amount=window.amount,
        unreported=missing,
        note="; ".join(part for part in ("at least: months found only", window.note) if part),
    )


def _cover(reports: Iterable[_Report]) -> list[_Report]:
    kept: list[_Report] = []
    longest_first = sorted(reports, key=lambda r: (r.starts_on - r.ends_on, r.starts_on, r.row_id))
    for report in longest_first:
        if not any(_overlap(report, other) for other in kept):
            kept.append(report)
    return sorted(kept, key=lambda r: (r.reporters, r.starts_on))


def _overlap(one: _Report, other: _Report) -> bool:
    same_side = one.reporters in other.reporters or other.reporters in one.reporters
    return same_side and one.starts_on < other.ends_on and other.starts_on < one.ends_on


def _window(reports: list[_Report], unreported: tuple[str, ...]) -> ReportedWindow:
    figures = [Figure(r.amount, r.amount, r.amount, (r.row_id,)) for r in reports]
    amount = total(figures)
    assert amount is not None
    return ReportedWindow(
        reporters="+".join(dict.fromkeys(r.reporters for r in reports)),
        starts_on=min(r.starts_on for r in reports),
        ends_on=max(r.ends_on for r in reports),
        unit=reports[0].unit,
        amount=amount,
        unreported=unreported,
        note="; ".join(dict.fromkeys(r.note for r in reports if r.note)),
    )


def _months(starts_on: date, ends_on: date) -> tuple[str, ...]:
    first = starts_on.year * 12 + starts_on.month - 1
    last = ends_on.year * 12 + ends_on.month - 1
    return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(first, last))
