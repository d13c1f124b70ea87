"""Check 4: number, date and subject of a resolution, its exemptions and its wind-down."""

from collections.abc import Iterator
from functools import partial

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.checks.rule_dates import date_told, since_told
from coalface.claims.checks.rule_windows import find_window_slips
from coalface.claims.checks.rule_words import (
    RuleNamed,
    groups_of,
    number_of,
    rule_named,
    rule_outcome,
)
from coalface.claims.facts import Facts
from coalface.law.definitions import Measure
from coalface.law.rulebook import Rulebook
from coalface.vocabulary.goods import names_any

__all__ = ["find_resolution_slips"]

SETTLE = "the text of the resolution: its paragraph, its date and its list of goods"
_outcome = partial(rule_outcome, settle=SETTLE)
BANS = frozenset({"ban", "sanctions_period", "bar", "listing", "designation"})
NUMBERED = frozenset({"bar", "listing", "designation"})
WINDOWS = frozenset({"wind_down", "contracts_before"})
LETS_OUT = frozenset({"exemption", "carve_out"})
#: What tells that not all is banned.
SOFTENS = LETS_OUT | {"cap_quantity", "cap_value"}
#: Lets out only goods that come from elsewhere: nobody's "humanitarian exemption".
TRANSIT = "rajin"
RAJIN = "KP-RAJIN"


def find_resolution_slips(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Hold each claim about a rule against the rulebook.

    The rulebook holds the measures that bear on trade; a resolution that is not in it is said to
    be unknown, not wrong.

    Args:
        readings: Claims, read.
        facts: The rulebook.

    Yields:
        Outcomes with the ids of the measures; nothing where a claim names neither a number nor a
        day nor goods that the rulebook knows.
    """
    book = facts.rulebook
    if book is None:
        return
    rules = [r for r in readings if r.kind == "rule" and r.status != "ended"]
    softened = blocks_of((r for r in rules if r.metric in SOFTENS), lambda r: r.document)
    for rule in rules:
        named = rule_named(rule)
        yield from _numbers(rule, named, book)
        yield from _since(rule, named, book)
        yield from _held(rule, named, book, softened.get(rule.document, []))


def _held(
    rule: Reading, named: RuleNamed, book: Rulebook, softened: list[Reading]
) -> Iterator[Outcome]:
    """Hold a ban, an exemption or a window against the measures meant."""
    measures = _measures(rule, named, book)
    if rule.metric in BANS:
        if _is_ordered(rule, named):
            yield from _subject(rule, named, measures, book, softened)
    elif rule.metric in LETS_OUT and rule.polarity == "affirmed":
        yield from _exemption(rule, named, measures, book)
    elif rule.metric in LETS_OUT and rule.polarity == "negated":
        yield from _no_exemption(rule, measures, book)
    elif rule.metric in WINDOWS:
        yield from find_window_slips(rule, named, book)


def _since(rule: Reading, named: RuleNamed, book: Rulebook) -> Iterator[Outcome]:
    groups = set(groups_of(rule, book).values())
    if rule.metric == "ban" and groups and not named.numbers:
        since = since_told(rule, groups, book)
        if since is not None:
            yield _outcome(rule, (), *since)


def _numbers(rule: Reading, named: RuleNamed, book: Rulebook) -> Iterator[Outcome]:
    by_number = blocks_of_measures(book)
    for number in named.numbers:
        adopted = by_number.get(number)
        if adopted is None:
            yield _outcome(rule, (), "warn", f"no resolution {number} stands in the rulebook")
            continue
        dated = date_told(rule, named, number, adopted)
        if dated is not None:
            yield _outcome(rule, (adopted[0].id,), *dated)


def _is_ordered(rule: Reading, named: RuleNamed) -> bool:
    """Say whether a claim tells of goods that a rule bans; of "may not" only with its number."""
    return rule.polarity == "affirmed" and (rule.metric not in NUMBERED or bool(named.numbers))


def blocks_of_measures(book: Rulebook) -> dict[int, list[Measure]]:
    """Give the measures of each resolution."""
    found: dict[int, list[Measure]] = {}
    for measure in book.measures:
        found.setdefault(number_of(measure), []).append(measure)
    return found


def _measures(rule: Reading, named: RuleNamed, book: Rulebook) -> list[Measure]:
    """Give the measures meant: of the number named, else those adopted on the day it begins."""
    if named.numbers:
        return [m for m in book.measures if number_of(m) in named.numbers]
    return [m for m in book.measures if m.adopted_on == rule.span.first]


def _subject(
    rule: Reading,
    named: RuleNamed,
    measures: list[Measure],
    book: Rulebook,
    softened: list[Reading],
) -> Iterator[Outcome]:
    if not measures:
        return
    groups = groups_of(rule, book)
    wide = _parts(rule, book)
    covered = {f: [m for m in measures if g in m.groups] for f, g in groups.items()}
    for family in sorted(f for f, held in covered.items() if not held):
        yield _uncovered(rule, family, groups[family], named, book)
    yield from (_unlisted(rule, f, named) for f in _unknown_to_law(rule, named, book))
    reaching = [m for m in measures if set(m.groups) & (set(groups.values()) | wide)]
    ids = tuple(m.id for m in reaching)
    soft = [m for m in reaching if m.kind != "ban"]
    is_told = any(r.goods.families & rule.goods.families for r in softened)
    if not reaching:
        if wide:
            yield _outcome(
                rule, ids, "conflict", "none of the goods it names stands in that resolution"
            )
    elif soft and not (is_told or rule.metric in NUMBERED):
        kinds = ", ".join(sorted({f"{m.short}: {m.kind.replace('_', ' ')}" for m in soft}))
        yield _outcome(rule, ids, "warn", f"it speaks of a ban; the rulebook has {kinds}")
    elif all(covered.values()):
        where = ", ".join(sorted({m.short for m in reaching}))
        yield _outcome(rule, ids, "agree", f"the goods stand in {where}")


def _parts(rule: Reading, book: Rulebook) -> set[str]:
    """Give the groups that a wide word such as "minerals" holds."""
    goods = load_definitions().good_of
    parts = {p for f in rule.goods.families if f in goods for p in goods[f].parts}
    return {goods[p].law for p in parts if goods[p].law in book.groups}


def _unknown_to_law(rule: Reading, named: RuleNamed, book: Rulebook) -> Iterator[str]:
    """Give the families of which no paragraph of the rulebook has a code: wigs, watch movements."""
    goods = load_definitions().good_of
    ruled = {group for measure in book.measures for group in measure.groups}
    codes = {code.code for group in ruled for code in book.groups[group].codes}
    for family in sorted(rule.goods.families) if named.numbers else ():
        good = goods.get(family)
        if good is None or good.law or not good.hs or good.parts:
            continue
        if not any(hs.startswith(code) or code.startswith(hs) for hs in good.hs for code in codes):
            yield family


def _unlisted(rule: Reading, family: str, named: RuleNamed) -> Outcome:
    name = family.replace("_", " ")
    number = " and ".join(str(n) for n in named.numbers)
    why = f"resolution {number} does not name {name}, nor does another that the rulebook holds"
    return _outcome(rule, (), "conflict", why)


def _uncovered(rule: Reading, family: str, group: str, named: RuleNamed, book: Rulebook) -> Outcome:
    elsewhere = sorted(
        (m for m in book.measures if group in m.groups and m.kind != "exemption"),
        key=lambda m: (m.starts_on, m.id),
    )
    listed = ", ".join(f"{m.short} from {m.starts_on}" for m in elsewhere)
    number = " and ".join(str(n) for n in named.numbers) or f"of {rule.span.first}"
    return Outcome(
        test="rulebook",
        claim_ids=(rule.id,),
        verdict="conflict",
        explanation=f"{rule.words}: resolution {number} does not name {family.replace('_', ' ')}.",
        would_settle=SETTLE,
        size=1.0,
        fact_ids=tuple(m.id for m in elsewhere),
        hint=f"{family.replace('_', ' ').capitalize()} stands in {listed}." if listed else "",
    )


def _exemption(
    rule: Reading, named: RuleNamed, measures: list[Measure], book: Rulebook
) -> Iterator[Outcome]:
    groups = groups_of(rule, book)
    reached: list[str] = []
    is_passing = RAJIN in rule.sites or names_any(rule.locator, load_definitions().transit_words)
    covered = {group for measure in measures for group in measure.groups}
    if named.numbers and measures and not covered & set(groups.values()):
        goods = ", ".join(sorted(rule.goods.names)) or "the goods"
        ids = tuple(m.id for m in measures)
        why = f"no paragraph of that resolution that the rulebook holds names {goods}"
        yield _outcome(rule, ids, "warn", f"{why}, so there was nothing to let out")
    for family, group in sorted(groups.items()):
        held = [m for m in measures if group in m.groups]
        if not held:
            continue
        open_to = [m for m in held if _lets_out(m, group, is_passing=is_passing)]
        reached.extend(m.id for m in open_to)
        if not open_to:
            names = ", ".join(m.short for m in held)
            yield Outcome(
                test="rulebook",
                claim_ids=(rule.id,),
                verdict="conflict",
                explanation=(
                    f"{rule.words} is said of {family.replace('_', ' ')} too; {names} has no "
                    "exemption that reaches it."
                ),
                would_settle=SETTLE,
                size=1.0,
                fact_ids=tuple(m.id for m in held),
            )
    if reached:
        yield _outcome(rule, tuple(dict.fromkeys(reached)), "agree", "the paragraph has it")


def _no_exemption(rule: Reading, measures: list[Measure], book: Rulebook) -> Iterator[Outcome]:
    """Set "there was no exception" against the exemptions of the rulebook."""
    groups = set(groups_of(rule, book).values())
    held = [m for m in measures if groups & set(m.groups) and m.kind != "exemption"]
    soft = [m for m in held if any(_lets_out(m, group) for group in groups & set(m.groups))]
    if soft:
        names = ", ".join(m.short for m in soft)
        why = f"it tells of no exemption; the rulebook has one in {names}"
        yield _outcome(rule, tuple(m.id for m in soft), "warn", why)
    elif held:
        ids = tuple(m.id for m in held)
        yield _outcome(rule, ids, "agree", "the paragraph has no exemption, as said")


def _lets_out(measure: Measure, group: str, *, is_passing: bool = False) -> bool:
    found = [e for e in measure.exemptions if is_passing or e.id != TRANSIT]
    return any(not e.groups or group in e.groups for e in found) or bool(measure.conditions_for_use)
