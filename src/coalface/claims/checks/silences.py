"""Silences of a transponder: what was heard within one, and how many days it is said to be."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of, few
from coalface.claims.checks.periods import Span
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_broken_silences", "find_silence_lengths"]

HEARD = "ais_position"
SILENT = "ais_gap"
LENGTH = ".silence"
ROOM = 1.0  # days: whether the first and the last one count
DAYS = {"day": 1.0, "hour": 1 / 24, "week": 7.0, "month": 30.4}
WEEK = 7.0
SETTLE = "the messages received from that ship on those days, with their receivers"


def find_broken_silences(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set a position that a transponder gave against a silence that holds its day.

    The days on which a silence began and ended are left out. A ship that was seen, not heard,
    contradicts nothing.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A conflict where both are told of one named ship, a warning where no name is told.
    """
    for block in blocks_of(readings, _spell).values():
        silences = few(r for r in block if r.metric == SILENT)
        heard = few(r for r in block if r.metric == HEARD and r.polarity == "affirmed")
        for silence in silences:
            for position in heard:
                if _is_within(silence, position) and _is_of_one(silence, position, block):
                    yield _broken(silence, position)


def find_silence_lengths(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set the days that a silence is said to last against its first and last day.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A conflict where they are more than a day apart; nothing where several silences are told.
    """
    for block in blocks_of(readings, lambda r: r.document).values():
        lengths = [r for r in block if r.rule.endswith(LENGTH) and r.unit_std in DAYS]
        silences = [r for r in block if r.metric == SILENT and _n_days(r) > 0] if lengths else []
        spans = {silence.span for silence in silences}
        if len(spans) != 1 or any(_is_of_another(r, spans) for r in lengths):
            continue
        for length in lengths:
            yield _length(length, silences[0])


def _spell(reading: Reading) -> str | None:
    if reading.kind != "movement" or not reading.span.is_whole or not reading.is_fact_like:
        return None
    return reading.document


def _is_within(silence: Reading, position: Reading) -> bool:
    first, last, day = silence.span.first, silence.span.last, position.span.first
    assert first is not None
    assert last is not None
    assert day is not None
    return first < day < last and position.span.first == position.span.last


def _is_of_one(silence: Reading, position: Reading, block: list[Reading]) -> bool:
    """Say whether both are of one ship: one name, or none where one ship at most is named."""
    if silence.actor and position.actor:
        return silence.actor == position.actor
    return len({r.actor for r in block if r.actor}) <= 1


def _broken(silence: Reading, position: Reading) -> Outcome:
    is_named = bool(silence.actor) and silence.actor == position.actor
    return Outcome(
        test="silence",
        claim_ids=(silence.id, position.id),
        verdict="conflict" if is_named else "warn",
        explanation=(
            f"{silence.words} tells of a silence from {silence.span.first} to "
            f"{silence.span.last}; {position.words} has its transponder heard on "
            f"{position.span.first}, a day within it."
        ),
        would_settle=SETTLE,
        size=1.0,
    )


def _is_of_another(length: Reading, spans: set[Span]) -> bool:
    """Say whether a length is told for days that are not those of the silence."""
    return length.span.is_whole and not any(length.span.meets(span) for span in spans)


def _n_days(reading: Reading) -> int:
    first, last = reading.span.first, reading.span.last
    return (last - first).days if first is not None and last is not None else 0


def _length(length: Reading, silence: Reading) -> Outcome:
    assert length.figure is not None
    days = _n_days(silence)
    factor = DAYS[length.unit_std]
    span = length.figure.span.scaled(factor)
    room = max(ROOM, factor / 2 if factor >= WEEK else 0.0)
    off = max(span.low - days - room, days - room - span.high, 0.0)
    return Outcome(
        test="silence",
        claim_ids=(length.id, silence.id),
        verdict="conflict" if off > 0 else "consistent",
        explanation=(
            f"{length.words} gives {said(length.figure.stated, length.unit_std)}; "
            f"{silence.words} goes from {silence.span.first} to {silence.span.last}, "
            f"which are {days} days."
        ),
        would_settle=SETTLE,
        size=off / max(span.high, days, 1.0),
    )
