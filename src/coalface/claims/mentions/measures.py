"""What follows a figure: percent, a currency, a unit, a counted noun, and what it is for one of."""

import re
from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

from coalface.claims.mentions.figures import Figure, Style
from coalface.claims.mentions.number_lists import load_number_words
from coalface.claims.mentions.types import Amount, Operator
from coalface.claims.mentions.units import PER_STARTS, load_units, standard, unit_with_scale

__all__ = ["Measure", "MeasureType", "make_amount", "measure_after"]

MeasureType = Literal["money", "quantity", "count", "share", "multiple", "rank", "number"]

_NOUN = re.compile(
    r"(?: (?P<adjective>[a-z]+(?:-[a-z]+)*)(?<! of)(?<! to)(?<! and)(?<! or)(?<! the)(?<! in))?"
    r"(?: (?P<second>[a-z]+(?:-[a-z]+)*))? (?P<noun>[a-z]{2,}s|people|[a-z]*men|crew"
    r"|personnel|children)\b"
)
_VAGUE_OF = re.compile(r" of(?: (?:his|her|its|their|the|our|these|those|other))?(?= )")
#: Between a figure and what it counts: "40-odd ships", "40 or so ships".
_ODD = re.compile(r"(?:[- ]odd| or so|(?P<more> or more| plus|\+))(?= [a-z]{3,})")
_ODD_SIGNS = frozenset({"-o", " o", " p", "+ "})
#: "26 of them", "three of the ships", "14 of the 23 miners".
_OF_THEM = re.compile(
    r" of (?:(?:them|which|whom)\b|(?:these|those)\b(?! [a-z]+s\b)|(?P<the>the|these|those|his|its"
    r"|their|our)"
    r"(?: (?:\d{1,4}|[a-z]+(?:-[a-z]+)?)){0,2} (?P<noun>[a-z]{2,}s|people|[a-z]*men)\b)"
)
#: "two 20,000-tonne cargoes"
_SIZED = re.compile(
    r" (?:\d[\d,.]*|[a-z]+)-(?:tonnes?|tons?|dwt|DWT|kilograms?|kg|litres?|metres?|barrels?"
    r"|teu|TEU)"
    r" (?:[a-z]+ )?(?P<noun>[a-z]{2,}s)\b"
)
_FACTOR = re.compile(r"\b(?:by )?a factor of $", re.IGNORECASE)
_FACTOR_WIDTH = 16
_OF = frozenset({"of ", "Of ", "OF ", "oF "})
#: Signs after which nothing comes that belongs to a figure.
_STOPS = frozenset(".,;:\n\"'”’")
_NEVER_PER = frozenset({"rank", "share", "multiple"})
_STROKES = ("/", " /")
_BRACKETS = (" (", ")")
_PARENTHESIS = re.compile(r"(?: \([^()\n]{2,60}\)|\))")
_PER_NOTHING = re.compile(r"당(?![가-힣])|당 |每")
_NEAR = 40
_CENTS = frozenset({"cents", "cent", "US cents"})
_OF_DOLLAR = re.compile(r" (?:of|in|on|out of|from) (?:every|each|the) dollar\b")


class Measure(NamedTuple):
    """What was read after a figure.

    Attributes:
        type: Kind of mention that the amount is; `count` for a quantity of a counted noun.
        end: One past the last character.
        unit: Id of the unit, or empty.
        unit_std: Standard unit.
        factor: Standard units in one unit.
        currency: ISO code, or empty.
        per: What it is for one of, or empty.
        noun: Counted noun as written.
        op: Operator that East Asian counters carry ("30여 척"), or None.
        is_per: Whether the figure is none of its own: "1톤당" says "per ton", "25-year-old" an age.
    """

    type: MeasureType
    end: int
    unit: str = ""
    unit_std: str = ""
    factor: float = 1.0
    currency: str = ""
    per: str = ""
    noun: str = ""
    op: Operator | None = None
    is_per: bool = False


_Values = tuple[MeasureType, int, str, str, float, str, str, str, Operator | None, bool]
#: Make one of all its values, in half the time that the class takes: they are made by the hundred.
_measure: Callable[[_Values], Measure] = partial(tuple.__new__, Measure)
_amount = partial(tuple.__new__, Amount)


def measure_after(text: str, figure: Figure, currency: str = "") -> Measure | None:
    """Read what follows a figure.

    Args:
        text: The clean string.
        figure: The figure; of a range, the upper end.
        currency: Currency that stands before the figure, or empty.

    Returns:
        The measure; None if the figure is an ordinal that ranks nothing.
    """
    start, end, _, _, style, _ = figure
    if style == "vague" and (of := _VAGUE_OF.match(text, end)):
        end = of.end()  # "thousands of tons", "dozens of his men"
        figure = figure._replace(end=end)
    near = text[end : end + 2]
    if near in _ODD_SIGNS and (odd := _ODD.match(text, end)):
        measure = measure_after(text, figure._replace(end=odd.end()), currency)
        return measure and measure._replace(op="ge" if odd["more"] else "approx")
    is_plain = style == "number" and text[start - 3 : start] not in _OF  # as most are
    measure = None if is_plain else _styled(text, style, start, end)
    if measure is None and near[:1] in _STOPS:
        return _money(end, currency) if currency else _number(end)
    if measure is None:
        measure = _unit_after(text, figure, currency)
    if measure is None:
        measure = _money(end, currency) if currency else _counted(text, end)
    if currency and not measure.currency:
        measure = measure._replace(type="money", currency=currency, unit_std=currency)
    return _with_per(text, measure)


def _number(end: int) -> Measure:
    return _measure(("number", end, "", "", 1.0, "", "", "", None, False))


def _money(end: int, currency: str) -> Measure:
    return _measure(("money", end, "", currency, 1.0, currency, "", "", None, False))


def _styled(text: str, style: Style, start: int, end: int) -> Measure | None:
    if style == "fraction":
        return _measure(("share", end, "fraction", "fraction", 1.0, "", "", "", None, False))
    if style == "ordinal":
        return Measure("rank", end, "rank", "rank")
    if style == "multiple":
        return Measure("multiple", end, "times", "times")
    if text[start - 3 : start] in _OF and _FACTOR.search(
        text, max(0, start - _FACTOR_WIDTH), start
    ):
        return Measure("multiple", end, "times", "times")
    return None


def _unit_after(text: str, figure: Figure, currency: str) -> Measure | None:
    book = load_units()
    match = book.tail_pattern.match(text, figure.end)
    if match is None:
        return None
    op: Operator | None = "gt" if match["over"] else None
    end, what = match.end(), match.lastgroup
    if what == "currency":
        spelled = match["currency"]
        code = _currency(text, spelled, figure.start, end)
        if spelled in _CENTS:
            return _cents(text, end, code)
        is_per = bool(_PER_NOTHING.match(text, end)) and figure.value == 1.0
        return _measure(("money", end, "", code, 1.0, code, "", "", op, is_per))
    if what in ("points", "percent"):
        name = "percentage point" if what == "points" else "fraction"
        return _measure(("share", end, name, "fraction", 0.01, "", "", "", op, False))
    if what == "fold":
        return Measure("multiple", end, "times", "times", op=op)
    return None if currency else _physical(text, figure, match, op)


def _cents(text: str, end: int, code: str) -> Measure:
    """Read "50 cents" as half a dollar, "30 cents of every dollar" as a share."""
    if of := _OF_DOLLAR.match(text, end):
        return Measure("share", of.end(), "fraction", "fraction", 0.01)
    return Measure("money", end, "", code, 0.01, currency=code)


def _physical(text: str, figure: Figure, match: re.Match[str], op: Operator | None) -> Measure:
    book, end = load_units(), match.end()
    if match.lastgroup == "rate":
        return Measure("quantity", end, "bbl", "bbl", per="day")
    if match.lastgroup == "counter":
        noun = book.counters[match["counter"]]
        return Measure("count", end, "count", "count", noun=noun, op=op)
    unit = book.units[match["unit"]]
    if text.startswith("-old", end):  # an age
        return Measure("number", end, is_per=True)
    is_per = bool(_PER_NOTHING.match(text, end)) and figure.value == 1.0
    return _measure(("quantity", end, unit.id, unit.std, unit.factor, "", "", "", op, is_per))


def _currency(text: str, spelled: str, start: int, end: int) -> str:
    """Tell the won of the one State from the other's by the words around it."""
    book = load_units()
    code = book.after[spelled]
    around = text[max(0, start - _NEAR) : end + _NEAR]
    if spelled not in ("won", "원"):
        return code
    other = "KRW" if code == "KPW" else "KPW"
    says_own = any(words in around for words in book.near[code])
    says_other = any(words in around for words in book.near[other])
    return other if says_other and not says_own else code


def _counted(text: str, end: int) -> Measure:
    if "-" in text[end : end + 12] and (sized := _SIZED.match(text, end)):
        return Measure("count", end, "count", "count", noun=sized["noun"])
    if text.startswith(" of ", end) and (of := _OF_THEM.match(text, end)):
        its_end = of.end("the") if of["the"] else of.end()
        return Measure("count", its_end, "count", "count", noun=of["noun"] or "items")
    match = _NOUN.match(text, end)
    if match is None:
        return _number(end)
    no_noun = load_number_words().no_noun
    for group, word in enumerate(match.groups(), 1):
        if word is None:
            continue
        if word in no_noun:
            return _number(end)
        if _is_plural(word):
            its_end = match.start(group) + len(word)
            return _measure(("count", its_end, "count", "count", 1.0, "", "", word, None, False))
    return _number(end)


def _is_plural(word: str) -> bool:
    if word in ("people", "crew", "personnel", "children") or word.endswith("men"):
        return True
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and "-" not in word


def _with_per(text: str, measure: Measure) -> Measure:
    """Read "a ton" after an amount, or after a bracket that repeats it in other money."""
    kind, end, _, _, _, _, per, _, _, _ = measure
    if per or kind in _NEVER_PER:
        return measure
    if text[end : end + 3] in PER_STARTS or text.startswith(_STROKES, end):
        match = load_units().per_pattern.match(text, end)
        if match:
            _, _, unit, std, factor, currency, _, noun, op, is_per = measure
            its = _per_word(match)
            return _measure((kind, match.end(), unit, std, factor, currency, its, noun, op, is_per))
    is_told_twice = kind == "money" and text.startswith(_BRACKETS, end)
    if is_told_twice and (bracket := _PARENTHESIS.match(text, end)):
        match = load_units().per_pattern.match(text, bracket.end())
        if match:
            return measure._replace(per=_per_word(match))
    return measure


def _per_word(match: re.Match[str]) -> str:
    book = load_units()
    word = match["what"] or match["whole"] or match["adverb"].removeprefix("per ")
    if word in book.per_words:
        return book.per_words[word]
    if word in book.units:
        return book.units[word].id
    return book.after[word]


def make_amount(
    op: Operator,
    ends: tuple[Figure, Figure | None],
    measure: Measure,
    per: str,
    *,
    is_negated: bool,
) -> Amount:
    """Make the value of a mention.

    Args:
        op: How the figure binds.
        ends: The figure, and the upper end of a range or None.
        measure: What followed it.
        per: What it is for one of.
        is_negated: Whether the words of the bound deny it.

    Returns:
        The amount, as stated and in standard units.
    """
    first, second = ends
    _, _, value, scale, _, _ = first
    kind, _, unit, unit_std, factor, currency, _, noun, _, _ = measure
    low: float | None
    high: float | None
    if second is None and not scale and factor == 1.0:  # as most are
        low = None if op in ("lt", "le") else value
        high = None if op in ("gt", "ge") else value
        return _amount((op, low, high, unit, currency, per, low, high, unit_std, noun, is_negated))
    spread = kind in ("count", "quantity") and scale in ("man", "eok")
    percent = factor if kind in ("share", "money") else 1.0
    low, low_std = _value(first, percent, measure, is_spread=spread)
    high, high_std = (
        _value(second, percent, measure, is_spread=spread) if second else (low, low_std)
    )
    if spread or kind == "count":
        scale = ""
    elif second:
        scale = second.scale
    if op in ("gt", "ge"):
        high, high_std = None, None
    if op in ("lt", "le"):
        low, low_std = None, None
    unit = unit_with_scale(unit, scale)
    return _amount(
        (op, low, high, unit, currency, per, low_std, high_std, unit_std, noun, is_negated)
    )


def _value(
    figure: Figure, percent: float, measure: Measure, *, is_spread: bool
) -> tuple[float | None, float | None]:
    if not figure.scale and measure.factor == 1.0:
        return figure.value, figure.value
    std = standard(figure.value, figure.scale, measure.factor)
    if is_spread or measure.type == "count":
        return standard(figure.value, figure.scale), std
    if not figure.scale and percent == measure.factor:
        return std, std
    return standard(figure.value, "", percent), std
