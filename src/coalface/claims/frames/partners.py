"""Who stands on the other side of a figure, and which figure is the sum of those before it."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from coalface.claims.frames.clauses import FIGURES
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Place
from coalface.claims.sentences import Sentence

__all__ = ["bind_partners"]

HOME = "KP"
MOST_WORDS = 6  # between a figure and "by China"
TOTAL_WORDS = 4
_TOTALS = frozenset(
    {"total", "totals", "totalling", "totaling", "altogether", "combined", "together", "sum"}
    | {"합계", "총", "모두", "도합", "합쳐", "합하면", "합치면"}
)
_CHINESE_TOTALS = ("合计", "共计", "总计", "总共", "一共", "累计")
_BUYS = frozenset({"bought", "purchased", "taken", "imported", "received", "buys", "paid"})
LEAST_PARTS = 2
_STOPS = frozenset(".;")
LEAD = 110
MOST_BACK = 4  # sentences from a sum back to its parts
FAR = 420  # characters
#: "The two months thus brought 60,000 tonnes"
_ALL_OF_THEM = re.compile(
    r"\b(?:(?:[Tt]h(?:e|ese|ose)|[Aa]ll) (?:two|three|four|five|six)|[Bb]oth)"
    r" (?:months|ports|quarters|days|weeks|years|lots|shipments|cargoes|mines|goods|provinces"
    r"|trains|ships|vessels|boats|convoys|buyers|companies|firms|plants|yards|villages|towns"
    r"|dormitories|prefectures|seasons|trips|deliveries|parcels|consignments|batches)\b"
    r"|\b(?:[Tt]he|[Aa]ll) (?:two|three|four|five|six) of them\b"
    r"|\b(?:[Aa]ll told|[Aa]dded (?:up|together)|[Aa]dding|[Bb]etween them|[Ii]n (?:all|sum|total)"
    r"|[Aa]ltogether|[Tt]aken together|[Tt]ogether|[Tt]he whole (?:train|convoy|fleet|lot|cargo)"
    r"|[Pp]ut together|[Tt]he (?:quarter|half-year|season) (?:thus )?(?:saw|brought)"
    r"|[Tt]he (?:first|second|third|fourth|last) (?:quarter|half) (?:[a-z]+ )?thus"
    r"|[Ff]or the (?:whole )?(?:quarter|half-year|season)"
    r"|[Ii]n (?:its|their) entirety|[Ss]um(?:med)?(?: up)?)\b"
)
_AFTERWARDS = re.compile(r"\b(?:altogether|in all|all told|in total|taken together)\b")
TAIL = 45  # characters after a figure in which it is told to be a sum
#: One of these is in all words that call a figure a sum before it, and after it.
_SUM_SIGNS = (
    "two", "three", "four", "five", "six", "oth ", "ll told", "dded", "dding", "them", " all",
    " total", "together", "whole", "quarter", "half", "season", "entirety", "um",
)  # fmt: skip
_AFTER_SIGNS = ("all", "total", "together")
_Kind = tuple[str, str, str]
#: Figures of a sentence by their kind, their unit and what they are for one of.
_Told = dict[_Kind, list[Draft]]
_OWN = frozenset({"trade_total", "trade_deficit", "export_value", "import_value", "stock"})


def bind_partners(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give figures told "by China" their partner, and a total those of its parts.

    Args:
        reading: The document.
        drafts: In order of place, with flows bound; changed. A total whose parts name no partner
            gets a metric of its own, so that it is not set against one of them.
    """
    told: list[_Told] = []
    last: Sentence | None = None
    agents = _agents(reading)
    for draft in drafts:
        if draft.kind not in FIGURES or draft.amount is None:
            continue
        if last is not draft.sentence:
            told, last = [*told[-MOST_BACK:], {}], draft.sentence
        its = (draft.kind, draft.amount.unit_std, draft.amount.per)
        alike = _alike(told, draft, its)
        if alike and _is_total(reading, draft):
            _take_partners(draft, alike)
            continue
        after = bisect_left(agents, draft.end)
        if after < len(agents) and agents[after] < draft.sentence.end:
            _bind_partner(reading, draft)
        told[-1].setdefault(its, []).append(draft)


def _agents(reading: Reading) -> Sequence[int]:
    """Give where the places start that are told by "by": most figures have none after them."""
    tokens = reading.tokens
    after = [tokens.ends[index] + 1 for index in tokens.places.get("by", ())]
    return [start for start in after if reading.mentions_in("place", start, start + 1)]


def _alike(told: Sequence[_Told], draft: Draft, kind: _Kind) -> Sequence[Draft]:
    """Give the parts that a total may sum: of its own sentence, else of those right before it."""
    alike: list[Draft] = []
    paragraph, low = draft.sentence.paragraph, draft.start - FAR
    for its in reversed(told):
        here = its.get(kind)
        if here is None:
            continue
        first = next(iter(its.values()))[0]
        if first.sentence.paragraph != paragraph or first.start < low:
            break
        alike = [*here, *alike]
        for parts in (here,) if len(here) == len(alike) else (alike, here):
            if len(parts) >= LEAST_PARTS and _are_parts(parts, draft):
                return parts
    return ()


def _bind_partner(reading: Reading, draft: Draft) -> None:
    end = draft.sentence.end
    places = reading.mentions_in("place", draft.end, end)
    later = reading.amounts_in(draft.end, end) if places else ()
    for place in places:
        if later and place.start >= later[0].start:
            return
        value = place.value
        between = reading.words(draft.end, place.start)
        if len(between) > MOST_WORDS or not isinstance(value, Place):
            return
        if between[-1:] != ("by",) or value.kind != "country" or value.id == HOME:
            continue
        is_buyer = draft.flow == "export" or bool(_BUYS & {*between})
        side = draft.destination if is_buyer else draft.origin
        if value.id in side:
            return
        if is_buyer:
            draft.destination = (*side, value.id)
        else:
            draft.origin = (*side, value.id)
        return


def _is_total(reading: Reading, draft: Draft) -> bool:
    after = reading.words_after(draft.end, 2)
    if after[:1] and after[0] in _STOPS:
        after = ()  # what follows is of the next sentence
    beside = (*reading.words_before(draft.start, TOTAL_WORDS), *after)
    inside = reading.words(draft.start, draft.end)[:TOTAL_WORDS]
    if _TOTALS & {*beside, *inside} or beside[-2:] == ("in", "all"):
        return True
    text = reading.flat.text
    low = max(draft.sentence.start, draft.start - LEAD)
    if any(map(text[low : draft.start].__contains__, _SUM_SIGNS)) and _ALL_OF_THEM.search(
        text, low, draft.start
    ):
        return True
    stop = min(draft.sentence.end, draft.end + TAIL)
    if any(map(text[draft.end : stop].__contains__, _AFTER_SIGNS)) and _AFTERWARDS.search(
        text, draft.end, stop
    ):
        return True
    return (
        text[max(0, draft.start - 5) : draft.start]
        .strip()
        .rstrip("为约达")
        .endswith(_CHINESE_TOTALS)
    )


def _are_parts(parts: Sequence[Draft], draft: Draft) -> bool:
    """Tell whether figures are of one thing; exports and imports are no parts of a balance."""
    metrics = {part.metric for part in parts}
    return len(metrics) == 1 and draft.metric not in _OWN - metrics


def _take_partners(draft: Draft, parts: Sequence[Draft]) -> None:
    last = parts[-1]
    draft.metric, draft.flow = last.metric, last.flow
    origins = {place for part in parts for place in part.origin}
    ends = {place for part in parts for place in part.destination}
    if all(part.origin or part.destination for part in parts) and len(origins | ends) > 1:
        draft.origin, draft.destination = tuple(sorted(origins)), tuple(sorted(ends))
        draft.commodities = draft.commodities or last.commodities
        return
    draft.metric = f"{last.metric}_total"
