"""Read the periods of a table that its mapping file describes: as statistics do, or by a format."""

import re
from datetime import UTC, date, datetime

from coalface.sources.case_fields import Field, refuse
from coalface.sources.case_files import RawCases
from coalface.sources.flow_fields import read_period
from coalface.sources.mapping_files import MappingFile

__all__ = ["read_mapped_period"]

MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")  # how the dates of a sheet come out


def read_mapped_period(
    raw: RawCases, mapping: MappingFile, read_on: date | None
) -> tuple[Field, Field]:
    """Read the column `period`; a day, where the format has one, stands for its month.

    Returns:
        The first day of each period, and the day after its last.
    """
    given = mapping.columns.get("period")
    pattern = given.format if given else ""
    if not pattern:
        return read_period(raw, "period", expected=_expected(raw), read_on=read_on)
    cells = raw.frame["period"]
    read = {text: _plain_period(text, pattern) for text in cells.unique().to_list()}
    bad = {text: f"does not look like {pattern!r}" for text, plain in read.items() if plain is None}
    known = {text: plain for text, plain in read.items() if plain is not None}
    frame = raw.frame.with_columns(period=cells.replace(known))
    changed = RawCases(raw.file, frame, raw.rejects)
    start, end = read_period(changed, "period", read_on=read_on)
    return Field(start.values, refuse(raw, cells, bad, "period", pattern) + start.rejects), end


def _plain_period(text: str, pattern: str) -> str | None:
    """Give a period as `2017` or `2017-01`, None if it does not follow the pattern."""
    try:
        on = datetime.strptime(MIDNIGHT.sub("", text), pattern).replace(tzinfo=UTC)
    except ValueError:
        return None
    return f"{on:%Y-%m}" if "%m" in pattern else f"{on:%Y}"


def _expected(raw: RawCases) -> str:
    """Say what a period looks like, and for days how the mapping makes them months."""
    is_day = raw.frame["period"].str.contains(r"^\d{4}-\d{2}-\d{2}")
    advice = ': for days, give the column `format: "%Y-%m-%d"`; a day then stands for its month'
    return "a year or a month" + (advice if is_day.any() else "")
