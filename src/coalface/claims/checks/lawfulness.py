"""Check 4: an act that a report calls legal or illegal, held against the law of its day."""

import re
from collections.abc import Iterator
from datetime import timedelta

from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.readings import HOME, Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.checks.rule_words import groups_of
from coalface.claims.facts import Facts
from coalface.law.case import Case
from coalface.law.judgement import judge
from coalface.law.rulebook import Rulebook
from coalface.law.verdicts import NOT_CLEARANCE
from coalface.vocabulary.goods import names_any, normal_words

__all__ = ["find_lawfulness"]

DIRECTIONS = {"export": "from_dprk", "import": "to_dprk"}
ACTS = frozenset({"movement", "event", "practice", "quantity", "value", "price", "payment_term"})
PERMITTED = "permitted"
LAWFUL = "rule.lawful"  # told of a dated act in any words
NEGATIONS = frozenset({"not", "never", "longer", "nor", "hardly", "不", "未"})
ORDERS = frozenset({"rule", "new_rule"})
REACH = 2  # words before "legal" among which it may be denied
BANNED = frozenset({"prohibited", "cap_exceeded"})
UNSURE = frozenset({"contested", "conditional", "prohibited_unless_approved", "allowed_wind_down"})
SETTLE = "the law of that day for those goods (coalface screen), and what was in the hold"
DAY = timedelta(days=1)
OTHER_GOODS = re.compile(
    r"\b(?:bring(?:ing)? in|import(?:ing)?|sell(?:ing)?|buy(?:ing)?|export(?:ing)?"
    r"|(?:imports|exports|shipments|sales|purchases) of) "
    r"(?!(?:it|them|the|this|that|these|those|such|from|to|at|in|any|all|goods|what)\b)[a-z]{3,}"
)


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
        if not (reading.kind in ACTS or _is_told_of(reading)) or not reading.span.is_known:
            continue
        flow = _flow(reading, facts.rulebook)
        called = _called_of(reading) if flow else ""
        if called and len(reading.goods.families) == 1:
            yield from _judged(reading, called, flow, facts.rulebook)


def _is_told_of(reading: Reading) -> bool:
    """Say whether a rule is told to leave a trade alone: "still legal", "not yet banned"."""
    if reading.kind != "rule" or not reading.is_fact_like:
        return False
    if reading.rule == LAWFUL:
        return True
    if reading.metric in ORDERS:
        return called_by(reading.locator) == "legal"
    is_denied_ban = reading.metric == "ban" and reading.polarity == "negated"
    return is_denied_ban or (reading.metric == "exemption" and reading.polarity == "affirmed")


def _called_of(reading: Reading) -> str:
    if reading.metric in load_definitions().permits and reading.polarity == "affirmed":
        return PERMITTED
    if reading.kind == "rule" and names_any(reading.locator, load_definitions().transit_words):
        return ""
    if reading.kind == "rule" and reading.metric == "ban":
        return "legal"
    if reading.rule == LAWFUL:
        return "legal"
    called = called_by(reading.locator)
    return "" if reading.kind == "rule" and called != "legal" else called


def _flow(reading: Reading, book: Rulebook) -> str:
    """Give the flow as told, by its ends, or the only one in which the goods are ruled."""
    if reading.flow in DIRECTIONS or reading.metric in load_definitions().permits:
        return reading.flow or "export"  # a permission that names no side is of what is sold
    homes = [any(end.startswith(HOME) for end in e) for e in (reading.origin, reading.destination)]
    if any(homes):
        return "export" if homes[0] else "import"
    if any(len(end) == len(HOME) for end in reading.origin):
        return ""  # from another country
    groups = set(groups_of(reading, book).values())
    ruled = {d for m in book.measures if groups & set(m.groups) for d in m.direction}
    flows = [flow for flow, direction in DIRECTIONS.items() if direction in ruled]
    return flows[0] if len(flows) == 1 else ""


def called_by(text: str) -> str:
    """Give `legal` or `illegal` as words say, "" where they say neither.

    Args:
        text: Words of a claim.
    """
    definitions = load_definitions()
    words = f" {normal_words(text)} "
    its = [
        *((name, "illegal", "legal") for name in definitions.unlawful_words),
        *((name, "legal", "illegal") for name in definitions.lawful_words),
    ]
    for name, verdict, opposite in sorted(its, key=lambda one: (-len(one[0]), one)):
        is_latin = name.isascii()
        place = words.find(f" {normal_words(name)} ") if is_latin else text.find(name)
        if place >= 0:
            before = words[:place].split()[-REACH:] if is_latin else [*text[:place][-1:]]
            is_denied = not NEGATIONS.isdisjoint(before)
            return opposite if is_denied else verdict
    return ""


def _judged(reading: Reading, called: str, flow: str, book: Rulebook) -> Iterator[Outcome]:
    family = next(iter(reading.goods.families))
    good = load_definitions().good_of.get(family)
    codes = [code for code in good.hs if code.isdigit()] if good else []
    codes = codes or _codes_of_law(reading, book)
    if not codes or not (groups_of(reading, book) or called == "illegal"):
        return
    first = reading.span.first or reading.span.last
    last = reading.span.last or first
    assert first is not None
    assert last is not None
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
    if reading.metric == "ban" and found.verdict == "conditional":
        verdict = "consistent"  # "capped, not banned"
    if verdict == "conflict" and not _names_goods(reading, family):
        verdict = "warn"  # goods taken over from an earlier sentence
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


def _names_goods(reading: Reading, family: str) -> bool:
    """Say whether its words name no other goods, as "legal to bring in apples" does."""
    good = load_definitions().good_of.get(family)
    names = (family.replace("_", " "), *reading.goods.names, *(good.words if good else ()))
    return names_any(reading.locator, names) or OTHER_GOODS.search(reading.locator) is None


def _codes_of_law(reading: Reading, book: Rulebook) -> list[str]:
    """Give the codes of which the rulebook's readings do not differ, for goods without one here."""
    return [
        code.code
        for group in groups_of(reading, book).values()
        for code in book.groups[group].codes
        if code.contested is None and not code.is_wide
    ][-1:]


def _verdict(called: str, law: str) -> str:
    if law in UNSURE:
        return "warn"
    if called == PERMITTED:
        return "breach" if law in BANNED else "consistent"
    if called == "legal":
        return "conflict" if law in BANNED else "consistent"
    return "consistent" if law in BANNED else "warn"
