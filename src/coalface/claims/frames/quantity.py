"""Quantities: masses, volumes, counts, durations, distances."""

import re
from collections.abc import Sequence

from coalface.claims.frames.bare_quantities import BY_NOUN, read_bare_quantity
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.each import each_of
from coalface.claims.frames.flows import find_flow, trade_cue
from coalface.claims.frames.looks import amount_of, draft_of, is_twin, span_of
from coalface.claims.frames.ones import is_priced
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Amount, Mention

__all__ = ["read_quantity"]

REACH = 14.0
FAR = 100.0  # what is measured goes on no further
TOLD_SHARE = 160  # characters to a share that is told of them
SMALL = 4  # counts up to here are often no figure at all: "two texts"
MOST_KNOWN = 12  # "the five ports" are known ones
#: "five of the eight tankers", "each of the four barges": they are counted.
_OF_WHOLE = re.compile(
    r"(?:\d|\b(?:each|one|two|three|four|five|six|seven|eight|nine|ten|eleven|half|most|none))"
    r" of the $",
    re.IGNORECASE,
)
_EACH_BEHIND = re.compile(
    r"[^.;:]{0,60}?\b(?:each|apiece)\b|[^.;:]{0,30}? of [\d.,]+ [a-z]+ each\b"
)
_MASS_NOUNS = frozenset({"tonnes", "tons", "tonne", "ton"})
_TWINNED = frozenset({"quantity", "penalty"})  # "seized 1,320 pounds (599 kg)"
_MASSES = frozenset({"t", "bbl", "m3"})
_BY_UNIT = {
    **dict.fromkeys(("day", "month", "year", "hour", "week"), "duration"),
    **dict.fromkeys(("km", "nautical mile"), "distance"),
    **dict.fromkeys(("dwt", "gt"), "vessel_tonnage"),
    "kcal": "heat_value",
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
_OF_HULLS = frozenset({"vessel_tonnage"})
_OF_ANY = ("export", "import", *_METRICS)
_OF_LOADS = tuple(name for name in _OF_ANY if name != "tonnage")
_CRAFT = word_list("movement", "craft")
_COUNTED = word_list("quantity", "counted")
_TIMES = frozenset({"day", "month", "year", "week", "hour"})
_STAYS = frozenset(
    {"voyage", "trip", "journey", "wait", "delay", "gap", "closure", "stay", "shift", "queue"}
    | {"blackout", "silence", "absence", "passage", "sailing", "stoppage", "layover", "outage"}
)
_SERVED = frozenset({"worked", "served", "waited", "lasted", "spent", "lasting", "averaged"})
_HAPPENED = frozenset(
    {"were", "was", "died", "left", "fled", "drowned", "came", "dropped", "went", "crossed"}
    | {"vanished", "survived", "escaped", "resigned", "closed", "collapsed", "sank", "withdrew"}
)
_TAKING = frozenset({"took", "takes", "take", "taken"})
_WAYS = frozenset({"km", "nautical mile"})
BESIDE_HULL = 3  # characters between a size and the name of its ship
FAR_BEHIND = 120  # characters from those counted to "each"
NEAR = 24  # characters between those counted and what was done to them
_BOUNDED = frozenset({"gt", "ge", "lt", "le"})
_LASTING = word_list("quantity", "lasting")
_BESIDE = word_list("quantity", "beside")
_VAIN = word_list("quantity", "vain")


def read_quantity(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure as a quantity, None if it counts nothing worth a row."""
    if mention.type == "number":
        return read_bare_quantity(reading, mention, drafts)
    amount = amount_of(mention)
    if amount.noun in _MASS_NOUNS and amount.unit_std == "count":
        amount = amount._replace(unit="t", unit_std="t", noun="")  # "1.8 of the 2 million tonnes"
        mention = mention._replace(value=amount)
    if mention.type != "quantity" or not _is_told(reading, mention, amount):
        return None
    if is_priced(reading, mention):
        return None
    last = drafts[-1] if drafts else None
    if last is not None and last.kind in _TWINNED and is_twin(reading, mention, last):
        draft = draft_of(mention, "quantity", "quantity.twin", last.metric, 0.9)
        draft.flow, draft.group = last.flow, last
        draft.amount = _bound_of(amount, last.amount)
        return draft
    metric, flow = _metric(reading, mention, amount, drafts)
    draft = draft_of(mention, "quantity", f"quantity.{_form(amount)}", metric, 0.85)
    draft.flow = flow
    if amount.unit_std in _MASSES and not amount.per:
        draft.per = each_of(reading, mention, drafts)
    if _is_fewer(reading, mention, amount):
        draft.amount = amount._replace(
            low=-(amount.high or 0.0),
            high=-(amount.low or 0.0),
            std_low=-(amount.std_high or 0.0),
            std_high=-(amount.std_low or 0.0),
        )
    return draft


def _bound_of(amount: Amount, first: Amount | None) -> Amount:
    """Give a figure the bound of the one that it writes again: "up to 4만 톤 (40,000 tons)"."""
    if first is None or amount.op != "eq" or first.op not in _BOUNDED:
        return amount
    told = first.std_high if first.std_low is None else first.std_low
    if (amount.std_low, amount.unit_std) != (told, first.unit_std):
        return amount
    is_open = first.std_high is None
    return amount._replace(
        op=first.op,
        low=amount.low if is_open else None,
        high=None if is_open else amount.high,
        std_low=amount.std_low if is_open else None,
        std_high=None if is_open else amount.std_high,
        is_negated=first.is_negated,
    )


def _is_fewer(reading: Reading, mention: Mention, amount: Amount) -> bool:
    """Tell "0.9 million tons fewer than the year before": a change, told by how much."""
    if not reading.flat.text.startswith((" fewer", " less"), mention.end):
        return False
    after = reading.words_after(mention.end, 4)
    is_closed = amount.low is not None and amount.high is not None
    return is_closed and after[:1] in {("fewer",), ("less",)} and "than" in after


def _is_told(reading: Reading, mention: Mention, amount: Amount) -> bool:
    """Tell figures that say something from grades of goods, bare dates and small counts."""
    if amount.unit_std == "kcal":
        return amount.op != "eq"
    if amount.unit_std in _TIMES:
        return _lasts(reading, mention)
    return amount.unit_std != "count" or _counts(reading, mention, amount)


def _lasts(reading: Reading, mention: Mention) -> bool:
    """Tell a duration that is told ("stayed for 12 days") from one that only dates something."""
    if _is_stay(reading, mention) or _is_age(reading, mention) or _is_of_way(reading, mention):
        return True
    near = reading.words_before(mention.start, 6)
    if not _TAKING.isdisjoint(near) and "to" in reading.words_after(mention.end, 1):
        return True  # "took the tanker two days to get there"
    before = set(near[-3:]) | set(reading.words(mention.start, mention.end)[:1])
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
    before = reading.words_before(mention.start, 2)
    if before[-1:] == ("of",) and before[0] in _STAYS:
        return True  # "a silence of 13 days"
    return bool(set(before[-1:]) & _SERVED)


def _is_of_way(reading: Reading, mention: Mention) -> bool:
    """Tell "covered the 420 miles in 30 hours"."""
    if reading.words_before(mention.start, 1) not in {("in",), ("within",), ("inside",)}:
        return False
    sentence = reading.sentence(mention.start)
    its = reading.amounts_in(sentence.start, mention.start)
    return any(isinstance(m.value, Amount) and m.value.unit_std in _WAYS for m in its)


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
    if any(map(str.isdigit, text)):
        return True
    behind = reading.flat.text[mention.end : mention.end + FAR_BEHIND]
    if ("each" in behind or "apiece" in behind) and _EACH_BEHIND.match(behind):
        return True  # "three coasters of 2,500 tonnes each"
    if noun in _COUNTED or (amount.std_low or amount.std_high or 0) > SMALL:
        return True
    if reading.within("penalty", mention.end, mention.end + NEAR):
        return False  # told by the penalty
    return bool(_HAPPENED & set(reading.words_after(mention.end, 1)))  # "two people were held"


def _is_known(reading: Reading, mention: Mention, amount: Amount) -> bool:
    """Tell "the five main ports", which names them, from a count."""
    if amount.op != "eq" or (amount.std_high or 0) > MOST_KNOWN or amount.per:
        return False
    if reading.words_before(mention.start, 1) != ("the",):
        return False
    if _OF_WHOLE.search(reading.flat.text, max(0, mention.start - 20), mention.start) is None:
        return True
    if reading.words_before(mention.start, 3)[:1] == ("each",):
        return False
    return not reading.mentions_in("share", mention.end, mention.end + TOLD_SHARE)


def _is_small(amount: Amount) -> bool:
    return amount.std_high is not None and amount.std_high <= SMALL and amount.op == "eq"


def _metric(
    reading: Reading, mention: Mention, amount: Amount, drafts: Sequence[Draft]
) -> tuple[str, str]:
    if name := _BY_UNIT.get(amount.unit, _BY_UNIT.get(amount.unit_std, "")):
        return name, ""
    if amount.unit_std == "count":
        noun = amount.noun.lower().replace(" ", "_") or "items"
        return BY_NOUN.get(noun, f"n_{noun}"), ""
    if _is_of_hull(reading, mention):
        return "vessel_tonnage", ""
    if amount.per in {"voyage", "cargo", "vessel", "shipment"}:
        return "cargo_size", ""
    return _mass_metric(reading, mention, drafts)


def _mass_metric(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> tuple[str, str]:
    span = span_of(mention)
    names = _OF_ANY
    if reading.words_after(mention.end, 1) == ("of",) and _is_of_goods(reading, mention):
        names = _OF_LOADS  # "5,400 tonnes of coal" is no size of a ship
    cue = reading.nearest("measure", span, REACH, *names)
    if cue is None:
        last = next((d for d in reversed(drafts) if d.kind == "quantity" and _is_mass(d)), None)
        if last is not None and last.metric in _OF_HULLS and _names_goods(reading, mention):
            last = None  # "9,400 tons of coal" is none of the ship's own size
        if last is not None and amount_of(mention).unit_std not in _MASSES:
            last = None  # "six metres" of draught
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


def _is_of_hull(reading: Reading, mention: Mention) -> bool:
    """Tell "the 3,200-tonne coaster" and "the 2,900-ton Sunrise Halo"."""
    text = reading.flat.text[mention.start : mention.end]
    if "-" not in text and "톤" not in text:
        return False
    is_named = bool(reading.mentions_in("vessel", mention.end, mention.end + BESIDE_HULL))
    if "톤" in text:
        return reading.flat.text.startswith("급", mention.end)
    return is_named or not _CRAFT.isdisjoint(reading.words_after(mention.end, 2))


def _is_of_goods(reading: Reading, mention: Mention) -> bool:
    return bool(reading.mentions_in("commodity", mention.end, mention.end + NEAR))


def _names_goods(reading: Reading, mention: Mention) -> bool:
    start = reading.clause(mention.start)[0]
    return _is_of_goods(reading, mention) or bool(
        reading.mentions_in("commodity", start, mention.start)
    )


def _is_mass(draft: Draft) -> bool:
    amount = draft.amount
    if amount is None or amount.unit in _BY_UNIT:
        return False
    return amount.unit_std in _MASSES
