"""Check 4: caps as they are told, amounts above a cap, acts called legal or illegal."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import isfinite

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.hints import FACTORS, factor_words
from coalface.claims.checks.intervals import Figure, Fit, Interval, fit, point
from coalface.claims.checks.periods import Span
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.rule_words import groups_of, number_of, numbers_named
from coalface.claims.facts import Facts
from coalface.law.definitions import CapPeriod, Measure
from coalface.law.rulebook import Rulebook

__all__ = ["find_caps", "find_excesses"]

CAPS = frozenset({"cap_value", "cap_quantity"})
DIRECTIONS = {"export": "from_dprk", "import": "to_dprk"}
SETTLE = "the paragraph that sets the cap, and whose count of it is used"
BOUNDS = frozenset({"le", "lt", "gt", "ge"})
ONE_DAY = timedelta(days=1)
DAYS = {"starts_on", "ends_on"}
Key = tuple[object, ...]


def find_caps(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Hold the amount of a cap as told against the rulebook's.

    Args:
        readings: Claims, read.
        facts: The rulebook.

    Yields:
        One outcome for each cap told of goods that the rulebook caps.
    """
    if facts.rulebook is None:
        return
    for cap in readings:
        if cap.kind != "rule" or cap.metric not in CAPS or cap.figure is None:
            continue
        if cap.status == "ended":
            continue
        amounts = list(_amounts(cap, facts.rulebook))
        if amounts:
            yield _nearest_cap(cap, amounts, facts.rulebook)
        else:
            yield from _cap_of_another(cap, facts.rulebook)


def find_excesses(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Look for amounts above a cap: one told in the same document, or the rulebook's of that time.

    An amount is held against a cap only where its time lies wholly within the cap's own days: those
    of the rulebook, or those told where the rulebook has no such cap. Days on which a ban had taken
    the place of the cap are none of them. `breach` says that the amount as told is above the cap.
    It is no finding of the law: States dispute which deliveries count.

    Args:
        readings: Claims, read.
        facts: The rulebook.

    Yields:
        One outcome for each amount of a time and a direction in which a cap held.
    """
    told = blocks_of((r for r in readings if r.metric in CAPS), _cap_key)
    for amount in readings:
        if not _is_amount(amount):
            continue
        for cap in told.get(_amount_key(amount), []):
            if _covers(cap, amount, facts.rulebook):
                yield _excess(amount, cap.figure, f"the cap told in {cap.words}", (cap.id,), ())
        if facts.rulebook is not None:
            yield from _excess_of_law(amount, facts.rulebook)


def _cap_of_another(cap: Reading, book: Rulebook) -> Iterator[Outcome]:
    """Say that the resolution named caps no such goods, where another one does."""
    numbers = numbers_named(cap.locator) or numbers_named(cap.actor)
    known = {number_of(measure) for measure in book.measures}
    amounts = list(_amounts(cap, book, is_of_any=True))
    groups = set(groups_of(cap, book).values())
    has_one = any(
        m.cap is not None and number_of(m) in numbers and groups & set(m.groups)
        for m in book.measures
    )  # one that is set against what went before, or in another unit
    if not amounts or not numbers or has_one or not known.issuperset(numbers):
        return
    figure = _level(cap)
    measure, _, amount = min(
        amounts, key=lambda a: (figure.span.gap(point(a[2]).span), a[0].starts_on, a[0].id)
    )
    fits = fit(figure, point(amount)).verdict != "conflict"
    goods = ", ".join(sorted(cap.goods.names))
    yield Outcome(
        test="rulebook",
        claim_ids=(cap.id,),
        verdict="conflict" if fits else "warn",
        explanation=(
            f"{cap.words}: resolution {' and '.join(map(str, numbers))} sets no cap on {goods} in "
            f"the rulebook; {measure.short} sets {amount:,.0f} {cap.unit_std}."
        ),
        would_settle=SETTLE,
        size=1.0 if fits else 0.0,
        fact_ids=(measure.id,),
        hint=f"A cap of this size stands in {measure.short}." if fits else "",
    )


def _amounts(
    cap: Reading, book: Rulebook, *, is_of_any: bool = False
) -> Iterator[tuple[Measure, CapPeriod, float]]:
    groups = set(groups_of(cap, book).values())
    numbers = numbers_named(cap.locator) or numbers_named(cap.actor)
    is_bare = not cap.goods.families and (cap.unit_std == "bbl" or bool(numbers))
    for measure in book.measures:
        if measure.cap is None or not (groups & set(measure.groups) or is_bare):
            continue
        if numbers and not is_of_any and number_of(measure) not in numbers:
            continue
        for period in measure.cap.periods:
            for amount in _limbs(period, cap.unit_std):
                yield measure, period, amount


def _limbs(period: CapPeriod, unit: str) -> list[float]:
    found = {
        "USD": [period.value_usd],
        "t": [period.quantity_t, period.quantity_t_national],
        "bbl": [period.quantity_bbl],
    }.get(unit, [])
    return [amount for amount in found if amount]


def _nearest_cap(
    cap: Reading, amounts: list[tuple[Measure, CapPeriod, float]], book: Rulebook
) -> Outcome:
    figure = _level(cap)
    measure, period, amount = min(
        amounts, key=lambda a: (figure.span.gap(point(a[2]).span), not _holds(a[0], cap), a[0].id)
    )
    found = fit(figure, point(amount))
    verdict = found.verdict
    is_of_others = verdict == "conflict" and _fits_other_goods(cap, measure, book)
    if (verdict != "conflict" and not _holds(measure, cap)) or is_of_others:
        verdict = "warn"
    when = f"{period.starts_on} to before {period.ends_on}"
    return Outcome(
        test="rulebook",
        claim_ids=(cap.id,),
        verdict=verdict,
        explanation=(
            f"{cap.words} gives {said(figure.stated, cap.unit_std)}; {measure.short} sets "
            f"{amount:,.0f} {cap.unit_std} for {when}"
            + (
                ", and so much for other goods."
                if is_of_others
                else ", a time of which the claim does not speak."
                if verdict == "warn"
                else "."
            )
        ),
        would_settle=SETTLE,
        size=found.size,
        fact_ids=(measure.id,),
        hint=_cap_hint(cap, amount, found),
    )


def _fits_other_goods(cap: Reading, measure: Measure, book: Rulebook) -> bool:
    """Say whether the same resolution sets this cap for other goods, of which it may be told."""
    return any(
        other.cap is not None
        and other.id != measure.id
        and number_of(other) == number_of(measure)
        and not set(other.groups) & set(measure.groups)
        and any(
            fit(_level(cap), point(limit)).verdict != "conflict"
            for period in other.cap.periods
            for limit in _limbs(period, cap.unit_std)
        )
        for other in book.measures
    )


def _level(cap: Reading) -> Figure:
    """Give the level of a cap: of "no more than 500,000" the 500,000; a law's figure is exact."""
    figure = figure_of(cap)
    level, room = figure.stated, load_definitions().tolerances.trailing_zeros / 2
    if cap.op in BOUNDS:
        end = level.high if cap.op in ("le", "lt") else level.low
        level = Interval(end, end)
    if cap.op == "approx" or not (isfinite(level.low) and isfinite(level.high)):
        return figure
    return Figure(level, level.widened(room))


def _holds(measure: Measure, cap: Reading) -> bool:
    """Say whether a measure held on the day that is told, or when the report came out."""
    day = cap.span.first
    if day is None and cap.status == "current" and not numbers_named(cap.locator + cap.actor):
        day = cap.published
    return day is None or measure.ends_on is None or day < measure.ends_on


def _cap_hint(cap: Reading, amount: float, found: Fit) -> str:
    if found.verdict != "conflict":
        return ""
    for factor in FACTORS:
        if fit(_level(cap).scaled(factor), point(amount)).verdict != "conflict":
            return f"Read as {factor_words(factor)} it would fit."
    return ""


def _cap_key(reading: Reading) -> Key | None:
    if reading.figure is None:
        return None
    return reading.document, reading.goods.families, reading.unit_std


def _is_amount(reading: Reading) -> bool:
    if reading.kind not in ("quantity", "value") or reading.figure is None or reading.per:
        return False
    if reading.polarity != "affirmed" or not reading.is_fact_like:
        return False
    return reading.metric in load_definitions().totals


def _amount_key(reading: Reading) -> Key:
    return reading.document, reading.goods.families, reading.unit_std


def _covers(cap: Reading, amount: Reading, book: Rulebook | None) -> bool:
    if cap.flow and amount.flow and cap.flow != amount.flow:
        return False
    first, last = amount.span.first, amount.span.last
    if first is None or last is None or first.year != last.year or cap.per not in ("", "year"):
        return False
    amounts = list(_amounts(cap, book)) if book is not None else []
    if not amounts:
        return cap.span.is_known and cap.span.encloses(amount.span)
    figure = figure_of(cap)
    least = min(figure.span.gap(point(limit).span) for _, _, limit in amounts)
    return any(
        _days(measure, first, period).encloses(amount.span)
        for measure, period, limit in amounts
        if figure.span.gap(point(limit).span) == least
    )


def _days(measure: Measure, day: date, period: CapPeriod | None = None) -> Span:
    """Give the days of the cap's period that holds the day; none where another limit held then."""
    held = measure.cap.period_on(day) if measure.cap is not None else None
    if held is None or not measure.is_in_force(day):
        return Span(date.max, date.min)
    if period is not None and period.model_dump(exclude=DAYS) != held.model_dump(exclude=DAYS):
        return Span(date.max, date.min)
    end = min(held.ends_on, measure.ends_on or held.ends_on)
    return Span(max(held.starts_on, measure.starts_on), end - ONE_DAY)


def _excess_of_law(amount: Reading, book: Rulebook) -> Iterator[Outcome]:
    first, last = amount.span.first, amount.span.last
    if first is None or last is None or amount.flow not in DIRECTIONS:
        return
    groups = set(groups_of(amount, book).values())
    for measure in book.measures:
        if measure.cap is None or not groups & set(measure.groups):
            continue
        period = measure.cap.period_on(first)
        if period is None or DIRECTIONS[amount.flow] not in measure.direction:
            continue
        if not _days(measure, first).encloses(amount.span):
            continue
        for limit in _limbs(period, amount.unit_std)[:1]:
            where = f"the cap of {measure.short} for {period.starts_on} to before {period.ends_on}"
            yield _excess(amount, point(limit), where, (), (measure.id,))


def _excess(
    amount: Reading,
    limit: Figure | None,
    where: str,
    claim_ids: tuple[str, ...],
    fact_ids: tuple[str, ...],
) -> Outcome:
    assert limit is not None
    figure = figure_of(amount)
    is_over = figure.span.low > limit.span.high
    relation = "above" if is_over else "not above"
    return Outcome(
        test="rulebook",
        claim_ids=(amount.id, *claim_ids),
        verdict="breach" if is_over else "consistent",
        explanation=(
            f"{amount.words} gives {said(figure.stated, amount.unit_std)} for "
            f"{amount.span.said()}, {relation} {said(limit.stated, amount.unit_std)}, "
            f"{where}. As told: which deliveries count against the cap is disputed."
        ),
        would_settle=SETTLE,
        size=1 - limit.span.high / figure.span.low if is_over else 0.0,
        fact_ids=fact_ids,
    )
