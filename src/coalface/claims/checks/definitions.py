"""What the checks know beforehand: goods and their names, tolerances, which totals belong."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib import resources

from pydantic import Field

from coalface.vocabulary.definitions import Definition, read_definition
from coalface.vocabulary.goods import normal_words

__all__ = ["ALL_GOODS", "CheckDefinitions", "Good", "Tolerances", "load_definitions"]

ALL_GOODS = "all"


class Good(Definition):
    """One family of goods: its names, its codes, and what it is called elsewhere.

    `neutral` are words beside the name that make it no other grade; `apart` are names of goods
    of their own within the family (raw silk, silk waste); `law` is the rulebook's group;
    `product` that of a conversion from barrels; `series` a benchmark price;
    `output` an indicator of national output; `parts` the families
    that a total of this one holds.
    """

    id: str
    words: tuple[str, ...] = Field(min_length=1)
    neutral: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    law: str = ""
    product: str = ""
    series: str = ""
    output: str = ""
    parts: tuple[str, ...] = ()


class Tolerances(Definition):
    """How far figures may lie apart. Each is a choice of ours, written in the definitions."""

    approx: float
    near_bound: float
    trailing_zeros: float
    loose_scope: float
    two_speakers: float
    conversion: float
    valuation: float
    same_source: float
    hint: float
    speed_kn: float
    usual_speed_kn: float
    price_band: tuple[float, float]
    output_times: float
    over_output: float
    neighbours: int = Field(ge=1)
    twins: int
    twin_rates: float
    far_apart: float
    worlds_apart: float


class WholeOf(Definition):
    """What a share is a share of: the total of the part, and the total and goods of the whole."""

    part: str
    whole: str
    goods: str = ""


class TradeSeries(Definition):
    """Where a claim's total stands in the statistics, seen from the country spoken of."""

    flow: str
    column: str


class CheckDefinitions(Definition):
    """All of `data/claims/checks.yml`."""

    tolerances: Tolerances
    goods: tuple[Good, ...]
    totals: frozenset[str]
    attributes: frozenset[str]
    priced: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, WholeOf]
    splits: tuple[tuple[str, ...], ...]
    trade: Mapping[str, TradeSeries]
    sales: frozenset[str]
    single_loads: frozenset[str]
    resolution_words: tuple[str, ...]
    lawful_words: tuple[str, ...]
    unlawful_words: tuple[str, ...]
    transit_words: tuple[str, ...]
    countries: Mapping[str, str]
    home: str
    default_partner: str
    ounces_per_t: float
    permits: frozenset[str]
    common_words: frozenset[str]
    empty_words: frozenset[str]
    local_words: tuple[str, ...]
    monthly_words: tuple[str, ...]
    whole_trade: frozenset[str]
    vague: frozenset[str]
    harbours: Mapping[str, tuple[float, float]]
    waters: Mapping[str, tuple[float, float, float]]
    load_metrics: frozenset[str]

    @cached_property
    def good_of(self) -> dict[str, Good]:
        """Give the families by id."""
        return {good.id: good for good in self.goods}

    @cached_property
    def names_apart(self) -> frozenset[str]:
        """Give the names that are goods of their own within their family."""
        return frozenset(normal_words(word) for good in self.goods for word in good.apart)

    @cached_property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Give every name with its family, the longest first: "iron ore" before "iron"."""
        pairs = [(normal_words(word), good.id) for good in self.goods for word in good.words]
        return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@lru_cache(maxsize=1)
def load_definitions() -> CheckDefinitions:
    """Read the packaged definitions of the checks.

    Raises:
        DefinitionError: If the file is wrong; names file and line.
    """
    file = resources.files("coalface") / "data" / "claims" / "checks.yml"
    return read_definition(file.read_text(encoding="utf-8"), file.name, CheckDefinitions)
