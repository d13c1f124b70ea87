"""Check 1: a figure that one source gives, and the figure for which another quotes it."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of, neighbours
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.hints import scale_hint
from coalface.claims.checks.intervals import difference, fit
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.ties import ties_of
from coalface.claims.facts import Facts
from coalface.vocabulary.goods import normal_words

__all__ = ["find_misquotations"]

#: Names under which one total is told: what was shipped, sold, exported, and what it was worth.
ALIKE = (
    frozenset({"cargo_value", "export_value", "sales_value", "value", "receipts"}),
    frozenset({"shipments", "export_volume", "sales_volume", "quantity", "cargo_size"}),
)
EMPTY = frozenset({"the", "of", "document", "its", "a", "an", "and", "un", "north", "korea"})
SETTLE = "the page of the source that is quoted"
LEAST_DAYS = 25
Key = tuple[object, ...]


def find_misquotations(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set a source's figure against the figure for which the same document has it quoted.

    Of one good and one spell, in one unit, under names that mean one total but are not the same;
    figures of one name are compared elsewhere.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning for each such pair that does not meet: the two may total different things.
    """
    blocks = [b for b in blocks_of(readings, _matter).values() if len(b) > 1]
    if not blocks:
        return
    ties = ties_of(readings)
    for block in blocks:
        for one, other in neighbours(block):
            if frozenset((one.id, other.id)) not in ties and _is_quoted(one, other):
                yield from _held(one, other)


def _matter(reading: Reading) -> Key | None:
    if reading.figure is None or reading.kind not in ("value", "quantity") or reading.per:
        return None
    group = next((n for n, names in enumerate(ALIKE) if reading.metric in names), None)
    span = reading.span
    if group is None or span.first is None or span.last is None or not reading.is_fact_like:
        return None
    if (span.last - span.first).days < LEAST_DAYS or reading.polarity != "affirmed":
        return None
    return reading.document, group, reading.goods.families, reading.unit_std, span


def _is_quoted(one: Reading, other: Reading) -> bool:
    is_vague = {one.metric, other.metric} <= load_definitions().vague
    if one.metric == other.metric and not is_vague:
        return False
    if one.sites != other.sites or (one.flow and other.flow and one.flow != other.flow):
        return False
    is_one_voice = one.attribution == other.attribution and one.actor == other.actor
    return not is_one_voice and bool(_source(one) & _source(other))


def _source(reading: Reading) -> frozenset[str]:
    """Give the words of the source at the end of the chain, and of the body that is named."""
    names = [reading.actor, *reading.attribution[1:][-1:]]
    return frozenset(word for name in names for word in normal_words(name).split()) - EMPTY


def _held(one: Reading, other: Reading) -> Iterator[Outcome]:
    assert one.figure is not None
    assert other.figure is not None
    found = fit(one.figure, other.figure)
    if found.verdict != "conflict":
        return
    yield Outcome(
        test="quotation",
        claim_ids=(one.id, other.id),
        verdict="warn",
        explanation=(
            f"{one.words} gives {said(one.figure.stated, one.unit_std)}; {other.words} gives "
            f"{said(other.figure.stated, other.unit_std)}, both after one source, for "
            f"{one.span.said()}: they differ by {difference(one.figure, other.figure):.1%} of the "
            "larger."
        ),
        would_settle=SETTLE,
        size=found.size,
        hint=scale_hint(one, other),
    )
