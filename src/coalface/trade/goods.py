"""How the analyses read a good: its name, its parts, its inputs, its benchmarks."""

from functools import lru_cache
from importlib import resources

from pydantic import Field

from coalface.vocabulary.definitions import Definition, read_definition
from coalface.vocabulary.goods import is_hs_code

__all__ = ["Benchmark", "CapProduct", "TradeGood", "TradeGoods", "load_trade_goods"]

CHAPTER_DIGITS = 2


class TradeGood(Definition):
    """One good as the analyses name it.

    `parts` documents a union that sources print as one figure; `input_code` is what the partner
    sends for processing into this good.
    """

    code: str
    name: str
    parts: tuple[str, ...] = ()
    input_code: str = ""
    input_is_partial: bool = False
    benchmarks: tuple[str, ...] = ()

    @property
    def law_codes(self) -> tuple[str, ...]:
        """Give the codes to ask the law about: the parts of a union, else the code itself."""
        return self.parts or (self.code,)

    @property
    def is_chapter(self) -> bool:
        """Say whether the code is a whole chapter, which holds goods but is none."""
        return not self.parts and len(self.code) == CHAPTER_DIGITS


class Benchmark(Definition):
    """A world price with the grade and valuation that a comparison must name."""

    series: str
    name: str
    grade: str
    valuation: str
    note: str = ""


class CapProduct(Definition):
    """Which published figures count against the cap on one product."""

    product: str
    codes: tuple[str, ...]
    word: str = ""


class TradeGoods(Definition):
    """All goods with something to say about them, and the choices that go with them."""

    first_sectoral_measure: str
    small_month_t: float = Field(gt=0)
    comparison_year: int
    max_years_away: int = Field(gt=0)
    min_share_months: int = Field(gt=0)
    goods: tuple[TradeGood, ...]
    benchmarks: tuple[Benchmark, ...]
    cap_products: tuple[CapProduct, ...]

    def cap_product(self, product: str) -> CapProduct:
        """Give what counts against the cap on a product."""
        return next(p for p in self.cap_products if p.product == product)

    def good(self, code: str, description: str = "") -> TradeGood:
        """Give the good of a code; one not named here takes the source's words as its name."""
        known = next((good for good in self.goods if good.code == code), None)
        return known or TradeGood(code=code, name=description or f"HS {code}")

    def is_good(self, code: str) -> bool:
        """Say whether a code is one HS code or a documented union, not a total or a grouping."""
        return is_hs_code(code) or any(g.code == code and g.parts for g in self.goods)

    def benchmark(self, series: str) -> Benchmark:
        """Give the benchmark of a price series."""
        return next(b for b in self.benchmarks if b.series == series)


@lru_cache
def load_trade_goods() -> TradeGoods:
    """Read the packaged `data/parameters/trade_goods.yml`."""
    path = resources.files("coalface") / "data" / "parameters" / "trade_goods.yml"
    return read_definition(path.read_text(encoding="utf-8"), "trade_goods.yml", TradeGoods)
