"""Nothing as a figure: "no coal was recorded" is zero tonnes, "nothing to the county" no levy."""

from collections.abc import Iterator

from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.flows import find_flow
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Amount

__all__ = ["find_nothing"]

_NO = frozenset({"no", "zero"})
_NOT_ONE = frozenset({"not"})  # "not one ship", "not a single truck"
_ONE = frozenset({"one", "a", "single"})
_ZERO = frozenset({"zero", "nil", "none"})
_WAS = frozenset({"was", "were", "at", "is", "to", "remained", "stayed"})
_ZERO_T = Amount("eq", 0.0, 0.0, "t", std_low=0.0, std_high=0.0, unit_std="t")
_ZERO_SHARE = Amount("eq", 0.0, 0.0, "fraction", std_low=0.0, std_high=0.0, unit_std="fraction")
_ZERO_COUNT = Amount("eq", 0.0, 0.0, "count", std_low=0.0, std_high=0.0, unit_std="count")
_BE = (("is",), ("are",), ("was",), ("were",))
_IDLE = frozenset(
    {"waiting", "lying", "available", "running", "operating", "idle", "left", "at", "in"}
)
_COUNTED = frozenset(
    {"ship", "ships", "vessel", "vessels", "barge", "barges", "tanker", "tankers", "boat", "boats"}
    | {"train", "trains", "truck", "trucks", "wagon", "wagons", "cargo", "cargoes", "shipment"}
    | {"shipments", "container", "containers", "lorry", "lorries", "worker", "workers", "miner"}
    | {"miners", "voyage", "voyages", "delivery", "deliveries", "transfer", "transfers"}
)
_HAVE = frozenset({"has", "have", "had"})
_CAME = frozenset(
    {"called", "left", "arrived", "docked", "loaded", "crossed", "sailed", "entered", "come"}
    | {"came", "been", "unloaded", "delivered", "passed", "seen", "recorded", "berthed", "moved"}
    | {"departed", "reached", "run", "ran", "gone", "appeared", "reported", "discharged"}
)
#: Verbs before what there is none of: "has produced no coal".
_MADE = frozenset(
    {"produced", "exported", "shipped", "sold", "imported", "delivered", "bought", "loaded"}
    | {"made", "sent", "received", "raised", "mined", "carried", "landed", "supplied", "took"}
    | {"purchased", "ordered", "declared", "recorded", "reported", "accepted", "produce", "export"}
)
#: "not a single ton of coal", "no further tonnes of ore"
_MASSES = frozenset(
    {"a", "one", "single", "further", "ton", "tons", "tonne", "tonnes", "kilo", "kilogram"}
    | {"kilograms", "barrel", "barrels", "gram", "lump", "sack", "shovelful"}
)
_SEEN = word_list("nothing", "seen")


def find_nothing(reading: Reading) -> Iterator[Draft]:
    """Find goods of which none moved, and those who are paid nothing.

    Args:
        reading: The document.

    Returns:
        Drafts with a figure of zero. That none was recorded does not say that none moved.
    """
    for cue in reading.cues.get("negation", ()):
        word = reading.flat.text[cue.start : cue.end].lower()
        if (
            word in _NO | _NOT_ONE and (draft := _no_goods(reading, cue) or _no_count(reading, cue))
        ) or (word in _ZERO and (draft := _zero(reading, cue))):
            yield draft
        elif word == "nothing" and reading.nearest("payverb", (cue.start, cue.end), 18.0):
            end = cue.end + 1 + sum(len(w) + 1 for w in reading.words_after(cue.end, 3))
            draft = Draft(
                cue.start,
                min(end, reading.sentence(cue.start).end),
                "payment_term",
                "payment.nothing",
                _unpaid(reading, cue),
                0.6,
                _ZERO_SHARE,
            )
            draft.at = (cue.start, cue.end)
            yield draft


def _unpaid(reading: Reading, cue: Cue) -> str:
    """Tell "nothing is paid in advance" from nothing that is due."""
    its = reading.within("pay", cue.end, reading.clause(cue.start)[1])
    return "prepaid_share" if any(c.value == "prepaid_share" for c in its) else "levy_on_sales"


def _zero(reading: Reading, cue: Cue) -> Draft | None:
    """Read "exports were zero", and "none from the DPRK" after a tonnage."""
    word = reading.flat.text[cue.start : cue.end].lower()
    before, after = reading.words_before(cue.start, 1), reading.words_after(cue.end, 1)
    is_level = word != "none" and bool(_WAS & set(before))
    if not is_level and not (word == "none" and after and after[0] in {"from", "to"}):
        return None
    measure = reading.nearest("measure", (cue.start, cue.end), 30.0, "export", "import")
    flow = find_flow(reading, measure) if measure is not None else _last_flow(reading, cue.start)
    start, end = reading.clause(cue.start)
    start = cue.start if word == "none" else start
    draft = Draft(
        start,
        end,
        "quantity",
        "quantity.zero",
        f"{flow or 'export'}_volume",
        0.6,
        _ZERO_T,
    )
    draft.at, draft.flow = (cue.start, cue.end), flow
    return draft


def _no_count(reading: Reading, cue: Cue) -> Draft | None:
    """Read "no vessel is waiting", "no trucks crossed" as a count of zero."""
    words = reading.words_after(cue.end, 4)
    is_not = reading.flat.text[cue.start : cue.end].lower() == "not"
    if is_not and not (words and words[0] in _ONE):
        return None
    index = next((i for i, word in enumerate(words[: 2 + is_not]) if word in _COUNTED), None)
    if index is None or words[index + 1 : index + 2] == ("of",):
        return None
    if not _is_idle(reading, cue, words, index):
        return None
    noun = words[index]
    start, end = cue.start, min(reading.clause(cue.start)[1], cue.end + 40)
    draft = Draft(start, end, "quantity", "quantity.no_count", f"n_{noun}", 0.6)
    draft.amount = _ZERO_COUNT._replace(noun=noun)
    draft.at = (cue.start, cue.end)
    return draft


def _is_idle(reading: Reading, cue: Cue, words: tuple[str, ...], index: int) -> bool:
    """Tell "no vessel is waiting" and "no ship has called" from "no ship of that name"."""
    verb = words[index + 1 : index + 2]
    after = set(reading.words_after(cue.end, index + 6)[index + 1 :])
    if verb in _BE:
        return bool((_IDLE | _CAME) & after)
    if reading.mentions_in("place", cue.end, reading.clause(cue.start)[1]):
        return False  # "no ship has entered Chongjin" is a movement denied
    return bool(verb) and (verb[0] in _CAME or (verb[0] in _HAVE and bool(_CAME & after)))


def _no_goods(reading: Reading, cue: Cue) -> Draft | None:
    goods = reading.mentions_in("commodity", cue.end, cue.end + 28)
    if not goods:
        return None
    between = reading.words(cue.end, goods[0].start)
    if len(between) > 1 and not (between[-1] == "of" and _MASSES.issuperset(between[:-1])):
        return None
    after = reading.words_after(goods[0].end, 4)
    if not set(after) & (_SEEN | _CAME) and not _MADE & set(reading.words_before(cue.start, 1)):
        return None
    trade = reading.nearest("measure", (cue.start, goods[0].end), 60.0, "export", "import")
    flow = find_flow(reading, trade) if trade is not None else ""
    if not flow:
        flow = _last_flow(reading, cue.start)
    metric = f"{flow or 'export'}_volume"
    end = min(reading.sentence(cue.start).end, goods[0].end + 14)
    draft = Draft(cue.start, end, "quantity", "quantity.none", metric, 0.7, _ZERO_T)
    draft.at, draft.flow = (cue.start, goods[0].end), flow
    return draft


def _last_flow(reading: Reading, position: int) -> str:
    its = [c for c in reading.within("measure", 0, position) if c.value in {"export", "import"}]
    return find_flow(reading, its[-1]) if its else ""
