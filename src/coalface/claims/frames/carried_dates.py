"""Times that a figure takes over from the text before it: statistics share their month."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from coalface.claims.frames.compared_dates import is_base, is_year_before
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import goes_on, looks_ahead
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.spoken_dates import Dates
from coalface.claims.mentions.types import Period
from coalface.claims.sentences import Sentence

__all__ = ["GROUPS", "Bound", "carried", "is_lasting"]

MOST_PARAGRAPHS = 2  # a time is carried over no more of them
LEAST_D = 6  # a shorter time is that of one thing, not of statistics
#: Figures that share the time of the figures before them: statistics with statistics.
GROUPS = {
    "price": "price",
    "discount": "price",
    "value": "level",
    "quantity": "level",
    "share": "level",
    "ratio": "level",
    "growth_rate": "level",
    "rule": "rule",
}
_TOPICS = frozenset({"week", "month", "season", "quarter", "half", "year", "span"})
#: Verbs of what is so now: across a paragraph they take over no time that is past.
_PRESENT = frozenset(
    {"is", "are", "has", "have", "will", "may", "can", "does", "do", "now", "pays", "pay", "costs"}
    | {"sells", "charges", "takes", "gets", "carries", "keeps", "goes", "comes", "runs", "holds"}
    | {"stands", "needs", "buys", "earns", "makes", "works", "remains", "concerns", "owns", "says"}
    | {"accounts", "account", "means", "uses", "lies"}
)
_HAVE = frozenset({"has", "have", "had", "s"})
#: What a ship or a person is, at any time.
_LASTING = frozenset({"dwt", "gt", "kcal"})
_GENERIC = frozenset({"each", "every"})


class Bound(NamedTuple):
    """A time as it was bound to a claim, and the sentence that says it."""

    text: str
    first: date | None
    last: date | None
    place: Sentence


def carried(
    reading: Reading,
    draft: Draft,
    last: Mapping[str, Bound],
    dates: Dates,
    taken: Mapping[int, Draft],
) -> Bound | None:
    """Give the time that a claim without a date of its own takes over.

    That is the time of the last claim of its group, or of the sentence before it that has one; of
    a rule, only inside the sentence.

    Args:
        reading: The document.
        draft: The claim.
        last: Time of the last claim of each group.
        dates: From `find_dates`.
        taken: The claim that each date was bound to, by where the date starts.

    Returns:
        The time, None if the claim stands apart.
    """
    group = "level" if draft.kind == "payment_term" else GROUPS.get(draft.kind, "")
    if not group or _looks_ahead(reading, draft) or _has_since(reading, draft):
        return None
    place = draft.sentence
    bound = last.get(group) or (last.get("level") if group == "price" else None)
    if group == "rule":
        return bound if bound is not None and bound.place == place else None
    since = 0 if bound is None else bound.place.end
    topic = _topic(reading, place, dates, taken, since) or _title(reading, dates, bound)
    is_nearer = topic is not None and (bound is None or bound.place.start < topic.place.start)
    if topic is not None and is_nearer and not _is_present(reading, draft):
        return topic
    if bound is None or _is_to_come(reading, bound):
        return None
    gap = place.paragraph - bound.place.paragraph
    if gap > MOST_PARAGRAPHS or (gap and not _goes_on(reading, draft, place, bound)):
        return None
    return bound


def _is_to_come(reading: Reading, bound: Bound) -> bool:
    last, published = bound.last, reading.published
    return last is not None and published is not None and last > published


def is_lasting(reading: Reading, draft: Draft) -> bool:
    """Tell what is so at any time: "each train carries 1,500 tonnes", a ship of 9,000 dwt.

    Args:
        reading: The document.
        draft: A claim.
    """
    if draft.kind != "quantity" or draft.amount is None:
        return False
    if draft.amount.unit in _LASTING or draft.amount.unit_std in _LASTING:
        return True
    start, end = draft.clause
    is_generic = not _GENERIC.isdisjoint(reading.words_after(start, 2))
    return is_generic and not reading.mentions_in("date", start, end)


def _goes_on(reading: Reading, draft: Draft, place: Sentence, bound: Bound) -> bool:
    """Tell whether a paragraph goes on with a time: by its words, or as past statistics do."""
    if _is_present(reading, draft):
        return False
    if goes_on(reading, place):
        return True
    group = GROUPS.get(draft.kind)
    is_closed = bound.first is not None and bound.last is not None
    if group != "level" or not is_closed or _n_days(bound) < LEAST_D:
        return False
    return bound.last != reading.published


def _n_days(bound: Bound) -> int:
    if bound.first is None or bound.last is None:
        return 0
    return (bound.last - bound.first).days


def _is_present(reading: Reading, draft: Draft) -> bool:
    return not _PRESENT.isdisjoint(reading.words(*draft.clause))


def _looks_ahead(reading: Reading, draft: Draft) -> bool:
    """Tell "may double": what is to come has none of the times told before it."""
    start, end = draft.clause
    words = reading.words(start, end)
    return looks_ahead(words)


def _title(reading: Reading, dates: Dates, bound: Bound | None) -> Bound | None:
    """Give the time that the title tells: "port bulletin for the fortnight to Sunday"."""
    first = reading.sentences[0]
    if bound is not None or not first.is_heading:
        return None
    for mention in dates.by_sentence.get(first.start, ()):
        period = mention.value
        assert isinstance(period, Period)
        if None not in (period.first, period.last) and not period.is_anchor:
            text = reading.flat.text[mention.start : mention.end]
            return Bound(text, period.first, period.last, first)
    return None


def _has_since(reading: Reading, draft: Draft) -> bool:
    """Tell "it has since risen": what came after a time is not of it."""
    sentence = draft.sentence
    if "since" not in reading.tokens.places:
        return False
    if " since " not in reading.flat.text[sentence.start : sentence.end]:
        return False
    words = reading.words(*reading.clause(draft.at[0]))
    return any(
        words[index] in _HAVE and words[index + 1] == "since" for index in range(len(words) - 1)
    )


def _topic(
    reading: Reading, place: Sentence, dates: Dates, taken: Mapping[int, Draft], since: int
) -> Bound | None:
    """Give the time that an earlier sentence of the paragraph tells of no claim, the nearest.

    One that is told before the time of the last claim is no nearer, and not looked for.
    """
    start = max(since, reading.paragraph(place.paragraph)[0])
    its = reading.mentions_in("date", start, place.start) if start < place.start else ()
    for mention in reversed(its):
        period = mention.value
        assert isinstance(period, Period)
        if mention.start in dates.said or mention.start in taken or period.grain not in _TOPICS:
            continue
        if period.is_anchor or period.first is None or period.last is None:
            continue
        text = reading.flat.text[mention.start : mention.end]
        if not is_year_before(text) and not is_base(reading, mention):
            return Bound(text, period.first, period.last, reading.sentence(mention.start))
    return None
