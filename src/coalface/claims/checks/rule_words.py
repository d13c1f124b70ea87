"""What a claim about a rule names: resolution, year, month, and the rulebook's goods."""

import re
from dataclasses import dataclass

from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.mentions.spans_of_days import MONTH_NAMES
from coalface.law.definitions import Measure
from coalface.law.rulebook import Rulebook

__all__ = ["RuleNamed", "groups_of", "number_of", "numbers_named", "rule_named", "rule_outcome"]

NUMBER = re.compile(r"(?<![\d,.$])([12]\d{3})(?![\d,.]\d|\d)")
YEAR = re.compile(r"(?<!\d)(19[4-9]\d|20[0-4]\d)(?!\d)")
KOREAN_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])월")
#: Numbers of resolutions on this trade: beside no word for one, in claims that are of one.
_KNOWN = re.compile(r"(?<![\d,.$])(2087|2094|2270|2321|2356|2371|2375|2397)(?![\d%]|[,.]\d)")
NUMBERED = frozenset({"rule.adoption", "rule.listing"})
REACH = 24  # characters between the word "resolution" and its number


@dataclass(frozen=True, slots=True)
class RuleNamed:
    """What the words of a rule tell: numbers of resolutions, a year and a month; 0 if not told."""

    numbers: tuple[int, ...]
    year: int
    month: int


def number_of(measure: Measure) -> int:
    """Give the number of the resolution that a measure stands in."""
    return int(re.sub(r"\D.*", "", measure.instrument.removeprefix("S/RES/")))


def numbers_named(text: str) -> tuple[int, ...]:
    """Give the resolutions that a text names: a number beside a word for them, or "S/RES/"."""
    folded = text.casefold()
    words = load_definitions().resolution_words
    found = []
    for match in NUMBER.finditer(folded):
        near = folded[max(0, match.start() - REACH) : match.end() + REACH]
        if any(word in near for word in words):
            found.append(match)
    by_number = [int(m[1]) for m in found if not _is_year(m, folded)]
    return tuple(dict.fromkeys(by_number))


def rule_named(reading: Reading) -> RuleNamed:
    """Read number, year and month from the words of a claim, its own time first."""
    numbers = numbers_named(reading.locator) or numbers_named(reading.actor)
    if not numbers and reading.rule in NUMBERED:
        numbers = tuple(dict.fromkeys(int(n) for n in _KNOWN.findall(reading.locator)))
    for text in (reading.period_text, reading.locator):
        folded = text.casefold()
        years = [int(y) for y in YEAR.findall(folded) if int(y) not in numbers]
        if years:
            return RuleNamed(numbers, years[0], _month(folded))
    return RuleNamed(numbers, 0, 0)


def groups_of(reading: Reading, book: Rulebook) -> dict[str, str]:
    """Give the rulebook's group for each family of goods that a claim names and the law knows."""
    goods = load_definitions().good_of
    named = {f: goods[f].law for f in reading.goods.families if f in goods and goods[f].law}
    return {family: group for family, group in named.items() if group in book.groups}


def rule_outcome(
    rule: Reading, facts: tuple[str, ...], verdict: str, why: str, hint: str = "", *, settle: str
) -> Outcome:
    """Say how a claim lies to the rulebook.

    Args:
        rule: The claim.
        facts: Ids of the measures that it was held against.
        verdict: As in table `checks`.
        why: What was compared, without a stop.
        hint: A reading that would fit.
        settle: What would settle it.
    """
    return Outcome(
        test="rulebook",
        claim_ids=(rule.id,),
        verdict=verdict,
        explanation=f"{rule.words}: {why}.",
        would_settle=settle,
        size=1.0 if verdict == "conflict" else 0.0,
        fact_ids=facts,
        hint=hint,
    )


def _is_year(match: re.Match[str], text: str) -> bool:
    """Say whether a number is the year beside a resolution, as in "2270 (2016)" or "in 2016"."""
    if YEAR.fullmatch(match[1]) is None:
        return False
    before = text[max(0, match.start() - 10) : match.start()].rstrip(" (")
    others = [m for m in NUMBER.finditer(text) if m.start() != match.start()]
    is_dated = before.endswith(("of", "in", "since", *MONTH_NAMES)) or (
        match.end() < len(text) and text[match.end()] == "년"
    )
    return is_dated or any(YEAR.fullmatch(m[1]) is None for m in others)


def _month(text: str) -> int:
    for number, name in enumerate(MONTH_NAMES, 1):
        if re.search(rf"\b{name}\b", text):
            return number
    match = KOREAN_MONTH.search(text)
    return int(match[1]) if match else 0
