"""Check 1 for claims without a figure: what one affirms, the other denies."""

import re
from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of, neighbours, scope_of
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.checks.word_stems import metric_stems, telling_stems
from coalface.claims.facts import Facts
from coalface.vocabulary.goods import names_any

__all__ = ["find_denials", "find_denied_words"]

WORDLESS = frozenset({"practice", "payment_term", "movement", "event", "rule"})
SETTLE = "a record of the act itself, or the text of the rule"
SILENCE = "ais_gap"
WAY = "payment.way"  # "never before it has arrived" denies no payment: another check compares them
DENIED = ("never", "did not switch", "did not turn", "deny", "denies", "denied", "not switched")
#: "No master switches it off": an act denied, not a signal.
_NO_ONE_DOES = re.compile(
    r"\b(?:no|never|none|nobody|not|nor|neither)\b[^.;]{0,40}\b(?:switch|turn|shut)\w*",
    re.IGNORECASE,
)
Key = tuple[object, ...]


def find_denials(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Look for one thing that is affirmed here and denied there, of the same time.

    A claim that says that a thing is not known denies nothing. Of happenings without a name of
    their own only those are set against each other that share a word for what happened, and then
    they only warn: "nobody was arrested" meets "two officials were arrested".

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A conflict for each such pair.
    """
    for block in blocks_of(readings, _denied).values():
        if len({r.polarity for r in block}) < 2:  # noqa: PLR2004 - one side only
            continue
        for one, other in neighbours(block):
            if one.polarity != other.polarity and _same_matter(one, other):
                is_named = one.metric != one.kind
                if is_named or telling_stems(one.locator) & telling_stems(other.locator):
                    yield _denied_of(one, other, "conflict" if is_named else "warn")


def _denied_of(one: Reading, other: Reading, verdict: str) -> Outcome:
    return Outcome(
        test="polarity",
        claim_ids=(one.id, other.id),
        verdict=verdict,
        explanation=(
            f"{one.words} is {one.polarity}, {other.words} is {other.polarity}, "
            f"for {one.span.said()}."
        ),
        would_settle=SETTLE,
        size=1.0,
    )


def find_denied_words(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set a denial without a figure against what the same document affirms in related words.

    "No face is flooded" meets "two of the five faces flooded": their metrics share a stem, which
    is none of the words that every second metric holds.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A conflict for each such pair.
    """
    blocks = blocks_of(readings, _matter)
    for denial in readings:
        if denial.polarity != "negated" or denial.kind not in WORDLESS or denial.figure is not None:
            continue
        if _tells_silence(denial):
            continue
        for other in blocks.get(_matter(denial), []):
            is_other = other.metric != denial.metric and other.polarity == "affirmed"
            if (
                is_other
                and metric_stems(denial.metric) & metric_stems(other.metric)
                and _are_both_now(denial, other)
            ):
                yield _contradicted(denial, other)


def _contradicted(denial: Reading, other: Reading) -> Outcome:
    return Outcome(
        test="polarity",
        claim_ids=(denial.id, other.id),
        verdict="conflict",
        explanation=f"{denial.words} denies what {other.words} affirms.",
        would_settle=SETTLE,
        size=1.0,
    )


def _matter(reading: Reading) -> Key:
    return reading.document, reading.goods.families


def _are_both_now(one: Reading, other: Reading) -> bool:
    if one.status != other.status or other.kind == "cause" or not one.is_fact_like:
        return False
    return one.span.meets(other.span) and scope_of(one, other) != "apart"


def _denied(reading: Reading) -> Key | None:
    if reading.kind not in WORDLESS or reading.polarity == "unknown" or not reading.is_fact_like:
        return None
    if (
        reading.rule == WAY
        or reading.figure is not None
        or (reading.polarity == "negated" and _tells_silence(reading))
    ):
        return None
    return reading.kind, reading.metric, reading.goods.families


def _tells_silence(reading: Reading) -> bool:
    """Say whether a silence is told in words of denial: "sent no signal" denies none."""
    if reading.metric != SILENCE or names_any(reading.locator, DENIED):
        return False
    return _NO_ONE_DOES.search(reading.locator) is None


def _same_matter(one: Reading, other: Reading) -> bool:
    if "ended" in (one.status, other.status) or one.status != other.status:
        return False
    if scope_of(one, other) not in ("same", "loose") or not one.span.meets(other.span):
        return False
    if one.document == other.document:
        return True
    named = one.sites & other.sites or (one.actor and one.actor == other.actor)
    return bool(named) and one.span.is_whole and other.span.is_whole
