"""Screening of a whole table of trade: the law is asked where the DPRK is a party, once a case."""

from dataclasses import dataclass

import polars as pl

from coalface.law import Rulebook
from coalface.tables.cases import CASES
from coalface.tables.flows import value_usd
from coalface.trade.screening import screen_cases
from coalface.vocabulary.goods import is_hs_code

__all__ = ["OUTSIDE", "ScreenedFlows", "find_verdicts", "screen_flows"]

DPRK = "PRK"
OUTSIDE = "outside the regime"
TOO_WIDE = "no single code"
CASE = ("hs_code", "direction", "period_start", "period_end")
TOLD = ("verdict", "why", "measure_ids", "paragraphs", "needs_review")
KEPT = ("row_id", "reporter", "partner", "flow", "period_start", "period_end", "hs_code")


@dataclass(frozen=True, slots=True)
class ScreenedFlows:
    """What the law says of a table of trade.

    Attributes:
        table: The rows that have the DPRK on one side: `row_id, reporter, partner, flow,
            period_start, period_end, hs_code, value_usd, direction`, and of the verdict `verdict,
            why, measure_ids, paragraphs, needs_review`.
        n_rows: Rows of the whole table.
        n_outside: Rows with neither side in the DPRK. The measures of this regime do not speak of
            them; that is no clearance of them.
        n_cases: Distinct cases put to the law.
    """

    table: pl.DataFrame
    n_rows: int
    n_outside: int
    n_cases: int


def screen_flows(flows: pl.LazyFrame | pl.DataFrame, law: Rulebook) -> ScreenedFlows:
    """Screen a table of trade of any size.

    Each distinct code, direction and period is judged once and joined back. Totals, groupings and
    unions of codes are marked `no single code`: nothing is said of them.

    Args:
        flows: Table `flows`.
        law: The rulebook.
    """
    lazy = flows.lazy()
    chosen = lazy.filter((pl.col("reporter") == DPRK) | (pl.col("partner") == DPRK))
    kept, counted = pl.collect_all(
        [chosen.select(*KEPT, value_usd=value_usd()), lazy.select(pl.len())], engine="streaming"
    )
    from_north = (pl.col("reporter") == DPRK) == (pl.col("flow") == "export")
    directed = kept.with_columns(
        direction=pl.when(pl.col("flow") == "total_trade")
        .then(None)
        .when(from_north)
        .then(pl.lit("from_dprk"))
        .otherwise(pl.lit("to_dprk"))
    )
    verdicts = find_verdicts(directed.select(CASE), law)
    table = directed.join(verdicts, on=CASE, how="left", nulls_equal=True).sort("row_id")
    n_rows = int(counted.item())
    return ScreenedFlows(table, n_rows, n_rows - len(kept), len(verdicts))


def find_verdicts(cases: pl.DataFrame, law: Rulebook) -> pl.DataFrame:
    """Judge each distinct case once.

    Args:
        cases: `hs_code, direction, period_start, period_end`, with repetitions.
        law: The rulebook.

    Returns:
        One row a distinct case with `verdict, why, measure_ids, paragraphs, needs_review`.
    """
    unique = cases.unique().sort(CASE, nulls_last=True)
    codes = unique["hs_code"].unique().to_list()
    single = [code for code in codes if code is not None and is_hs_code(code)]
    can = pl.col("hs_code").is_in(single) & pl.col("direction").is_not_null()
    asked = unique.filter(can)
    blank = {
        name: pl.lit(None, kind) for name, kind in CASES.items() if name not in (*CASE, "case_id")
    }
    table = asked.with_columns(case_id=pl.int_range(pl.len()).cast(pl.String), **blank).select(
        list(CASES)
    )
    judged = asked.hstack(screen_cases(table, law).select(TOLD))
    rest = unique.filter(~can).with_columns(
        verdict=pl.lit(TOO_WIDE),
        **{name: pl.lit(None, judged.schema[name]) for name in TOLD[1:]},
    )
    return pl.concat([judged, rest]).sort(CASE, nulls_last=True)
