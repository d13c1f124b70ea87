"""Published figures of trade, found by what a claim names: flow, goods, partner and time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import polars as pl

from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.intervals import Figure, point
from coalface.claims.checks.periods import Span
from coalface.claims.checks.readings import Reading
from coalface.claims.facts import Facts

__all__ = ["Published", "TradeIndex", "codes_of", "index_trade", "partners_of"]

MIRROR = {"import": "export", "export": "import", "total_trade": "total_trade"}
WORLD = "WLD"
DAY = timedelta(days=1)
COLUMNS = (
    "row_id",
    "reporter",
    "partner",
    "flow",
    "hs_code",
    "period_start",
    "period_end",
    "value_cif_usd",
    "value_fob_usd",
    "value_mixed_usd",
    "mass_t",
    "reporter_region",
)


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure, seen from the country spoken of; `with_id` where two were added up."""

    row_id: str
    flow: str
    span: Span
    amount: float
    unit: str
    basis: str
    with_id: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """Give the rows that it rests on."""
        return (self.row_id, self.with_id) if self.with_id else (self.row_id,)

    @property
    def named(self) -> str:
        """Give the rows that it rests on, in words."""
        return " and ".join(self.ids)

    @property
    def figure(self) -> Figure:
        """Give the amount as a figure without room: how it was rounded is not known."""
        return point(self.amount)


@dataclass(frozen=True, slots=True)
class TradeIndex:
    """All figures of one good, partner and unit."""

    series: dict[tuple[str, str, str], list[Published]]

    def find(self, codes: tuple[str, ...], partner: str, unit: str) -> list[Published]:
        """Give the figures under any of some codes, those of the first code first."""
        return [p for code in codes for p in self.series.get((code, partner, unit), [])]


@lru_cache(maxsize=2)
def index_trade(facts: Facts) -> TradeIndex:
    """Put table `flows` under code, partner and unit, each flow turned to the country spoken of.

    Args:
        facts: With or without `flows`.
    """
    series: dict[tuple[str, str, str], list[Published]] = defaultdict(list)
    if facts.flows is not None:
        rows = facts.flows.filter(pl.col("reporter_region").is_null()).sort("row_id")
        for row in rows.select(COLUMNS).iter_rows(named=True):
            _add(series, row)
    for key in [key for key in series if key[2] == "USD"]:
        series[key].extend(_added_up(series[key]))
    return TradeIndex(dict(series))


def _added_up(found: list[Published]) -> list[Published]:
    """Give total trade where both its sides were published for a time, and their sum was not."""
    totals = {p.span for p in found if p.flow == "total_trade"}
    sides = [p for p in found if p.span not in totals]
    return [
        Published(
            one.row_id,
            "total_trade",
            one.span,
            one.amount + other.amount,
            "USD",
            "added up",
            other.row_id,
        )
        for one in sides
        if one.flow == "export"
        for other in sides
        if other.flow == "import" and other.span == one.span
    ]


def codes_of(reading: Reading) -> tuple[str, ...]:
    """Give the codes of a claim's good; none for several, or for one that is part of a family."""
    definitions = load_definitions()
    if len(reading.goods.families) != 1 or reading.goods.names & definitions.names_apart:
        return ()
    good = definitions.good_of.get(next(iter(reading.goods.families)))
    return good.hs if good is not None else ()


def partners_of(reading: Reading) -> tuple[str, ...]:
    """Give the partners to look under: the one named, or the usual one and the whole world."""
    definitions = load_definitions()
    if reading.partner:
        named = definitions.countries.get(reading.partner)
        return (named,) if named else ()
    return definitions.default_partner, WORLD


def _add(series: dict[tuple[str, str, str], list[Published]], row: dict[str, object]) -> None:
    home = load_definitions().home
    is_home = row["reporter"] == home
    partner = str(row["partner"] if is_home else row["reporter"])
    if not is_home and row["partner"] != home:
        return
    flow = str(row["flow"])
    spoken = flow if is_home else MIRROR[flow]
    first, end = row["period_start"], row["period_end"]
    span = Span(first, end - DAY)  # type: ignore[arg-type,operator]
    for column, unit, basis in (
        ("value_cif_usd", "USD", "CIF"),
        ("value_fob_usd", "USD", "FOB"),
        ("value_mixed_usd", "USD", "mixed"),
        ("mass_t", "t", ""),
    ):
        amount = row[column]
        if isinstance(amount, float) and amount > 0:
            found = Published(str(row["row_id"]), spoken, span, amount, unit, basis)
            series[str(row["hs_code"]), partner, unit].append(found)
