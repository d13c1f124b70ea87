"""Screening and emergence in vectorised pandas: the alternative that `bench.trade` measures."""

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from coalface.law import load_rulebook
from coalface.trade import level_shifts
from coalface.trade.annual_books import AnnualBook
from coalface.trade.flow_screening import find_verdicts
from coalface.trade.level_shifts import LevelShifts, ShiftQuestion
from coalface.trade.yearly_records import FirstSeen, Record

__all__ = ["answer_in_pandas"]

COLUMNS = ["reporter", "partner", "flow", "period_start", "period_end", "hs_code", "source_id",
           "vintage", "value_cif_usd", "value_fob_usd", "value_mixed_usd"]  # fmt: skip
TEXT = ["reporter", "partner", "flow", "hs_code", "source_id", "vintage"]
SERIES = ["good", "exporter", "importer"]
CUT, MAD_TO_SD = 3.0, 1.4826


def answer_in_pandas(folder: Path) -> tuple[int, pl.Series, LevelShifts]:
    """Give the rows with the DPRK, their verdicts, and the level shifts."""
    flows = pd.read_parquet(folder, columns=COLUMNS)
    flows[TEXT] = flows[TEXT].astype("category")  # quicker to group by than text
    n_dprk, verdicts = screened(flows)
    return n_dprk, verdicts, emergence(flows)


def screened(flows: pd.DataFrame) -> tuple[int, pl.Series]:
    rows = flows[(flows["reporter"] == "PRK") | (flows["partner"] == "PRK")].copy()
    from_north = (rows["reporter"] == "PRK") == (rows["flow"] == "export")
    rows["direction"] = np.where(from_north, "from_dprk", "to_dprk")
    by = ["hs_code", "direction", "period_start", "period_end"]
    cases = rows[by].astype({"hs_code": str}).drop_duplicates()
    dates = [pl.col("period_start").cast(pl.Date), pl.col("period_end").cast(pl.Date)]
    judged = find_verdicts(pl.from_pandas(cases).with_columns(dates), load_rulebook())
    told = judged.select(*by, "verdict").to_pandas()
    days = ["period_start", "period_end"]
    told[days] = told[days].apply(pd.to_datetime)
    rows[days] = rows[days].apply(pd.to_datetime)
    joined = rows.astype({"hs_code": str}).merge(told, on=by, how="left")
    return len(rows), pl.Series("verdict", joined["verdict"].to_list())


def emergence(flows: pd.DataFrame) -> LevelShifts:
    assert flows["source_id"].nunique() == 1
    assert flows.groupby("period_start")["vintage"].nunique().max() == 1
    yearly, parties, goods = by_series(flows)
    years = tuple(sorted(yearly["year"].unique().tolist()))
    yearly["place"] = yearly["year"].map({y: i for i, y in enumerate(years)})
    last, n_rows = len(years) - 1, len(flows)
    reported = reported_years(yearly, len(parties), len(years))
    step = max(1, n_rows // len(years) // level_shifts.CHECK_SERIES)
    some = yearly[(yearly["good"] + yearly["exporter"] * 7 + yearly["importer"] * 13) % step == 0]
    checks = [record_of(some, reported, y) for y in range(max(2, last - 3), last)]
    checks = [c.where(c.n_traded > 0) for c in checks]
    gathered = level_shifts._Gathered(  # noqa: SLF001 - the formulas after it are the same code
        record_of(yearly, reported, last), checks, first_seen_of(yearly, reported, last)
    )
    book = AnnualBook("world", years, pl.DataFrame(), (6,), parties, goods, ())
    return level_shifts._answer(gathered, book, last, ShiftQuestion())  # noqa: SLF001


def by_series(flows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...], tuple[str, ...]]:
    parties = sorted({*flows["reporter"].cat.categories, *flows["partner"].cat.categories})
    goods = sorted(flows["hs_code"].cat.categories)
    is_import = flows["flow"] == "import"
    assert not is_import.any()
    value = flows["value_cif_usd"].fillna(flows["value_fob_usd"]).fillna(flows["value_mixed_usd"])
    rows = pd.DataFrame(
        {
            "good": flows["hs_code"].cat.set_categories(goods).cat.codes.astype("int64"),
            "exporter": flows["reporter"].cat.set_categories(parties).cat.codes.astype("int64"),
            "importer": flows["partner"].cat.set_categories(parties).cat.codes.astype("int64"),
            "year": pd.to_datetime(flows["period_start"]).dt.year,
            "value": value,
        }
    )
    yearly = rows.groupby([*SERIES, "year"], as_index=False)["value"].sum().round({"value": 2})
    yearly = yearly[yearly["value"] > 0]
    yearly["log"] = np.log(yearly["value"])
    yearly["series"] = yearly.groupby(SERIES).ngroup()
    return yearly, tuple(parties), tuple(goods)


def reported_years(yearly: pd.DataFrame, n_parties: int, n_years: int) -> np.ndarray:
    reported = np.zeros((n_parties, n_years), dtype=bool)
    there = yearly[["exporter", "place"]].drop_duplicates()
    reported[there["exporter"], there["place"]] = True
    return reported


def record_of(yearly: pd.DataFrame, reported: np.ndarray, last: int) -> Record:
    now = yearly[yearly["place"] == last].set_index("series")
    earlier = yearly[(yearly["place"] < last) & yearly["series"].isin(now.index)].copy()
    grouped = earlier.groupby("series")
    location = grouped["log"].median()
    size = (earlier["log"] - earlier["series"].map(location)).abs()
    bound = CUT * MAD_TO_SD * size.groupby(earlier["series"]).median()
    squared = size.clip(upper=earlier["series"].map(bound)) ** 2
    n = grouped.size()
    spread = np.sqrt(squared.groupby(earlier["series"]).sum() / (n - 1).clip(lower=1))
    first = grouped["place"].min()
    n_traded = n.reindex(now.index, fill_value=0).to_numpy(dtype=np.int64)
    return Record(
        good=now["good"].to_numpy(),
        side=np.zeros(len(now), dtype=np.int64),
        exporter=now["exporter"].to_numpy(),
        importer=now["importer"].to_numpy(),
        value_usd=now["value"].to_numpy(),
        log_value=now["log"].to_numpy(),
        n_reported=reported[now["exporter"].to_numpy(), :last].sum(axis=1),
        n_traded=n_traded,
        first_year=first.reindex(now.index, fill_value=last).to_numpy(dtype=np.int64),
        location=location.reindex(now.index).to_numpy(),
        spread=np.where(n_traded > 1, spread.reindex(now.index).to_numpy(), np.nan),
    )


def first_seen_of(yearly: pd.DataFrame, reported: np.ndarray, last: int) -> FirstSeen:
    earlier = yearly[yearly["place"] < last]
    first = earlier.loc[earlier.groupby("series")["place"].idxmin()]
    before = np.cumsum(reported, axis=1)
    place = first["place"].to_numpy()
    n_before = before[first["exporter"].to_numpy(), np.maximum(place - 1, 0)]
    kept = first[(place > 0) & (n_before > 0)]
    return FirstSeen(kept["good"].to_numpy(), kept["exporter"].to_numpy(), kept["log"].to_numpy())
