"""Figures without a unit that count what was spoken of: "nobody loads more than 2,000"."""

import re
from collections.abc import Callable, Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of, draft_of, last_draft, span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Amount, Mention

__all__ = ["BY_NOUN", "CODES", "read_bare_quantity"]

NEAR = 70.0  # a unit goes on no further
LEAST_LISTED = 5  # smaller figures in a list are often no counts
MOST_PLACE = 4  # words of "at the new bank"
_LIST_ENDS = frozenset({"and", ",", ".", ";"})
_AT = frozenset({"at", "in", "on"})
BESIDE = 24  # characters from a count to the goods it is of
LEAST = 100  # smaller bare figures are rarely masses
_MASSES = frozenset({"t", "bbl", "m3"})
#: Name of what is measured, by what is counted.
BY_NOUN = {
    **dict.fromkeys(("shipments", "shipment", "deliveries"), "shipments"),
    **dict.fromkeys(("departures", "sailings"), "departures"),
}
CODES = frozenset({"hs", "heading", "headings", "subheading", "chapter", "code", "codes"})
_GROUPS = frozenset({"crew", "fleet", "staff", "convoy", "workforce", "team", "group"})
_SPELLS = frozenset({"day", "week", "month", "year"})
_AGED = re.compile(r"\b(?:aged?|at (?:the )?age of|age of|aged about|aged around) $", re.IGNORECASE)
#: Ends of all of that.
_AGED_ENDS = ("age ", "aged ", "of ", "about ", "around ")
_AT_TIME = frozenset({"on", "in"})
_TOLD = frozenset(
    {"were", "was", "had", "have", "left", "sailed", "arrived", "came", "died", "crossed"}
    | {"followed", "carried", "more", "went"}
)
_SAID_AGAIN = re.compile(
    r"\b(?:spoke of|puts? (?:it|them|the (?:number|figure|toll|count|total)) at"
    r"|others? (?:say|says|said"
    r"|claim|claimed|spoke of)|if not|perhaps even|sometimes|or even) $",
    re.IGNORECASE,
)
#: Ends of all of that.
_SAID_ENDS = (
    "of ", "at ", "say ", "says ", "said ", "claim ", "claimed ", "not ", "even ", "sometimes ",
)  # fmt: skip


def read_bare_quantity(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure that no unit follows as a quantity, None if it counts nothing.

    Args:
        reading: The document.
        mention: A mention of type `number`.
        drafts: Claims of the figures before it.
    """
    if not CODES.isdisjoint(reading.words_before(mention.start, 2)):
        return None  # "HS 2701"
    for read in _READERS:
        draft = read(reading, mention, drafts)
        if draft is not None:
            return draft
    return None


def _counted_ahead(reading: Reading, mention: Mention, _drafts: Sequence[Draft]) -> Draft | None:
    ahead = _ahead(reading, mention)
    if ahead is None:
        return None
    metric = "n_" + ahead.noun.lower().replace(" ", "_")
    draft = draft_of(mention, "quantity", "quantity.ahead", metric, 0.7)
    draft.amount = amount_of(mention)._replace(
        unit=ahead.unit, unit_std=ahead.unit_std, noun=ahead.noun
    )
    return draft


def _ahead(reading: Reading, mention: Mention) -> Amount | None:
    """Give the figure after "from 12 to": its noun is counted by both."""
    if mention.end not in reading.starts.amounts_by_end or amount_of(mention).unit:
        return None
    after = reading.starts.amounts_by_end[mention.end]
    between = reading.words(mention.end, after.start)
    amount = amount_of(after)
    is_joined = len(between) == 1 and between[0] in {"to", "and", "or"}
    return amount if is_joined and after.type == "quantity" and amount.unit_std == "count" else None


def _level(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "from 10 kilograms a month to seven": the second level has the unit of the first."""
    last = drafts[-1] if drafts else None
    if last is None or last.kind not in {"quantity", "price"} or last.amount is None:
        return None
    is_from = reading.words_before(last.start, 1) == ("from",)
    is_to = reading.words_before(mention.start, 1) == ("to",)
    if not (is_from and is_to) or reading.clause(last.at[0]) != reading.clause(mention.start):
        return None
    draft = draft_of(mention, last.kind, f"{last.kind}.level", last.metric, 0.7)
    its, scale = amount_of(mention), _scale_of(last.amount)
    draft.amount = its._replace(
        unit=last.amount.unit,
        currency=last.amount.currency,
        per=last.amount.per,
        std_low=None if its.low is None else its.low * scale,
        std_high=None if its.high is None else its.high * scale,
        unit_std=last.amount.unit_std,
        noun=last.amount.noun,
    )
    draft.flow, draft.per, draft.currency = last.flow, last.per, last.currency
    return draft


def _scale_of(amount: Amount) -> float:
    """Give how many standard units one unit of a figure is."""
    for stated, standard in ((amount.low, amount.std_low), (amount.high, amount.std_high)):
        if stated and standard:
            return standard / stated
    return 1.0


def _told_bare(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "aged 52", and "a foreman spoke of thirty" after a count of the dead."""
    amount = amount_of(mention)
    before = reading.flat.text[max(0, mention.start - 32) : mention.start]
    if amount.currency or amount.unit or amount.per:
        return None
    small = before.lower().removesuffix("\n")
    if small.endswith(_AGED_ENDS) and _AGED.search(before):
        draft = draft_of(mention, "quantity", "quantity.age", "age", 0.7)
        draft.amount = amount._replace(unit="year", unit_std="year")
        return draft
    last = drafts[-1] if drafts else None
    if last is None or last.amount is None or not _is_count(last):
        return None
    if not small.endswith(_SAID_ENDS) or not _SAID_AGAIN.search(before):
        return None
    draft = draft_of(mention, "quantity", "quantity.again", last.metric, 0.6)
    draft.amount = amount._replace(unit="count", unit_std="count", noun=last.amount.noun)
    return draft


def _same_again(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "three on 13 August" and "fell to fewer than a dozen" after trains were counted."""
    amount, last = amount_of(mention), drafts[-1] if drafts else None
    if amount.currency or amount.unit or amount.per or last is None or not _is_count(last):
        return None
    sentence = reading.sentence(mention.start)
    after = reading.words_after(mention.end, 2)
    is_same = last.start >= sentence.start
    is_dated = after[:1] and (after[0] in _AT_TIME or _is_of_goods(reading, mention, last))
    is_told = bool(after) and (after[0] in _TOLD or _is_of_list(reading, mention, after))
    is_moved = reading.words_before(mention.start, 1) == ("to",) and bool(
        reading.within("trend", max(sentence.start, mention.start - 40), mention.start)
    )
    is_near = sentence.paragraph == reading.sentence(last.start).paragraph
    if not (is_same and (is_dated or is_told)) and not (is_near and is_moved):
        return None
    draft = draft_of(mention, "quantity", "quantity.same_again", last.metric, 0.6)
    noun = last.amount.noun if last.amount is not None else ""
    draft.amount = amount._replace(unit="count", unit_std="count", noun=noun)
    return draft


def _is_of_list(reading: Reading, mention: Mention, after: Sequence[str]) -> bool:
    """Tell "at the hospital 95 and at the bank 60" after 180 labourers were counted."""
    if after[0] not in _LIST_ENDS or (amount_of(mention).std_high or 0) < LEAST_LISTED:
        return False
    before = reading.words_before(mention.start, MOST_PLACE)
    place = before[before.index(",") + 1 :] if "," in before else before
    return not _AT.isdisjoint(place)


def _is_of_goods(reading: Reading, mention: Mention, last: Draft) -> bool:
    """Tell "fourteen of ore" after "twenty-six wagons of coal"."""
    return all(
        reading.words_after(end, 1) == ("of",)
        and bool(reading.mentions_in("commodity", end, end + BESIDE))
        for end in (mention.end, last.end)
    )


def _is_count(draft: Draft) -> bool:
    return (
        draft.kind == "quantity" and draft.amount is not None and draft.amount.unit_std == "count"
    )


def _rate(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "two a week" after trains were counted."""
    del reading
    amount = amount_of(mention)
    if amount.per not in _SPELLS or amount.currency or amount.unit:
        return None
    last = next((d for d in reversed(drafts) if _is_count(d)), None)
    metric = last.metric if last is not None else "n_items"
    draft = draft_of(mention, "quantity", "quantity.rate", metric, 0.6)
    draft.amount = amount._replace(unit="count", unit_std="count")
    return draft


def _number_of(reading: Reading, mention: Mention, _drafts: Sequence[Draft]) -> Draft | None:
    amount, noun = amount_of(mention), _numbered(reading, mention)
    if not noun or amount.unit:
        return None
    metric = BY_NOUN.get(noun, f"n_{noun}")
    draft = draft_of(mention, "quantity", "quantity.number_of", metric, 0.7)
    draft.amount = amount._replace(unit="count", unit_std="count", noun=noun)
    return draft


def _numbered(reading: Reading, mention: Mention) -> str:
    """Give what is counted in "put the number of trips at 40", empty without such words."""
    start = reading.clause(mention.start)[0]
    before = reading.words(max(start, mention.start - 80), mention.start)
    if before[-1:] == ("of",) and before[-2:-1] and before[-2] in _GROUPS:
        return before[-2]
    for index in range(len(before) - 2 if "number" in before else 0):
        if before[index : index + 2] == ("number", "of"):
            return before[index + 2]
    return ""


def _mass(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "nobody loads more than 2,000" after tonnes were spoken of: the unit goes on."""
    amount, last = amount_of(mention), last_draft(drafts[-3:], "quantity")
    if last is None or last.amount is None or last.amount.unit_std not in _MASSES:
        return None
    if reading.words_after(mention.end, 3) == ("at", "a", "time") and last.amount.per != "time":
        draft = draft_of(mention, "quantity", "quantity.at_a_time", "group_size", 0.5)
        draft.amount = amount._replace(unit="count", unit_std="count")
        return draft
    if (
        reading.distance(span_of(mention), (last.start, last.end)) > NEAR
        or (amount.std_low or amount.std_high or 0) < LEAST
    ):
        return None
    draft = draft_of(mention, "quantity", "quantity.goes_on", last.metric, 0.6)
    unit = f"{amount.unit} {last.amount.unit}".strip() if amount.unit else last.amount.unit
    draft.amount = amount._replace(unit=unit, unit_std=last.amount.unit_std)
    draft.flow, draft.per = last.flow, draft.per or last.per
    return draft


_Reader = Callable[[Reading, Mention, Sequence[Draft]], Draft | None]
_READERS: tuple[_Reader, ...] = (
    _counted_ahead,
    _level,
    _told_bare,
    _rate,
    _number_of,
    _same_again,
    _mass,
)
