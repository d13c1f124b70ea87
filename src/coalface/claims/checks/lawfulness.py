"""Check 4: an act that a report calls legal or illegal, held against the law of its day."""

from collections.abc import Iterator
from datetime import timedelta

from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.checks.rule_words import groups_of
from coalface.claims.facts import Facts
from coalface.law.case import Case
from coalface.law.judgement import judge
from coalface.law.rulebook import Rulebook
from coalface.law.verdicts import NOT_CLEARANCE
from coalface.vocabulary.goods import normal_words

__all__ = ["find_lawfulness"]

DIRECTIONS = {"export": "from_dprk", "import": "to_dprk"}
ACTS = frozenset({"movement", "event", "practice", "quantity", "value", "price", "payment_term"})
PERMITTED = "permitted"
NEGATIONS = ("not", "never", "longer")
BANNED = frozenset({"prohibited", "cap_exceeded"})
UNSURE = frozenset({"contested", "conditional", "prohibited_unless_approved", "allowed_wind_down"})
SETTLE = "the law of that day for those goods (coalface screen), and what was in the hold"
DAY = timedelta(days=1)


def find_lawfulness(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set the word a report uses for an act against the rulebook's verdict of its day.

    Only acts of a known flow, of goods that have a code, on days that are told. The rulebook's
    `not_listed` is not clearance, so an act called illegal that it does not list is only warned of.

    Args:
        readings: Claims, read.
        facts: The rulebook.

    Yields:
        One outcome for each act that is called legal or illegal, and for each trade that is said to
        be let through: `breach` says that the rulebook has a ban on that day, no more.
    """
    if facts.rulebook is None:
        return
    for reading in readings:
        if reading.kind not in ACTS or not reading.span.is_known:
            continue
        called = _called(reading.locator) if reading.flow in DIRECTIONS else ""
        if reading.metric in load_definitions().permits and reading.polarity == "affirmed":
            called = PERMITTED
        if called and len(reading.goods.families) == 1:
            yield from _judged(reading, called, facts.rulebook)


def _called(text: str) -> str:
    """Give `legal` or `illegal` as the words say, "" where they say neither."""
    definitions = load_definitions()
    words = f" {normal_words(text)} "
    for names, verdict, opposite in (
        (definitions.unlawful_words, "illegal", "legal"),
        (definitions.lawful_words, "legal", "illegal"),
    ):
        for name in sorted(names, key=lambda n: (-len(n), n)):
            place = words.find(f" {normal_words(name)} ")
            if place >= 0:
                before = words[:place].split()
                is_denied = bool(before) and before[-1] in NEGATIONS
                return opposite if is_denied else verdict
    return ""


def _judged(reading: Reading, called: str, book: Rulebook) -> Iterator[Outcome]:
    family = next(iter(reading.goods.families))
    good = load_definitions().good_of.get(family)
    codes = [code for code in good.hs if code.isdigit()] if good else []
    if not codes or not (groups_of(reading, book) or called == "illegal"):
        return
    first = reading.span.first or reading.span.last
    last = reading.span.last or first
    assert first is not None
    assert last is not None
    flow = reading.flow or "export"  # a permission that names no side is of what the country sells
    found = judge(
        Case(
            direction=DIRECTIONS[flow],
            hs_code=codes[0],
            period_start=first,
            period_end=last + DAY,
        ),
        book,
    )
    verdict = _verdict(called, found.verdict)
    ids = tuple(dict.fromkeys(d.measure_id for d in found.deciding))
    yield Outcome(
        test="rulebook",
        claim_ids=(reading.id,),
        verdict=verdict,
        explanation=(
            f"{reading.words} calls the act {called}; the rulebook says {found.verdict} for "
            f"{family.replace('_', ' ')} ({flow}), {reading.span.said()} "
            f"({NOT_CLEARANCE})."
        ),
        would_settle=SETTLE,
        size=1.0 if verdict in ("conflict", "breach") else 0.0,
        fact_ids=ids,
    )


def _verdict(called: str, law: str) -> str:
    if law in UNSURE:
        return "warn"
    if called == PERMITTED:
        return "breach" if law in BANNED else "consistent"
    if called == "legal":
        return "conflict" if law in BANNED else "consistent"
    return "consistent" if law in BANNED else "warn"
