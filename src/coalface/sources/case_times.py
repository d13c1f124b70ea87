"""Read when a case took place: a day, or a period whose end is the first day after it."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from coalface.sources.case_fields import Field, cell_text, refuse, set_aside, spell
from coalface.sources.case_files import RawCases
from coalface.sources.spellings import read_day

__all__ = ["read_days", "read_times"]

DAY = "a day, YYYY-MM-DD"
SPAN = "a day YYYY-MM-DD, a month YYYY-MM or a year YYYY"
LAST_DAY_NOTE = (
    "period_end: the last day of a month is read as the first day AFTER the period, like any "
    "other; where you meant that day to be in it, write the day after."
)


@dataclass(frozen=True, slots=True)
class _Spans:
    """A column of days, months or years: first day, day after the last, and what was given."""

    starts: pl.Series
    ends: pl.Series | None
    is_wide: pl.Series
    is_given: pl.Series
    rejects: tuple[pl.DataFrame, ...] = ()


def read_days(raw: RawCases, names: Sequence[str]) -> dict[str, Field]:
    """Read columns that hold whole days, such as the day of a contract."""
    fields = {}
    for name in names:
        spans = _read_spans(raw, name, DAY)
        wide = set_aside(raw, spans.is_wide, name, DAY, "a month or a year, not a day")
        fields[name] = Field(spans.starts, (*spans.rejects, *wide))
    return fields


def read_times(raw: RawCases) -> dict[str, Field]:
    """Read `on`, `period_start` and `period_end`.

    A month or a year in `on`, or in `period_start` with no end, is that whole month or year.
    `period_end` is exclusive: the first day after the period, in files as in tables.
    """
    on = _read_spans(raw, "on", SPAN)
    start = _read_spans(raw, "period_start", SPAN)
    end = _read_spans(raw, "period_end", SPAN)
    rejects = (*on.rejects, *start.rejects, *end.rejects, *_unclear_times(raw, on, start, end))
    if not (start.is_given.any() or end.is_given.any() or on.is_wide.any()):
        empty = pl.repeat(None, len(raw.frame), dtype=pl.Date, eager=True)
        return {
            "on": Field(on.starts, rejects),
            "period_start": Field(empty),
            "period_end": Field(empty),
        }
    times = _combine(on, start, end)
    is_reversed = (times["period_end"] <= times["period_start"]).fill_null(value=False)
    expected = "the first day after the period, so later than period_start"
    rejects += set_aside(raw, is_reversed, "period_end", expected, "the period has no day")
    return {
        "on": Field(times["on"], rejects, _last_day_notes(end)),
        "period_start": Field(times["period_start"]),
        "period_end": Field(times["period_end"]),
    }


def _read_spans(raw: RawCases, name: str, expected: str) -> _Spans:
    if name not in raw.frame.columns:
        nothing = pl.repeat(None, len(raw.frame), dtype=pl.Date, eager=True)
        false = nothing.is_not_null()
        return _Spans(nothing, None, false, false)
    column = raw.frame[name]
    if column.dtype == pl.Date:
        return _Spans(
            column, None, pl.repeat(value=False, n=len(column), eager=True), column.is_not_null()
        )
    text = cell_text(column)
    spelled = spell(text, read_day)
    table = pl.DataFrame(
        [
            (
                cell,
                s.value,
                s.until,
                s.kind in ("month", "year"),
                s.value is not None or s.problem != "",
            )
            for cell, s in spelled.items()
        ],
        schema={
            "cell": pl.String,
            "start": pl.String,
            "end": pl.Date,
            "is_wide": pl.Boolean,
            "is_given": pl.Boolean,
        },
        orient="row",
    ).with_columns(pl.col("start").str.to_date("%Y-%m-%d"))
    read = pl.DataFrame({"cell": text}).join(table, on="cell", how="left", maintain_order="left")
    flags = read.select(pl.col("is_wide", "is_given").fill_null(value=False))
    problems = {cell: s.problem for cell, s in spelled.items() if s.problem}
    return _Spans(
        read["start"],
        read["end"],
        flags["is_wide"],
        flags["is_given"],
        refuse(raw, text, problems, name, expected),
    )


def _unclear_times(
    raw: RawCases, on: _Spans, start: _Spans, end: _Spans
) -> tuple[pl.DataFrame, ...]:
    has_period = start.is_given | end.is_given
    some = "on, or period_start with period_end"
    rejects = set_aside(raw, ~(on.is_given | has_period), "on", some, "no time is given")
    if not has_period.any():
        return rejects
    both = on.is_given & has_period
    no_start = end.is_given & ~start.is_given & ~both
    no_end = start.is_given & ~end.is_given & ~start.is_wide & ~both
    return (
        *rejects,
        *set_aside(raw, both, "on", some, "both a day and a period are given"),
        *set_aside(raw, no_start, "period_start", SPAN, "a period_end without period_start"),
        *set_aside(
            raw,
            no_end,
            "period_end",
            "the first day after the period",
            "a period_start that is a day, without period_end",
        ),
    )


def _combine(on: _Spans, start: _Spans, end: _Spans) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "on": on.starts,
            "on_end": _ends(on),
            "is_span": on.is_wide,
            "start": start.starts,
            "start_end": _ends(start),
            "end": end.starts,
        }
    )
    return frame.select(
        on=pl.when(~pl.col("is_span")).then("on"),
        period_start=pl.when("is_span").then("on").otherwise("start"),
        period_end=pl.when("is_span").then("on_end").otherwise(pl.coalesce("end", "start_end")),
    )


def _ends(spans: _Spans) -> pl.Series:
    if spans.ends is None:
        return pl.repeat(None, len(spans.starts), dtype=pl.Date, eager=True)
    return spans.ends.zip_with(
        spans.is_wide, pl.repeat(None, len(spans.ends), dtype=pl.Date, eager=True)
    )


def _last_day_notes(end: _Spans) -> tuple[str, ...]:
    is_last = end.starts == end.starts.dt.month_end()
    return (LAST_DAY_NOTE,) if is_last.any() else ()
