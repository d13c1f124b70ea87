"""Ranks without a figure: "the most since January", "the worst result in ten years"."""

import re
from collections.abc import Iterator, Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.growth_rate import growth_metric
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Amount

__all__ = ["find_superlatives"]

_FIRST = Amount("eq", 1.0, 1.0, "rank", std_low=1.0, std_high=1.0, unit_std="rank")
#: The first of its kind in a stretch of time or in the world.
_SUPERLATIVE = re.compile(
    r"(?i:the |its |their )(?P<word>most|least|worst|best|fewest|[a-z]{3,}est)(?: [a-z-]+){0,4}?"
    r"(?P<reach> since (?:at least )?(?:the )?(?:[A-Z]|\d{4}|records|early|late|mid|spring"
    r"|summer|autumn"
    r"|winter|last|start|beginning|end)| in (?:at least |nearly |almost |more than "
    r"|over )?(?:the (?:past"
    r"|last) )?(?:\d+|an?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty) (?:years?"
    r"|months?|quarters?|weeks?|decades?)| on record\b| for (?:\d+|two|three|four|five|six"
    r"|seven|eight|nine|ten"
    r"|twelve) (?:years|months|quarters|weeks)| (?:so far )?this year\b| of the (?:year"
    r"|decade|century)\b"
    r"| in the (?:world|region|country|province)\b| ever\b)"
)
_LED = frozenset({"the", "its", "their"})
_NOT = frozenset(
    {"interest", "forest", "west", "rest", "test", "latest", "honest", "request", "protest"}
    | {"harvest", "arrest", "guest", "contest", "earliest", "nearest", "northwest", "southwest"}
)


def find_superlatives(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find what is said to be the most or least of its kind.

    Args:
        reading: The document.
        taken: Claims of figures, whose words are left alone.

    Returns:
        Drafts of rank one; which way it is counted stands in the words.
    """
    text, words = reading.flat.text, reading.tokens.words
    for place in reading.tokens.places_of(_LED):
        if words[place + 1 : place + 2] and words[place + 1][-2:] != "st":
            continue
        match = _SUPERLATIVE.match(text, reading.tokens.starts[place])
        if match is None:
            continue
        start, end = match.start(), _whole_word(text, match.end())
        if match["word"] in _NOT or any(d.start < end and start < d.end for d in taken):
            continue
        if reading.sentence(start).is_heading:
            continue
        metric, flow = growth_metric(reading, start, ())
        draft = Draft(start, end, "ratio", "ratio.superlative", f"{metric}_rank", 0.6, _FIRST)
        draft.at, draft.flow = (start, end), flow
        yield draft


def _whole_word(text: str, end: int) -> int:
    while end < len(text) and text[end].isalnum():
        end += 1
    return end
