"""Trade told as a deal of two countries: "the mainland took in", "the Chinese side spent".

No word for exports or imports stands there; who bought of whom is told by who comes before the
verb, and only of figures of a month or more, as one deal of a firm is not the trade of a country.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from coalface.claims.frames.clauses import FIGURES
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.goods import ALL_GOODS
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list

__all__ = ["bind_dealings", "bind_sides"]

HOME, IT, ABROAD = "KP", "it", "abroad"
CHINA, RUSSIA = "CN", "RU"
_ABROAD = frozenset({"abroad", "overseas", "foreign", "merchandise", "customer", "customers"})
_BUYS = word_list("dealings", "buys")
_SELLS = word_list("dealings", "sells")
_MADE = word_list("dealings", "made")
_GOES = word_list("dealings", "goes")
_AWAY = word_list("dealings", "away")
_HEADS = _BUYS | _SELLS | _MADE
_OURS = word_list("dealings", "ours")
_PROVINCES = word_list("dealings", "provinces")
_CHINESE = word_list("dealings", "chinese")
_RUSSIAN = word_list("dealings", "russian")
_THEIRS = _CHINESE | _RUSSIAN
_OUT = frozenset({"from", "of", "leaving", "left"})
_IN = frozenset({"into", "to", "for", "reached"})
_SALES = frozenset({"sales", "sale", "sold", "sells", "deliveries", "shipments", "exports"})
_TOLD = frozenset({"export_value", "import_value", "export_volume", "import_volume"})
_NOUNS = frozenset((noun,) for noun in ("deliveries", "shipments", "sales", "purchases", "goods"))
_BALANCES = frozenset({("in", "the", "red"), ("in", "the", "black"), ("in", "deficit", ".")})
_PURCHASES = frozenset({"purchases", "purchase", "bought", "buys", "buying", "imports"})
_NEXT = frozenset({"neighbour", "neighbor", "neighbour's", "neighbor's", "neighbours", "neighbors"})
_IT = frozenset({"it", "its", "they", "their"})
_JOINS = frozenset({"and", "but", "then", "or"})
_PASSIVE = frozenset({"was", "were", "been", "being", "is", "are", "be"})
_NO_SUBJECTS = frozenset({"to", "from", "into", "with", "for", "by", "at", "off"})
_OPEN = frozenset(
    {"quantity", "value", "shipments", "departures", "cargo_size", "cargo_value", "receipts"}
    | {"sales_value", "sales_volume", "load"}
)
_UNITS = {"t": "volume", "bbl": "volume", "USD": "value", "CNY": "value", "RUB": "value"}
#: Whom "its neighbour" means, and who acted last.
Known = tuple[str, str]
_WHOLE = _ABROAD | {"goods", "products", "purchases", "wares"}
_WORLD = frozenset({"world", "world's", "worldwide", "global", "globally", "everywhere"})
_KOREAN = _OURS | _NEXT | {"korea", "korean", "koreans", "korea's"}
CUE = 14.0  # from a figure back to "mined"
LEAST = timedelta(days=26)
SUBJECT = 9  # words from a verb back to who does it
FAR = 34  # words from a verb to its figure
BACK = 3  # words after "by" to the buyer


def bind_dealings(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give totals of a month or more the flow that their buyer or seller tells.

    Args:
        reading: The document.
        drafts: With periods and places bound; flow, metric and partner are changed where both the
            country spoken of and the other one are named. That a trade took place is not said.
    """
    named = reading.tokens.places.keys()
    if not named.isdisjoint(_THEIRS):
        for draft in drafts:
            if draft.metric == "production" or draft.metric in _TOLD:
                _bind_foreign(reading, draft)
    if named.isdisjoint(_OURS) and named.isdisjoint(_NEXT):
        return
    heads = reading.tokens.places_of(_HEADS)
    last = ""
    for draft in drafts:
        if _is_open(draft):
            last = _bind_open(reading, draft, heads, last)
        elif draft.metric in _TOLD:
            _bind_beside(reading, draft)


def _bind_open(reading: Reading, draft: Draft, heads: Sequence[int], last: str) -> str:
    """Bind one figure whose flow is not known, and give who acts in its sentence."""
    sentence = draft.sentence
    start, _ = reading.paragraph(sentence.paragraph)
    neighbour = _neighbour(reading.words(start, sentence.end))
    if not neighbour:
        return last
    flow, who = _flow(reading, draft, heads, (neighbour, last))
    flow = flow or _way(reading.words(sentence.start, sentence.end))
    if flow and reading.words_after(draft.end, 3) in _BALANCES:
        draft.metric, draft.commodities = "trade_deficit", (ALL_GOODS,)
    elif flow:
        partner = {ABROAD: "", HOME: CHINA}.get(neighbour, neighbour)
        _bind(draft, flow, partner, is_of_all=_is_of_all(reading, draft))
    return who or last


def bind_sides(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give "sales of 216 million, purchases of 2.57 billion" two flows: the other of the first.

    Args:
        reading: The document.
        drafts: With flows bound; changed.
    """
    named = reading.tokens.places.keys()
    if named.isdisjoint(_PURCHASES) or named.isdisjoint(_SALES):
        return
    for one, other in pairwise(d for d in drafts if d.kind in FIGURES and d.amount is not None):
        if one.sentence is not other.sentence or one.kind != other.kind or not one.flow:
            continue
        first, then = (reading.words_before(d.start, n) for d, n in ((one, 7), (other, 3)))
        for left, right in ((_SALES, _PURCHASES), (_PURCHASES, _SALES)):
            if left.isdisjoint(first) or right.isdisjoint(then) or not right.isdisjoint(first):
                continue
            assert other.amount is not None
            unit = _UNITS.get(other.amount.unit_std)
            if unit is not None and other.metric not in {"trade_deficit"}:
                other.flow = "import" if one.flow == "export" else "export"
                other.metric, other.commodities = f"{other.flow}_{unit}", one.commodities
                other.origin, other.destination = one.destination, one.origin


def _is_open(draft: Draft) -> bool:
    """Say whether a figure is a total of a month or more whose flow is not known."""
    amount, first, end = draft.amount, draft.valid_from, draft.valid_to
    if draft.kind not in FIGURES or draft.flow or draft.per or amount is None:
        return False
    if draft.metric not in _OPEN or amount.unit_std not in _UNITS:
        return False
    return first is not None and end is not None and end - first >= LEAST


def _bind_foreign(reading: Reading, draft: Draft) -> None:
    """Keep what China digs, or buys from all the world, from what the North digs and sells."""
    words = reading.words(draft.sentence.start, draft.sentence.end)
    if draft.metric in _TOLD:
        if not _WORLD.isdisjoint(words) and _KOREAN.isdisjoint(words):
            draft.metric, draft.flow = f"{draft.metric}_world", ""
        return
    cue = reading.nearest("measure", (draft.start, draft.end), CUE, "production")
    if cue is None or cue.start > draft.start:
        return
    before = reading.words_before(cue.start, 3)
    if not _THEIRS.isdisjoint(before) and _KOREAN.isdisjoint(before):
        draft.metric = "production_abroad"


def _bind_beside(reading: Reading, draft: Draft) -> None:
    """Read "894 million dollars of deliveries to North Korea" by its own words, not by others."""
    words, end = reading.tokens.words, reading.tokens.first_from[draft.end]
    if words[end : end + 1] != ("of",) or words[end + 1 : end + 2] not in _NOUNS:
        return
    flow = _to_or_from(words, end + 1)
    if flow and flow != draft.flow:
        draft.flow, draft.metric = flow, f"{flow}_{draft.metric.rpartition('_')[2]}"


def _is_of_all(reading: Reading, draft: Draft) -> bool:
    """Tell "purchases abroad came to", of all goods, where none is named up to there."""
    start, end = draft.sentence.start, draft.sentence.end
    if draft.kind != "value" or reading.mentions_in("commodity", start, end):
        return False
    if not _WHOLE.isdisjoint(reading.words(start, end)):
        return True
    first, _ = reading.paragraph(draft.sentence.paragraph)
    is_of_trade = any(
        c.value in {"trade", "deficit"} for c in reading.within("measure", first, end)
    )
    return is_of_trade and not reading.mentions_in("commodity", first, end)


def _neighbour(words: Sequence[str]) -> str:
    """Give whom "its neighbour" means, empty where words do not name both sides of a trade."""
    is_next = not _NEXT.isdisjoint(words)
    is_ours, is_theirs = not _OURS.isdisjoint(words), not _THEIRS.isdisjoint(words)
    if is_ours and (is_theirs or is_next):
        return RUSSIA if _CHINESE.isdisjoint(words) and is_theirs else CHINA
    if is_ours and not _ABROAD.isdisjoint(words):
        return ABROAD
    return HOME if is_theirs and is_next else ""


def _way(words: Sequence[str]) -> str:
    """Tell "out of North Korea into Chinese ports"."""
    ends = {
        (side, end)
        for place, word in enumerate(words)
        if (side := _side(words, place))
        for end, leads in (("from", _OUT), ("to", _IN))
        if not leads.isdisjoint(words[max(0, place - 2) : place])
    }
    foreign = {"to": ends & {(CHINA, "to"), (RUSSIA, "to")}}
    foreign["from"] = ends & {(CHINA, "from"), (RUSSIA, "from")}
    if (HOME, "from") in ends and foreign["to"]:
        return "export"
    return "import" if (HOME, "to") in ends and foreign["from"] else ""


def _side(words: Sequence[str], place: int) -> str:
    """Give the country that a word names; "North Hamgyong" is a province."""
    word = words[place]
    if word in _CHINESE:
        return CHINA
    if word in _RUSSIAN:
        return RUSSIA
    is_province = not _PROVINCES.isdisjoint(words[place + 1 : place + 2])
    return HOME if word in _OURS and not is_province else ""


def _flow(reading: Reading, draft: Draft, heads: Sequence[int], known: Known) -> tuple[str, str]:
    """Give the flow that the nearest deal of the sentence tells, and who acts; or neither."""
    index, words = reading.tokens.first_from, reading.tokens.words
    low, high = index[draft.sentence.start], index[min(draft.sentence.end, len(index) - 1)]
    place = index[draft.start]
    told = _told(words, [head for head in heads if low <= head < high], low, known)
    near = [head for head in told if abs(head - place) <= FAR]
    clause = index[draft.clause[0]], index[min(draft.clause[1], len(index) - 1)]
    if not any(clause[0] <= head < clause[1] for head in near):
        flow = _of_goods_in(words, clause if near else (low, high), place)
        if flow or not near:
            return flow, ""
    end = index[draft.end]
    return told[min(near, key=lambda h: (not end <= h <= end + 2, h > place, abs(h - place)))]


def _told(
    words: Sequence[str], heads: Sequence[int], low: int, known: Known
) -> Mapping[int, tuple[str, str]]:
    """Give flow and subject by each verb of a sentence: "bought ... and sold" are of one."""
    neighbour, last = known
    told: dict[int, tuple[str, str]] = {}
    who = ""
    for head in heads:
        before = words[max(low, head - SUBJECT) : head]
        if words[head] in _MADE:
            continue
        if before and not _PASSIVE.isdisjoint(before[-2:]):
            if flow := _passive(words, head):
                told[head] = flow, ""
            continue
        own = "" if who and before[-1:] and before[-1] in _JOINS else _subject(before, neighbour)
        who = (who or last) if own == IT else own or who
        if flow := _to_or_from(words, head):
            told[head] = flow, who
        elif who:
            is_export = (who == HOME) == (words[head] in _SELLS)
            told[head] = "export" if is_export else "import", who
    return told


def _to_or_from(words: Sequence[str], head: int) -> str:
    """Tell "deliveries to North Korea" and "purchases from the North", whoever speaks of them."""
    lead = words[head + 1 : head + 2]
    if lead not in {("to",), ("from",), ("into",)}:
        return ""
    sides = (_side(words, place) for place in range(head + 2, min(head + 5, len(words))))
    side = next((side for side in sides if side), "")
    if not side:
        return ""
    return "export" if (side == HOME) == (lead == ("from",)) else "import"


def _subject(before: Sequence[str], neighbour: str) -> str:
    """Give who acts: the country next before the verb that no preposition leads."""
    for position in range(len(before) - 1, -1, -1):
        word = before[position]
        side = neighbour if word in _NEXT else _side(before, position)
        if side and _NO_SUBJECTS.isdisjoint(before[max(0, position - 2) : position]):
            return side
        if word in _IT and position >= len(before) - 2:
            return IT
    return ""


def _passive(words: Sequence[str], head: int) -> str:
    """Tell "was bought by Chinese mills"."""
    after = words[head + 1 : head + 2 + BACK]
    if after[:1] != ("by",):
        return ""
    is_buyer = words[head] in _BUYS
    if not _THEIRS.isdisjoint(after):
        return "export" if is_buyer else "import"
    if not _OURS.isdisjoint(after):
        return "import" if is_buyer else "export"
    return ""


def _of_goods_in(words: Sequence[str], within: tuple[int, int], place: int) -> str:
    """Tell the flow by goods told with where they come from, the nearest first."""
    its = [i for i in range(*within) if words[i] in _MADE and abs(i - place) <= FAR]
    flows = (_of_goods(words, i, within[1]) for i in sorted(its, key=lambda i: abs(i - place)))
    return next((flow for flow in flows if flow), "")


def _of_goods(words: Sequence[str], head: int, high: int) -> str:
    """Tell "North Korean goods worth ... went over the bridge into China"."""
    lead = words[max(0, head - BACK) : head]
    after = words[head:high]
    if _GOES.isdisjoint(after):
        return ""
    going = next(i for i, word in enumerate(after) if word in _GOES)
    ends = after[going:]
    if not _OURS.isdisjoint(lead):
        return "export" if not (_THEIRS | _NEXT).isdisjoint(ends) else ""
    if not _THEIRS.isdisjoint(lead):
        is_ours = not (_OURS | _AWAY | _NEXT).isdisjoint(ends)
        return "import" if is_ours else ""
    return ""


def _bind(draft: Draft, flow: str, partner: str, *, is_of_all: bool) -> None:
    assert draft.amount is not None
    draft.flow, draft.metric = flow, f"{flow}_{_UNITS[draft.amount.unit_std]}"
    if is_of_all:
        draft.commodities = (ALL_GOODS,)
    if flow == "export" and partner and not draft.destination:
        draft.destination = (partner,)
    elif flow == "import" and partner and not draft.origin:
        draft.origin = (partner,)
