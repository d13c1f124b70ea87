"""Quantities: masses, volumes, counts, durations, distances."""

import re
from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.flows import find_flow, trade_cue
from coalface.claims.frames.looks import amount_of, draft_of, is_twin, last_draft, span_of
from coalface.claims.frames.ones import is_priced
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Amount, Mention

__all__ = ["read_quantity"]

REACH = 14.0
NEAR, FAR = 70.0, 100.0  # a unit goes on no further, nor what is measured
LEAST = 100  # smaller bare figures are rarely masses
SMALL = 4  # counts up to here are often no figure at all: "two texts"
MOST_KNOWN = 12  # "the five ports" are known ones
_MASSES = frozenset({"t", "bbl", "m3"})
_BY_UNIT = {
    **dict.fromkeys(("day", "month", "year", "h", "week"), "duration"),
    **dict.fromkeys(("km", "nmi"), "distance"),
    **dict.fromkeys(("dwt", "gt"), "vessel_tonnage"),
    "kcal": "heat_value",
}
_BY_NOUN = {
    **dict.fromkeys(("shipments", "shipment", "deliveries"), "shipments"),
    **dict.fromkeys(("departures", "sailings"), "departures"),
}
_METRICS = {
    "production": "production",
    "stock": "stock",
    "cargo": "cargo_size",
    "shipments": "shipments",
    "departures": "departures",
    "sales": "sales_volume",
    "tonnage": "vessel_tonnage",
    "capacity": "capacity",
    "reserves": "reserves",
    "wages": "wages_in_kind",
}
_COUNTED = word_list("quantity", "counted")
_SPELLS = frozenset({"day", "week", "month", "year"})
_TIMES = frozenset({"day", "month", "year", "week", "h"})
_STAYS = frozenset(
    {"voyage", "trip", "journey", "wait", "delay", "gap", "closure", "stay", "shift", "queue"}
    | {"blackout", "silence", "absence", "passage", "sailing", "stoppage", "layover", "outage"}
)
_SERVED = frozenset({"worked", "served", "waited", "lasted", "spent", "lasting", "averaged"})
_AGED = re.compile(r"\b(?:aged?|at (?:the )?age of|age of|aged about|aged around) $", re.IGNORECASE)
_SAID_AGAIN = re.compile(
    r"\b(?:spoke of|puts? (?:it|them|the (?:number|figure|toll|count|total)) at|others? (?:say|says|said"
    r"|claim|claimed|spoke of)|if not|perhaps even|sometimes|or even) $",
    re.IGNORECASE,
)
_GROUPS = frozenset({"crew", "fleet", "staff", "convoy", "workforce", "team", "group"})
_LASTING = word_list("quantity", "lasting")
_BESIDE = word_list("quantity", "beside")
_VAIN = word_list("quantity", "vain")


def read_quantity(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure as a quantity, None if it counts nothing worth a row."""
    if mention.type == "number":
        return _bare(reading, mention, drafts)
    amount = amount_of(mention)
    if mention.type != "quantity" or not _is_told(reading, mention, amount):
        return None
    if is_priced(reading, mention):
        return None
    last = drafts[-1] if drafts else None
    if last is not None and last.kind == "quantity" and is_twin(reading, mention, last):
        draft = draft_of(mention, "quantity", "quantity.twin", last.metric, 0.9)
        draft.flow, draft.group = last.flow, last
        return draft
    metric, flow = _metric(reading, mention, amount, drafts)
    draft = draft_of(mention, "quantity", f"quantity.{_form(amount)}", metric, 0.85)
    draft.flow = flow
    return draft


def _is_told(reading: Reading, mention: Mention, amount: Amount) -> bool:
    """Tell figures that say something from grades of goods, bare dates and small counts."""
    if amount.unit_std == "kcal":
        return amount.op != "eq"
    if amount.unit_std in _TIMES:
        return _lasts(reading, mention)
    return amount.unit_std != "count" or _counts(reading, mention, amount)


def _lasts(reading: Reading, mention: Mention) -> bool:
    """Tell a duration that is told ("stayed for 12 days") from one that only dates something."""
    if _is_stay(reading, mention) or _is_age(reading, mention):
        return True
    before = set(reading.words_before(mention.start, 3)) | set(
        reading.words(mention.start, mention.end)[:1]
    )
    after = set(reading.words_after(mention.end, 1))
    return bool(before & _LASTING) and not after & {
        "running",
        "straight",
        "ago",
        "earlier",
        "later",
        "after",
        "before",
        "old",
    }


def _is_stay(reading: Reading, mention: Mention) -> bool:
    """Tell "a 12-day voyage" and "worked eleven years"."""
    text = reading.flat.text[mention.start : mention.end]
    if "-" in text and set(reading.words_after(mention.end, 2)) & _STAYS:
        return True
    return bool(set(reading.words_before(mention.start, 1)) & _SERVED)


def _is_age(reading: Reading, mention: Mention) -> bool:
    return reading.words_after(mention.end, 1) == ("old",)


def _form(amount: Amount) -> str:
    if amount.unit_std == "count":
        return "count"
    return "mass" if amount.unit_std in _MASSES else "measure"


def _counts(reading: Reading, mention: Mention, amount: Amount) -> bool:
    noun = amount.noun.lower().rsplit(" ", 1)[-1]
    if (
        noun in _VAIN
        or _is_known(reading, mention, amount)
        or (set(reading.words_before(mention.start, 1)) & _BESIDE and _is_small(amount))
    ):
        return False
    text = reading.flat.text[mention.start : mention.end]
    if any(sign.isdigit() for sign in text):
        return True
    return noun in _COUNTED or (amount.std_low or amount.std_high or 0) > SMALL


def _is_known(reading: Reading, mention: Mention, amount: Amount) -> bool:
    """Tell "the five main ports", which names them, from a count."""
    if amount.op != "eq" or (amount.std_high or 0) > MOST_KNOWN or amount.per:
        return False
    return reading.words_before(mention.start, 1) == ("the",)


def _is_small(amount: Amount) -> bool:
    return amount.std_high is not None and amount.std_high <= SMALL and amount.op == "eq"


def _metric(
    reading: Reading, mention: Mention, amount: Amount, drafts: Sequence[Draft]
) -> tuple[str, str]:
    if amount.unit_std in _BY_UNIT:
        return _BY_UNIT[amount.unit_std], ""
    if amount.unit_std == "count":
        noun = amount.noun.lower().replace(" ", "_") or "items"
        return _BY_NOUN.get(noun, f"n_{noun}"), ""
    if amount.per in {"voyage", "cargo", "vessel", "shipment"}:
        return "cargo_size", ""
    return _mass_metric(reading, mention, drafts)


def _mass_metric(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> tuple[str, str]:
    span = span_of(mention)
    cue = reading.nearest("measure", span, REACH, "export", "import", *_METRICS)
    if cue is None:
        last = next((d for d in reversed(drafts) if _is_mass(d)), None)
        if last is not None and reading.distance(span, (last.start, last.end)) < FAR:
            return last.metric, last.flow
        trade = trade_cue(reading, span)
        if trade is None:
            return "quantity", ""
        cue = trade
    if cue.value in {"export", "import"}:
        flow = find_flow(reading, cue)
        return f"{flow}_volume", flow
    return _METRICS[cue.value], ""


def _ahead(reading: Reading, mention: Mention) -> Amount | None:
    """Give the figure after "from 12 to": its noun is counted by both."""
    if mention.end not in reading.starts.amounts_by_end or amount_of(mention).unit:
        return None
    after = reading.starts.amounts_by_end[mention.end]
    between = reading.words(mention.end, after.start)
    amount = amount_of(after)
    is_joined = len(between) == 1 and between[0] in {"to", "and", "or"}
    return amount if is_joined and after.type == "quantity" and amount.unit_std == "count" else None


def _numbered(reading: Reading, mention: Mention) -> str:
    """Give what is counted in "put the number of trips at 40", empty without such words."""
    start = reading.clause(mention.start)[0]
    before = reading.words(max(start, mention.start - 80), mention.start)
    if before[-1:] == ("of",) and before[-2:-1] and before[-2] in _GROUPS:
        return before[-2]
    for index in range(len(before) - 2):
        if before[index : index + 2] == ("number", "of"):
            return before[index + 2]
    return ""


def _is_mass(draft: Draft) -> bool:
    return (
        draft.kind == "quantity" and draft.amount is not None and draft.amount.unit_std in _MASSES
    )


def _told_bare(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "aged 52", and "a foreman spoke of thirty" after a count of the dead."""
    amount = amount_of(mention)
    before = reading.flat.text[max(0, mention.start - 32) : mention.start]
    if amount.currency or amount.unit or amount.per:
        return None
    if _AGED.search(before):
        draft = draft_of(mention, "quantity", "quantity.age", "age", 0.7)
        draft.amount = amount._replace(unit="year", unit_std="year")
        return draft
    last = drafts[-1] if drafts else None
    if last is None or last.amount is None or not _is_count(last) or not _SAID_AGAIN.search(before):
        return None
    draft = draft_of(mention, "quantity", "quantity.again", last.metric, 0.6)
    draft.amount = amount._replace(unit="count", unit_std="count", noun=last.amount.noun)
    return draft


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


def _is_count(draft: Draft) -> bool:
    return (
        draft.kind == "quantity" and draft.amount is not None and draft.amount.unit_std == "count"
    )


def _bare(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "nobody loads more than 2,000" after tonnes were spoken of: the unit goes on."""
    amount = amount_of(mention)
    if (ahead := _ahead(reading, mention)) is not None:
        draft = draft_of(
            mention, "quantity", "quantity.ahead", "n_" + ahead.noun.lower().replace(" ", "_"), 0.7
        )
        draft.amount = amount._replace(unit=ahead.unit, unit_std=ahead.unit_std, noun=ahead.noun)
        return draft
    if (level := _level(reading, mention, drafts)) is not None:
        return level
    if (told := _told_bare(reading, mention, drafts)) is not None:
        return told
    if amount.per in _SPELLS and not amount.currency and not amount.unit:
        last = next((d for d in reversed(drafts) if _is_count(d)), None)
        metric = last.metric if last is not None else "n_items"
        draft = draft_of(mention, "quantity", "quantity.rate", metric, 0.6)
        draft.amount = amount._replace(unit="count", unit_std="count")
        return draft
    if (noun := _numbered(reading, mention)) and not amount.unit:
        draft = draft_of(
            mention, "quantity", "quantity.number_of", _BY_NOUN.get(noun, f"n_{noun}"), 0.7
        )
        draft.amount = amount._replace(unit="count", unit_std="count", noun=noun)
        return draft
    last = last_draft(drafts[-3:], "quantity")
    if last is None or last.amount is None or last.amount.unit_std not in _MASSES:
        return None
    after = reading.words_after(mention.end, 3)
    if after == ("at", "a", "time") and last.amount.per != "time":
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
