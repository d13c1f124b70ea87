"""Reconciled cells as numbers: each with the rows it rests on."""

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

from coalface.trade.mirror_pairs import is_usable
from coalface.trade.mirror_parameters import load_mirror_parameters
from coalface.trade.mirror_releases import (
    BREAKDOWNS,
    INGEST,
    RELEASE,
    ReleaseRanks,
    choose_rows,
    with_ranks,
)
from coalface.vocabulary.numbers import Mark, Number

__all__ = ["find_overlaps", "mirror_numbers", "period_words", "select_cells"]

HS6 = 6
SIDES = ("exporter", "importer")


def select_cells(
    cells: pl.DataFrame,
    *,
    state: str | None = None,
    exporter: str | None = None,
    importer: str | None = None,
    hs_prefix: str = "",
) -> pl.DataFrame:
    """Choose reconciled cells, largest first.

    Args:
        cells: `Mirror.cells`.
        state: On either side.
        exporter: Exporting State.
        importer: Importing State.
        hs_prefix: Codes that begin so.
    """
    sides = {name: pl.col(name).cast(pl.String) for name in SIDES}
    wanted = pl.col("hs_code").cast(pl.String).str.starts_with(hs_prefix)
    if state is not None:
        wanted &= (sides["exporter"] == state) | (sides["importer"] == state)
    for name, code in (("exporter", exporter), ("importer", importer)):
        if code is not None:
            wanted &= sides[name] == code
    texts = pl.col(*SIDES, "hs_code", "basis", "mass_basis").cast(pl.String)
    chosen = cells.filter(wanted).with_columns(texts)
    order = [*SIDES, "hs_code", "period_start", "period_end"]
    return chosen.sort("fob_usd", *order, descending=[True] + [False] * len(order))


def period_words(starts_on: date, ends_on: date) -> str:
    """Give a period as printed and used in ids: `2017`, `2017-01`, `2017-01_2017-06`, or its days.

    Args:
        starts_on: First day.
        ends_on: First day after it.
    """
    if (starts_on.day, ends_on.day) != (1, 1):
        return f"{starts_on}_{ends_on - timedelta(days=1)}"
    first, last = f"{starts_on:%Y-%m}", f"{ends_on - timedelta(days=1):%Y-%m}"
    if (first[4:], last[4:]) == ("-01", "-12"):
        years = (first[:4], last[:4])
        return "_".join(dict.fromkeys(years))
    return first if first == last else f"{first}_{last}"


def find_overlaps(cells: pl.DataFrame) -> pl.DataFrame:
    """Find cells of the same trade whose periods overlap, such as nine months and their year.

    They hold the same trade in part, and must never be added up.

    Args:
        cells: As `select_cells` gives them.

    Returns:
        `exporter, importer, hs_code, period_start, period_end` of the shorter period, and
        `whole_start, whole_end` of the longer; sorted.
    """
    of, period = [*SIDES, "hs_code"], ["period_start", "period_end"]
    periods = cells.select(period).unique()
    wholes = periods.rename({"period_start": "whole_start", "period_end": "whole_end"})
    days = pl.col("period_end") - pl.col("period_start")
    whole_days = pl.col("whole_end") - pl.col("whole_start")
    is_later = pl.col("period_start") > pl.col("whole_start")
    is_part = (days < whole_days) | ((days == whole_days) & is_later)
    meets = (pl.col("period_start") < pl.col("whole_end")) & (
        pl.col("whole_start") < pl.col("period_end")
    )
    meeting = periods.join(wholes, how="cross").filter(is_part & meets)
    parts = cells.select(*of, *period).join(meeting, on=period)
    whole = ["whole_start", "whole_end"]
    told = cells.select(*of, *period).rename(dict(zip(period, whole, strict=True)))
    return parts.join(told, on=[*of, *whole], how="semi").sort(pl.all())


def mirror_numbers(
    cells: pl.DataFrame,
    flows: pl.LazyFrame | pl.DataFrame,
    releases: ReleaseRanks = None,
) -> tuple[Number, ...]:
    """Give value and mass of some cells as numbers, with the ids of the rows behind each.

    Args:
        cells: As `select_cells` gives them; few, since their rows are looked up.
        flows: Table `flows` that they were made of.
        releases: `Mirror.releases`: rows that another release stands for are no inputs.
    """
    inputs = _row_ids(cells, flows, releases)
    numbers: list[Number] = []
    for row in cells.iter_rows(named=True):
        key = tuple(row[name] for name in (*SIDES, "hs_code", "period_start", "period_end"))
        period = period_words(row["period_start"], row["period_end"])
        stem = f"mirror/{row['exporter']}-{row['importer']}/{row['hs_code']}/{period}"
        label = f"HS {row['hs_code']} from {row['exporter']} to {row['importer']}, {period}"
        ids = tuple(inputs.get(key, ()))
        numbers.append(_number(row, f"{stem}/fob_usd", f"{label}, FOB", ids, ("fob", "_usd")))
        if row["mass_t"] is not None:
            numbers.append(_number(row, f"{stem}/mass_t", f"{label}, mass", ids, ("mass", "_t")))
    return tuple(numbers)


def _number(
    row: dict[str, float],
    number_id: str,
    label: str,
    inputs: tuple[str, ...],
    name: tuple[str, str],
) -> Number:
    stem, unit = name
    basis = row["basis" if stem == "fob" else "mass_basis"]
    mark: Mark = "derived"
    return Number(
        id=number_id,
        label=label,
        value=row[f"{stem}{unit}"],
        low=row[f"{stem}_low{unit}"],
        high=row[f"{stem}_high{unit}"],
        unit="USD" if unit == "_usd" else "t",
        mark=mark,
        how=f"reconciled from the books of both sides by their reliability; rests on: {basis}",
        inputs=inputs,
        note="90 % interval; it takes for granted that the trade took place (docs/mirror.md)",
    )


def _row_ids(
    cells: pl.DataFrame, flows: pl.LazyFrame | pl.DataFrame, releases: ReleaseRanks
) -> dict[tuple[object, ...], Iterable[str]]:
    """Look up the rows of either side behind each cell."""
    key = [*SIDES, "hs6", "period_start", "period_end"]
    wanted = cells.select(*key[:2], "period_start", "period_end", hs6="hs_code")
    table = flows.lazy()
    columns = table.collect_schema().names()
    is_import = pl.col("flow").cast(pl.String) == "import"
    texts = ["reporter", "partner", "flow", "hs_code"]
    texts += [c for c in (*RELEASE, *BREAKDOWNS) if c in columns]
    rows = table.filter(is_usable(columns, load_mirror_parameters().reconciled_sources))
    sided = rows.select(
        "row_id",
        "period_start",
        "period_end",
        *(pl.col(c).cast(pl.String) for c in texts),
        *(pl.col(c) for c in (INGEST,) if c in columns),
    ).with_columns(
        exporter=pl.when(is_import).then("partner").otherwise("reporter"),
        importer=pl.when(is_import).then("reporter").otherwise("partner"),
        hs6=pl.col("hs_code").str.slice(0, HS6),
    )
    found = sided.join(wanted.lazy(), on=key, how="semi").collect(engine="streaming")
    if releases is not None:
        as_text = releases.with_columns(pl.col(pl.Categorical).cast(pl.String))
        found = with_ranks(found, as_text).filter(pl.col("is_edition").fill_null(value=True))
    chosen = choose_rows(found, [*key, "flow"]).sort("row_id")
    grouped = chosen.group_by(key, maintain_order=True).agg("row_id")
    return {row[:-1]: row[-1] for row in grouped.iter_rows()}
