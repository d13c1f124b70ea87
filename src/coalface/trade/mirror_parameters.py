"""What the mirror starts from: published CIF/FOB margins, bands of distance, groups of goods."""

from functools import lru_cache
from importlib import resources
from itertools import pairwise

from pydantic import Field

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["MirrorParameters", "ReliabilityPrior", "load_mirror_parameters"]


class PublishedMargin(Definition):
    """What someone printed on CIF over FOB, less one."""

    who: str
    low: float = Field(ge=0, lt=1)
    high: float = Field(ge=0, lt=1)
    what: str
    source: str


class DistanceBand(Definition):
    """Flows from this distance on, with the margin they start from."""

    from_km: float = Field(ge=0)
    margin: float = Field(ge=0, lt=1)


class GoodsGroup(Definition):
    """Chapters from this one on, up to the next group."""

    name: str
    from_chapter: int = Field(ge=1, le=97)


class ReliabilityPrior(Definition):
    """What a reporter of whom nothing is known is taken for, and how many pairs that weighs."""

    scale: float = Field(gt=0)
    wide_share: float = Field(gt=0, lt=1)
    gross_share: float = Field(gt=0, lt=1)
    gross_scale: float = Field(gt=0)
    pairs: float = Field(gt=0)


class MirrorParameters(Definition):
    """All of `data/parameters/mirror.yml`."""

    published_margins: tuple[PublishedMargin, ...]
    distance_bands: tuple[DistanceBand, ...]
    margin_prior_sd: float = Field(gt=0)
    good_effect_sd: float = Field(gt=0)
    reporter_bias_sd: float = Field(gt=0)
    reliability_prior: ReliabilityPrior
    wide_factor: float = Field(gt=1)
    interval_share: float = Field(gt=0, lt=1)
    reconciled_sources: tuple[str, ...]
    goods_groups: tuple[GoodsGroup, ...]

    @property
    def band_names(self) -> tuple[str, ...]:
        """Give each band of distance in words, and last the one of unknown distance."""
        ends = [band.from_km for band in self.distance_bands]
        spans = [f"{a:,.0f}-{b:,.0f} km" for a, b in pairwise(ends)]
        return (*spans, f"{ends[-1]:,.0f} km on", "distance unknown")


@lru_cache
def load_mirror_parameters() -> MirrorParameters:
    """Read the packaged `data/parameters/mirror.yml`."""
    path = resources.files("coalface") / "data" / "parameters" / "mirror.yml"
    return read_definition(path.read_text(encoding="utf-8"), "mirror.yml", MirrorParameters)
