"""Rates of exchange told without "to the dollar": "the yuan changed hands at 2,050 won"."""

import re
from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of, draft_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention
from coalface.claims.mentions.units import load_units

__all__ = ["read_told_rate"]

#: One of each, as it is named where a rate is told: "the dollar".
_MONEY = {name: load_units().after[name] for name in word_list("rates_told", "money")}
#: What a rate of exchange is called where no money is named.
_RATES = frozenset({"rate", "peg", "exchange"})
_BUYS = word_list("rates_told", "buys")
_BUYS_AFTER = tuple(f" {word} " for word in sorted(_BUYS))
_ONE = frozenset({"a", "one", "the", "each", "every", "per", "an"})
#: Words right before the level of a rate.
_AT = word_list("rates_told", "at")
_TRADED = word_list("rates_told", "traded")
_LEVEL = frozenset({"at", "worth", "is", "was", "being"})
_BEFORE = _AT | _TRADED  # "slipped below 7,800": the bound is part of the figure
MOST_BEFORE = 14  # words of the clause before the level
FAR = 240  # characters after which a rate is spoken of no more
LEAST = 1.5
WON = ("KPW", "KRW")
_THE_WON = re.compile(r"\b[Tt]he won\b")
FACTOR = 100.0  # two levels of one rate are nearer than this


def read_told_rate(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure as the level of a rate of exchange, None if it is none.

    Args:
        reading: The document.
        mention: A figure of money, or one without a unit.
        drafts: Claims of the figures before it.
    """
    if mention.type not in {"money", "number"}:
        return None
    amount = amount_of(mention)
    if amount.per or amount.unit or amount.unit_std == "count":
        return None
    if mention.type == "money":
        per = _bought(reading, mention, amount.currency) or _sold(reading, mention, amount.currency)
        return None if not per else _draft(mention, per, amount.currency, 0.8)
    return _bare(reading, mention, drafts)


def _bought(reading: Reading, mention: Mention, currency: str) -> str:
    """Give the money of "8,000 won bought a dollar", empty without one."""
    if not reading.flat.text.startswith(_BUYS_AFTER, mention.end):
        return ""
    after = reading.words_after(mention.end, 3)
    if len(after) < 3 or after[0] not in _BUYS or after[1] not in _ONE:  # noqa: PLR2004
        return ""
    per = _MONEY.get(after[2], "")
    return "" if per == currency else per


def _sold(reading: Reading, mention: Mention, currency: str) -> str:
    """Give the money of "the yuan was changing hands at 2,050 won", empty without one."""
    if _BEFORE.isdisjoint(reading.words_before(mention.start, 1)):
        return ""
    before = _before(reading, mention)
    if before[-3:-2] and before[-3] in _ONE and before[-2] in _MONEY and before[-1] in _LEVEL:
        return "" if _MONEY[before[-2]] == currency else _MONEY[before[-2]]  # "the yuan at 1,200"
    if not before or before[-1] not in _BEFORE or not _TRADED & {*before}:
        return ""
    for index in range(len(before) - 1):
        per = _MONEY.get(before[index + 1], "")
        if before[index] in _ONE and per and per != currency:
            return per
    return ""


def _bare(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "the dollar stood under 13,000" and, after a rate, "the bank posts 8,900"."""
    if _BEFORE.isdisjoint(reading.words_before(mention.start, 1)):
        return None
    amount, before = amount_of(mention), _before(reading, mention)
    size = amount.std_high if amount.std_high is not None else amount.std_low
    if not before or before[-1] not in _BEFORE or size is None or size < LEAST:
        return None
    last = next((d for d in reversed(drafts) if d.metric == "exchange_rate"), None)
    subject = next((w for i, w in enumerate(before) if _is_money(before, i)), "")
    is_told = bool(_TRADED & {*before})
    if subject and is_told:
        currency = (last.currency if last is not None else "") or _won(reading)
        per = _MONEY.get(subject, "") or (last.per if last is not None else "")
        per = per if per not in WON else "USD"
        return _draft(mention, per, currency, 0.6)
    if last is None or not is_told or not _is_near(reading, mention, last, size):
        return None
    return _draft(mention, last.per, last.currency, 0.5)


def _won(reading: Reading) -> str:
    """Give the won that a report speaks of, that of the North if of both; empty without one."""
    near, text = load_units().near, reading.flat.text
    told = {amount_of(money).currency for money in reading.mentions.get("money", ())}
    told |= {code for code in WON if any(words in text for words in near[code])}
    named = load_units().after["won"] if _THE_WON.search(text) else ""
    return next((code for code in WON if code in told), named)


def _is_money(words: Sequence[str], index: int) -> bool:
    if index and words[index - 1][:1].isdigit():
        return False  # "8,900 won": a figure's own money
    return words[index] in _MONEY or words[index] in _RATES


def _before(reading: Reading, mention: Mention) -> tuple[str, ...]:
    start = reading.clause(mention.start)[0]
    return reading.words(start, mention.start)[-MOST_BEFORE:]


def _is_near(reading: Reading, mention: Mention, last: Draft, size: float) -> bool:
    here, there = reading.sentence(mention.start), reading.sentence(last.start)
    if here.paragraph != there.paragraph or last.amount is None:
        return False
    if here.start - there.end > FAR:
        return False
    other = last.amount.std_high or last.amount.std_low
    return bool(other) and 1 / FACTOR < size / (other or 1.0) < FACTOR


def _draft(mention: Mention, per: str, currency: str, score: float) -> Draft:
    draft = draft_of(mention, "price", "price.told_rate", "exchange_rate", score)
    draft.per, draft.currency = per, currency
    draft.amount = amount_of(mention)._replace(currency=currency, unit_std=currency)
    return draft
