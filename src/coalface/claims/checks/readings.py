"""A claim as the checks read it: figure with its tolerance, goods, days, scope and speaker."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal
from functools import lru_cache
from math import inf, isfinite
from typing import Any

import polars as pl

from coalface.claims.checks.commodities import Goods, goods_of
from coalface.claims.checks.definitions import ALL_GOODS, load_definitions
from coalface.claims.checks.intervals import Figure, Interval
from coalface.claims.checks.periods import Span

__all__ = ["HOME", "Reading", "figure_of", "read_claims", "step_of"]

#: Tonnes, and prices of one tonne: every mass unit in which a price may be given.
PER_TONNE = {"g": 1e6, "kg": 1000.0, "short ton": 1 / 0.90718474, "lb": 2204.6226}
HOME = "KP"
BOUNDS = frozenset({"gt", "ge", "lt", "le"})
PERCENT = 100.0
COARSEST = 0.25  # of a figure: "one million" leaves no half of it open
#: Words for a bound that is all but reached, or hardly passed.
_CLOSE = re.compile(
    r"(?:almost|nearly|approaching|close on|not quite"
    r"|just (?:over|under|above|below|short of|shy of|more than|less than)"
    r"|slightly (?:over|under|above|below|more than|less than)"
    r"|(?:a )?(?:little|bit|shade|touch|fraction) (?:over|under|above|below|more than|less than)"
    r"|거의|将近|接近|近)(?![a-z])",
    re.IGNORECASE,
)


_ZEROS = re.compile(r"(?<![\d.,])\d+\.(?P<digits>\d*0)(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim, made ready for comparison. Empty text and empty sets mean "not said".

    Attributes:
        id: Claim.
        document: Where it stands.
        figure: What it states in standard units (t, USD, fraction ...), prices of one tonne where
            the price is of a mass; None where it states no figure.
        per: What the figure is for one of, "" for a total of its period.
        partner: Country on the other side, "" if not said.
        sites: Places finer than a country.
    """

    id: str
    document: str
    start: int
    kind: str
    metric: str
    goods: Goods
    flow: str
    op: str
    figure: Figure | None
    unit: str
    unit_std: str
    currency: str
    per: str
    partner: str
    sites: frozenset[str]
    origin: frozenset[str]
    destination: frozenset[str]
    span: Span
    period_text: str
    published: date | None
    actor: str
    counterparty: str
    attribution: tuple[str, ...]
    hedge: str
    polarity: str
    status: str
    locator: str
    supersedes: str
    rule: str = ""
    is_public: bool = True

    @property
    def is_fact_like(self) -> bool:
        """Say whether it states what is or was, not what may come."""
        return self.status not in ("planned", "conditional") and self.hedge != "forecast"

    @property
    def is_rest(self) -> bool:
        """Say whether its report tells it as the rest of something."""
        return self.rule.endswith(".rest")

    @property
    def is_part(self) -> bool:
        """Say whether its report tells it as a part of another figure for the same goods."""
        return self.rule.endswith(".part")

    @property
    def is_base(self) -> bool:
        """Say whether its report tells it as a level that another one is held against."""
        return self.rule.endswith(".base")

    @property
    def counted_from(self) -> str:
        """Give what its report counts a change from: "month" or "year" before; "" if not told."""
        bases = {"month": ".on_month", "year": ".on_year"}
        return next((name for name, mark in bases.items() if mark in self.rule), "")

    @property
    def is_national(self) -> bool:
        """Say whether its report tells it of the whole country."""
        return self.rule.endswith(".national")

    @property
    def is_local(self) -> bool:
        """Say whether its report tells it of one place of work, beside one of the country."""
        return self.rule.endswith(".local")

    @property
    def words(self) -> str:
        """Give the claim's own words in quotes, with who says it; of one not public no words."""
        told = f"{self.id} ({self.document})"
        return f"{told}: “{self.locator}”" if self.is_public else told

    def quoted(self, words: str) -> str:
        """Give words of the claim in quotes, or, where it is not public, that they are not shown.

        Args:
            words: Some of its own.
        """
        return f"“{words}”" if self.is_public else "another, in words that are not shown"


def figure_of(reading: Reading) -> Figure:
    """Give the figure of a claim that is known to hold one."""
    assert reading.figure is not None
    return reading.figure


def read_claims(claims: pl.DataFrame) -> list[Reading]:
    """Make claims ready for comparison, in an order that does not depend on that of the rows.

    Rejected and merged claims are left out: an analyst has put them aside.

    Args:
        claims: Table `claims`.
    """
    kept = claims.filter(~pl.col("review_state").is_in(["rejected", "merged"]))
    return [_reading(row) for row in kept.sort("claim_id").iter_rows(named=True)]


@lru_cache(maxsize=65536)
def step_of(stated: float, *, is_share: bool = False) -> float:
    """Give the step to which a printed figure is told: 0.01 for 1.45, at most 2 % for 400.

    Args:
        stated: The figure as printed, without its scale word.
        is_share: It was printed in per cent and is kept as a fraction.
    """
    if stated == 0:
        return 0.0
    printed = Decimal(repr(stated)) * (100 if is_share else 1)
    exponent = printed.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    step = float(Decimal(10) ** exponent)
    if exponent > 0:
        coarsest = load_definitions().tolerances.trailing_zeros * abs(float(printed))
        step = min(step, max(coarsest, 1.0))
    return step / PERCENT if is_share else step


def _reading(row: dict[str, Any]) -> Reading:
    unit_std, per = row["unit_std"] or "", row["per"] or ""
    span = Span(_day(row["valid_from"]), _day(row["valid_to"]))
    factor = PER_TONNE.get(per, 1.0) if row["kind"] == "price" else 1.0
    figure = _figure(row)
    if figure is not None and factor != 1.0:
        figure, per = figure.scaled(factor), "t"
    if (per == "year" and span.is_year) or (per == "month" and span.is_month):
        per = ""
    return Reading(
        id=row["claim_id"],
        document=row["document_id"],
        start=row["start"] or 0,
        kind=row["kind"],
        metric=row["metric"],
        goods=_goods(row),
        flow=row["flow"] or "",
        op=row["op"],
        figure=figure,
        unit=row["unit"] or "",
        unit_std=unit_std,
        currency=row["currency"] or "",
        per=per,
        partner=_partner(row),
        sites=frozenset(place for place in row["places"] or () if _is_site(place)),
        origin=frozenset(row["origin"] or ()),
        destination=frozenset(row["destination"] or ()),
        span=span,
        period_text=row["period_text"] or "",
        published=_day(row["published"]),
        actor=row["actor"] or "",
        counterparty=row["counterparty"] or "",
        attribution=tuple(row["attribution"] or ()),
        hedge=row["hedge"],
        polarity=row["polarity"],
        status=row["status"],
        locator=row["locator"],
        supersedes=row["supersedes"] or "",
        rule=row["rule_id"] or "",
        is_public=row["sensitivity"] == "public",
    )


def _day(day: date | None) -> date | None:
    """Give a day; the first and the last year of the calendar are ways to write an open end."""
    return None if day is not None and day.year in (MINYEAR, MAXYEAR) else day


def _goods(row: dict[str, Any]) -> Goods:
    """Give the goods named; a total of trade that names none is read as of all, without a name."""
    if not row["commodity"] and row["metric"] in load_definitions().whole_trade:
        return Goods(families=frozenset({ALL_GOODS}))
    return goods_of(row["commodity"] or "")


def _figure(row: dict[str, Any]) -> Figure | None:
    low, high = row["value_std_low"], row["value_std_high"]
    if low is None and high is None:
        return None
    stated = Interval(-inf if low is None else low, inf if high is None else high)
    if row["op"] in ("lt", "le") and high is not None and high >= 0 and _is_amount(row):
        stated = Interval(0.0 if low is None else low, high)
    if row["op"] == "approx":
        return Figure(stated, stated.widened(load_definitions().tolerances.approx))
    if row["op"] in BOUNDS and _is_close(row["locator"]):
        return _closed(stated, _is_amount(row))
    room_low, room_high = (_room(row, end) for end in ("low", "high"))
    return Figure(stated, Interval(stated.low - room_low, stated.high + room_high))


def _is_close(locator: str) -> bool:
    """Say whether a bound is told as near: "almost two thirds", "just over a third"."""
    return _CLOSE.match(locator) is not None


def _closed(stated: Interval, is_amount: bool) -> Figure:  # noqa: FBT001
    """Give a bound that is told as near the other end, which its words leave out."""
    near = load_definitions().tolerances.near_bound
    low, high = stated.low, stated.high
    if not isfinite(high):
        high = max(low * (1 + near), low * (1 - near))
    elif not isfinite(low) or (is_amount and low == 0.0):
        low = min(high * (1 + near), high * (1 - near))
    both = Interval(low, high)
    return Figure(both, both)


def _room(row: dict[str, Any], end: str) -> float:
    """Give half a step of one end, in standard units; 0 for a bound and for a count, said as is."""
    stated, standard = row[f"value_{end}"], row[f"value_std_{end}"]
    if row["op"] in BOUNDS or row["unit_std"] in ("count", "rank"):
        return 0.0
    if stated is None or standard is None or stated == 0:
        return 0.0
    step = _printed_step(row["locator"], stated) or step_of(
        stated, is_share=row["unit_std"] == "fraction"
    )
    room = abs(step * float(standard) / float(stated)) / 2
    return room if row["unit_std"] == "fraction" else min(room, COARSEST * abs(float(standard)))


def _printed_step(locator: str, stated: float) -> float:
    """Give the step of a figure printed with zeros at its end, "2.0 billion"; 0 for others."""
    if "." not in locator:
        return 0.0
    for match in _ZEROS.finditer(locator):
        if float(match[0]) == stated:
            return float(10 ** -len(match["digits"]))
    return 0.0


def _is_amount(row: dict[str, Any]) -> bool:
    return row["kind"] in ("price", "quantity", "value", "share", "ratio")


def _is_site(place: str) -> bool:
    return "-" in place or place.startswith("name:")


def _partner(row: dict[str, Any]) -> str:
    """Give the countries on the other side, as "CN" or "CN+RU"."""
    ends = [*(row["origin"] or ()), *(row["destination"] or ())]
    countries = {end[:2] for end in ends if not end.startswith("name:")} - {HOME}
    return "+".join(sorted(countries))
