"""Check 8: what was corrected, and what is a practice of the past: a timeline, not a conflict."""

from collections.abc import Iterator
from itertools import pairwise

from coalface.claims.checks.blocks import blocks_of, scope_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.hints import scale_hint
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.facts import Facts

__all__ = ["find_practice_changes", "find_superseded"]

WORDLESS = frozenset({"practice", "payment_term", "movement", "cause", "event", "rule"})
Key = tuple[object, ...]


def find_superseded(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Pair a withdrawn claim with the one that stands in its place.

    Either the newer names the older (`supersedes`), or one document withdraws a figure (`ended`)
    and gives another on the same subject.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One quiet outcome a pair: the old claim is kept and no longer counts. Where the two differ
        by a power of ten it is a conflict, for the slip may have been copied.
    """
    by_id = {reading.id: reading for reading in readings}
    for reading in readings:
        if reading.supersedes in by_id:
            yield _superseded(by_id[reading.supersedes], reading)
    for block in blocks_of(readings, _subject).values():
        old = [r for r in block if r.status == "ended"]
        new = [r for r in block if r.status == "current"]
        for one in old:
            nearest = min(
                new,
                key=lambda r: (r.unit_std != one.unit_std, abs(r.start - one.start), r.id),
                default=None,
            )
            if nearest is not None:
                yield _superseded(one, nearest)


def find_practice_changes(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Put a former practice or level and the present one on a line of time.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One quiet outcome for each past claim with the current one nearest to it in the text.
    """
    for block in blocks_of(readings, _practice).values():
        for one, other in pairwise(sorted(block, key=lambda r: (r.start, r.id))):
            if {one.status, other.status} == {"past", "current"} and scope_of(
                one, other
            ) != "apart":
                before, after = (one, other) if one.status == "past" else (other, one)
                yield Outcome(
                    test="different_dates",
                    claim_ids=(before.id, after.id),
                    verdict="explained_by_date",
                    explanation=(
                        f"Then ({before.span.said()}): {before.words}. Now ({after.span.said()}): "
                        f"{after.words}."
                    ),
                    would_settle="when the change came about",
                )


def _subject(reading: Reading) -> Key | None:
    if reading.status not in ("ended", "current"):
        return None
    return reading.document, reading.kind, reading.metric, reading.goods.families


def _practice(reading: Reading) -> Key | None:
    if reading.kind not in WORDLESS or reading.status not in ("past", "current"):
        return None
    splits = load_definitions().splits
    parts = next((number for number, split in enumerate(splits) if reading.metric in split), None)
    matter = reading.metric if parts is None else str(parts)
    return reading.document, reading.kind, matter, reading.goods.families


def _superseded(old: Reading, new: Reading) -> Outcome:
    hint = scale_hint(old, new) if old.unit_std == new.unit_std and old.per == new.per else ""
    if hint and old.figure != new.figure:
        return Outcome(
            test="scale",
            claim_ids=(new.id, old.id),
            verdict="conflict",
            explanation=(
                f"{old.words} was withdrawn, but differs by a power of ten from {new.words}: who "
                "copied the first copied a slip."
            ),
            would_settle="the record that both were taken from, with its unit",
            size=1.0,
            hint=hint,
        )
    return Outcome(
        test="correction",
        claim_ids=(new.id, old.id),
        verdict="superseded",
        explanation=f"{old.words} was withdrawn; {new.words} stands in its place.",
        would_settle="nothing: the document corrects itself",
    )
