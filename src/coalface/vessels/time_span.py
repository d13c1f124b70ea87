"""The time that a file is about: a few messages of a wrong clock, far from all others, are none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from coalface.vessels.hygiene import Cleaned
from coalface.vessels.windows import Window

__all__ = ["InSpan", "days_in_span", "drop_outside"]

FAR = timedelta(days=60)  # no provider leaves so long a hole in one delivery; ours
FEW = 1e-4  # share of all messages: clocks that fail are rare; ours
#: Beyond years even one in a hundred is a clock, if they are no more than this; ours.
VERY_FAR, RARE, A_HANDFUL = timedelta(days=1000), 1e-2, 10
OFF_SPAN = "time_off_span"


@dataclass(frozen=True, slots=True)
class InSpan:
    """Days that a file is about.

    Attributes:
        days: Positions of each.
        n_outside: Positions of all other days.
    """

    days: Mapping[date, int]
    n_outside: int


def days_in_span(n_by_day: Mapping[date, int]) -> InSpan:
    """Leave out the first and last days if they hold next to nothing, far from all others.

    One message of a clock set to another year would else leave every ship silent until then.

    Args:
        n_by_day: Positions of each day that has any.

    Returns:
        The days that stay: less than one message in ten thousand is left out at either end, and
        only beyond a hole of sixty days; ten or fewer, and less than one
        in a hundred, beyond a thousand days.
    """
    total = sum(n_by_day.values())
    inner = _without_tail(sorted(n_by_day), n_by_day, total)
    inner = _without_tail(inner[::-1], n_by_day, total)[::-1]
    kept = {day: n_by_day[day] for day in inner}
    return InSpan(kept, total - sum(kept.values()))


def drop_outside(cleaned: Cleaned, windows: tuple[Window, ...]) -> Cleaned:
    """Take out what was sent outside the stretches of an input.

    Args:
        cleaned: Positions of whole ships.
        windows: All stretches, in order; they have no holes.

    Returns:
        The rest, with reason `time_off_span` for each row taken out.
    """
    if not windows:
        return cleaned
    at = pl.col("sent_at")
    is_in = (at >= windows[0].starts_at) & (at < windows[-1].ends_at)
    outside = cleaned.rows.filter(~is_in)
    if outside.is_empty():
        return cleaned
    told = outside.select("row", "mmsi", reason=pl.lit(OFF_SPAN))
    rejected = pl.concat([cleaned.rejected, told])
    return Cleaned(cleaned.rows.filter(is_in), rejected, cleaned.emptied, cleaned.noted)


def _without_tail(days: list[date], n_by_day: Mapping[date, int], total: int) -> list[date]:
    """Drop the last days as long as they, with all after them, are few and far from the rest."""
    n_after, cut = 0, len(days)
    for k in range(len(days) - 1, 0, -1):
        n_after += n_by_day[days[k]]
        hole = abs(days[k] - days[k - 1])
        is_few = n_after < FEW * total
        if not is_few and (n_after > A_HANDFUL or n_after >= RARE * total):
            break
        if hole >= (FAR if is_few else VERY_FAR):
            cut = k
    return days[:cut]
