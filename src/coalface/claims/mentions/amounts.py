"""Amounts: figures with what binds them, their unit or currency, and what they are for one of."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from coalface.claims.mentions.bounds import find_bound_after, find_bound_before
from coalface.claims.mentions.figures import (
    SCALES,
    Figure,
    find_digit_figures,
    find_numeral_figures,
)
from coalface.claims.mentions.measures import Measure, make_amount, measure_after
from coalface.claims.mentions.number_words import find_word_figures
from coalface.claims.mentions.part_figures import find_part_figures
from coalface.claims.mentions.references import is_bare_reference, is_glued, is_labelled
from coalface.claims.mentions.types import Amount, Mention, Operator, mention_of
from coalface.claims.mentions.units import load_units
from coalface.claims.mentions.words import Words

__all__ = ["Spans", "find_amounts"]

_RANGE = re.compile(r" ?(?P<sign>-|–|—|~|에서|至|到) ?| (?P<word>up to|to|or|and) |, (?P<comma>)")
#: How these end, for a quick look before the units of two figures are read.
_SIGNS = ("-", "–", "—", "~", "에서", "至", "到")
_JOINTS = (" to ", " or ", ", ", *_SIGNS, *(f"{sign} " for sign in _SIGNS))
_BETWEEN = re.compile(r"\bbetween (?:about |around |roughly )?$", re.IGNORECASE)
#: Words for a change, of which two levels are told.
_CHANGED = frozenset(
    {"rise", "rose", "risen", "grew", "grown", "fell", "fallen", "drop", "dropped", "increase"}
    | {"increased", "decrease", "decreased", "decline", "declined", "went", "jumped"}
    | {"climbed", "cut", "slipped", "tumbled", "plunged", "shrank", "shrunk", "up", "down"}
    | {"doubled", "tripled", "quadrupled", "halved", "raised", "lowered", "changed", "swung"}
    | {"soared", "moved", "gone", "going", "goes", "come", "came", "brought", "shifted"}
    | {"deepened", "narrowed", "widened", "expanded", "reduced", "halves", "trimmed", "eased"}
    | {"rising", "falling", "growing", "dropping", "shrinking", "climbing", "reduction"}
    | {"fall", "jump", "swing", "switch", "switched", "swelled", "swelling", "slid"}
    | {"slipping", "sliding", "dwindled", "surged", "ballooned", "plummeted", "slumped"}
    | {"dipped", "leapt", "crept", "edged"}
)
_FROM = re.compile(r"\bfrom (?:about |around |some |US|\$)*$", re.IGNORECASE)
_LETTERS = re.compile("[A-Za-z]+")
_HARD = frozenset(".;\n")
#: Characters from a word for a change to "from", and from it to the first level.
TO_FROM, TO_LEVEL = 40, 70
_PER_BEFORE = re.compile(
    r"(?<![가-힣])1?(?P<what>톤|t|배럴|kg|킬로그램|킬로|달러|위안)(?:당| ?에) ?$"
    r"|每(?P<which>吨|噸|桶|公斤|千克) ?$"
)
#: After the second of two levels: "41만 톤으로 35% 줄었다".
_KOREAN_CHANGE = re.compile(
    r" ?[가-힣a-z%]{1,4}으?로 ?[^.。,]{0,24}?"
    r"(?:줄|늘|감소|증가|상승|하락|오르|올랐|올라|떨어|내려|내렸|급|뛰|인상|인하|확대|축소|치솟)"
)
#: "from 10 kilograms a month to seven"
_LEVEL_BEFORE = re.compile(r"\bfrom [^.;\n]*\d[^.;\n]* to (?:about |around |only |just )?$")
#: "aged twelve", "a foreman spoke of ten"
_TOLD_BEFORE = re.compile(
    r"\b(?:aged?|age of|spoke of|puts? (?:it|them|the [a-z]+) at|others? (?:say|says|said)"
    r"|if not|or even) $",
    re.IGNORECASE,
)
#: "and three on 13 August", "nine were scrapped": what is counted was named before.
_DATED_AFTER = re.compile(
    r" (?:(?:on|in) (?:the )?(?:\d|[A-Z][a-z]|early |mid|late |spring|summer|autumn|winter)"
    r"|(?:more )?(?:were|was|had|have|left|sailed|arrived|came|died|crossed|followed|carried"
    r"|went)\b)"
)
_THE_BEFORE = re.compile(r"\b(?:the|these|those|both|only|any|all|other) $", re.IGNORECASE)
_OPENS_MONEY = frozenset("$¥€₩£₽DBYWPRKSUMB")
MAX_PRONOUN = 12
#: Currency, unit and "to" between the ends of a range take no more characters.
MAX_JOINT = 40
THOUSAND = 1000
#: "40-50,000" leaves the thousands out of its lower end; "2,000-50,000" does not.
SHORT = 100
_COUNTS = frozenset({"number", "count"})
_WORD_ONE = frozenset({"one", "One"})


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches that are taken already, ascending and apart."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def cover(self, start: int, end: int) -> bool:
        """Say whether any of the stretches meets this one."""
        index = bisect_right(self.starts, end - 1) - 1
        return index >= 0 and self.ends[index] > start

    def free_part(self, start: int, end: int) -> tuple[int, int]:
        """Give the part of a stretch after what is taken at its start and before what follows."""
        for taken_start, taken_end in zip(self.starts, self.ends, strict=True):
            if taken_start <= start < taken_end:
                start = min(taken_end, end)
            elif start < taken_start < end:
                return start, taken_start
        return start, end


class _Open(NamedTuple):
    """A figure or a range with its currency in front; `like` has the unit that it shares.

    `measure` is what follows the figure, where it had to be read to tell.
    """

    start: int
    end: int
    low: Figure
    high: Figure | None
    currency: str
    n_figures: int
    like: Figure | None = None
    measure: Measure | None = None


_Values = tuple[int, int, Figure, Figure | None, str, int, Figure | None, Measure | None]
_opened: Callable[[_Values], _Open] = partial(tuple.__new__, _Open)


def find_amounts(text: str, words: Words, taken: Spans) -> list[Mention]:
    """Find amounts of all kinds.

    Years, numbers of resolutions and pages, times and figures inside names are left out; a figure
    with neither unit nor counted noun is a mention of type `number`.

    Args:
        text: The clean string.
        words: Its words.
        taken: Spans of dates, resolutions and ships, in which no figure counts.

    Returns:
        Mentions by start, none overlapping.
    """
    figures = _figures(text, words, taken)
    leads = _leads(text, figures)
    found: list[Mention] = []
    after, free = 0, 0
    for index, figure in enumerate(figures):
        if index < after or figure.start < free:
            continue
        opened = _open(text, figures, leads, index)
        after = index + opened.n_figures
        mention = _close(text, opened, free)
        if mention is None:
            continue
        mention = _clear_of(text, mention, taken)
        if mention.start >= free:
            found.append(mention)
            free = mention.end
    return found


def _clear_of(text: str, mention: Mention, taken: Spans) -> Mention:
    """Give back words that are taken: in "31,000 a year ago" the year is no "per"."""
    if not taken.cover(mention.start, mention.end) or not isinstance(mention.value, Amount):
        return mention
    start, end = taken.free_part(mention.start, mention.end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return Mention(start, end, mention.type, mention.value._replace(per=""))


def _figures(text: str, words: Words, taken: Spans) -> list[Figure]:
    """Give figures by start; of two that overlap the longer one."""
    every = [
        *find_part_figures(text),
        *find_numeral_figures(text, words.east),
        *find_digit_figures(text),
        *find_word_figures(words),
    ]
    every.sort(key=itemgetter(0))
    kept: list[Figure] = []
    before, edge = 0, 0  # where the last one stands
    starts, ends = (-1, *taken.starts), (-1, *taken.ends)
    for figure in every:
        start, end, _, _, _, _ = figure
        if ends[bisect_right(starts, end - 1) - 1] > start:
            continue
        if start >= edge:
            kept.append(figure)
        elif end - start > edge - before:
            kept[-1] = figure
        else:
            continue
        before, edge = start, end
    return kept


#: Where a figure starts with its currency, and that currency.
_Lead = tuple[int, str]


def _leads(text: str, figures: Sequence[Figure]) -> list[_Lead]:
    """Find the currencies that stand before figures; most have none."""
    book = load_units()
    ends = book.before_ends
    leads: list[_Lead] = []
    for start, _, _, _, _, _ in figures:
        sign = text[start - 1 : start]
        may_be = text[start - 2 : start - 1] in ends if sign == " " else sign in _OPENS_MONEY
        match = book.before_pattern.search(text, max(0, start - 12), start) if may_be else None
        if match:
            leads.append((match.start(), book.before[match.group().strip()]))
        else:
            leads.append((start, ""))
    return leads


def _open(text: str, figures: Sequence[Figure], leads: Sequence[_Lead], index: int) -> _Open:
    """Take a figure, and the second one of a range with it."""
    figure, lead = figures[index], leads[index]
    end, style = figure.end, figure.style
    if index + 1 < len(figures) and style != "ordinal":
        following = figures[index + 1]
        is_near = following.start - end <= MAX_JOINT and following.style == style
        if is_near and (opened := _joined(text, (figure, following), lead, leads[index + 1])):
            return opened
    return _opened((lead[0], end, figure, None, lead[1], 1, None, None))


def _joined(
    text: str, ends: tuple[Figure, Figure], lead: _Lead, following_lead: _Lead
) -> _Open | None:
    """Take two figures that stand close together as a range, or as two levels."""
    (figure, following), (start, currency) = ends, lead
    at, other = following_lead
    gap = text[figure.end : following.start]
    is_and = gap.endswith(" and ", 0, at - figure.end)
    if is_and and not _BETWEEN.search(text, max(0, start - 24), start):
        is_and = False
    may_change = " to " in gap or "에서" in gap
    if not (may_change or is_and or gap.endswith(_JOINTS, 0, at - figure.end)):
        return None
    measure = measure_after(text, figure, currency)
    if may_change and _is_change(text, start, figure, following):
        single = _opened((start, figure.end, figure, None, currency, 1, None, None))
        return _level(text, single, (following, other), measure)
    for end in (figure.end, measure.end if measure else 0):
        if not _is_range(text, end, at, figure, following, is_and=is_and):
            continue
        if end == figure.end or (measure and _is_alike(text, measure, following, other)):
            low, high = _share_scale(figure, following)
            if high.value * SCALES[high.scale] > low.value * SCALES[low.scale]:
                return _Open(start, following.end, low, high, currency or other, 2)
    return _opened((start, figure.end, figure, None, currency, 1, None, measure))


def _is_alike(text: str, measure: Measure, following: Figure, currency: str) -> bool:
    """Say whether both ends have one unit: "88 percent to $243 million" is no range."""
    other = measure_after(text, following, currency)
    return other is not None and _unit_of(measure) == _unit_of(other)


def _unit_of(measure: Measure) -> tuple[str, str, str]:
    """Give what must be the same at both ends; a share and a percentage point are two things."""
    is_share = measure.type == "share"
    return measure.type, measure.unit if is_share else measure.unit_std, measure.currency


def _is_change(text: str, start: int, low: Figure, high: Figure) -> bool:
    """Tell "rose from 3 to 5 million", which are two levels, from a range."""
    gap = text[low.end : high.start]
    if "에서" in gap:
        return _KOREAN_CHANGE.match(text, high.end) is not None
    if " to " not in gap:
        return False
    first = max(0, start - TO_LEVEL)
    led = _FROM.search(text, first, start) if "from " in text[first:start].lower() else None
    if led is None:
        return False
    place = led.start()
    return any(
        word[0].lower() in _CHANGED and _HARD.isdisjoint(text[word.end() : place])
        for word in _LETTERS.finditer(text, first, place)
        if place - word.end() <= TO_FROM
    )


def _level(text: str, single: _Open, second: tuple[Figure, str], measure: Measure | None) -> _Open:
    """Give the first of two levels the unit of the second where it has none of its own."""
    is_bare = measure is None or measure.type in ("number", "count")
    if single.currency or not is_bare or not text.startswith(" to ", single.end):
        return single
    following, currency = second
    low, _ = _share_scale(single.low, following)
    return single._replace(low=low, currency=currency, like=following)


def _is_range(text: str, end: int, at: int, low: Figure, high: Figure, *, is_and: bool) -> bool:
    """Say whether a joint alone stands between two places; `is_and` if "between" stood before."""
    joint = _RANGE.match(text, end) if end else None
    if joint is None or joint.end() != at:
        return False
    if joint["comma"] is not None:
        return low.scale == "" and high.scale != "" and low.value < high.value < 2 * low.value
    return is_and or joint["word"] != "and"


def _share_scale(low: Figure, high: Figure) -> tuple[Figure, Figure]:
    """Let the lower end take the scale of the upper one: "3 to 4 million", "40-50,000"."""
    if high.scale and not low.scale and low.value < THOUSAND:
        return Figure(low.start, low.end, low.value, high.scale, low.style), high
    if low.scale and high.scale and low.scale != high.scale:  # "500 thousand to 4 million"
        value = low.value * SCALES[low.scale] / SCALES[high.scale]
        return Figure(low.start, low.end, value, high.scale, low.style), high
    is_round = high.value >= THOUSAND and high.value % THOUSAND == 0
    if not high.scale and low.value < SHORT and is_round:
        return Figure(low.start, low.end, low.value * THOUSAND, "", low.style), high
    return low, high


def _close(text: str, opened: _Open, free: int) -> Mention | None:
    """Read unit, "per" and bounds around a figure, and leave out what counts nothing."""
    start, _, low, high, currency, _, like, measure = opened
    last = like or high or low
    measure = measure or measure_after(text, last, currency)
    if measure is None or measure.is_per:
        return None
    if like:
        measure = measure._replace(end=opened.end)
    kind, per = measure.type, measure.per
    if kind in _COUNTS:
        if text[last.start : last.end] in _WORD_ONE or is_labelled(text, last.start):
            return None
        is_bare = kind == "number" and not currency and not per
        if is_bare and _counts_nothing(text, last):
            return None
    is_plain = text[start - 2 if start > 1 else 0 : start].isascii()
    if not is_plain and not per and (before := _PER_BEFORE.search(text, max(0, start - 12), start)):
        per, start = _per_of(before), before.start()
    return _mention(text, opened, measure, (start if start > free else free, per))


def _counts_nothing(text: str, figure: Figure) -> bool:
    is_reference = is_glued(text, figure) or is_bare_reference(text, figure)
    return is_reference or _is_pronoun(text, figure)


def _is_pronoun(text: str, figure: Figure) -> bool:
    """Tell "the trade between the two": a small number word beside which nothing is counted."""
    is_word = text[figure.start : figure.end].isalpha()
    is_small = 0 < figure.value <= MAX_PRONOUN and not figure.scale
    is_bare = is_word and figure.style == "number" and is_small
    if is_bare and _TOLD_BEFORE.search(text, max(0, figure.start - 32), figure.start):
        return False
    if is_bare and _DATED_AFTER.match(text, figure.end):
        return _THE_BEFORE.search(text, max(0, figure.start - 8), figure.start) is not None
    return is_bare and not _LEVEL_BEFORE.search(text, max(0, figure.start - 70), figure.start)


def _per_of(match: re.Match[str]) -> str:
    word, book = match["what"] or match["which"], load_units()
    return book.units[word].id if word in book.units else book.after[word]


def _mention(text: str, opened: _Open, measure: Measure, lead: tuple[int, str]) -> Mention:
    start, per = lead
    its_start, _, low, high, _, _, _, _ = opened
    end, is_negated = measure.end, False
    before = find_bound_before(text, start)
    if before is None and its_start != start:
        before = find_bound_before(text, its_start)
    after = find_bound_after(text, end)
    op: Operator = "range" if high else low.op or "eq"
    if high is None and low.op is None:
        op = (after and after.op) or (before and before.op) or measure.op or "eq"
    if before:
        if high is None and low.op in ("gt", "ge") and before.op == "le":
            op = "le"
        start, is_negated = min(start, before.edge), before.is_negated
    if high and (joint := _BETWEEN.search(text, max(0, start - 24), start)):
        start = joint.start()
    if after:
        end = after.edge
    amount = make_amount(op, (low, high), measure, per, is_negated=is_negated)
    kind = "quantity" if measure.type == "count" else measure.type
    return mention_of((start, end, kind, amount))
