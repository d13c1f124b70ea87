"""The stated priors of the check for mix-ups."""

from functools import lru_cache
from importlib import resources

from pydantic import Field

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["MixupSettings", "load_mixup_settings"]


class Spread(Definition):
    """A prior spread of yearly moves and how many years it counts as."""

    prior: float = Field(gt=0)
    years: float = Field(gt=0)


class AmountPrior(Definition):
    """How large the amounts are that were booked away, beside the usual cell."""

    times_usual: float = Field(gt=0)
    spread: float = Field(gt=0)


class Slip(Definition):
    """How often a figure is spoilt by another fault, and the spread of a logarithm then."""

    share: float = Field(gt=0, lt=1)
    spread: float = Field(gt=0)


class UnitValuePrior(Definition):
    """How near unit values lie where goods of the South were booked under the North."""

    same_lines_share: float = Field(gt=0, lt=1)
    same_lines_spread: float = Field(gt=0)
    other_lines: float = Field(gt=0)


class SummaryPrior(Definition):
    """How a sum over several years is weighed, which has no history of its own."""

    share_of_reference: float = Field(gt=0)
    distance_power: float = Field(ge=0)
    spread: float = Field(gt=0)
    mixed_spread: float = Field(gt=0)
    prior: float = Field(gt=0, lt=1)
    no_other_trade: float = Field(ge=1)


class Amount(Definition):
    """A published range in USD."""

    low: float = Field(ge=0)
    high: float = Field(ge=0)


class TotalsCheck(Definition):
    """What may stand between KOTRA's total and another without a mix-up."""

    valuation_share: float = Field(ge=0)
    most_years_away: int = Field(ge=0)
    change_a_year: float = Field(ge=0)
    inter_korean_usd: Amount
    inter_korean_until: int


class MixupSettings(Definition):
    """All that the check assumes before it looks at a table; see the notes in the file."""

    north: str
    south: str
    share_of_cells: float = Field(gt=0, lt=1)
    prior_cells: float = Field(gt=0)
    whole_share: float = Field(gt=0, lt=1)
    amount: AmountPrior
    nearness: float = Field(gt=0, le=1)
    tail_df: float = Field(gt=2)
    spread: Spread
    slip: Slip
    churn_spread: float = Field(gt=0)
    neighbours: int = Field(ge=0)
    recoded_share: float = Field(gt=0, lt=1)
    came_and_went_share: float = Field(gt=0, lt=1)
    unit_value: UnitValuePrior
    most_times: float = Field(ge=1)
    south_density: float = Field(gt=0, le=1)
    rounds: int = Field(gt=0)
    probable_at: float = Field(gt=0, lt=1)
    summary: SummaryPrior
    totals: TotalsCheck


@lru_cache
def load_mixup_settings() -> MixupSettings:
    """Read the packaged `data/parameters/mixups.yml`."""
    path = resources.files("coalface") / "data" / "parameters" / "mixups.yml"
    return read_definition(path.read_text(encoding="utf-8"), "mixups.yml", MixupSettings)
