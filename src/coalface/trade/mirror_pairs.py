"""Pair the two books of one trade: the importer's record and the exporter's of the same cell."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from coalface.errors import InputError
from coalface.trade.mirror_releases import (
    BREAKDOWNS,
    INGEST,
    RELEASE,
    ReleaseRanks,
    choose_rows,
    is_of_edition,
    rank_releases,
    with_ranks,
)

__all__ = ["AMOUNTS", "Pairs", "is_usable", "pair_records"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
HS6 = 6
STATE_LENGTH = 3
NOT_A_STATE = "WLD"
AMOUNTS = {
    "import": {
        "value_cif_usd": "import_cif_usd",
        "value_fob_usd": "import_fob_usd",
        "mass_t": "import_mass_t",
    },
    "export": {"value_fob_usd": "export_fob_usd", "mass_t": "export_mass_t"},
}
REASONS = (
    "not one State's import or export with one other at six digits or more, not valued, or "
    "reconciled already",
    "in another edition of the HS than most rows of that reporter, flow and period",
    "another source, release or file, or a total, tells that cell",
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Cells of one span of time, sorted by their sides, good and period.

    Attributes:
        exporter: Index in `states`, one a cell.
        importer: The same.
        good: Index in `goods`.
        period: Row of `periods`.
        amounts: `export_fob_usd, import_cif_usd, import_fob_usd, export_mass_t, import_mass_t`;
            NaN where that side printed nothing.
        states: Codes of States, sorted.
        goods: HS6 codes, sorted.
        periods: `period_start, period_end`, sorted.
        left_out: Rows that no cell was made of, by reason: `reason, n_rows`.
        releases: How sources and releases rank: as `rank_releases`, with `period_start` and
            `period_end` in the place of `period`.
    """

    exporter: Ints
    importer: Ints
    good: Ints
    period: Ints
    amounts: Mapping[str, Floats]
    states: tuple[str, ...]
    goods: tuple[str, ...]
    periods: pl.DataFrame
    left_out: pl.DataFrame
    releases: ReleaseRanks

    def named(self) -> pl.DataFrame:
        """Give `exporter, importer, hs_code` (enumerations), `period_start, period_end`."""
        state, good = pl.Enum(self.states), pl.Enum(self.goods)
        numbered = pl.DataFrame(
            {
                "exporter": self.exporter.astype(np.uint32),
                "importer": self.importer.astype(np.uint32),
                "hs_code": self.good.astype(np.uint32),
                "period": self.period.astype(np.uint32),
            }
        )
        starts, ends = (pl.lit(self.periods[name]) for name in ("period_start", "period_end"))
        return numbered.select(
            pl.col("exporter", "importer").cat.to(state),
            pl.col("hs_code").cat.to(good),
            period_start=starts.gather(pl.col("period")),
            period_end=ends.gather(pl.col("period")),
        )

    def printed(self) -> pl.DataFrame:
        """Give the amounts as printed; empty where that side printed nothing."""
        return pl.DataFrame(dict(self.amounts)).with_columns(pl.all().fill_nan(None))


@dataclass(frozen=True, slots=True)
class _Coded:
    """Rows of the two flows as numbers; -1 where a code is not that of a State or a good."""

    frame: pl.DataFrame
    sides: Mapping[str, npt.NDArray[np.int32]]
    states: tuple[str, ...]
    goods: tuple[str, ...]
    periods: pl.DataFrame


def pair_records(
    flows: pl.LazyFrame | pl.DataFrame, *, year: int, reconciled: tuple[str, ...] = ()
) -> Pairs:
    """Pair what importers and exporters printed of the same cells in one year.

    A cell is exporter, importer, HS6 and period. Codes longer than six digits are cut to six and
    added up, unless the six digits stand there too. Of several sources, releases and files that
    tell one cell one is read; a cell that the newest lacks is read where it stands. A cell that
    only one side printed is kept: it says who did, not that the other side traded nothing.

    Args:
        flows: Table `flows`, or at least its columns that are read here. A column `ingest` (whole
            numbers), if there is one, says which of two files tells a cell that both hold.
        year: Periods that begin in it.
        reconciled: `source_id`s that are themselves made of both sides.

    Raises:
        InputError: If no row of the year can be one side of a pair.
    """
    table = flows.lazy().filter(pl.col("period_start").dt.year() == year)
    rows = table.select(_read(table.collect_schema().names(), reconciled)).collect(
        engine="streaming"
    )
    n_rows = rows.height
    rows = rows.filter("is_valued").drop("is_valued")
    coded = _coded(rows)
    del rows  # as much again as all that is kept
    is_cell = np.all([side >= 0 for side in coded.sides.values()], axis=0)
    is_cell &= coded.sides["reporter"] != coded.sides["partner"]
    ranks = rank_releases(coded.frame, is_cell)
    kept = is_cell & is_of_edition(coded.frame, ranks)
    if not kept.any():
        raise InputError(
            f"no trade of {year} between two States at six digits of the HS or more. Ingest a "
            "file with reporters' imports or exports of that year (comtrade, gacc)."
        )
    imports, exports = (_side(coded, kept, ranks, flow) for flow in AMOUNTS)
    keys = _union(imports[0], exports[0])
    amounts: dict[str, Floats] = {}
    for own_keys, own, _ in (imports, exports):
        at = np.searchsorted(keys, own_keys)
        for name, values in own.items():
            amounts[name] = np.full(len(keys), np.nan)
            amounts[name][at] = values
    n_periods, n_goods, n_states = coded.periods.height, len(coded.goods), len(coded.states)
    n_cells = int(is_cell.sum())
    n_left = (n_rows - n_cells, n_cells - int(kept.sum()), imports[2] + exports[2])
    sides, period = np.divmod(keys, n_periods)
    sides, good = np.divmod(sides, n_goods)
    exporter, importer = np.divmod(sides, n_states)
    left_out = pl.DataFrame({"reason": REASONS, "n_rows": n_left})
    return Pairs(
        exporter, importer, good, period, amounts,
        coded.states, coded.goods, coded.periods, left_out, _dated(ranks, coded.periods),
    )  # fmt: skip


def is_usable(columns: list[str], reconciled: tuple[str, ...]) -> pl.Expr:
    """Give what is true of rows that can be one side's: valued, and not reconciled already."""
    flow = pl.col("flow").cast(pl.String)
    cif, fob = (pl.col(c).fill_null(0) > 0 for c in ("value_cif_usd", "value_fob_usd"))
    is_valued = ((flow == "import") & (cif | fob)) | ((flow == "export") & fob)
    if reconciled and "source_id" in columns:
        source = pl.col("source_id").cast(pl.String)
        is_valued &= source.is_null() | ~source.is_in(list(reconciled))
    return is_valued


def _read(columns: list[str], reconciled: tuple[str, ...]) -> list[pl.Expr]:
    values = [pl.col(c) for c in ("value_cif_usd", "value_fob_usd", "mass_t")]
    is_valued = is_usable(columns, reconciled)
    texts = ["reporter", "partner", "flow", "hs_code"]
    texts += [c for c in (*RELEASE, *BREAKDOWNS) if c in columns]
    dictionary = [pl.col(c).cast(pl.String).cast(pl.Categorical) for c in texts]
    newest = [pl.col(c) for c in (INGEST,) if c in columns]
    return [*dictionary, *newest, pl.col("period_start"), pl.col("period_end"), *values,
            is_valued.alias("is_valued")]  # fmt: skip


def _coded(rows: pl.DataFrame) -> _Coded:
    """Put numbers in the place of codes, by a table of the few codes that there are."""
    words = {c: rows[c].unique().drop_nulls() for c in ("reporter", "partner", "hs_code")}
    texts = {c: s.cast(pl.String).to_list() for c, s in words.items()}
    is_state = {t for c in ("reporter", "partner") for t in texts[c] if _is_state(t)}
    states = tuple(sorted(is_state))
    goods = tuple(sorted({t[:HS6] for t in texts["hs_code"] if len(t) >= HS6 and t.isdigit()}))
    number = {code: i for i, code in enumerate(states)}
    good_number = {code: i for i, code in enumerate(goods)}
    sides = {}
    for name, known in (("reporter", number), ("partner", number), ("hs_code", good_number)):
        numbers = [
            known.get(t[:HS6] if name == "hs_code" and t.isdigit() else t, -1) for t in texts[name]
        ]
        physical = words[name].to_physical().to_numpy()
        lookup = np.full(int(physical.max(initial=0)) + 1, -1, dtype=np.int32)
        lookup[physical] = numbers
        sides[name] = lookup[rows[name].to_physical().fill_null(0).to_numpy()]
    periods = rows.select("period_start", "period_end").unique().sort(pl.all())
    return _Coded(_numbered(rows, periods), sides, states, goods, periods)


def _is_state(text: str) -> bool:
    return len(text) == STATE_LENGTH and text != NOT_A_STATE


def _numbered(rows: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    if periods.height <= 1:
        return rows.with_columns(period=pl.lit(0, pl.Int64))
    counted = periods.with_columns(period=pl.int_range(pl.len(), dtype=pl.Int64))
    return rows.join(
        counted, on=["period_start", "period_end"], how="left", maintain_order="left"
    )  # fmt: skip


def _dated(ranks: ReleaseRanks, periods: pl.DataFrame) -> ReleaseRanks:
    """Put days in the place of the number of a period."""
    if ranks is None:
        return None
    numbered = periods.with_columns(period=pl.int_range(pl.len(), dtype=pl.Int64))
    return ranks.join(numbered, on="period", how="left", maintain_order="left").drop("period")


def _side(
    coded: _Coded, kept: npt.NDArray[np.bool_], ranks: ReleaseRanks, flow: str
) -> tuple[Ints, dict[str, Floats], int]:
    """Give one flow by sorted key, one row a cell, and how many rows others stand for."""
    at = kept & (coded.frame["flow"] == flow).to_numpy()
    exporter, importer = ("partner", "reporter") if flow == "import" else ("reporter", "partner")
    key = coded.sides[exporter][at].astype(np.int64) * len(coded.states)
    key += coded.sides[importer][at]
    key = key * len(coded.goods) + coded.sides["hs_code"][at]
    rows = coded.frame.filter(pl.Series(at))
    key = key * max(coded.periods.height, 1) + rows["period"].to_numpy()
    order = np.argsort(key, kind="stable")
    key = key[order]
    amounts = {
        name: np.where((values := _numbers(rows[column])[order]) > 0, values, np.nan)
        for column, name in AMOUNTS[flow].items()
    }
    is_repeated = np.zeros(len(key), dtype=bool)
    is_repeated[1:] = key[1:] == key[:-1]
    if not is_repeated.any():
        return key, amounts, 0
    is_repeated[:-1] |= is_repeated[1:]
    told = {"key": key[is_repeated], **{n: v[is_repeated] for n, v in amounts.items()}}
    repeated = pl.DataFrame(told).with_columns(pl.exclude("key").fill_nan(None))
    named = with_ranks(rows[order[is_repeated]], ranks).drop(list(AMOUNTS[flow]))
    chosen = choose_rows(repeated.hstack(named), ["key"])
    added = _added(chosen, list(amounts))
    keys = np.concatenate([key[~is_repeated], added["key"].to_numpy()])
    order = np.argsort(keys, kind="stable")
    joined = {
        name: np.concatenate([values[~is_repeated], _numbers(added[name])])[order]
        for name, values in amounts.items()
    }
    return keys[order], joined, repeated.height - chosen.height


def _added(rows: pl.DataFrame, amounts: list[str]) -> pl.DataFrame:
    """Add up the rows of cells that have several, sorted first: the same digit in every order.

    An amount that one of the rows lacks would be a part for the whole, so the cell has none. Where
    some rows of imports are CIF and the others FOB, their sum stands as CIF.
    """
    sums: dict[str, pl.Expr] = {
        n: pl.when(pl.col(n).is_not_null().all()).then(pl.col(n).sort().sum()) for n in amounts
    }
    if len(values := [n for n in amounts if n.endswith("_usd")]) > 1:
        sums[values[0]] = pl.coalesce(
            sums[values[0]],
            pl.when(~pl.col(values[1]).is_not_null().all()).then(pl.coalesce(values).sort().sum()),
        )
    return rows.group_by("key").agg(**sums)


def _union(one: Ints, other: Ints) -> Ints:
    """Give the sorted keys of either, each once."""
    both = np.sort(np.concatenate([one, other]), kind="stable")
    is_first = np.ones(len(both), dtype=bool)
    is_first[1:] = both[1:] != both[:-1]
    return both[is_first]


def _numbers(column: pl.Series) -> Floats:
    values: Floats = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return values
