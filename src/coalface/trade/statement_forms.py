"""The form in which a published statement is kept: facts and where they stand, never its words."""

from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import Field

from coalface.trade.goods import TradeGood, load_trade_goods
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = [
    "CeilingClaim",
    "Claim",
    "GrowthClaim",
    "RankClaim",
    "ShareClaim",
    "Statement",
    "SumClaim",
    "ValueClaim",
    "Wider",
    "WithinClaim",
    "load_statements",
]

LOCATOR_CHARACTERS = 120
OF_EARNINGS = "earnings-"


class Wider(Definition):
    """Books in which a wider good, or the trade with all partners, is published."""

    reporter: str
    partner: str
    flow: str
    code: str
    name: str


class ValueClaim(Definition):
    """A value in one calendar year, printed to `rounded_to_usd`."""

    kind: Literal["value"]
    id: str
    code: str
    year: int
    value_usd: float = Field(ge=0)
    rounded_to_usd: float = Field(gt=0)


class CeilingClaim(Definition):
    """No calendar year from `from_year` on and before `before_year` was above a value."""

    kind: Literal["ceiling"]
    id: str
    codes: tuple[str, ...] = Field(min_length=1)
    from_year: int = 1990
    before_year: int
    value_usd: float = Field(ge=0)


class SumClaim(Definition):
    """Values of other claims that together should be what a source prints as one figure."""

    kind: Literal["sum"]
    id: str
    terms: tuple[str, ...] = Field(min_length=2)
    code: str


class WithinClaim(Definition):
    """Values of other claims that together cannot be more than a wider published figure."""

    kind: Literal["within"]
    id: str
    terms: tuple[str, ...] = Field(min_length=1)
    wider: Wider


class GrowthClaim(Definition):
    """Value of `to_year` over value of `from_year`, as a range where the words are vague."""

    kind: Literal["growth"]
    id: str
    code: str
    from_year: int
    to_year: int
    ratio_low: float = Field(ge=0)
    ratio_high: float = Field(ge=0)
    wider: Wider | None = None


class ShareClaim(Definition):
    """Share in all the buyer's imports of the good, as a range where the words are vague."""

    kind: Literal["share"]
    id: str
    value_id: str
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)


class RankClaim(Definition):
    """Rank among the goods that the seller sold to the buyer in a calendar year."""

    kind: Literal["rank"]
    id: str
    code: str
    year: int
    rank: int = Field(ge=1)


Claim = Annotated[
    ValueClaim | CeilingClaim | SumClaim | WithinClaim | GrowthClaim | ShareClaim | RankClaim,
    Field(discriminator="kind"),
]


class Statement(Definition):
    """What one source said of one good, each number a claim that can be checked.

    Attributes:
        id: Its name, also the file's.
        title: The good.
        code: HS code or documented union; `TOTAL` has no legal standing.
        source_id: Who said it; its own rows never count as evidence for it.
        locator: Where in the source, in a few words.
        period_start: Start of the period for which the law is asked.
        period_end: First day after it.
        claims: What it says in numbers.
        beside: Wider figures to print beside it.
        law_said: What it says of the law, in our words, or "".
        law_claim: What those words come to: `not_covered` or `exempted` by a provision.
        law_note: Why, with the paragraph.
    """

    id: str
    title: str
    code: str
    source_id: str
    locator: str = Field(max_length=LOCATOR_CHARACTERS)
    period_start: date
    period_end: date
    claims: tuple[Claim, ...] = Field(min_length=1)
    beside: tuple[Wider, ...] = ()
    law_said: str = ""
    law_claim: Literal["", "not_covered", "exempted"] = ""
    law_note: str = ""

    @property
    def good(self) -> TradeGood:
        """Give the good it speaks of."""
        return load_trade_goods().good(self.code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Give every code it speaks of: the good and the parts of a union."""
        return (self.code, *self.good.parts)

    @property
    def years(self) -> frozenset[int]:
        """Give the years for which it prints a value."""
        return frozenset(c.year for c in self.claims if isinstance(c, ValueClaim))

    def value(self, claim_id: str) -> ValueClaim:
        """Give one of its value claims."""
        return next(c for c in self.claims if isinstance(c, ValueClaim) and c.id == claim_id)


@lru_cache
def load_statements() -> tuple[Statement, ...]:
    """Read the packaged statements on trade, by file name; those on earnings have their own."""
    folder = resources.files("coalface") / "data" / "statements"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yml")), key=lambda f: f.name)
    return tuple(
        read_definition(file.read_text(encoding="utf-8"), file.name, Statement)
        for file in files
        if not file.name.startswith(OF_EARNINGS)
    )
