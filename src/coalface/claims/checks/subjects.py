"""Check 1: two claims on one subject and time whose ranges do not meet."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of, neighbours, scope_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.hints import scale_hint
from coalface.claims.checks.intervals import Figure, Fit, difference, fit
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.running import is_falling_sum
from coalface.claims.checks.ties import Ties, ties_of
from coalface.claims.facts import Facts
from coalface.tables.checks import LEVEL_OF

__all__ = ["find_same_subject"]

SETTLE = {
    "same_subject_range": "the record each speaker took the figure from, with its day and scope",
    "unit_conversion": "the figure in the unit in which it was first measured",
    "attribute": "the ship's tonnage certificate, or the register's own entry by IMO number",
    "different_dates": "nothing: the two speak of different times",
    "same_subject_period": "the days that each of the two speaks of",
}
NUMERIC = frozenset({"price", "quantity", "value", "share", "discount", "payment_term", "rule"})
OF_THEM = (" of them", " of these", " of those", " of the", " of its", " of their")
UNNAMED = "n_items"
AGAIN = "quantity.same_again"
ROUND_TO, ROUND_COUNT = 100.0, 0.01  # a count in hundreds, and how far off it may be
Key = tuple[object, ...]


def find_same_subject(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set claims on one subject against each other, where their times meet.

    Same kind, metric, goods, unit and flow. A price and other levels are compared where their
    days meet, a total only where the period is the same. Figures whose scope differs in words
    are held apart unless the distance is more than scope explains; a part and its sum, or two
    levels with the change between them, are no two figures for one thing.

    Args:
        readings: Claims, read.
        facts: Conversions of the rulebook, where there is one.

    Yields:
        One outcome a pair; see `Outcome` for what a conflict does not say.
    """
    ties = ties_of(readings)
    for block in blocks_of(readings, _subject).values():
        for one, other in neighbours(block):
            outcome = _compare(one, other)
            if outcome is not None:
                yield _untied(outcome, one, other, ties)


def _untied(outcome: Outcome, one: Reading, other: Reading, ties: Ties) -> Outcome:
    """Keep quiet of two figures that differ because one is a part, or a level before a change."""
    why = ties.get(frozenset((one.id, other.id)))
    if why is None or LEVEL_OF[outcome.verdict] == "quiet":
        return outcome
    return _quiet(one, other, "no_conflict", why)


def _subject(reading: Reading) -> Key | None:
    if reading.figure is None or reading.kind not in NUMERIC or reading.unit_std == "rank":
        return None
    return reading.kind, reading.metric, reading.goods.families, reading.unit_std


def _compare(one: Reading, other: Reading) -> Outcome | None:
    scope = scope_of(one, other)
    if scope == "apart" or one.per != other.per or not _both_said(one, other):
        return None
    if one.document == other.document and _is_one_a_part(one, other):
        return None
    if scope == "grade":
        return _quiet(one, other, "no_conflict", "they name different grades")
    if one.metric in load_definitions().attributes:
        return _held(one, other, scope, "attribute")
    is_former = "past" in (one.status, other.status) and one.status != other.status
    if is_former and not (one.span.is_whole and other.span.is_whole):
        return _quiet(one, other, "explained_by_date", "one tells of a former level")
    return _by_time(one, other, scope)


def _is_one_a_part(one: Reading, other: Reading) -> bool:
    """Tell a rest or a part and its whole, or "78 of them" and what they are of."""
    first, second = sorted((one, other), key=lambda r: r.is_part)
    if second.is_part and first.rule.endswith(".whole"):
        return True  # whatever goods are read of both
    return one.is_rest or other.is_rest or _is_of_them(one) != _is_of_them(other)


def _is_of_them(reading: Reading) -> bool:
    return reading.locator.casefold().endswith(OF_THEM)


def _by_time(one: Reading, other: Reading, scope: str) -> Outcome | None:
    is_one_document = one.document == other.document
    if not one.span.is_known and not other.span.is_known:
        return _timeless(one, other, scope) if is_one_document else None
    if one.span.is_known != other.span.is_known and not is_one_document:
        return _unknown_time(one, other, scope)
    if not one.span.meets(other.span):
        return _quiet(one, other, "explained_by_date", "they speak of different times")
    is_total = one.metric in load_definitions().totals and not one.per
    if is_total and one.span.is_known and other.span.is_known and one.span != other.span:
        return None  # a part of the other's period: the check of running totals sees to it
    if _may_grow(one, other) or is_falling_sum(one, other):
        return None
    return _held(one, other, scope, "")


def _may_grow(one: Reading, other: Reading) -> bool:
    """Say whether one is of a spell within that of the other, and no larger: a running total."""
    known = load_definitions()
    is_open = one.metric in known.vague | known.load_metrics or one.metric.startswith("n_")
    if one.kind not in ("quantity", "value") or not is_open:
        return False
    if any(r.period_text.casefold().startswith("since") for r in (one, other)):
        return True  # counted up to a day that is not told
    if one.per or not (one.span.is_whole and other.span.is_whole) or one.span == other.span:
        return False
    within, around = (one, other) if other.span.holds(one.span) else (other, one)
    if not around.span.holds(within.span):
        return False
    assert within.figure is not None
    assert around.figure is not None
    return within.figure.span.low <= around.figure.span.high


def _timeless(one: Reading, other: Reading, scope: str) -> Outcome | None:
    """Compare two figures of one document, of whose days nothing is known."""
    if _differ(one.period_text.casefold(), other.period_text.casefold()):
        return _quiet(one, other, "explained_by_date", "they name different times")
    return _unknown_time(one, other, scope)


def _both_said(one: Reading, other: Reading) -> bool:
    """Say whether both stand as statements of fact; a withdrawn one meets only its correction."""
    if (one.status == "ended") != (other.status == "ended"):
        return False
    return one.is_fact_like == other.is_fact_like and "unknown" not in (
        one.polarity,
        other.polarity,
    )


def _held(one: Reading, other: Reading, scope: str, test: str) -> Outcome | None:
    assert one.figure is not None
    assert other.figure is not None
    found = _counted(_scoped(fit(one.figure, other.figure), scope), one, other)
    hint = scale_hint(one, other) if found.verdict == "conflict" else ""
    if found.verdict == "conflict":
        if _are_two_things(one, other, found, hint):
            return None
        is_vague = one.metric in load_definitions().vague and not _is_again(one, other)
        if is_vague or _is_doubtful(one, other, found, hint):
            found = Fit("warn", found.size)
    test = test or ("unit_conversion" if _units(one) != _units(other) else "same_subject_range")
    return Outcome(
        test=test,
        claim_ids=(one.id, other.id),
        verdict=found.verdict,
        explanation=_explained(one, other, found, scope),
        would_settle=SETTLE[test],
        size=found.size,
        hint=hint,
    )


def _counted(found: Fit, one: Reading, other: Reading) -> Fit:
    """Take a count in round hundreds for what it is, beside one that is told to the last: 2,900."""
    if found.verdict != "conflict" or one.unit_std != "count" or found.size > ROUND_COUNT:
        return found
    ends = [figure_of(r).stated.high for r in (one, other)]
    is_round = any(end >= ROUND_TO and end % ROUND_TO == 0 for end in ends)
    return Fit("agree_rounded", 0.0) if is_round else found


def _is_again(one: Reading, other: Reading) -> bool:
    """Say whether one restates the other in another unit, by the words between them."""
    first, second = sorted((one, other), key=lambda r: r.start)
    is_near = second.start - first.start <= load_definitions().tolerances.twins
    return second.rule.endswith(".twin") and first.document == second.document and is_near


def _are_two_voices(one: Reading, other: Reading) -> bool:
    """Say whether two persons speak of one place and time: then even far figures may be of one."""
    is_one_place = bool(one.sites) and one.sites == other.sites
    return is_one_place and one.attribution != other.attribution and one.span == other.span


def _scoped(found: Fit, scope: str) -> Fit:
    limit = load_definitions().tolerances.loose_scope
    if scope == "loose" and found.verdict == "conflict" and found.size <= limit:
        return Fit("no_conflict", found.size)
    return found


def _are_two_things(one: Reading, other: Reading, found: Fit, hint: str) -> bool:
    """Say whether figures lie too far apart to be of one thing: no name tells it, or no person."""
    known = load_definitions()
    if one.metric in known.vague and not _is_again(one, other):
        return found.size > known.tolerances.far_apart and not _are_two_voices(one, other)
    is_one_voice = one.document == other.document and one.attribution == other.attribution
    is_plain = is_one_voice and not hint and one.metric not in known.attributes
    return is_plain and found.size > known.tolerances.worlds_apart


def _is_doubtful(one: Reading, other: Reading, found: Fit, hint: str) -> bool:
    """Say whether the two may well speak of two things.

    So it is with two figures of one speaker in one report, two persons' near prices, figures of
    one report worlds apart, and prices of which only one names its market. A slip by a power of
    ten, and marks of a ship that no date changes, leave no such doubt.
    """
    known = load_definitions()
    is_one_report = one.document == other.document
    is_plain = is_one_report and not hint and one.metric not in known.attributes
    if one.metric == UNNAMED and is_one_report:
        return True  # of what they count nothing is known
    if one.attribution != other.attribution:
        if one.kind == "price" and found.size <= known.tolerances.two_speakers:
            return True
        return is_plain and found.size > known.tolerances.worlds_apart
    if is_plain or (is_one_report and AGAIN in (one.rule, other.rule)):
        return True  # a figure of a list may have a place or a time of its own
    return one.kind == "price" and bool(one.sites) != bool(other.sites)


def _unknown_time(one: Reading, other: Reading, scope: str) -> Outcome | None:
    outcome = _held(one, other, scope, "")
    if outcome is None or outcome.verdict not in ("conflict", "warn"):
        return outcome
    return Outcome(
        test="same_subject_period",
        claim_ids=outcome.claim_ids,
        verdict="warn",
        explanation=f"{outcome.explanation} {_who_is_silent(one, other)} of which time.",
        would_settle=SETTLE["same_subject_period"],
        size=outcome.size,
        hint=outcome.hint,
    )


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other


def _who_is_silent(one: Reading, other: Reading) -> str:
    is_either_known = one.span.is_known or other.span.is_known
    return "One of them does not say" if is_either_known else "Neither says"


def _units(reading: Reading) -> str:
    """Give the kind of unit as printed: a scale word makes it no other."""
    unit = reading.unit
    return unit if unit in ("short ton", "kg", "bbl") or "bbl" in unit else reading.unit_std


def _explained(one: Reading, other: Reading, found: Fit, scope: str) -> str:
    left, right = _stated(one), _stated(other)
    apart = f"{difference(figure_of(one), figure_of(other)):.1%} of the larger"
    words = {
        "agree": "They agree.",
        "consistent": "One is a bound, and the other keeps to it.",
        "agree_rounded": "They agree within the rounding of their digits.",
        "no_conflict": "Their scope differs in words, which can explain so little.",
        "warn": f"They differ by {apart}, and may speak of two things.",
        "conflict": f"They do not meet: they differ by {apart}.",
    }
    doubt = (
        " Their scope differs in words." if (scope, found.verdict) == ("loose", "conflict") else ""
    )
    return (
        f"{one.words} gives {left}; {other.words} gives {right}, for {one.span.said()}. "
        f"{words[found.verdict]}{doubt}"
    )


def _quiet(one: Reading, other: Reading, verdict: str, why: str) -> Outcome:
    return Outcome(
        test="different_dates" if verdict == "explained_by_date" else "same_subject_range",
        claim_ids=(one.id, other.id),
        verdict=verdict,
        explanation=(
            f"{one.words} gives {_stated(one)} for {one.span.said()}; {other.words} gives "
            f"{_stated(other)} for {other.span.said()}: {why}."
        ),
        would_settle=SETTLE["different_dates"],
    )


def _stated(reading: Reading) -> str:
    figure: Figure | None = reading.figure
    assert figure is not None
    per = f" per {reading.per}" if reading.per else ""
    return f"{said(figure.stated, reading.unit_std)}{per}"
