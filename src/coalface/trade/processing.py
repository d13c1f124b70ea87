"""Goods made of imported inputs: what is left once declared inputs are taken off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from coalface.trade.figures import Figure, difference, marked, ratio, scaled
from coalface.trade.goods import TradeGood, load_trade_goods
from coalface.trade.observations import Observation, Series, find_series

__all__ = ["Net", "find_net"]

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Net:
    """What a processing trade leaves, never more than the gross.

    Attributes:
        basis: `not processing`, `declared inputs`, `share of other periods` or `gross only`.
        value: Net in USD, or None.
        how: The arithmetic in words.
        note: What the figure leaves out.
    """

    basis: str
    value: Figure | None
    how: str
    note: str


def find_net(series: Series, at: Observation | None, inputs_table: pl.DataFrame) -> Net:
    """Find what one period's trade leaves after the inputs that the partner declared.

    Inputs of the same period are taken off where they were published. Else the share left over
    in periods with both sides, and the profit shares that traders state, give a range, marked
    imputed. Wages, power and other inputs are not taken off: this is no profit.

    Args:
        series: The good.
        at: The period asked for, or None where none was published.
        inputs_table: Table `processing_inputs`.

    Returns:
        The net with its basis.
    """
    good = series.good
    if not good.input_code:
        return Net("not processing", None, "", "")
    if at is None or at.value is None:
        return Net("gross only", None, "", "no full year published")
    sent = _sent(good, inputs_table)
    here = sent.get((at.starts_on, at.ends_on))
    note = "CIF out against FOB in; other inputs and stocks left out"
    if good.input_is_partial:
        note = f"upper bound: only {good.input_code} is known of the inputs; {note}"
    if here is not None:
        how = f"gross less inputs of {good.input_code} declared for {at.period}"
        return Net("declared inputs", difference(at.value, here), how, note)
    missing = f"inputs ({good.input_code}) of {at.period} not published"
    share = None if good.input_is_partial else _share_left(series, sent, inputs_table)
    if share is None:
        return Net("gross only", None, "", missing)
    how = (
        f"gross of {at.period} times the share left in longer periods with both sides and in"
        f" traders' statements, {share.low:.1%} to {share.high:.1%}"
    )
    net = marked(scaled(at.value, share), "imputed")
    return Net("share of other periods", net, how, f"{missing}; {note}")


def _sent(good: TradeGood, table: pl.DataFrame) -> dict[tuple[date, date], Figure]:
    return {
        (o.starts_on, o.ends_on): o.value
        for s in find_series([table], flow="export")
        if s.good.code == good.input_code
        for o in s.observations
        if o.value is not None
    }


def _share_left(
    series: Series, sent: Mapping[tuple[date, date], Figure], table: pl.DataFrame
) -> Figure | None:
    min_months = load_trade_goods().min_share_months
    spent = (
        ratio(sent.get((o.starts_on, o.ends_on)), o.value)
        for o in series.observations
        if o.n_months >= min_months
    )
    shares = [_rest(share) for share in spent if share is not None and share.high <= 1]
    shares += _stated_shares(series.good.code, table)
    if not shares:
        return None
    low, high = min(s.low for s in shares), max(s.high for s in shares)
    inputs = tuple(dict.fromkeys(row for share in shares for row in share.inputs))
    return Figure((low + high) / 2, low, high, inputs, "imputed")


def _rest(share: Figure) -> Figure:
    return Figure(1 - share.value, 1 - share.high, 1 - share.low, share.inputs, "derived")


def _stated_shares(code: str, table: pl.DataFrame) -> list[Figure]:
    rows: Iterable[Mapping[str, Any]] = table.filter(
        (pl.col("flow") == "processing_margin")
        & (pl.col("hs_code") == code)
        & (pl.col("unit") == "percent")
        & pl.col("quantity").is_not_null()
    ).iter_rows(named=True)
    return [_point(row["quantity"] / PERCENT, row["row_id"]) for row in rows]


def _point(value: float, row_id: str) -> Figure:
    return Figure(value, value, value, (row_id,))
