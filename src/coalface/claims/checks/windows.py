"""Check 1, periods: a figure that reaches beyond the years of which the document has data."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.facts import Facts

__all__ = ["find_beyond_window"]

NUMERIC = frozenset({"value", "quantity", "share", "growth_rate", "ratio", "price"})


def find_beyond_window(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set the spell of a document's own figures against the spell of its data.

    Only figures that begin within the window and end after it, and that the document gives as its
    own: what it quotes from elsewhere may rest on other data.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A conflict for each such figure.
    """
    for block in blocks_of(readings, lambda r: r.document).values():
        windows = [r for r in block if r.metric == "data_window" and r.polarity == "affirmed"]
        if len(windows) != 1 or not windows[0].span.is_whole:
            continue
        for reading in block:
            if _reaches_beyond(reading, windows[0]):
                yield _beyond(reading, windows[0])


def _reaches_beyond(reading: Reading, window: Reading) -> bool:
    if reading.kind not in NUMERIC or not reading.span.is_whole or len(reading.attribution) > 1:
        return False
    first, last = reading.span.first, reading.span.last
    start, end = window.span.first, window.span.last
    assert first is not None
    assert last is not None
    assert start is not None
    assert end is not None
    return start <= first <= end < last


def _beyond(reading: Reading, window: Reading) -> Outcome:
    return Outcome(
        test="same_subject_period",
        claim_ids=(window.id, reading.id),
        verdict="conflict",
        explanation=(
            f"{window.words} says that the data are of {window.span.said()}; {reading.words} gives "
            f"a figure for {reading.span.said()}, which ends later."
        ),
        would_settle="which data the later part of the figure rests on",
        size=1.0,
    )
