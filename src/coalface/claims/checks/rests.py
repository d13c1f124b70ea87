"""Check 2, rests and totals that a report names as such: "the rest, two fifths"."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import Figure, Fit, fit, point, sum_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.told_sets import are_near
from coalface.claims.facts import Facts

__all__ = [
    "find_divided_wholes",
    "find_rests",
    "find_share_lists",
    "find_told_shares",
    "find_told_totals",
]

TOTAL, WHOLE = "_total", ".whole"
BALANCE = "trade_total"
AMOUNTS = frozenset({"quantity", "value", "price"})
REACH = 260  # characters from one part to the next
FAR = 420  # from a total to the last of its parts
MOST_PARTS = 6
LEAST_LIST = 2  # two shares are no list yet
LIST_REACH = 110
MOST_OVER, FAR_OVER = 0.02, 0.6  # above one: rounding, and what is no division of one thing
FITTING = frozenset({"agree", "agree_rounded", "consistent"})
SETTLE_REST = "how the whole was divided, by who divided it"
SETTLE_TOTAL = "the list from which the parts and their sum were taken"
SETTLE_SHARE = "the two totals that the share was worked out from"
Key = tuple[object, ...]


def find_rests(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add a rest to the parts told before it: shares make one, amounts their whole.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome a rest. Parts that make less than the whole only warn: one may not be named.
    """
    for block in blocks_of(readings, _document).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for place, rest in enumerate(ordered):
            if not rest.is_rest:
                continue
            parts = _before(ordered[:place], rest)
            if parts:
                yield _share_rest(parts, rest) if _is_share(rest) else _amount_rest(parts, rest)


def find_told_totals(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add the parts before a figure that is said to be their total.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each total of two or more parts.
    """
    for block in blocks_of(readings, _document).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for place, total in enumerate(ordered):
            if not total.metric.endswith(TOTAL) or total.metric == BALANCE or total.is_rest:
                continue
            name = total.metric.removesuffix(TOTAL)
            parts = [r for r in _before(ordered[:place], total, FAR) if r.metric == name]
            largest = max((figure_of(r).stated.low for r in parts), default=0.0)
            if len(parts) > 1 and figure_of(total).span.high >= largest:
                yield _total(parts, total)


def find_share_lists(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add shares that stand in one list and do not say of what they are shares.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning for three or more that make a little more than one; what makes far more is no
        division of one thing.
    """
    for block in blocks_of(readings, _list_key).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for run in _runs(ordered):
            computed = _sum(run)
            if len(run) > LEAST_LIST and MOST_OVER < computed.span.low - 1.0 <= FAR_OVER:
                yield _list_outcome(run, computed)


def find_divided_wholes(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add the parts told right after their whole: "of the 180 wagons 95 held coal, 60 ore".

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning where two or more parts make more than the whole, but not far more: then they
        are no parts of one division.
    """
    for block in blocks_of(readings, _document).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for place, whole in enumerate(ordered):
            if whole.rule.endswith(WHOLE):
                parts = _after(ordered[place + 1 :], whole)
                over = _sum(parts).span.low - figure_of(whole).span.high if len(parts) > 1 else 0.0
                if 0 < over <= FAR_OVER * figure_of(whole).stated.middle:
                    yield _divided(parts, whole, over)


def find_told_shares(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Divide a part by the whole that stands beside it, where a share is told with the two.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning for each share that is not what the two make, for it may be one of another whole.
    """
    for block in blocks_of(readings, _document).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for whole in (r for r in ordered if r.rule.endswith(WHOLE)):
            near = [r for r in ordered if abs(r.start - whole.start) <= REACH]
            parts = [r for r in near if _is_part(r, whole)]
            shares = [r for r in near if _is_vague_share(r)]
            if len(parts) == 1 and len(shares) == 1:
                yield from _told_share(shares[0], parts[0], whole)


def _document(reading: Reading) -> str | None:
    is_told = reading.polarity == "affirmed" and reading.status != "ended"
    return reading.document if reading.figure is not None and is_told else None


def _is_share(reading: Reading) -> bool:
    return reading.unit_std == "fraction" and reading.kind in ("share", "payment_term")


def _before(ordered: list[Reading], last: Reading, reach: int = REACH) -> list[Reading]:
    """Give the figures of one sort that lead up to one, the nearest first."""
    found: list[Reading] = []
    after = last
    for reading in reversed(ordered):
        if after.start - reading.start > reach or len(found) == MOST_PARTS:
            break
        if reading.unit_std != last.unit_std or reading.per != last.per:
            continue
        if not _is_share(last) and reading.kind != last.kind:
            continue
        if _is_share(last) and not _is_share(reading):
            continue
        if reading.is_rest:
            break
        found.append(reading)
        after = reading
    return found


def _list_key(reading: Reading) -> Key | None:
    if _document(reading) is None or not _is_vague_share(reading) or reading.is_rest:
        return None
    return reading.document, reading.goods.families, reading.span, reading.attribution


def _runs(ordered: list[Reading]) -> Iterator[list[Reading]]:
    run: list[Reading] = []
    for reading in ordered:
        if run and reading.start - run[-1].start > LIST_REACH:
            yield run
            run = []
        run.append(reading)
    if run:
        yield run


def _list_outcome(run: list[Reading], computed: Figure) -> Outcome:
    terms = " + ".join(said(figure_of(r).stated, "fraction") for r in run)
    return Outcome(
        test="parts_sum_to_one",
        claim_ids=tuple(r.id for r in run),
        verdict="warn",
        explanation=(
            f"{terms} = {said(computed.stated, 'fraction')}, more than the whole unless some are "
            "shares of others."
        ),
        would_settle=SETTLE_REST,
        size=computed.span.low - 1.0,
    )


def _after(ordered: list[Reading], whole: Reading) -> list[Reading]:
    """Give the figures right after a whole that can be parts of it, up to one that cannot."""
    parts: list[Reading] = []
    last = whole
    for reading in ordered:
        is_alike = reading.kind == whole.kind and reading.unit_std == whole.unit_std
        is_near = reading.start - last.start <= LIST_REACH
        if not (is_alike and is_near) or reading.rule.endswith(WHOLE) or reading.per != whole.per:
            break
        parts.append(reading)
        last = reading
    return parts


def _divided(parts: list[Reading], whole: Reading, over: float) -> Outcome:
    terms = " + ".join(_said(r) for r in parts)
    return Outcome(
        test="part_of_whole",
        claim_ids=(whole.id, *(r.id for r in parts)),
        verdict="warn",
        explanation=(
            f"{terms} = {said(_sum(parts).stated, whole.unit_std)}, more than the {_said(whole)} "
            f"of which {whole.words} tells them to be parts."
        ),
        would_settle=SETTLE_REST,
        size=over / _sum(parts).stated.middle,
    )


def _share_rest(parts: list[Reading], rest: Reading) -> Outcome:
    """Take as many of the parts before as come nearest to one whole with the rest."""
    tries = []
    for n in range(1, len(parts) + 1):
        figures = [figure_of(r) for r in (*reversed(parts[:n]), rest)]
        computed = sum_of(figures)
        found = fit(computed, point(1.0))
        tries.append((found.verdict not in FITTING, abs(computed.stated.middle - 1.0), n))
    _, _, n = min(tries)
    chosen = [*reversed(parts[:n]), rest]
    computed = sum_of([figure_of(r) for r in chosen])
    found = fit(computed, point(1.0))
    is_over = computed.span.low > 1.0
    verdict = "warn" if found.verdict == "conflict" and not is_over else found.verdict
    end = "which is the whole"
    if found.verdict == "conflict":
        end = "more than the whole" if is_over else "less than the whole"
    terms = " + ".join(said(figure_of(r).stated, "fraction") for r in chosen)
    return Outcome(
        test="parts_sum_to_one",
        claim_ids=tuple(r.id for r in chosen),
        verdict=verdict,
        explanation=(
            f"{terms} = {said(computed.stated, 'fraction')}, {end}; {rest.words} is told as the "
            "rest."
        ),
        would_settle=SETTLE_REST,
        size=found.size,
    )


def _amount_rest(parts: list[Reading], rest: Reading) -> Outcome:
    """Take the parts from a whole told before them: the nearest run that leaves the rest."""
    best: tuple[bool, float, list[Reading], Fit, Figure] | None = None
    n_least = next((n for n, r in enumerate(parts, 1) if r.rule.endswith(WHOLE)), 2)
    for n in range(max(2, n_least), len(parts) + 1):
        whole = next((r for r in parts[:n] if r.rule.endswith(WHOLE)), parts[n - 1])
        others = [r for r in parts[:n] if r is not whole]
        computed = figure_of(whole).minus(sum_of([figure_of(r) for r in others]))
        if computed.stated.middle < 0:
            continue
        found = fit(computed, figure_of(rest))
        if found.verdict in FITTING and not are_near(computed, figure_of(rest)):
            found = Fit("conflict", found.size)  # only for their being round
        chosen = [whole, *reversed(others), rest]
        one = found.verdict not in FITTING, found.size, chosen, found, computed
        best = one if best is None or one[:2] < best[:2] else best
    if best is None:
        return _only_one(parts[0], rest)
    _, _, chosen, found, computed = best
    terms = " - ".join(_said(r) for r in chosen[:-1])
    end = "as told" if found.verdict in FITTING else f"but {_said(rest)} is told as the rest"
    return Outcome(
        test="sum",
        claim_ids=tuple(r.id for r in chosen),
        verdict="warn" if found.verdict == "conflict" else found.verdict,
        explanation=f"{terms} = {said(computed.stated, rest.unit_std)}, {end} in {rest.words}.",
        would_settle=SETTLE_REST,
        size=found.size,
    )


def _only_one(whole: Reading, rest: Reading) -> Outcome:
    return Outcome(
        test="sum",
        claim_ids=(whole.id, rest.id),
        verdict="consistent",
        explanation=f"{rest.words} is told as the rest; what else was taken is not told.",
        would_settle=SETTLE_REST,
    )


def _total(parts: list[Reading], total: Reading) -> Outcome:
    """Add the parts; of several runs the one that fits, else all."""
    runs = [parts[:n] for n in range(2, len(parts) + 1)]
    fits = [run for run in runs if fit(_sum(run), figure_of(total)).verdict in FITTING]
    chosen = list(reversed(fits[0] if fits else parts))
    computed = _sum(chosen)
    found = fit(computed, figure_of(total))
    is_wrong = found.verdict == "conflict"
    terms = " + ".join(_said(r) for r in chosen)
    end = f"but {_said(total)} is told as their sum" if is_wrong else "as told"
    return Outcome(
        test="sum",
        claim_ids=(total.id, *(r.id for r in chosen)),
        verdict="warn" if is_wrong else found.verdict,
        explanation=f"{terms} = {said(computed.stated, total.unit_std)}, {end} in {total.words}.",
        would_settle=SETTLE_TOTAL,
        size=found.size,
    )


def _is_part(reading: Reading, whole: Reading) -> bool:
    if reading.id == whole.id or reading.kind not in AMOUNTS or reading.rule.endswith(WHOLE):
        return False
    if reading.unit_std != whole.unit_std or reading.per != whole.per:
        return False
    return figure_of(reading).stated.middle < figure_of(whole).stated.middle


def _is_vague_share(reading: Reading) -> bool:
    """Leave shares alone whose own check knows of what they are."""
    return _is_share(reading) and reading.metric in ("share", "levy_on_sales")


def _told_share(share: Reading, part: Reading, whole: Reading) -> Iterator[Outcome]:
    computed = figure_of(part).over(figure_of(whole))
    if computed is None:
        return
    found = fit(computed, figure_of(share))
    is_wrong = found.verdict == "conflict"
    end = (
        f"but {said(figure_of(share).stated, 'fraction')} is printed" if is_wrong else "as printed"
    )
    yield Outcome(
        test="share",
        claim_ids=(share.id, part.id, whole.id),
        verdict="warn" if is_wrong else found.verdict,
        explanation=(
            f"{_said(part)} of {_said(whole)} = {said(computed.stated, 'fraction')}, {end} in "
            f"{share.words}."
        ),
        would_settle=SETTLE_SHARE,
        size=found.size,
    )


def _sum(parts: list[Reading]) -> Figure:
    return sum_of([figure_of(part) for part in parts])


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)
