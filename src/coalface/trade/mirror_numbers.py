"""Reconciled cells as numbers: each with the rows it rests on."""

from collections.abc import Iterable

import polars as pl

from coalface.vocabulary.numbers import Mark, Number

__all__ = ["mirror_numbers", "select_cells"]

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


def mirror_numbers(cells: pl.DataFrame, flows: pl.LazyFrame | pl.DataFrame) -> tuple[Number, ...]:
    """Give value and mass of some cells as numbers, with the ids of the rows behind each.

    Args:
        cells: As `select_cells` gives them; few, since their rows are looked up.
        flows: Table `flows` that they were made of.
    """
    inputs = _row_ids(cells, flows)
    numbers: list[Number] = []
    for row in cells.iter_rows(named=True):
        key = tuple(row[name] for name in (*SIDES, "hs_code", "period_start", "period_end"))
        of_year = row["period_start"].strftime("%Y-%m-%d")
        stem = f"mirror/{row['exporter']}-{row['importer']}/{row['hs_code']}/{of_year}"
        label = (
            f"HS {row['hs_code']} from {row['exporter']} to {row['importer']}, "
            f"{row['period_start']} until {row['period_end']}"
        )
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
    cells: pl.DataFrame, flows: pl.LazyFrame | pl.DataFrame
) -> dict[tuple[object, ...], Iterable[str]]:
    """Look up the rows of either side behind each cell."""
    key = [*SIDES, "hs_code", "period_start", "period_end"]
    wanted = cells.select(key)
    is_import = pl.col("flow").cast(pl.String) == "import"
    reporter, partner = (pl.col(c).cast(pl.String) for c in ("reporter", "partner"))
    rows = flows.lazy().filter(
        pl.col("flow").cast(pl.String).is_in(["import", "export"])
        & (pl.coalesce("value_cif_usd", "value_fob_usd") > 0)
    )
    sided = rows.select(
        "row_id",
        "period_start",
        "period_end",
        exporter=pl.when(is_import).then(partner).otherwise(reporter),
        importer=pl.when(is_import).then(reporter).otherwise(partner),
        hs_code=pl.col("hs_code").cast(pl.String).str.slice(0, HS6),
    )
    found = sided.join(wanted.lazy(), on=key, how="semi").collect(engine="streaming")
    grouped = found.sort("row_id").group_by(key, maintain_order=True).agg("row_id")
    return {row[:-1]: row[-1] for row in grouped.iter_rows()}
