"""What a mass is for one of: "2,400 sacks, each holding 50 kilograms", "40 tonnes apiece"."""

from collections.abc import Sequence
from itertools import pairwise

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention

__all__ = ["each_of"]

_EACH = frozenset({"each", "every"})
_AFTER = frozenset({"each", "apiece"})
_ANY = _EACH | _AFTER
_HELD = word_list("each", "held")
_TIMES = frozenset(
    {"day", "night", "week", "month", "year", "season", "quarter", "time", "morning"}
)
_CRAFT = word_list("movement", "craft") | word_list("each", "loads")
_SKIPPED = frozenset(
    {"single", "one", "of", "the", "these", "those", "them", "its", "their", "his"}
)
_HARD = frozenset({".", ";", ":"})
_STOPS = frozenset({".", ";", ":", ","})
_ONE = frozenset({"a", "an", "one", "the", "such"})
_OF_ONE = frozenset({"to", "per", "a", "in", "the", "on"})
_MEANS = frozenset({"average", "averages", "averaged", "averaging", "mean"})
MEAN = 5  # words from "the average cargo" to it
_WEIGHS = frozenset(
    {"weighs", "weighed", "weighing", "holds", "held", "holding", "takes", "took", "taking"}
    | {"carries", "carried", "carrying", "contains", "contained", "containing", "bears", "is"}
)
GOODS = 6  # words in which goods and "every year" follow a figure
AHEAD = 7  # words from "a bag" to its mass
BEFORE = 12  # words from "each" to its figure
BEHIND = 7  # words from a figure to "apiece"
FAR = 260  # characters back to what was counted


def each_of(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> str:
    """Give the thing that each holds a mass, in the singular; empty without a word for each.

    Args:
        reading: The document.
        mention: A mass.
        drafts: Claims of the figures before it.
    """
    noun = _noun(mention, drafts)
    if noun:  # without something counted, none of these tells anything
        held = _of_count(reading, mention, drafts) or _of_one(reading, mention, noun)
        held = held or _to_the(reading, mention, noun) or _on_average(reading, mention, noun)
        if held:
            return held
    if reading.tokens.places.keys().isdisjoint(_ANY):
        return ""
    return _of_time(reading, mention) or _each(reading, mention, noun)


def _each(reading: Reading, mention: Mention, counted: str) -> str:
    if not _EACH.isdisjoint(reading.words_before(mention.start, BEFORE)):
        named = _named_before(reading, mention, counted)
        if named is not None:
            return named
    after = reading.words_after(mention.end, BEHIND)
    for word in () if _AFTER.isdisjoint(after) else after:
        if word in _AFTER:
            return counted
        if word in _STOPS or word[:1].isdigit():
            break
    return ""


def _named_before(reading: Reading, mention: Mention, counted: str) -> str | None:
    """Give what "each" before a mass is each of, None if it is of another figure."""
    tokens = reading.tokens
    index, words, starts = tokens.first_from, tokens.words, tokens.starts
    low, place = index[reading.sentence(mention.start).start], index[mention.start]
    for position in range(place - 1, max(low, place - BEFORE) - 1, -1):
        if words[position] in _HARD or reading.amounts_in(starts[position], mention.start):
            break
        if words[position] in _EACH and words[position + 1] not in _STOPS:
            return _named(reading, words[position + 1 : place], counted)
    return None


def _of_time(reading: Reading, mention: Mention) -> str:
    """Tell "sixty tonnes of gold every year"."""
    after = reading.words_after(mention.end, GOODS)
    if after[:1] != ("of",):
        return ""
    for one, other in pairwise(after):
        if one in _STOPS:
            return ""
        if one in _EACH:
            return other if other in {"year", "month", "week", "day"} else ""
    return ""


def _counted(mention: Mention, drafts: Sequence[Draft]) -> bool:
    last = drafts[-1] if drafts else None
    return last is not None and mention.start - last.end <= len(" of about ")


def _of_count(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> str:
    """Tell "2,400 sacks of 50 kilograms": what holds things has the mass of one."""
    if not _counted(mention, drafts):
        return ""
    between = reading.words(drafts[-1].end, mention.start)
    noun = _noun(mention, drafts[-1:])
    return noun if between[:1] in {("of",), ("at",)} and noun in _HELD else ""


def _of_one(reading: Reading, mention: Mention, counted: str) -> str:
    """Tell "a bag weighs 50 kilograms" after bags were counted."""
    before = reading.words_before(mention.start, AHEAD)
    verb = next((i for i, word in enumerate(before) if word in _WEIGHS), 0)
    if verb < 2 or before[verb - 2] not in _ONE:  # noqa: PLR2004
        return ""
    if any(word in _STOPS or word[:1].isdigit() for word in before[verb + 1 :]):
        return ""
    return counted if _singular(before[verb - 1]) == counted else ""


def _to_the(reading: Reading, mention: Mention, counted: str) -> str:
    """Tell "180 kilograms to the drum" after drums were counted."""
    after = reading.words_after(mention.end, 3)
    if not after or after[0] not in _OF_ONE:
        return ""
    return counted if counted in map(_singular, after[1:]) else ""


def _on_average(reading: Reading, mention: Mention, counted: str) -> str:
    """Tell "which puts the average cargo at 9,000 tons" after voyages were counted."""
    if _MEANS.isdisjoint(reading.words_before(mention.start, MEAN)):
        return ""
    return counted if counted in _CRAFT or counted in _HELD else ""


def _named(reading: Reading, words: Sequence[str], counted: str) -> str:
    """Give the noun after "each", else what was counted: "each of the barges", "each holding"."""
    its = [word for word in words if word not in _SKIPPED]
    noun = _singular(its[0]) if its else counted
    if noun in _TIMES:
        return ""
    if noun == counted or noun in _CRAFT or noun in _HELD or _is_counted(reading, noun):
        return noun
    return counted


def _is_counted(reading: Reading, noun: str) -> bool:
    """Tell whether the text counts such things: "each porter" of "40 porters"."""
    return any(
        amount_of(mention).noun and _singular(_last_word(amount_of(mention).noun)) == noun
        for mention in reading.amounts
    )


def _last_word(noun: str) -> str:
    return noun.lower().rsplit(" ", 1)[-1]


def _noun(mention: Mention, drafts: Sequence[Draft]) -> str:
    """Give what was counted last, if it stands near."""
    for draft in reversed(drafts):
        if mention.start - draft.end > FAR:
            return ""
        amount = draft.amount
        if amount is not None and amount.unit_std == "count" and amount.noun:
            return _singular(_last_word(amount.noun))
    return ""


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("xes", "ches", "shes", "sses")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
