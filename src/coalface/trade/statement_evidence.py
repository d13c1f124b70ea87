"""The figures that may speak to a published statement: those of every other source."""

from dataclasses import dataclass

import polars as pl

from coalface.trade.figures import Figure
from coalface.trade.observations import Observation, Series, find_series
from coalface.trade.statement_forms import Wider

__all__ = ["Evidence", "find_evidence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures that may speak to a statement: those of other sources, and all for ranks.

    Attributes:
        flows: Table `flows` without the statement's own source.
        others: China's imports from the DPRK as other sources print them.
        everything: The same from all sources.
        own: As the statement's own source prints them in our tables.
        shares: Table `shares` without the statement's own source.
    """

    flows: pl.DataFrame
    others: tuple[Series, ...]
    everything: tuple[Series, ...]
    own: tuple[Series, ...]
    shares: pl.DataFrame

    def series(self, code: str) -> tuple[Observation, ...]:
        """Give what other sources print of a good."""
        return _observations(self.others, code)

    def year(self, code: str, year: int) -> Figure | None:
        """Give the value that other sources print of a good in one calendar year."""
        return _year_value(self.series(code), year)

    def own_year(self, code: str, year: int) -> Figure | None:
        """Give the value that our tables hold from the statement's own source."""
        return _year_value(_observations(self.own, code), year)

    def wider(self, wider: Wider, year: int) -> Figure | None:
        """Give a wider published figure of one calendar year."""
        found = find_series(
            (self.flows,),
            reporter=wider.reporter,
            partner=wider.partner,
            flow=wider.flow,
            also=(wider.code,),
        )
        return _year_value(_observations(found, wider.code), year)


def find_evidence(
    source_id: str, flows: pl.DataFrame, processing_inputs: pl.DataFrame, shares: pl.DataFrame
) -> Evidence:
    """Part the tables into a source's own prints and everyone else's.

    Args:
        source_id: The statement's source, which is no evidence for itself.
        flows: Table `flows`.
        processing_inputs: Table `processing_inputs`.
        shares: Table `shares`.

    Returns:
        The evidence.
    """
    is_other = pl.col("source_id") != source_id
    also = ("TOTAL",)
    tables = (flows, processing_inputs)
    return Evidence(
        flows=flows.filter(is_other),
        others=find_series([t.filter(is_other) for t in tables], also=also),
        everything=find_series(tables, also=also),
        own=find_series([t.filter(~is_other) for t in tables], also=also),
        shares=shares.filter(is_other),
    )


def _observations(series: tuple[Series, ...], code: str) -> tuple[Observation, ...]:
    return next((s.observations for s in series if s.good.code == code), ())


def _year_value(observations: tuple[Observation, ...], year: int) -> Figure | None:
    years = (o for o in observations if o.is_full_year and o.year == year)
    return next((o.value for o in years if o.value is not None), None)
