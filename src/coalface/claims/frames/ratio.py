"""Ratios: multiples of another level, levels as a part of another level, and ranks."""

import re
from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.flows import find_flow
from coalface.claims.frames.growth_rate import growth_metric
from coalface.claims.frames.looks import amount_of, draft_of, is_up_to, span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Amount, Mention, Operator

__all__ = ["read_ratio"]

_BASES = word_list("ratio", "bases")
_RANKED = word_list("ratio", "ranked")
_OF_WHAT = frozenset(
    {"as", "that", "the", "its", "their", "his", "what", "this", "last", "those", "normal", "usual"}
)
_WAS = frozenset({"was", "were", "had", "used", "been", "did"})
_PRONOUNS = frozenset({"it", "they", "he", "she", "we", "that"})
_PRICED_BASES = _BASES & {"price", "prices", "level", "levels", "rate"}
_LEADS = frozenset({"of", "that", "the", "what"})
_COSTS = frozenset({"cost", "costs", "fetches", "fetched", "paid", "pays", "carry", "process"})
_THOSE = frozenset({("of", "those", "in"), ("of", "that", "in"), ("of", "those", "of")})
_MEASURED = frozenset(
    {"much", "many", "high", "large", "big", "expensive", "dear", "long", "heavy"}
)
_ENDS = frozenset(
    {"for", ".", ",", ";", ")", "in", "at", "on", "by", "price", "amount", "sum", "level", "rate"}
    | {"figure", "number", "volume", "much", "many", "a", "and", "or", "but", "this", "last", "to"}
)
#: "of their 2019 value", "of the pre-sanctions level"
_OF_YEAR = re.compile(
    r" of (?:(?:its|their|the|his|what (?:it|they) (?:was|were)) )?(?:in )?(?:the )?"
    r"(?:(?P<year>(?:19|20)\d\d)|pre-[a-z0-9]+|previous|former|normal|usual|prior|earlier)"
    r"(?:['’]s)? "
    r"(?:levels?|values?|volumes?|totals?|figures?|peaks?|outputs?|prices?|tonnages?|rates?)\b"
)
_AGAIN = frozenset({("as", "much", "again"), ("as", "many", "again")})  # that is one and a half
_TO = ("으로 ", "로 ", "수준", " 수준")
_TO_CHINESE = re.compile(r"[至到](?:[^，。,]{1,6}的)?$")
_PARTED = word_list("ratio", "parted")
_WHOLES = word_list("ratio", "wholes")


def read_ratio(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a multiple, a rank, or a fraction of another level; None if it is none."""
    if mention.type == "multiple":
        return _multiple(reading, mention, drafts)
    if mention.type == "rank":
        return _rank(reading, mention)
    if mention.type == "share" and _is_premium(reading, mention):
        draft = draft_of(mention, "ratio", "ratio.premium", "price_premium", 0.7)
        draft.amount = _above_base(amount_of(mention))
        return draft
    if mention.type != "share" or reading.words_after(mention.end, 3) in _AGAIN:
        return None
    if _is_of_a_level(reading, mention):
        metric, flow = growth_metric(reading, mention.start, drafts)
        draft = draft_of(mention, "ratio", "ratio.of_level", metric, 0.7)
        draft.flow = flow
        base = _OF_YEAR.match(reading.flat.text, mention.end)
        unit = f"times base of {base['year']}" if base and base["year"] else "times base"
        draft.amount = amount_of(mention)._replace(unit=unit, unit_std="times base")
        return draft
    return None


def _is_premium(reading: Reading, mention: Mention) -> bool:
    """Tell "a premium of 80 percent" and "an 80 percent premium"."""
    before = reading.words_before(mention.start, 2)
    return before == ("premium", "of") or reading.words_after(mention.end, 1) == ("premium",)


def _above_base(amount: Amount) -> Amount:
    """Give the multiple of a price that lies a fraction above its base: 1.8 for 80 percent."""
    low = None if amount.std_low is None else 1.0 + amount.std_low
    high = None if amount.std_high is None else 1.0 + amount.std_high
    unit = "times base"
    return amount._replace(low=low, high=high, unit=unit, std_low=low, std_high=high, unit_std=unit)


def _multiple(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    if amount_of(mention).per or _is_often(reading, mention):
        return None
    metric, flow = growth_metric(reading, mention.start, drafts)
    draft = draft_of(mention, "ratio", "ratio.multiple", metric, 0.85)
    draft.flow = flow
    amount = amount_of(mention)._replace(unit="times base", unit_std="times base")
    draft.amount = _turned(amount) if _is_halved(reading, mention) else amount
    return draft


def _is_often(reading: Reading, mention: Mention) -> bool:
    """Tell "was put off twice", how often, from "twice that" and "twice the price"."""
    words = reading.words(mention.start, mention.end)
    if not words or words[-1] not in {"twice", "thrice"}:
        return False
    return not _OF_WHAT & set(reading.words_after(mention.end, 1))


def _is_halved(reading: Reading, mention: Mention) -> bool:
    return amount_of(mention).op in {"gt", "ge"} and reading.flat.text[
        mention.start : mention.end
    ].lower().endswith(("halved", "halving"))


def _turned(amount: Amount) -> Amount:
    """Read "more than halved" as less than half."""
    op: Operator = "lt" if amount.op == "gt" else "le"
    return amount._replace(op=op, low=None, high=amount.low, std_low=None, std_high=amount.std_low)


def _rank(reading: Reading, mention: Mention) -> Draft | None:
    inside = set(reading.words(mention.start, mention.end))
    after = reading.words_after(mention.end, 2)
    before = reading.words_before(mention.start, 2)
    hyphened = any("-" in word for word in inside)
    if not (inside & _RANKED or set(after) & _RANKED or "ranked" in before or hyphened):
        return None
    cue = reading.nearest("measure", span_of(mention), 12, "export", "import")
    flow = find_flow(reading, cue) if cue is not None else ""
    draft = draft_of(mention, "ratio", "ratio.rank", f"{flow or 'export'}_rank", 0.75)
    draft.flow = flow
    draft.amount = amount_of(mention)._replace(unit="rank", unit_std="rank")
    return draft


def _is_of_a_level(reading: Reading, mention: Mention) -> bool:
    """Tell "half the price in China", "down to 10 % of the level" from a part of a whole."""
    after = reading.words_after(mention.end, 6)
    is_said = after[:2] == ("that", "of") or after[:3] in _THOSE or _is_half_that(after)
    if is_said or _OF_YEAR.match(reading.flat.text, mention.end):
        return True
    if not _PRICED_BASES.isdisjoint(after) and not _LEADS.isdisjoint(after[:3]):
        return True
    if "what" in after[:3] and (_COSTS & set(reading.words_after(mention.end, 8)) or _was(after)):
        return True
    text = reading.flat.text
    if reading.starts.signs and text.find("相当于", max(0, mention.start - 10), mention.start) >= 0:
        return True
    if _is_to(reading, mention) and reading.nearest("trend", span_of(mention), 6.0, "up", "down"):
        start = reading.clause(mention.start)[0]
        start = max(start, mention.start - 90)
        text = reading.flat.text[start : mention.start]
        parted = bool(_PARTED & set(reading.words(start, mention.start)))
        parted = parted or any(word in text for word in ("비중", "占比", "比重"))
        return not parted and not set(after) & _WHOLES
    return False


def _was(after: tuple[str, ...]) -> bool:
    """Tell "a tenth of what they were in 2016" from "two-thirds of what was shipped"."""
    index = after.index("what") if "what" in after else len(after)
    return bool(_PRONOUNS & {*after[index + 1 : index + 2]} and _WAS & {*after[index + 2 :]})


def _is_half_that(after: tuple[str, ...]) -> bool:
    """Tell "half that for waiting" and "a third as much" from "half that were sold"."""
    if after[:1] == ("as",) and after[1:2] and after[1] in _MEASURED:
        return True
    return after[:1] == ("that",) and (not after[1:] or after[1] in _ENDS)


def _is_to(reading: Reading, mention: Mention) -> bool:
    """Tell "to a tenth", "절반으로", "降至三分之一"."""
    text = reading.flat.text
    tail = text[mention.end : mention.end + 4]
    if is_up_to(reading, mention) or tail.startswith(_TO):
        return True
    if not reading.starts.signs:
        return False
    return bool(_TO_CHINESE.search(text, max(0, mention.start - 10), mention.start))
