"""The scales of analysts, from their packaged definitions: Admiralty code, ICD 203, STIX."""

from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["LikelihoodWord", "Scales", "likelihood_word", "read_scales", "stix_confidence"]

PATH = "claims/scales.yml"
Share = Annotated[float, Field(ge=0, le=1)]
Credibility = Annotated[int, Field(ge=1, le=6)]


class LikelihoodWord(Definition):
    """A word of likelihood, and the shares that it stands for; the upper one is out."""

    word: str
    low: Share = Field(alias="from")
    high: Share = Field(alias="to")


class _Admiralty(Definition):
    source: str
    reliability: dict[Annotated[str, Field(pattern="^[A-F]$")], str]
    credibility: dict[Credibility, str]


class _Likelihood(Definition):
    source: str
    words: tuple[LikelihoodWord, ...]


class _Stix(Definition):
    source: str
    confidence: dict[Credibility, Annotated[int, Field(ge=0, le=100)]]


class Scales(Definition):
    """All scales, each with its source."""

    admiralty: _Admiralty
    likelihood: _Likelihood
    stix: _Stix


@cache
def read_scales() -> Scales:
    """Read the packaged scales."""
    text = (files("coalface") / "data" / PATH).read_text(encoding="utf-8")
    return read_definition(text, PATH.rsplit("/", 1)[-1], Scales)


def likelihood_word(share: float) -> str:
    """Give the word for an analyst's own judgement of how likely something is.

    It is for our judgements only. The words that a report uses are no measure: its author did not
    write by this scale.

    Args:
        share: 0.01 to 0.99: nothing that is judged is certain.

    Returns:
        The word with its range, e.g. `likely (55-80 %)`.

    Raises:
        ValueError: If the share is outside the scale.

    Source:
        ICD 203, Analytic Standards (2015).
    """
    words = read_scales().likelihood.words
    if not words[0].low <= share <= words[-1].high:
        raise ValueError(
            f"found {share:g}, expected {words[0].low:g} to {words[-1].high:g}: the scale has no "
            "word for what is certain. State it as a fact with its source instead."
        )
    found = next((w for w in words if w.low <= share < w.high), words[-1])
    return f"{found.word} ({100 * found.low:.0f}-{100 * found.high:.0f} %)"


def stix_confidence(credibility: int | None) -> int | None:
    """Give the confidence, 0 to 100, that STIX sets for a mark of credibility; none for 6.

    For exchange only: the two marks of the Admiralty code are not one number.

    Args:
        credibility: 1 to 6, or None.

    Source:
        STIX 2.1, Appendix A.
    """
    return None if credibility is None else read_scales().stix.confidence.get(credibility)
