"""Which goods a claim is of: those that it names, those told before, or all goods."""

from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.mentions.types import Commodity, Mention
from coalface.claims.sentences import Sentence

__all__ = [
    "ALL_GOODS",
    "SIDES",
    "around",
    "goods_of",
    "goods_of_side",
    "goods_of_text",
    "main_goods",
]

ALL_GOODS = Commodity("all_goods", "all goods")
_TOTALS = frozenset({"trade_total", "trade_deficit"})
SIDES = frozenset({"export_value", "import_value"})
SIDE_REACH = 14.0
_COMMAS = frozenset({",", "，", "、"})
AFTER = 6.0  # what a good costs that stands after a comma
#: Goods in kind that are no goods of the trade.
_WAGES = frozenset(
    {"owes", "owed", "owe", "wage", "wages", "ration", "rations", "promised", "salary"}
)
_KILOS = frozenset({"kilo", "kilos", "kilogram", "kilograms", "kg"})
_PARTS = frozenset({"share", "quantity", "value", "growth_rate"})
_GOODS = frozenset({"goods", "products", "commodities", "minerals", "items", "exports", "imports"})
_LISTED = frozenset({"rule", "practice", "cause", "event", "movement"})


def goods_of_text(
    reading: Reading, sentence: Sentence, main: Commodity | None, since: int
) -> tuple[Commodity, ...]:
    """Give what a sentence that names no good is about: that before it, else the main one.

    Args:
        reading: The document.
        sentence: Of it.
        main: What most of the document speaks of.
        since: Where that is first named.
    """
    its = _unique(_goods_before(reading, sentence) or _goods_after(reading, sentence))
    its = its or _unique(_goods_of_last_paragraph(reading, sentence))
    return (main,) if not its and main is not None and since < sentence.start else its


def goods_of(
    reading: Reading, draft: Draft, its: Sequence[Mention], otherwise: tuple[Commodity, ...]
) -> tuple[Commodity, ...]:
    """Give the goods of a claim, of those that its sentence and its words name; else others.

    Args:
        reading: The document.
        draft: The claim.
        its: Goods that its sentence names.
        otherwise: Goods of a sentence that names none.
    """
    if draft.metric in _TOTALS:
        return (ALL_GOODS,)
    if len(its) > 1:
        near = reading.mentions_in("commodity", draft.start, draft.end)
        near = near or reading.mentions_in("commodity", *draft.clause)
        if draft.kind in _LISTED and near:
            return _unique(near)
        its = near or reading.mentions_in("commodity", *draft.sentence[:2])
    if not its:
        return _goods_told_elsewhere(reading, draft, otherwise)
    if len(its) > 1 and _is_of_others(reading, draft):
        return ()
    if len(its) > 1:
        its = [min(its, key=lambda m: _away(reading, draft, m))]
    return _unique(its)


def _goods_told_elsewhere(
    reading: Reading, draft: Draft, otherwise: tuple[Commodity, ...]
) -> tuple[Commodity, ...]:
    if _is_all_trade(reading, draft, draft.sentence):
        return (ALL_GOODS,)
    if draft.kind == "movement" and otherwise:
        return _goods_of_ship(reading, draft.sentence, otherwise)
    return () if draft.metric == "adoption_date" else otherwise


def goods_of_side(reading: Reading, draft: Draft, side: Draft | None) -> tuple[Commodity, ...]:
    """Give the goods of exports or imports: what is told between two such figures is not theirs.

    Args:
        reading: The document.
        draft: Exports or imports.
        side: The last such claim before.
    """
    sentence = draft.sentence
    if draft.commodities == (ALL_GOODS,) or reading.mentions_in("commodity", *around(draft)):
        return draft.commodities
    if side is not None and side.sentence.paragraph == sentence.paragraph:
        return side.commodities
    start, end = reading.paragraph(sentence.paragraph)
    is_later = reading.mentions_in("commodity", sentence.end, end)
    if is_later and not reading.mentions_in("commodity", start, sentence.start):
        return ()
    return draft.commodities


def around(draft: Draft) -> Span:
    """Give where the sentence of a claim and its words start and end."""
    sentence, start, end = draft.sentence, draft.start, draft.end
    low = sentence.start if sentence.start < start else start
    return low, sentence.end if sentence.end > end else end


def _away(reading: Reading, draft: Draft, good: Mention) -> float:
    """Give how far a good is: one after a comma is rather that of the next figure."""
    distance = reading.distance(draft.at, (good.start, good.end))
    is_next = not _COMMAS.isdisjoint(reading.words(draft.at[1], good.start))
    return distance + (AFTER if is_next else 0.0)


def _goods_before(reading: Reading, sentence: Sentence) -> Sequence[Mention]:
    """Give the last good that the paragraph names before, rather one of its own matter."""
    start, _ = reading.paragraph(sentence.paragraph)
    its = reading.mentions_in("commodity", start, sentence.start)
    if len(its) < 2 or _names_law(reading, sentence):  # noqa: PLR2004 - one is the last
        return its[-1:]
    for good in reversed(its):
        if not _is_aside(reading, good):
            return (good,)
    return its[-1:]


def _goods_after(reading: Reading, sentence: Sentence) -> Sequence[Mention]:
    """Give the first good that the paragraph names later, but not beyond a question."""
    _, end = reading.paragraph(sentence.paragraph)
    its = reading.mentions_in("commodity", sentence.end, end)[:1]
    is_asked = its and reading.flat.text.find("?", sentence.start, its[0].start) >= 0
    return () if is_asked else its


def _goods_of_last_paragraph(reading: Reading, sentence: Sentence) -> Sequence[Mention]:
    its = reading.mentions_in("commodity", *reading.paragraph(sentence.paragraph - 1))
    return its[-1:] if len(_unique(its)) == 1 else ()


def _is_aside(reading: Reading, good: Mention) -> bool:
    """Tell goods that a resolution names, and "owes each 12 kilograms of maize", from a trade's."""
    sentence = reading.sentence(good.start)
    if _names_law(reading, sentence):
        return True
    words = reading.words(sentence.start, sentence.end)
    return not _WAGES.isdisjoint(words) and not _KILOS.isdisjoint(
        reading.words_before(good.start, 3)
    )


def _names_law(reading: Reading, sentence: Sentence) -> bool:
    return bool(reading.mentions_in("resolution", sentence.start, sentence.end))


def _goods_of_ship(
    reading: Reading, sentence: Sentence, otherwise: tuple[Commodity, ...]
) -> tuple[Commodity, ...]:
    """Give what a ship that is named carried: not what is told of it later, or of another ship."""
    its = {m.value for m in reading.mentions_in("vessel", sentence.start, sentence.end)}
    start, end = reading.paragraph(sentence.paragraph)
    if not its or not reading.mentions_in("commodity", start, end):
        return otherwise
    for good in reversed(reading.mentions_in("commodity", start, sentence.start)):
        told = reading.sentence(good.start)
        others = {m.value for m in reading.mentions_in("vessel", told.start, told.end)}
        if not others or its & others:
            return _unique((good,))
    return ()


def _is_of_others(reading: Reading, draft: Draft) -> bool:
    """Tell "and other goods 20 percent", which is no share of the good before."""
    if draft.kind not in _PARTS:
        return False
    before = reading.words_before(draft.start, 2)
    return before[:1] == ("other",) and not _GOODS.isdisjoint(before[1:])


def _is_all_trade(reading: Reading, draft: Draft, sentence: Sentence) -> bool:
    """Tell "exports were 2 and imports 3 billion": both sides of a trade, and no good named."""
    if draft.metric not in SIDES:
        return False
    start, _ = reading.paragraph(sentence.paragraph)
    here = {c.value for c in reading.within("measure", sentence.start, sentence.end)}
    before = {c.value for c in reading.within("measure", start, sentence.start)}
    if {"export", "import"} <= here or {"trade", "deficit"} & (here | before):
        return True
    return not reading.mentions_in("commodity", start, sentence.start) and _is_bare(reading, draft)


def _is_bare(reading: Reading, draft: Draft) -> bool:
    """Tell whether the country's own exports or imports are spoken of: "the North's exports"."""
    cue = reading.nearest("measure", draft.at, SIDE_REACH, "export", "import")
    if cue is None:
        return False
    before = reading.words_before(cue.start, 3)
    return bool(
        {"total", "overall", "all", "korea's", "dprk's", "north's", "country's"} & {*before}
    )


def main_goods(reading: Reading) -> tuple[Commodity | None, int]:
    """Give the good that most of the document speaks of, and where it is first named.

    All goods if it speaks of many, None if of none.
    """
    goods = [
        (m.value, m.start)
        for m in reading.mentions.get("commodity", ())
        if isinstance(m.value, Commodity)
    ]
    if not goods:
        return None, 0
    times: dict[tuple[str, str], int] = {}
    for good, _ in goods:
        name = good.id, good.name
        times[name] = times.get(name, 0) + 1
    name = max(times, key=times.__getitem__)
    main = Commodity(*name) if 2 * times[name] >= len(goods) else ALL_GOODS
    first = (start for good, start in goods if good == main)
    return main, next(first, len(reading.flat.text))


def _unique(mentions: Sequence[Mention]) -> tuple[Commodity, ...]:
    if len(mentions) == 1 and isinstance(good := mentions[0].value, Commodity):
        return (good,)
    goods = {m.value.id: m.value for m in mentions if isinstance(m.value, Commodity)}
    return tuple(goods.values())
