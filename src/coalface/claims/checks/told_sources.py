"""Check 9 within one report: sources told as independent, and told to be one."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome
from coalface.claims.facts import Facts

__all__ = ["find_told_sources"]

INDEPENDENT, FIRST = "n_independent_sources", "n_first_sources"
REACH = 900  # characters between the two
SETTLE = "a source that did not read, hear or quote the others"


def find_told_sources(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Hold a count of independent sources against what the same report says of their root.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning for each count of two or more where the report says that those who tell it have
        it from one: chains are counted, not papers. They may be of two things.
    """
    for block in blocks_of(readings, _document).values():
        roots = [r for r in block if r.metric == FIRST]
        for many in (r for r in block if r.metric == INDEPENDENT):
            near = [r for r in roots if abs(r.start - many.start) <= REACH]
            if near and figure_of(many).stated.low > 1:
                root = min(near, key=lambda r: (abs(r.start - many.start), r.id))
                yield Outcome(
                    test="independence",
                    claim_ids=(many.id, root.id),
                    verdict="warn",
                    explanation=(
                        f"{many.words} counts more than one source; {root.words} says that they go "
                        "back to one: repetition, not confirmation."
                    ),
                    would_settle=SETTLE,
                    size=1.0,
                )


def _document(reading: Reading) -> str | None:
    is_told = reading.metric in (INDEPENDENT, FIRST) and reading.figure is not None
    return reading.document if is_told else None
