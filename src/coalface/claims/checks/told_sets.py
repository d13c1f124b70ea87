"""Check 2, sums, differences and amounts for one of many, as the report's own words call them.

What is measured need have no name: the words and the units tie the figures, so what does not fit
only warns, and only where one set of figures is meant.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import Figure, fit, point, product_of, sum_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = [
    "EACH",
    "GAP",
    "SUM",
    "SetOfFigures",
    "are_alike",
    "are_near",
    "can_be_tied",
    "find_told_sets",
    "tied_by_words",
    "told_sets",
]

SUM, GAP, EACH = ".sum", ".gap", ".each"
MARKS = (SUM, GAP, EACH)
AMOUNTS = frozenset({"quantity", "value", "price"})
SPANS = frozenset({"day", "hour", "year", "month", "nmi", "kn", "rank", "fraction", "times base"})
REACH, STEP = 420, 240  # characters from a set's end to its first figure, and from one to the next
MOST_PARTS, MOST_COUNTS = 8, 4
FAR = 12.0  # a sum that is further off is of other things
UNNAMED = "n_items"
OF_THEM = ("of them", "of these", "of those", "of which")
FITTING = frozenset({"agree", "agree_rounded", "consistent"})
COARSE = 0.16  # figures told in round thousands fit no more than this loosely
DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25, "quarter": 365.25 / 4}
LOOSE = 0.04  # months and quarters differ in length by so much
SETTLE = {
    "sum": "the list from which the parts and their sum were taken",
    "balance": "the two amounts whose difference is told, from one and the same table",
    "product": "the count of them and the amount for one, from the book in which they were kept",
}


@dataclass(frozen=True, slots=True)
class SetOfFigures:
    """Figures that the words of a report tie, and what they make.

    Attributes:
        lead: The figure that the words call a sum, a difference or one of many.
        members: The others.
        computed: What these make of the one that `held` states.
        held: The figure that is compared.
        words: The arithmetic, without its result.
        test: `sum`, `balance` or `product`.
        is_fitting: Whether the figure told is what they make.
    """

    lead: Reading
    members: tuple[Reading, ...]
    computed: Figure
    held: Reading
    words: str
    test: str
    is_fitting: bool


def find_told_sets(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Work out what a report calls a sum, a difference or an amount for one of many.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome a marked figure at most; what does not fit only warns.
    """
    for found in told_sets(readings):
        unit = found.held.unit_std
        told = said(figure_of(found.held).stated, unit)
        end = "as told" if found.is_fitting else f"but {told} is told"
        others = [r for r in (found.lead, *found.members) if r.id != found.held.id]
        yield Outcome(
            test=found.test,
            claim_ids=(found.held.id, *(r.id for r in others)),
            verdict="agree" if found.is_fitting else "warn",
            explanation=(
                f"{found.words} = {said(found.computed.stated, unit)}, {end} in {found.held.words}."
            ),
            would_settle=SETTLE[found.test],
            size=0.0 if found.is_fitting else fit(found.computed, figure_of(found.held)).size,
        )


def told_sets(readings: list[Reading]) -> Iterator[SetOfFigures]:
    """Find the figures that are tied by words for a sum, a difference or one of many.

    Args:
        readings: Claims, read.
    """
    for block in blocks_of(readings, can_be_tied).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for place, lead in enumerate(ordered):
            found = None
            if lead.rule.endswith(SUM):
                found = _sum(lead, ordered[:place], ordered[place + 1 :])
            elif lead.rule.endswith(GAP):
                found = _gap(lead, ordered)
            if found is not None:
                yield found
        ones = [_each(lead, ordered) for lead in ordered if _is_each(lead)]
        yield from _without_rivals([one for one in ones if one is not None])


def _without_rivals(ones: list[SetOfFigures]) -> Iterator[SetOfFigures]:
    """Leave out what does not fit where another amount for one does, or may be meant as well."""
    for one in ones:
        rivals = [r for r in ones if r.held.id == one.held.id and r is not one]
        if one.is_fitting or (not rivals and _is_near(one)):
            yield one


def can_be_tied(reading: Reading) -> str | None:
    """Give the document of an amount that words can tie to others; None for other claims.

    Args:
        reading: A claim.
    """
    if reading.figure is None or reading.kind not in AMOUNTS or reading.unit_std in SPANS:
        return None
    is_told = reading.polarity == "affirmed" and reading.status not in ("ended", "planned")
    is_bounded = reading.figure.stated.is_bounded and reading.figure.stated.low > 0
    return reading.document if is_told and is_bounded else None


def _is_each(reading: Reading) -> bool:
    if reading.rule.endswith(EACH):
        return True
    is_count = reading.unit_std == "count" and reading.per not in DAYS
    return bool(reading.per) and not is_count


def _sum(lead: Reading, before: list[Reading], after: list[Reading]) -> SetOfFigures | None:
    """Add the figures that lead up to a sum, or multiply a count with an amount for one."""
    parts = list(reversed(_run(lead, list(reversed(before)))))
    named = [r for r in parts if r.metric in (lead.metric, UNNAMED)]
    for run in (*_tails(parts), *_tails(named), *_tails(parts[:-1])):
        if are_near(_added(run), figure_of(lead)):
            return _as_sum(lead, run, is_fitting=True)
    products = _products([r for r in before if lead.start - r.start <= REACH], lead)
    for terms in products:
        if are_near(product_of([figure_of(r) for r in terms]), figure_of(lead)):
            return _as_product(lead, lead, terms, is_fitting=True)
    follow = _run(lead, after)
    for n in range(2, len(follow) + 1):
        if are_near(_added(follow[:n]), figure_of(lead)):
            return _as_sum(lead, follow[:n], is_fitting=True)
    is_count = lead.unit_std == "count" and len(named) > 1
    return _wrong_sum(lead, named if is_count else parts, products)


def _wrong_sum(
    lead: Reading, parts: list[Reading], products: list[tuple[Reading, ...]]
) -> SetOfFigures | None:
    if any(r.rule.endswith(EACH) for terms in products for r in terms) and len(products) == 1:
        return _as_product(lead, lead, products[0], is_fitting=False)
    if len(parts) < len({"one", "other"}) or any(r.rule.endswith(EACH) for r in parts):
        return None
    computed = _added(parts).stated.middle
    told = figure_of(lead).stated.middle
    if told < max(figure_of(r).stated.low for r in parts) or told > FAR * computed:
        return None
    return _as_sum(lead, parts, is_fitting=False)


def _run(lead: Reading, nearest: Sequence[Reading]) -> list[Reading]:
    """Give the figures of one sort that follow one another from a sum on, the nearest first."""
    found: list[Reading] = []
    last = lead
    for reading in nearest:
        if abs(reading.start - last.start) > STEP or abs(reading.start - lead.start) > REACH:
            break
        if not are_alike(reading, lead) or reading.locator.endswith(OF_THEM):
            continue
        if reading.rule.endswith(MARKS[:2]) or len(found) == MOST_PARTS:
            break
        found.append(reading)
        last = reading
    return found


def _tails(parts: list[Reading]) -> Iterator[list[Reading]]:
    for n in range(2, len(parts) + 1):
        yield parts[-n:]


def _gap(lead: Reading, ordered: list[Reading]) -> SetOfFigures | None:
    """Take one of the two figures near a difference from the other."""
    near = [r for r in ordered if r.id != lead.id and are_alike(r, lead)]
    near = [r for r in near if abs(r.start - lead.start) <= REACH and not r.rule.endswith(MARKS)]
    pairs = [_by_size(one, other) for one, other in combinations(near[-MOST_PARTS:], 2)]
    told = figure_of(lead).without_sign()
    for more, less in pairs:
        computed = figure_of(more).minus(figure_of(less))
        if are_near(computed, told):
            return _as_gap(lead, more, less, is_fitting=True)
    if len({figure_of(r) for r in near}) != len({"one", "other"}):
        return None
    more, less = next(pair for pair in pairs if figure_of(pair[0]) != figure_of(pair[1]))
    return _as_gap(lead, more, less, is_fitting=False)


def _by_size(one: Reading, other: Reading) -> tuple[Reading, Reading]:
    is_more = figure_of(one).stated.middle >= figure_of(other).stated.middle
    return (one, other) if is_more else (other, one)


def _each(lead: Reading, ordered: list[Reading]) -> SetOfFigures | None:
    """Multiply an amount for one of many by their number, and look for the whole."""
    near = [r for r in ordered if r.id != lead.id and abs(r.start - lead.start) <= REACH]
    wholes = [r for r in near if _is_whole(r, lead)]
    days = DAYS.get(lead.per) if lead.kind != "value" else None
    counts = [] if days else [r for r in near if _is_number(r, lead) and not _is_each(r)]
    wrong: list[SetOfFigures] = []
    for whole in wholes:
        if days:
            found = _over_days(lead, whole, days)
            if found is not None:
                wrong.append(found)
            continue
        for terms in _with_counts(lead, counts[:MOST_COUNTS]):
            computed = product_of([figure_of(r) for r in terms])
            is_fitting = are_near(computed, figure_of(whole))
            wrong.append(_as_product(lead, whole, terms, is_fitting=is_fitting))
    fitting = [one for one in wrong if one.is_fitting]
    if fitting:
        return fitting[0]
    return wrong[0] if len(wrong) == 1 else None


def _is_whole(reading: Reading, lead: Reading) -> bool:
    is_per_alike = not reading.per or (reading.per == lead.per and lead.rule.endswith(EACH))
    if reading.unit_std != lead.unit_std or not is_per_alike or reading.rule.endswith((EACH, GAP)):
        return False
    if reading.kind == "price" and reading.per:
        return False
    return figure_of(reading).stated.middle > figure_of(lead).stated.middle


def _is_number(reading: Reading, lead: Reading) -> bool:
    """Say whether a figure can be the number of what a lead is told for one of."""
    if reading.per and reading.per not in DAYS:
        return False  # "two trips a lighter": one link of a longer chain
    is_named = lead.per and lead.per not in DAYS and not lead.rule.endswith(EACH)
    if is_named and lead.unit_std == "t":
        return _is_count(reading) and lead.per in f"{reading.metric} {reading.locator}".casefold()
    if lead.currency and lead.per in ("", "t") and lead.kind in ("price", "value"):
        return (reading.unit_std == "t" and not reading.per) or (
            not lead.per and _is_count(reading)
        )
    return _is_count(reading)


def _is_count(reading: Reading) -> bool:
    return reading.unit_std == "count" and figure_of(reading).stated.low > 1


def _with_counts(lead: Reading, counts: list[Reading]) -> Iterator[tuple[Reading, ...]]:
    if lead.unit_std == "count":
        counts = [r for r in counts if r.metric != lead.metric]
    for n in range(1, len(counts) + 1):
        for chosen in combinations(counts, n):
            yield (*chosen, lead)


def _over_days(lead: Reading, whole: Reading, days: float) -> SetOfFigures | None:
    first, last = whole.span.first, whole.span.last
    if first is None or last is None or not lead.span.meets(whole.span):
        return None
    number = ((last - first).days + 1) / days
    if number < 1 + LOOSE:
        return None
    near = round(number) if lead.per != "day" else number
    times = point(float(near))
    computed = figure_of(lead).times(Figure(times.stated, times.span.widened(LOOSE)))
    held = fit(computed, figure_of(whole))
    words = f"{near:g} x {_said(lead)} (a {lead.per})"
    return SetOfFigures(lead, (whole,), computed, whole, words, "product", held.verdict in FITTING)


def _is_near(found: SetOfFigures) -> bool:
    ratio = found.computed.stated.middle / figure_of(found.held).stated.middle
    return 1 / FAR < ratio < FAR


def _products(before: list[Reading], lead: Reading) -> list[tuple[Reading, ...]]:
    """Give counts with an amount for one, of the unit of the sum."""
    ones = [r for r in before if r.unit_std == lead.unit_std and r.id != lead.id]
    ones = [r for r in ones if lead.unit_std != "count" or _is_each(r)]
    counts = [r for r in before if _is_count(r) and r.id != lead.id]
    found: list[tuple[Reading, ...]] = []
    for one in ones:
        its = [c for c in counts if c.id != one.id][-MOST_COUNTS:]
        for n in range(1, len(its) + 1):
            found.extend((*chosen, one) for chosen in combinations(its, n))
    return found


def are_near(computed: Figure, told: Figure) -> bool:
    """Say whether what figures make is what is told, but not only for their being round.

    Args:
        computed: What they make.
        told: What is told.
    """
    if fit(computed, told).verdict not in FITTING:
        return False
    off = abs(computed.stated.middle - told.stated.middle)
    is_bounded = computed.stated.is_bounded and told.stated.is_bounded
    return not is_bounded or off <= COARSE * abs(told.stated.middle)


def are_alike(reading: Reading, lead: Reading) -> bool:
    """Say whether two figures are of one unit and sort, so can be added.

    Args:
        reading: One.
        lead: The other.
    """
    return (
        reading.unit_std == lead.unit_std
        and reading.per == lead.per
        and (reading.kind == lead.kind or "price" in (reading.kind, lead.kind))
    )


def _added(parts: Sequence[Reading]) -> Figure:
    return sum_of([figure_of(part) for part in parts])


def _as_sum(lead: Reading, parts: list[Reading], *, is_fitting: bool) -> SetOfFigures:
    words = " + ".join(_said(r) for r in parts)
    return SetOfFigures(lead, tuple(parts), _added(parts), lead, words, "sum", is_fitting)


def _as_gap(lead: Reading, more: Reading, less: Reading, *, is_fitting: bool) -> SetOfFigures:
    computed = figure_of(more).minus(figure_of(less))
    words = f"{_said(more)} - {_said(less)}"
    return SetOfFigures(lead, (more, less), computed, lead, words, "balance", is_fitting)


def _as_product(
    lead: Reading, held: Reading, terms: tuple[Reading, ...], *, is_fitting: bool
) -> SetOfFigures:
    words = " x ".join(
        said(figure_of(r).stated, "" if r.unit_std == "count" else r.unit_std) for r in terms
    )
    members = tuple(r for r in (*terms, held) if r.id != lead.id)
    computed = product_of([figure_of(r) for r in terms])
    return SetOfFigures(lead, members, computed, held, words, "product", is_fitting)


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)


def tied_by_words(readings: list[Reading]) -> Mapping[frozenset[str], str]:
    """Give pairs of claims that are members of one set, so are no two figures for one thing.

    Args:
        readings: Claims, read.
    """
    found: dict[frozenset[str], str] = {}
    for one in told_sets(readings):
        for left, right in combinations((one.lead, *one.members), 2):
            found[frozenset((left.id, right.id))] = f"{one.lead.id} is told of the two by its words"
    return found
