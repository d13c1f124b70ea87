"""Check 2, results: a figure that follows from those before it, as "so that" and "thus" say.

The words say that it was worked out, not how: it is enough that it is a sum, a difference, a rest,
a product or a mean of figures before it.
"""

from collections.abc import Iterator
from itertools import combinations

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import Figure, product_of, sum_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.told_sets import are_alike, are_near, can_be_tied
from coalface.claims.facts import Facts

__all__ = ["find_told_results"]

THUS = ".thus"
REACH = 320  # characters from a result to the first figure that it is of
MOST = 6
ALIKE = 0.005  # a result so near to one figure is the figure again
FAR = 12.0
SETTLE = "the figures that the result was worked out from"
Way = tuple[str, Figure, tuple[Reading, ...]]


def find_told_results(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Work out in every plain way what a report says to follow from the figures before it.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome a result; a warning where none of the ways gives it, and only where there are
        two figures before it, so that one sum, one difference or one product can be meant.
    """
    if not any(r.rule.endswith(THUS) for r in readings):
        return
    for block in blocks_of(readings, can_be_tied).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for place, lead in enumerate(ordered):
            if lead.rule.endswith(THUS):
                yield from _result(lead, ordered[:place])


def _result(lead: Reading, before: list[Reading]) -> Iterator[Outcome]:
    near = [r for r in before if lead.start - r.start <= REACH][-MOST:]
    same = [r for r in near if are_alike(r, lead)]
    counts = [r for r in near if r.unit_std == "count" and r not in same]
    counts = [r for r in counts if figure_of(r).stated.low > 1 and not r.per]
    ways = [*_sums(same), *_differences(same), *_products(lead, near, counts)]
    fitting = [way for way in ways if are_near(way[1], figure_of(lead))]
    if fitting:
        yield _outcome(lead, fitting[0], "agree")
        return
    if any(_is_again(r, lead) for r in same) or not _can_be_one_way(same, counts):
        return
    if len(same) > 1:
        ways = [way for way in ways if " x " not in way[0] and " / " not in way[0]]
    likely = [way for way in ways if 1 / FAR < _ratio(way, lead) < FAR]
    if likely:
        yield _outcome(lead, min(likely, key=lambda way: abs(1 - _ratio(way, lead))), "warn")


def _can_be_one_way(same: list[Reading], counts: list[Reading]) -> bool:
    """Say whether there are two figures for a sum or a difference, or one and a count."""
    if len(same) == len({"one", "other"}):
        return figure_of(same[0]) != figure_of(same[1]) and len(counts) <= 1
    return len(same) == 1 and len(counts) == 1


def _sums(same: list[Reading]) -> Iterator[Way]:
    for n in range(2, len(same) + 1):
        run = same[-n:]
        terms = " + ".join(_said(r) for r in run)
        yield terms, sum_of([figure_of(r) for r in run]), tuple(run)


def _differences(same: list[Reading]) -> Iterator[Way]:
    """Take from each figure one other, or all that follow it."""
    for one, other in combinations(same, 2):
        more, less = (one, other) if _middle(one) >= _middle(other) else (other, one)
        words = f"{_said(more)} - {_said(less)}"
        yield words, figure_of(more).minus(figure_of(less)), (more, less)
    for place, whole in enumerate(same):
        for stop in range(place + 3, len(same) + 1):
            parts = same[place + 1 : stop]
            computed = figure_of(whole).minus(sum_of([figure_of(r) for r in parts]))
            words = " - ".join(_said(r) for r in (whole, *parts))
            yield words, computed, (whole, *parts)


def _products(lead: Reading, near: list[Reading], counts: list[Reading]) -> Iterator[Way]:
    ones = [r for r in near if r.unit_std == lead.unit_std and r not in counts]
    masses = [r for r in near if r.unit_std == "t" and lead.currency and not r.per]
    for one in ones:
        numbers = [*counts, *masses]
        for n in range(1, len(numbers) + 1):
            for chosen in combinations(numbers, n):
                terms = (*chosen, one)
                words = " x ".join(_plain(r) for r in terms)
                yield words, product_of([figure_of(r) for r in terms]), terms
        for number in counts:
            computed = figure_of(one).over(figure_of(number))
            if computed is not None:
                yield f"{_said(one)} / {_plain(number)}", computed, (one, number)


def _is_again(one: Reading, lead: Reading) -> bool:
    return abs(_middle(one) - _middle(lead)) <= ALIKE * _middle(lead)


def _ratio(way: Way, lead: Reading) -> float:
    return way[1].stated.middle / _middle(lead)


def _middle(reading: Reading) -> float:
    return figure_of(reading).stated.middle


def _plain(reading: Reading) -> str:
    unit = "" if reading.unit_std == "count" else reading.unit_std
    return said(figure_of(reading).stated, unit)


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)


def _outcome(lead: Reading, way: Way, verdict: str) -> Outcome:
    words, computed, terms = way
    is_wrong = verdict == "warn"
    end = f"but {_said(lead)} is told to follow" if is_wrong else "as told"
    return Outcome(
        test="sum" if " + " in words else "product" if " x " in words else "balance",
        claim_ids=(lead.id, *(r.id for r in terms)),
        verdict=verdict,
        explanation=f"{words} = {said(computed.stated, lead.unit_std)}, {end} in {lead.words}.",
        would_settle=SETTLE,
        size=abs(computed.stated.middle - _middle(lead)) / _middle(lead) if is_wrong else 0.0,
    )
