"""Figures that the arithmetic of their document joins: parts and their sum, a stated change."""

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.intervals import fit, point, sum_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rests import find_rests
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.told_results import find_told_results
from coalface.claims.checks.told_sets import tied_by_words
from coalface.claims.facts import Facts

__all__ = ["Ties", "find_listed_sums", "share_lists", "ties_of"]

MOST_PARTS = 6
BESIDE = 4  # claims on either side of a change among which its two levels are sought
LEVELS = frozenset({"price", "quantity", "value"})
CHANGES = frozenset({"growth_rate", "ratio", "share", "discount"})
FITTING = frozenset({"agree", "agree_rounded"})
BALANCE = "trade_total"
WHOLE, BESIDE_WHOLE = ".whole", 160  # characters from a whole to its part
BREATH = 50  # characters
SETTLE = "the table from which the parts and their sum were taken"
Key = tuple[object, ...]
Ties = Mapping[frozenset[str], str]


def find_listed_sums(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add figures that stand side by side, and see whether one beside them is their sum.

    A sum that does not add up is no outcome here: that the figures belong to one list is known
    only from their adding up.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each figure that the two or more before it, or after it, add up to.
    """
    for whole, parts in _listed(readings):
        figures = [figure_of(part) for part in parts]
        terms = " + ".join(said(f.stated, whole.unit_std) for f in figures)
        yield Outcome(
            test="sum",
            claim_ids=(whole.id, *(part.id for part in parts)),
            verdict=fit(sum_of(figures), figure_of(whole)).verdict,
            explanation=f"{terms} make what {whole.words} gives for {whole.span.said()}.",
            would_settle=SETTLE,
        )


def ties_of(readings: list[Reading]) -> Ties:
    """Give pairs of claims that arithmetic joins, so that they are no two figures for one thing.

    Args:
        readings: Claims, read.

    Returns:
        For each pair of ids what joins the two. A tie says how the figures lie to one another, not
        that any of them is true.
    """
    found: dict[frozenset[str], str] = {}
    for whole, parts in _listed(readings):
        for part in parts:
            found[frozenset((whole.id, part.id))] = f"{part.id} is a part of the sum {whole.id}"
        for one, other in combinations(parts, 2):
            found[frozenset((one.id, other.id))] = f"both are parts of the sum {whole.id}"
    for shares in share_lists(readings):
        for one, other in combinations(shares, 2):
            is_one_voice = one.attribution == other.attribution
            if is_one_voice and not _are_told_apart(one, other):
                found[frozenset((one.id, other.id))] = "both are shares of one whole"
    found.update(tied_by_words(readings))
    found.update(_tied_parts(readings))
    for change, pair in _changes(readings):
        found.setdefault(frozenset(r.id for r in pair), f"{change.id} tells how far apart they lie")
    return found


def _tied_parts(readings: list[Reading]) -> Iterator[tuple[frozenset[str], str]]:
    """Give a whole with the part told beside it, and the figures that a rest is told of."""
    for block in blocks_of(readings, lambda r: (r.document, r.unit_std, r.kind)).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for one, other in pairwise(ordered):
            whole, part = (one, other) if one.rule.endswith(WHOLE) else (other, one)
            if whole.rule.endswith(WHOLE) and abs(other.start - one.start) <= BESIDE_WHOLE:
                yield frozenset((one.id, other.id)), f"{part.id} is told as a part of {whole.id}"
    for outcome in (*find_rests(readings, Facts()), *find_told_results(readings, Facts())):
        for pair in combinations(outcome.claim_ids, 2):
            yield frozenset(pair), f"they are told with what they make ({outcome.test})"


def share_lists(readings: list[Reading]) -> Iterator[list[Reading]]:
    """Give runs of shares that stand in one list: those up to a rest, and those that make one.

    Args:
        readings: Claims, read.

    Yields:
        Two or more shares in order of place.
    """
    for block in blocks_of(readings, _share_key).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for place, last in enumerate(ordered):
            for n in range(2, min(MOST_PARTS, place + 1) + 1):
                run = ordered[place - n + 1 : place + 1]
                if not _are_near(run):
                    break
                if last.is_rest or _make_one(run):
                    yield run


def _are_told_apart(one: Reading, other: Reading) -> bool:
    """Tell two voices on what is prepaid from two parts of one payment, told in one breath."""
    terms = {term for split in load_definitions().splits for term in split}
    is_one_term = one.metric == other.metric and one.metric in terms
    return is_one_term and not other.is_rest and abs(other.start - one.start) > BREATH


def _share_key(reading: Reading) -> Key | None:
    is_share = reading.kind in ("share", "payment_term") and reading.unit_std == "fraction"
    return (reading.document,) if is_share and _is_plain(reading) else None


def _make_one(run: list[Reading]) -> bool:
    return fit(sum_of([figure_of(share) for share in run]), point(1.0)).verdict in FITTING


def _listed(readings: list[Reading]) -> Iterator[tuple[Reading, list[Reading]]]:
    for block in blocks_of(readings, _list_key).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for place, whole in enumerate(ordered):
            for n in range(2, min(MOST_PARTS, len(ordered) - 1) + 1):
                before = ordered[max(0, place - n) : place]
                after = ordered[place + 1 : place + 1 + n]
                if len(before) == n and _adds_up(before, whole, [*before, whole]):
                    yield whole, before
                if len(after) == n and _adds_up(after, whole, [whole, *after]):
                    yield whole, after


def _list_key(reading: Reading) -> Key | None:
    if reading.kind not in ("quantity", "value") or not _is_plain(reading):
        return None
    return (
        reading.document,
        reading.kind,
        reading.metric if reading.metric == BALANCE else reading.metric.removesuffix("_total"),
        reading.goods.families,
        reading.span,
        reading.unit_std,
        reading.per,
    )


def _is_plain(reading: Reading) -> bool:
    figure = reading.figure
    if figure is None or not figure.stated.is_bounded or figure.stated.low <= 0:
        return False
    return reading.is_fact_like and reading.polarity == "affirmed" and reading.status != "ended"


def _adds_up(parts: list[Reading], whole: Reading, row: list[Reading]) -> bool:
    if not _are_near(row) or len({r.flow for r in row if r.flow}) > 1:
        return False
    return fit(sum_of([figure_of(part) for part in parts]), figure_of(whole)).verdict in FITTING


def _are_near(row: list[Reading]) -> bool:
    reach = load_definitions().tolerances.twins
    return all(other.start - one.start <= reach for one, other in pairwise(row))


def _changes(readings: list[Reading]) -> Iterator[tuple[Reading, tuple[Reading, Reading]]]:
    for block in blocks_of(readings, lambda r: r.document).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for place, change in enumerate(ordered):
            if not _is_change(change):
                continue
            beside = ordered[max(0, place - BESIDE) : place + BESIDE + 1]
            levels = [r for r in beside if r.kind in LEVELS and _is_plain(r) and _is_of(change, r)]
            for one, other in combinations(levels, 2):
                if _are_of_others(change, one, other):
                    continue  # two voices, and a change that neither of their figures is told with
                if _subject(one) == _subject(other) and _joins(change, one, other):
                    yield change, (one, other)


def _are_of_others(change: Reading, one: Reading, other: Reading) -> bool:
    """Say whether two persons tell the levels, and the change is of other places than both."""
    if one.attribution == other.attribution or not change.sites:
        return False
    return not change.sites & one.sites and not change.sites & other.sites


def _is_change(reading: Reading) -> bool:
    if reading.kind not in CHANGES or reading.figure is None:
        return False
    is_vague = reading.metric in load_definitions().vague
    is_bounded = reading.figure.stated.is_bounded and reading.unit_std in ("fraction", "times")
    return is_bounded and (reading.kind != "share" or is_vague)


def _is_of(change: Reading, level: Reading) -> bool:
    reach = load_definitions().tolerances.twins
    is_near = abs(change.start - level.start) <= reach
    return is_near and change.goods.families == level.goods.families


def _subject(reading: Reading) -> Key:
    return reading.kind, reading.metric, reading.unit_std, reading.per


def _joins(change: Reading, one: Reading, other: Reading) -> bool:
    """Say whether the change leads from one level to the other, either way round."""
    stated = figure_of(change).without_sign()
    up, down = figure_of(one).over(figure_of(other)), figure_of(other).over(figure_of(one))
    if up is None or down is None:
        return False
    ratios = (up, down)
    if change.unit_std == "fraction":
        ratios = (up.minus(point(1.0)), down.minus(point(1.0)))
    return any(fit(ratio.without_sign(), stated).verdict in FITTING for ratio in ratios)
