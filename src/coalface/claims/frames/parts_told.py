"""Figures that a report itself calls the rest, or the whole of which another is a part."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Commodity

__all__ = ["BASE", "PART", "REST", "WHOLE", "bind_parts"]

REST, WHOLE, PART, BASE = ".rest", ".whole", ".part", ".base"
REACH = 45  # characters from "the rest" to its figure
WORD_REACH = 10  # characters around a word in which the words for a rest stand
BEFORE = 4  # characters from a figure to "the rest" after it
BETWEEN = 110  # characters from a part to its whole
_REST = re.compile(
    r"(?<!of )(?<!for )\b(?:[Tt]he (?:rest|remainder|balance)"
    r"|(?:[Tt]he |[Ii]ts |[Tt]heir )?(?:[Rr]emaining|outstanding)"
    r"|[Ww]hat (?:is|was|remains|remained) (?:left|over)|[Tt]he others?)\b"
    r"(?! of (?:the )?(?:year|month|week|season|world|\d))"
    r"|\b(?:[Ww]hich|[Tt]hat|[Tt]his) (?:left|leaves)|\bleaving"
    r"|나머지|其余|其餘|剩余|余下|剩下|剩餘"
)
#: One of them is in all of these words.
_REST_WORDS = frozenset(
    {"rest", "remaining", "remainder", "balance", "left", "leaves", "outstanding", "leaving"}
    | {"remains", "remained", "other", "others"}
)
_EAST_ASIAN_RESTS = re.compile("나머지|其余|其餘|剩|余下")
_EAST_ASIAN_FIRST = frozenset("나其剩余")
#: What may stand between "the rest" and its figure; a verb of its own there makes it a subject.
_TO_FIGURE = re.compile(
    r"(?: of(?= $)| of (?:the |its |his |her |their )?[a-z]+(?: [a-z]+){0,2}?"
    r"(?=[,(–—:-]| (?:is|was|being|amount|com|mak|made)))?(?:[,(–—:-]|[은는인의로]"
    r"|[的为是,，约]| (?:is|was|being|or|some|about|roughly|around|nearly|almost|another"
    r"|amounts? to|amounted to|comes? to|came to|makes up|made up|i\.e\.|that is|which is"
    r"|which was|under|over|just|a|the)\b| )*$"
)
#: "2,500 tonnes were still owed to him", "a quarter remains for the crew"
_LEFT = re.compile(
    r" (?:remain(?:s|ed)?|(?:(?:is|are|was|were|be|stay) )(?:still |yet |now )?(?:left|owed|owing"
    r"|outstanding|unpaid|due|missing|to come|unaccounted))\b(?! (?:of|at|in) )"
)
_LEFT_SIGNS = (" remain", " is ", " are ", " was ", " were ")
#: What is in all words between a whole and a part after it, but Korean and Chinese ones.
_WHICH_SIGNS = ("of ", "among", "including")
#: Part first: "1.05 billion out of 2.48 billion", "300,000 of the 750,000 tons".
_OUT_OF = re.compile(
    r"^(?: [a-z]+){0,5}?,? (?:out of|of)(?: (?:a|the|its|their|all|total|some|about|roughly|overall"
    r"|exports|imports|worth|of)){0,4} $"
)
#: Whole first: "2.48 billion, of which 1.05 billion", "26억 달러, 이 가운데 11억".
_OF_THEM_ABROAD = re.compile(r" ?(?:가운데|중)(?:에서|에)?[ ,]|[,，]?其中")
_OF_THE = (" of the", " of these", " of its", " of their")
_OF_WHICH = re.compile(
    r"\b(?:[Oo]f (?:which|this|that|these|those)|[Oo]ut of (?:which|these|those)|[Aa]mong them"
    r"|including)\b"
    r"|이 ?가운데|이 ?중|그 ?중|其中|当中"
)
_OF_ALL = re.compile(
    r"\b(?:all|total|overall|entire|whole|aggregate)(?: of)?(?: (?:its|the|their|north|korean?"
    r"|korea's|dprk|chinese|china's|such)){0,3} (?:exports?|imports?|trade|shipments)\b"
    r"|전체 (?:대[중외러] )?(?:수출|수입|교역)|[수입출]{2} ?총액|[进出]口总[额值]|全部[进出]口",
    re.IGNORECASE,
)
#: What is in all of these words but Korean and Chinese ones.
_ALL_SIGNS = ("all", "total", "whole", "aggregate", "ent")
#: Before a whole at the head of its sentence: "Of the 600 dollars that the yard pays".
_OUT_OF_ALL = re.compile(
    r"\b(?:Out of|Of)(?: every| each| the| all| its| these| those"
    r"| (?:an?|the|its|their) [a-z]+ of)* (?:about |some |roughly )?$"
)
LEAD = 32
_SHARE_OF = re.compile(r" of (?:[a-z']+ ){0,6}?|의 ?|,?占")
_OF_IT = re.compile(r" of (?:it|that|this|them|these|those)\b(?! [a-z]+s\b)")
_AGAINST = re.compile(
    r"(?:\b(?:against|versus|compared (?:with|to)|as against|(?:up|down) (?:from|on)"
    r"|(?:more|less|fewer|higher|lower) than(?: the)?)"
    r"(?: (?:about|around|some|roughly|nearly|almost|a|the|only))*"
    r"|[比较較][^,，。;；\d]{0,3}(?:(?:19|20)\d\d年)?[^,，。\d]{0,8}) ?$"
)
_AGAINST_SIGNS = ("against", "versus", "compared", "than", "up ", "down ")
_BEFORE_TOLD = re.compile(r"보다|에 ?비해|에 ?비하면| ?대비")
_MARKS = (REST, WHOLE, PART, BASE)
_KINDS = frozenset({"share", "payment_term"})
_AMOUNTS = frozenset({"quantity", "value", "price"})
_BALANCES = frozenset({"trade_deficit", "trade_total"})
_SIDES = frozenset({"export_value", "import_value"})
ALL_GOODS = Commodity("all_goods", "all goods")


def bind_parts(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Mark figures that their words call the rest, and those that are wholes of a part.

    Args:
        reading: The document.
        drafts: In order of place, with goods bound; changed: the rule of a rest ends in `REST`,
            that of a whole in `WHOLE`, of a part of the same goods in `PART`, and that of a level
            that another is held against in `BASE`.
    """
    figures = [d for d in drafts if _is_figure(d)]
    if not figures:
        return
    text = reading.flat.text
    for left in figures:
        if text.startswith(_LEFT_SIGNS, left.end) and _LEFT.match(text, left.end):
            left.rule_id += REST
    for match in _rests(reading):
        draft = _its_figure(reading, match, figures)
        if draft is not None and not draft.rule_id.endswith(REST):
            draft.rule_id += REST
    pairs = _side_by_side([draft for draft in figures if draft.kind in _AMOUNTS])
    _bind_wholes(reading, figures, pairs)
    for base in _bases(text, pairs):
        base.rule_id += BASE


def _rests(reading: Reading) -> Iterator[re.Match[str]]:
    """Find the words for a rest, looking only around words of which one is in all of them."""
    text, tokens = reading.flat.text, reading.tokens
    spans = [(tokens.starts[i], tokens.ends[i]) for i in tokens.places_of(_REST_WORDS)]
    if not reading.starts.signs.keys().isdisjoint(_EAST_ASIAN_FIRST):
        spans += [(m.start(), m.end()) for m in _EAST_ASIAN_RESTS.finditer(text)]
    found: dict[int, re.Match[str]] = {}
    for start, stop in sorted(spans):
        match = _REST.search(text, max(0, start - WORD_REACH), stop + WORD_REACH)
        while match is not None and match.end() <= start:  # "the rest, remaining half"
            match = _REST.search(text, match.end(), stop + WORD_REACH)
        if match is not None:
            found.setdefault(match.start(), match)
    return iter([found[start] for start in sorted(found)])


def _side_by_side(levels: Sequence[Draft]) -> list[tuple[Draft, Draft]]:
    """Give pairs of levels in one unit that follow one another closely."""
    return [
        (one, other)
        for one, other in pairwise(levels)
        if other.start - one.end <= BETWEEN and _is_alike(one, other)
    ]


def _bind_wholes(
    reading: Reading, figures: Sequence[Draft], pairs: Sequence[tuple[Draft, Draft]]
) -> None:
    for draft in figures:
        if draft.metric in _SIDES and _is_of_all(reading, draft):
            draft.commodities = (ALL_GOODS,)
            draft.rule_id += WHOLE
    for part, whole in (
        *_after_shares(reading.flat.text, figures),
        *_wholes(reading.flat.text, pairs),
    ):
        if whole.rule_id.endswith(WHOLE):
            continue
        whole.rule_id += WHOLE
        if whole.metric in _SIDES and not _names_goods(reading, whole, part):
            whole.commodities = (ALL_GOODS,)
        if whole.commodities == part.commodities:
            part.rule_id += PART


def _is_figure(draft: Draft) -> bool:
    if draft.amount is None:
        return False
    return draft.kind in _AMOUNTS or (draft.kind in _KINDS and draft.amount.unit_std == "fraction")


def _its_figure(reading: Reading, match: re.Match[str], figures: Sequence[Draft]) -> Draft | None:
    text = reading.flat.text
    for draft in figures:
        if draft.start < match.end():
            continue
        between = text[match.end() : draft.start]
        if len(between) <= REACH and _TO_FIGURE.fullmatch(between):
            return _if_part(match, draft)
        break
    before = [d for d in figures if 0 <= match.start() - d.end <= BEFORE]
    is_aside = text[match.end() : match.end() + 1] in {",", ")", ".", ";"}
    return before[-1] if before and is_aside else None


def _if_part(match: re.Match[str], draft: Draft) -> Draft | None:
    """Take "the other two fifths", but not "the other 12 ships"; a deficit left is no rest."""
    is_other = match[0].endswith("other")
    if draft.metric in _BALANCES:
        return None
    is_bare = draft.metric == "n_items"  # "the other 23 were made by others"
    return None if is_other and not is_bare and draft.kind not in _KINDS else draft


def _wholes(text: str, pairs: Sequence[tuple[Draft, Draft]]) -> Iterator[tuple[Draft, Draft]]:
    """Give pairs of a part and its whole that stand side by side."""
    for one, other in pairs:
        low = max(0, one.start - LEAD)
        is_led = text.find("O", low, one.start) >= 0  # "Of", "Out of"
        if is_led and _is_less(other, one) and _OUT_OF_ALL.search(text, low, one.start):
            yield other, one
        if one.kind != other.kind:
            continue
        between = text[one.end : other.start]
        if not between.isascii() and _is_less(other, one) and _OF_THEM_ABROAD.match(between):
            yield other, one
            continue
        if between == " " and text.endswith(_OF_THE, one.start, one.end):
            between = " of the "  # "five of the eight tankers"
        if "of" in between and _is_less(one, other) and _OUT_OF.match(between):
            yield one, other
        elif _is_of_which(between) or _OF_IT.match(text, other.end):
            yield other, one


def _is_of_which(between: str) -> bool:
    if between.isascii() and not any(map(between.__contains__, _WHICH_SIGNS)):
        return False
    return _OF_WHICH.search(between) is not None


def _is_held_against(between: str) -> bool:
    if between.isascii() and not any(map(between.__contains__, _AGAINST_SIGNS)):
        return False
    return _AGAINST.search(between) is not None


def _after_shares(text: str, figures: Sequence[Draft]) -> Iterator[tuple[Draft, Draft]]:
    """Read "143 million. That was five percent of its 2.84 billion in exports"."""
    for place, share in enumerate(figures[1:-1]):
        if share.kind not in _KINDS:
            continue
        part, whole = figures[place], figures[place + 2]
        if part.kind not in _AMOUNTS or part.kind != whole.kind:
            continue
        if whole.start - part.end > BETWEEN + LEAD or not _is_alike(part, whole):
            continue
        if _is_less(part, whole) and _SHARE_OF.fullmatch(text, share.end, whole.start):
            yield part, whole


def _bases(text: str, pairs: Sequence[tuple[Draft, Draft]]) -> Iterator[Draft]:
    """Give levels that one right before is held against: "12,000 against 20,000 in 2016"."""
    for one, other in pairs:
        if one.kind != other.kind:
            continue
        if one.status == "past" or other.status == "past" or other.rule_id.endswith(_MARKS):
            continue
        between = text[one.end : other.start]
        if _is_held_against(between) or _BEFORE_TOLD.match(text, other.end):
            yield other


def _is_alike(one: Draft, other: Draft) -> bool:
    left, right = one.amount, other.amount
    return left is not None and right is not None and left.unit_std == right.unit_std


def _is_less(one: Draft, other: Draft) -> bool:
    left, right = one.amount, other.amount
    assert left is not None
    assert right is not None
    low, high = left.std_low or left.std_high or 0.0, right.std_high or right.std_low or 0.0
    return low < high


def _is_of_all(reading: Reading, draft: Draft) -> bool:
    """Tell "all exports reached 2.48 billion" from "all exports of coal"."""
    start = draft.clause[0]
    before = reading.flat.text[start : draft.start]
    if before.isascii() and not any(sign in before.lower() for sign in _ALL_SIGNS):
        return False
    found = list(_OF_ALL.finditer(reading.flat.text, start, draft.start))
    return bool(found) and not reading.mentions_in("commodity", found[-1].start(), draft.start)


def _names_goods(reading: Reading, whole: Draft, part: Draft) -> bool:
    """Tell whether the whole has goods of its own: after "of" before it, or in its own words."""
    sentence = reading.sentence(whole.start)
    if whole.start < part.start:
        return bool(reading.mentions_in("commodity", sentence.start, whole.start))
    start = reading.flat.text.rfind(" of ", part.end, whole.start)
    start = whole.end if start < 0 else start
    return bool(reading.mentions_in("commodity", start, sentence.end))
