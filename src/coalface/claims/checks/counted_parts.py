"""Check 2, counts: so many of those counted before, and the share that they are said to be."""

import re
from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import fit
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_counted_parts"]

REACH = 320  # characters from the whole to the share
COUNTED = ".counted"  # in the rule of a share that words tie to what was counted
OVER = 10.0  # a whole of more than so many times the part is rather another one
_OF_THEM = re.compile(r"\bof (?:them|these|those|the (?:\w+ )?\w+s|all)\b", re.IGNORECASE)
SETTLE = "the list of what was counted"


def find_counted_parts(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Divide a count of some by the count of all that it is told of, where a share follows.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning for each share that is not what the two make, for it may be one of another whole.
    """
    for block in blocks_of(readings, _key).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        shares = [r for r in ordered if r.unit_std == "fraction"]
        for part in ordered if len(shares) == 1 else ():
            whole = _whole(ordered, part)
            if whole is not None and abs(shares[0].start - whole.start) <= REACH:
                yield _share(shares[0], part, whole)
                break


def _key(reading: Reading) -> str | None:
    is_told = reading.figure is not None and reading.polarity == "affirmed"
    is_share = reading.unit_std == "fraction" and COUNTED in reading.rule
    return reading.document if is_told and (reading.unit_std == "count" or is_share) else None


def _whole(ordered: list[Reading], part: Reading) -> Reading | None:
    """Give the count of which one is told as some: the one count before it that is larger."""
    if part.unit_std != "count" or not (part.is_part or _OF_THEM.search(part.locator)):
        return None
    low = figure_of(part).stated.middle
    before = [
        r
        for r in ordered
        if r.unit_std == "count" and r.start < part.start and part.start - r.start <= REACH
    ]
    larger = [r for r in before if low < figure_of(r).stated.middle <= OVER * low]
    return larger[0] if len(larger) == 1 else None


def _share(share: Reading, part: Reading, whole: Reading) -> Outcome:
    computed = figure_of(part).over(figure_of(whole))
    assert computed is not None
    found = fit(computed, figure_of(share))
    is_wrong = found.verdict == "conflict"
    end = "but" if is_wrong else "and"
    return Outcome(
        test="share",
        claim_ids=(share.id, part.id, whole.id),
        verdict="warn" if is_wrong else found.verdict,
        explanation=(
            f"{part.words} of {whole.words} is {said(computed.stated, 'fraction')}, {end} "
            f"{said(figure_of(share).stated, 'fraction')} is printed in {share.words}."
        ),
        would_settle=SETTLE,
        size=found.size,
    )
