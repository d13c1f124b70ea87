"""Rules: bans, caps, exemptions, duties, wind-downs and the days on which they were adopted."""

from collections.abc import Iterator, Sequence

from coalface.claims.frames.adoption_told import find_adoptions_before
from coalface.claims.frames.caps import is_let, is_words_of_cap
from coalface.claims.frames.clauses import claims_in
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of, draft_of, span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention

__all__ = ["find_rules", "read_cap"]

REACH = 15.0
ADOPTION_REACH = 5.0
DAY_AFTER = 8  # characters between "was passed" and its day
NAMED_BEFORE = 60  # characters between a resolution and what it orders
GOES_ON = 16.0
JUST_BEFORE = 16  # characters from "adoption of" to the resolution
_SPAN = 90
_BODIES = word_list("rule", "bodies")
_TIMES = word_list("rule", "times")
_ADJECTIVES = frozenset(
    {
        "banned",
        "prohibited",
        "restricted",
        "illegal",
        "sanctioned",
        "embargoed",
        "forbidden",
        "proscribed",
    }
)
_BEFORE_NOUN = word_list("rule", "before_noun")
_ORDERS = word_list("rule", "orders")
_NOUNS = frozenset(
    {"ban", "bans", "embargo", "prohibition", "exemption", "exemptions", "waiver", "restrictions"}
)
_WAS = frozenset({"was", "were"})
_LAWFUL = frozenset({"legal", "lawful", "allowed", "permitted"})
_BE = frozenset({"be", "are", "is", "was", "were", "been"})
_HOLDS = frozenset({"to", "from", "by"})
_ONCE = frozenset({"exemption", "wind_down", "reporting_duty"})  # told in many words
_ALONE = frozenset({"wind_down", "reporting_duty", "bar", "new_rule"})
_NEEDS_MORE = frozenset({"exemption", "duty", "repatriation", "designation"})


def read_cap(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure as the level of a cap, None if it is none."""
    if mention.type not in {"money", "quantity"} or amount_of(mention).unit_std in {
        "count",
        "day",
        "month",
        "year",
        "km",
    }:
        return None
    span = span_of(mention)
    cue = reading.nearest("cap", span, REACH, "cap")
    is_cap = cue is not None and not _is_used_up(reading, cue, mention)
    if not is_cap and amount_of(mention).op in {"le", "lt", "gt"}:
        is_cap = reading.nearest("cap", span, REACH, "allowed") is not None
    is_cap = is_cap or is_let(reading, mention)
    if not is_cap and not _goes_on(reading, mention, drafts):
        return None
    metric = "cap_value" if mention.type == "money" else "cap_quantity"
    draft = draft_of(mention, "rule", "rule.cap", metric, 0.85)
    draft.per = draft.per or "year"
    return draft


def find_rules(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find rules without a figure, one for each word that orders something.

    Args:
        reading: The document.
        taken: Claims found before.

    Returns:
        Drafts that run from the order, or the resolution before it, to the end of the clause.
    """
    cues = reading.cues.get("rule", ())
    last: Draft | None = None
    ruled: list[Draft] = []
    read = 0
    for cue, after in zip(cues, (*cues[1:], None), strict=False):
        start, end = reading.clause(cue.start)
        sentence = reading.sentence(cue.start)
        if cue.start < read or not _is_rule(reading, cue, start, end):
            continue  # "may be barred" and "barred from" are one
        if _is_figure(reading, taken, cue) or is_words_of_cap(taken, cue, start, end):
            continue
        read = cue.end
        first = _resolution_before(reading, cue, start)
        stop = min(end, sentence.end, cue.end + _SPAN)
        if after is not None and cue.end < after.start < stop:
            stop = after.start
        draft = Draft(first, stop, "rule", f"rule.{cue.value}", cue.value, 0.65)
        draft.at = (cue.start, cue.end)
        if last is not None and _is_same_rule(reading, last, draft):
            last.metric, last.end = "wind_down", max(last.end, stop)
            continue
        if last is not None and _is_told_twice(reading, last, draft):
            last.end = max(last.end, stop)
            continue
        last = draft
        ruled.append(draft)
        yield draft
    adopted = [*_adoptions(reading)]
    yield from (*adopted, *find_adoptions_before(reading, adopted, ruled), *_passed(reading))


def _passed(reading: Reading) -> Iterator[Draft]:
    """Find "it was passed on 22 December": a rule that is not named in the sentence."""
    done = -1
    for cue in reading.cues.get("adoption", ()):
        sentence = reading.sentence(cue.start)
        dates = reading.mentions_in("date", cue.end, min(sentence.end, cue.end + 30))
        if sentence.is_heading or not dates or dates[0].start - cue.end > DAY_AFTER:
            continue
        if cue.start < done or reading.mentions_in("resolution", sentence.start, cue.start):
            continue
        before = reading.words(max(0, sentence.start - 200), sentence.start)
        its = set(reading.words(sentence.start, cue.start))
        if its & _BODIES or (its & {"it", "they", "text"} and set(before) & _BODIES):
            draft = Draft(cue.start, dates[0].end, "rule", "rule.passed", "adoption_date", 0.6)
            done = dates[0].end
            draft.at = (cue.start, cue.end)
            yield draft


def _adoptions(reading: Reading) -> Iterator[Draft]:
    """Find resolutions with the day on which they were adopted."""
    for mention in reading.mentions.get("resolution", ()):
        sentence = reading.sentence(mention.start)
        start, end = mention.start, min(sentence.end, mention.end + 80)
        adopted = reading.within("adoption", mention.end, end) or reading.within(
            "adoption", max(mention.start - JUST_BEFORE, sentence.start), mention.start
        )  # "the adoption of Resolution 2371 on 5 August"
        dates = _without_number_year(reading, mention, end)
        if not adopted and dates and _is_on(reading, mention, dates[0]):
            adopted = reading.within("adoption", sentence.start, mention.start)[-1:]
        if not adopted or not dates or not _is_its_adoption(reading, mention, adopted[0]):
            continue
        draft = Draft(start, dates[0].end, "rule", "rule.adoption", "adoption_date", 0.8)
        draft.at = (adopted[0].start, adopted[0].end)
        yield draft


def _without_number_year(reading: Reading, mention: Mention, end: int) -> Sequence[Mention]:
    """Give the dates after a resolution; of "2371 (2017), adopted on 5 August" that of August."""
    dates = reading.mentions_in("date", mention.end, end)
    is_year = len(dates) > 1 and reading.flat.text[mention.end : dates[0].start] == " ("
    return dates[1:] if is_year else dates


def _is_on(reading: Reading, mention: Mention, date: Mention) -> bool:
    """Tell "it adopted a tenth text, Resolution 2397, on 22 December" from what came later."""
    between = reading.flat.text[mention.end : date.start]
    return between.strip(" ,") in {"on", "in", ""} and len(between) <= DAY_AFTER


def _is_its_adoption(reading: Reading, mention: Mention, cue: Cue) -> bool:
    """Tell "2094 followed the test and was adopted in March" from what others adopted."""
    is_passive = not _WAS.isdisjoint(reading.words_before(cue.start, 1))
    others = reading.mentions_in("resolution", mention.end, cue.start)
    is_before = cue.start < mention.start  # only where the day stands right after the number
    reach = REACH if (is_passive or is_before) and not others else ADOPTION_REACH + 1
    return reading.distance((mention.start, mention.end), (cue.start, cue.end)) <= reach


def _is_same_rule(reading: Reading, last: Draft, draft: Draft) -> bool:
    """Tell whether an exemption and the end of its time are told in one sentence."""
    ends = {"exemption", "wind_down"}
    if not {last.metric, draft.metric} <= ends or "wind_down" not in {last.metric, draft.metric}:
        return False
    is_same = reading.sentence(last.at[0]) == reading.sentence(draft.at[0])
    return is_same and reading.distance(last.at, draft.at) <= REACH


def _is_told_twice(reading: Reading, last: Draft, draft: Draft) -> bool:
    """Tell whether two words of one clause tell one exemption, or one end of its time."""
    is_same = last.metric == draft.metric and last.metric in _ONCE
    return is_same and reading.clause(last.at[0]) == reading.clause(draft.at[0])


def _is_used_up(reading: Reading, cue: Cue, mention: Mention) -> bool:
    """Tell "a fifth of the quota" and "above the cap" from the cap's own level."""
    return cue.start > mention.end and bool(_TIMES & set(reading.words_before(cue.start, 3)))


def _goes_on(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> bool:
    last = drafts[-1] if drafts else None
    if last is None or last.kind != "rule" or last.amount is None:
        return False
    here, there = span_of(mention), (last.start, last.end)
    is_named = bool(reading.mentions_in("resolution", there[1], here[0]))  # "2397 cuts it to"
    families = ("move", "source", "payverb") if is_named else ("trend", "move", "source", "payverb")
    is_apart = any(reading.within(family, there[1], here[0]) for family in families)
    return not is_apart and reading.distance(here, there) <= GOES_ON


def _is_rule(reading: Reading, cue: Cue, start: int, end: int) -> bool:
    sentence = reading.sentence(cue.start)
    if sentence.is_heading or _describes(reading, cue) or _is_mere_noun(reading, cue):
        return False
    words = set(reading.words(sentence.start, sentence.end))
    has_resolution = bool(reading.mentions_in("resolution", sentence.start, sentence.end))
    is_law = has_resolution or bool(words & _BODIES)
    has_goods = bool(reading.mentions_in("commodity", start, end))
    if not _LAWFUL.isdisjoint(reading.words(cue.start, cue.end)):
        has_goods = bool(reading.mentions_in("commodity", sentence.start, sentence.end))
    if cue.value in _NEEDS_MORE:
        if reading.flat.text[cue.start : cue.end].lower() in _ORDERS:
            return has_resolution
        others = reading.within("rule", sentence.start, sentence.end)
        is_law = is_law or any(other.value != cue.value for other in others)
        return is_law or (cue.value == "exemption" and has_goods)
    is_new = reading.nearest("adoption", (cue.start, cue.end), ADOPTION_REACH) is not None
    is_ordered = cue.value == "ban" and bool(
        _BE & set(reading.words_before(cue.start, 1))
        and _HOLDS & set(reading.words_after(cue.end, 1))
    )
    return is_law or has_goods or is_new or is_ordered or cue.value in _ALONE


def _describes(reading: Reading, cue: Cue) -> bool:
    """Tell "carrying banned cargo" from "the resolution banned cargo"."""
    is_adjective = reading.flat.text[cue.start : cue.end].lower() in _ADJECTIVES
    return is_adjective and bool(_BEFORE_NOUN & set(reading.words_before(cue.start, 1)))


def _is_mere_noun(reading: Reading, cue: Cue) -> bool:
    """Tell "around the ban" from "announced a ban on coal"."""
    if reading.flat.text[cue.start : cue.end].lower() not in _NOUNS:
        return False
    span = (cue.start, cue.end)
    if set(reading.words_after(cue.end, 1)) & {"on", "of", "imposed", "that"}:
        return False
    near = reading.nearest("adoption", span, ADOPTION_REACH)
    is_object = bool(set(reading.words_before(cue.start, 1)) & {"the", "this", "that", "such"})
    return (
        near is None
        and is_object
        and not reading.mentions_in("resolution", *reading.clause(cue.start))
    )


def _is_figure(reading: Reading, taken: Sequence[Draft], cue: Cue) -> bool:
    """Tell whether a figure of the same clause says it already."""
    start, end = reading.clause(cue.start)
    figures = [d for d in claims_in(taken, start, end) if d.amount is not None]
    if cue.value == "duty":
        return bool(figures)
    near = (d for d in figures if d.kind == "rule")
    return cue.value == "cap" and any(
        reading.distance((cue.start, cue.end), d.at) <= REACH for d in near
    )


def _resolution_before(reading: Reading, cue: Cue, start: int) -> int:
    words = reading.words(cue.start, cue.end)
    if not _LAWFUL.isdisjoint(words) and cue.start - start <= NAMED_BEFORE:
        return start  # what is still legal stands before it
    its = reading.mentions_in("resolution", start, cue.start)
    near = [m for m in its if cue.start - m.end <= NAMED_BEFORE]
    return near[-1].start if near else cue.start
