"""Prices: money for one unit of something, and rates of exchange."""

import re
from collections.abc import Sequence
from itertools import pairwise

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.fees import benchmark_metric, fee_metric
from coalface.claims.frames.looks import (
    amount_of,
    draft_of,
    is_twin,
    is_value_again,
    last_draft,
    span_of,
)
from coalface.claims.frames.ones import is_held_to, is_one_for, is_one_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention

__all__ = ["read_price"]

#: What a price can be for one of; money for a month or a voyage is a value.
UNITS = word_list("price", "units")
#: Above these, money without "per" is no price of a tonne: wide, to tell prices from totals only.
MOST = {"USD": 3000.0, "EUR": 3000.0, "CNY": 20_000.0, "RUB": 300_000.0, "KPW": 2e6, "KRW": 3e6}
SLIP = 10.0  # a price told of "a tonne" may be a power of ten off
REACH = 12.0
FAR = 110.0  # a price goes on no further
AHEAD = 44  # characters from a price to its unit after it
AGAIN, TIMES = 480, 3.0  # to the price before whose unit goes on, and between the two
_BARTERS = frozenset({"and", "plus", "or", "with", ",", ";", "."})
MOST_WORDS = 4
ONE_WIDTH = 16  # characters between one unit and its price
_EACH = frozenset({"each", "apiece", "every"})
_GOT = frozenset({"got", "paid", "gets", "pays", "received", "earned", "cost", "costs", "gave"})
_SOLD = frozenset(
    {"sold", "sells", "sell", "bought", "buys", "went", "goes", "had", "got", "offered", "traded"}
)
FACTOR = 8.0  # two prices of one passage are nearer than this
_CURRENCIES = {
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "dollar": "USD",
    "usd": "USD",
    "euro": "EUR",
}
_FORMERLY = frozenset({("from",), ("against",), ("than",), ("versus",)})
_GOING_ON = frozenset({"to", "and", "or", "from", "against", "versus", "than"})
_AGAINST = frozenset({"against", "from", "than", "versus", "after", "to", "of"})
_PER = {
    **dict.fromkeys(("ton", "tonne", "吨", "톤"), "t"),
    **dict.fromkeys(("kilogram", "kilo", "kg", "公斤", "千克", "킬로"), "kg"),
    **dict.fromkeys(("gram", "gramme"), "g"),
    **dict.fromkeys(("barrel", "bbl", "桶", "배럴"), "bbl"),
    **dict.fromkeys(("litre", "liter"), "l"),
}
#: "每吨卖到1.25万美元", "톤당 가격이 85달러"
_CHINESE_PER = re.compile(
    r"(?:每(?P<unit>吨|公斤|千克|桶)[^\d,，。;；]{0,8}"
    r"|(?P<one>톤|kg|킬로|배럴)당 (?:평균 )?(?:(?:가격|단가|값|거래가|시세|운임)[은이가는도]? ?)?)$"
)
PER_WIDTH = 14
_TRADED = frozenset(
    {"worth", "fetched", "fetches", "traded", "trades", "bought", "buys", "cost", "costs"}
)
_TOTALS = (
    "export",
    "import",
    "trade",
    "deficit",
    "sales",
    "bribes",
    "receipts",
    "worth",
    "wages",
    "freight",
)


def read_price(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure of money as a price, None if it is none."""
    if mention.type != "money" and not _goes_on(reading, mention, drafts):
        return None
    if (rate := _rate(reading, mention)) is not None:
        return rate
    if is_value_again(reading, mention, drafts):
        return None
    amount = amount_of(mention)
    if amount.per in UNITS:
        metric = _compared(reading, mention, drafts) or _metric(reading, mention)
        return draft_of(mention, "price", "price.per_unit", metric, 0.95)
    return None if amount.per or amount.unit else _without_unit(reading, mention, drafts)


def _without_unit(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read money without "a ton": after a price, or beside a word for prices."""
    last = _last_price(drafts)
    if last is not None and drafts[-1] is last and is_twin(reading, mention, last):
        draft = _like(mention, last, "price.twin", 0.9)
        draft.group = last
        return draft
    per = _per_before(reading, mention)
    if per and (_is_small(mention, SLIP) or per == "kg" or _is_each_chinese(reading, mention)):
        draft = draft_of(mention, "price", "price.unit_before", _metric(reading, mention), 0.8)
        draft.per = per
        return draft
    if last is not None and _is_near(reading, mention, last):
        return _like(mention, last, "price.goes_on", 0.75)
    if (per := _per_ahead(reading, mention)) and _is_small(mention):
        draft = draft_of(mention, "price", "price.unit_ahead", _metric(reading, mention), 0.7)
        draft.per = per
        return draft
    told = _of_words(reading, mention) if _is_small(mention) else None
    if told is not None:
        told.per = _per_after(reading, mention) or _per_again(mention, last)
    return told


def _last_price(drafts: Sequence[Draft]) -> Draft | None:
    """Give the last price; a rate of exchange is the price of nothing that goes on."""
    last = last_draft(drafts, "price")
    return None if last is None or last.metric == "exchange_rate" else last


def _of_words(reading: Reading, mention: Mention) -> Draft | None:
    rule_id = "price.sold_for" if _is_sold_for(reading, mention) else "price.word"
    if rule_id == "price.word" and not _speaks_of_price(reading, mention):
        return None
    return draft_of(mention, "price", rule_id, _metric(reading, mention), 0.65)


def _per_after(reading: Reading, mention: Mention) -> str:
    """Give the unit of "4,400 won as what a kilo of rice cost", empty without one."""
    end = min(reading.sentence(mention.start).end, mention.end + AHEAD)
    after = reading.words(mention.end, end)
    for first, second in pairwise(after):
        if first in _BARTERS:
            break
        if first in {"a", "per", "one", "each"} and second in _PER:
            return _PER[second]
    return ""


def _per_again(mention: Mention, last: Draft | None) -> str:
    """Give the unit of the price before, where this one is of its size and currency."""
    if last is None or last.amount is None or last.per not in _PER.values():
        return ""
    is_near = mention.start - last.end <= AGAIN
    here, there = amount_of(mention), last.amount
    sizes = sorted((here.std_high or 0.0, there.std_high or 0.0))
    is_alike = here.currency == last.currency and 0 < sizes[1] <= TIMES * sizes[0]
    return last.per if is_near and is_alike else ""


def _per_before(reading: Reading, mention: Mention) -> str:
    """Give the unit of "a ton of coal brings 45 dollars", empty without one."""
    for one in reading.mentions_in("quantity", mention.start - ONE_WIDTH, mention.start):
        if is_one_for(reading, one, mention):  # "쌀 1kg은 4,800원"
            return amount_of(one).unit
    start = _after_prices(reading, mention)
    before = reading.words(max(start, mention.start - 100), mention.start)
    low = max(start, mention.start - PER_WIDTH)
    if reading.starts.signs and (
        match := _CHINESE_PER.search(reading.flat.text, low, mention.start)
    ):
        return _PER[match["unit"] or match["one"]]
    return "" if _PER.keys().isdisjoint(before) else _unit_of(before)


def _unit_of(before: Sequence[str]) -> str:
    """Give the unit that some words before a price tell, empty without one."""
    for first, second in pairwise(before):
        if first in {"a", "per", "one", "each", "every", "每"} and second in _PER:
            return _PER[second]
    for first, second, third in zip(before, before[1:], before[2:], strict=False):
        if first == "the" and third == "of" and second in _PER:  # "the litre of petrol cost"
            return _PER[second]
    return ""


def _after_prices(reading: Reading, mention: Mention) -> int:
    """Give where a clause's last price ends: "at 15 dollars a kilogram, taking in 3,000"."""
    start = reading.clause(mention.start)[0]
    others = reading.mentions_in("money", start, mention.start)
    return max((other.end for other in others if amount_of(other).per), default=start)


def _chinese_per(reading: Reading, mention: Mention) -> re.Match[str] | None:
    low = max(reading.clause(mention.start)[0], mention.start - PER_WIDTH)
    return _CHINESE_PER.search(reading.flat.text, low, mention.start)


def _is_each_chinese(reading: Reading, mention: Mention) -> bool:
    """Tell a price of "每吨": no bound on its size is needed to know it for one."""
    return _chinese_per(reading, mention) is not None


def _per_ahead(reading: Reading, mention: Mention) -> str:
    """Give the unit of "$60 against $150 a tonne", empty without one."""
    after = reading.starts.amounts_by_end.get(mention.end)
    if after is None or after.type != "money" or amount_of(after).per not in UNITS:
        return ""
    between = reading.words(mention.end, after.start)
    is_joined = 0 < len(between) <= MOST_WORDS and between[0] in _GOING_ON | {"compared", ","}
    return amount_of(after).per if is_joined and not {".", ";"} & {*between} else ""


def _rate(reading: Reading, mention: Mention) -> Draft | None:
    """Read "2,300 won to the yuan", "the dollar fetched 8,000 won"."""
    amount = amount_of(mention)
    after = reading.words_after(mention.end, 3)
    before = reading.words_before(mention.start, 4)
    per = amount.per if amount.per in MOST else ""
    if after[:1] and after[0] in {"to", "per", "a", "for"}:
        per = per or next((_CURRENCIES[word] for word in after if word in _CURRENCIES), "")
    if not per and not _TRADED.isdisjoint(before):
        per = next((_CURRENCIES[word] for word in before if word in _CURRENCIES), "")
    per = per or _one_beside(reading, mention)
    if not per or per == amount.currency:
        return None
    draft = draft_of(mention, "price", "price.rate", "exchange_rate", 0.9)
    draft.per = per
    return draft


def _one_beside(reading: Reading, mention: Mention) -> str:
    """Give the currency of "8천300원이 1달러", "1달러는 8천300원", empty without one."""
    its = reading.mentions_in("money", mention.start - ONE_WIDTH, mention.end + ONE_WIDTH)
    for one in its if len(its) > 1 or mention.type != "money" else ():
        if one is mention or not is_one_of(one):
            continue
        first, second = sorted((one, mention), key=span_of)
        if is_held_to(reading, first, second):
            return amount_of(one).currency
    return ""


def _compared(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> str:
    """Name what "from $4 a tonne" is of, after "the discount widened to $7 a tonne, or 13 %"."""
    if reading.words_before(mention.start, 1) not in _FORMERLY:
        return ""
    last = last_draft(drafts, "price")
    if last is None or last.per != amount_of(mention).per:
        return ""
    return last.metric if last.start >= reading.sentence(mention.start).start else ""


def _metric(reading: Reading, mention: Mention) -> str:
    if named := fee_metric(reading, mention):
        return named
    if quoted := benchmark_metric(reading, mention):
        return quoted
    sentence = reading.sentence(mention.start)
    wide = reading.within("measure", max(0, sentence.start - 600), sentence.end + 600)
    return "unit_price_smuggled" if "unrecorded" in [c.value for c in wide] else "unit_price"


def _like(mention: Mention, last: Draft, rule_id: str, score: float) -> Draft:
    draft = draft_of(mention, "price", rule_id, last.metric, score)
    draft.per = draft.per or last.per
    draft.currency = draft.currency or last.currency
    draft.amount = amount_of(mention)._replace(currency=draft.currency, unit_std=draft.currency)
    return draft


def _goes_on(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> bool:
    """Tell whether a bare figure goes on from a price: "from 58 dollars to 46"."""
    if mention.type != "number" or not drafts or drafts[-1].kind != "price":
        return False
    last = drafts[-1]
    between = reading.words(last.end, mention.start)
    if not last.currency or amount_of(mention).unit:
        return False
    if len(between) <= MOST_WORDS and _GOING_ON & set(between):
        return True
    is_compared = bool(_AGAINST & set(reading.words_before(mention.start, 1)))
    if is_compared and reading.sentence(last.start) == reading.sentence(mention.start):
        return _is_near(reading, mention, last)
    is_priced = reading.nearest("measure", span_of(mention), MOST_WORDS, "price") is not None
    return is_priced and _is_near(reading, mention, last)


def _is_small(mention: Mention, times: float = 1.0) -> bool:
    amount = amount_of(mention)
    top = amount.std_high if amount.std_high is not None else amount.std_low
    return top is not None and top <= times * MOST.get(amount.currency, 0.0)


def _is_near(reading: Reading, mention: Mention, last: Draft) -> bool:
    """Tell whether money stands beside a price of about the same size and the same currency."""
    amount, other = amount_of(mention), last.amount
    if (
        other is None
        or amount.currency not in {"", last.currency}
        or last.metric == "exchange_rate"
    ):
        return False
    here = amount.std_low if amount.std_low is not None else amount.std_high
    there = other.std_low if other.std_low is not None else other.std_high
    if not here or not there or not 1 / FACTOR < here / there < FACTOR:
        return False
    total = reading.nearest("measure", span_of(mention), 4.0, *_TOTALS)
    return total is None and reading.distance(span_of(mention), (last.start, last.end)) < FAR


def _is_sold_for(reading: Reading, mention: Mention) -> bool:
    """Tell "sold them for 160 euros" and "for each she got $4.20"."""
    start = reading.clause(mention.start)[0]
    before = reading.words(max(start, mention.start - 50), mention.start)
    is_each = bool(_EACH & {*before}) and bool(_GOT & {*before})
    is_for = before[-1:] in {("for",), ("at",)} and bool(_SOLD & {*before})
    total = reading.nearest("measure", span_of(mention), 4.0, "export", "import", "trade")
    return (is_each or is_for) and total is None


def _speaks_of_price(reading: Reading, mention: Mention) -> bool:
    word = reading.nearest("measure", span_of(mention), REACH, "price")
    total = reading.nearest("measure", span_of(mention), REACH, *_TOTALS)
    if word is None:
        return (
            total is None
            and reading.nearest("trend", span_of(mention), 4.0, "up", "down") is not None
        )
    if total is None:
        return True
    span = span_of(mention)
    return reading.distance(span, (word.start, word.end)) <= reading.distance(
        span, (total.start, total.end)
    )
