"""Growth: change over time as a signed fraction, with a figure or by direction alone."""

from collections.abc import Iterator, Mapping, Sequence

from coalface.claims.frames.clauses import claims_in
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.flows import find_flow
from coalface.claims.frames.looks import amount_of, draft_of, is_up_to, last_draft, span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Amount, Mention, Operator

__all__ = ["find_directions", "growth_metric", "read_growth_rate", "signed"]

REACH = 7.0
_COMPARES = (
    "on the year",
    "on the month",
    "on last year",
    "year on year",
    "year-on-year",
    "month-on-month",
    "on year",
    "from a year",
    "from a month",
    "compared with",
    "compared to",
    "from the same",
    "over the same",
    "than a year",
    "on-year",
    "전년",
    "작년 동기",
    "同比",
    "环比",
)
_LOST = frozenset({("lost",), ("shed",), ("loses",), ("losing",), ("shedding",)})
#: "a loss of more than half": of what was told before.
_LOSSES: Mapping[tuple[str, ...], str] = {
    ("loss", "of"): "down",
    ("shortfall", "of"): "down",
    ("erosion", "of"): "down",
    ("gain", "of"): "up",
}
NEAR = 24  # characters between two shares of one change
UNITS = word_list("price", "units")
_MOVED = word_list("growth_rate", "moved")
_DETERMINERS = frozenset({"the", "a", "an", "of", "this", "any", "such"})  # "the increase of"
SUBJECT_REACH = 10.0
_MIRRORED: dict[Operator, Operator] = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_MORE: Mapping[tuple[str, ...], str] = {
    ("more", "than"): "up",
    ("higher", "than"): "up",
    ("less", "than"): "down",
    ("lower", "than"): "down",
    ("fewer", "than"): "down",
}
_ENDING: Mapping[str, str] = {
    "more": "up", "higher": "up", "dearer": "up",
    "less": "down", "lower": "down", "fewer": "down", "cheaper": "down",
}  # fmt: skip
_PAUSES = frozenset({(",",), ("(",), ("-",), ("–",), ("—",), (";",), ("or",), ("by",), ("is",)})
_CLOSES = frozenset({".", ",", ";", ")", "and", "than", "in", "on", "within"})
_SIDES: Mapping[tuple[str, ...], str] = {
    ("below",): "down",
    ("under",): "down",
    ("above",): "up",
    ("over",): "up",
}
_TIME_WORDS = frozenset(
    {"year", "month", "quarter", "week", "earlier", "before", "previous", "last", "season"}
)
_MANNERS = word_list("growth_rate", "manners")
_SUBJECTS = (
    "export",
    "import",
    "price",
    "production",
    "trade",
    "shipments",
    "sales",
    "stock",
    "receipts",
    "deficit",
)


def read_growth_rate(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a percentage or a fraction in words as a change, None if it is none."""
    if mention.type != "share":
        return None
    text = reading.flat.text
    if (marked := _marked(reading, mention, drafts)) is not None:
        return marked
    tail = text[mention.end : mention.end + 40].lower()
    before = reading.words_before(mention.start, 1)
    trend = reading.nearest("trend", span_of(mention), REACH, "up", "down")
    if before[:1] in _LOST:
        trend = trend or reading.nearest("trend", span_of(mention), REACH, "down")
    elif (
        _is_share_before(mention, before, drafts)
        or is_up_to(reading, mention)
        or tail.startswith(("으로 ", "로 "))
        or (tail.startswith(" of ") and before[:1] != ("by",))
    ):
        trend = None
    way = trend.value if trend else _MORE.get(reading.words_after(mention.end, 2))
    way = way or _LOSSES.get(reading.words_before(mention.start, 2))
    way = way or _beside_time(reading, mention) or _more_of_all(reading, mention)
    compares = way is not None or any(map(tail.__contains__, _COMPARES))
    if trend is None and not (compares or before == ("by",)):
        return None
    last = last_draft(drafts, "growth_rate")
    direction = way or _direction(last)
    metric, flow = growth_metric(reading, mention.start, drafts)
    if metric == "growth" and _is_to_a_price(reading, mention):
        metric = "unit_price"
    draft = draft_of(mention, "growth_rate", "growth.rate", metric, 0.85 if trend else 0.6)
    draft.amount = signed(amount_of(mention), direction)
    draft.flow = flow
    return draft


def _marked(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "+23%" and "(-4 percent)": a sign before a percentage makes it a change."""
    text, start = reading.flat.text, mention.start
    sign = text[start : start + 1] if text[start] in "+-" else text[start - 1 : start]
    before = text[start - 2 : start - 1] if sign == text[start - 1 : start] else text[start - 1]
    if sign not in {"+", "-"} or not sign or before.isalnum():
        return None
    metric, flow = growth_metric(reading, start, drafts)
    draft = draft_of(mention, "growth_rate", "growth.sign", metric, 0.8)
    draft.amount = signed(amount_of(mention), "down" if sign == "-" else "up")
    draft.flow = flow
    return draft


def _is_share_before(mention: Mention, before: Sequence[str], drafts: Sequence[Draft]) -> bool:
    """Tell "its share rose to 40 percent from 25": the second is a share as the first is."""
    last = drafts[-1] if drafts else None
    is_near = last is not None and mention.start - last.end <= NEAR
    return before[:1] == ("from",) and is_near and last is not None and last.kind == "share"


def _is_to_a_price(reading: Reading, mention: Mention) -> bool:
    """Tell "fell by a third to $600 a tonne"."""
    after = reading.starts.amounts_by_end.get(mention.end)
    if after is None or after.type != "money" or amount_of(after).per not in UNITS:
        return False
    return reading.words(mention.end, after.start) == ("to",)


def _beside_time(reading: Reading, mention: Mention) -> str | None:
    """Read "a quarter below the year before" as a fall."""
    after = reading.words_after(mention.end, 6)
    if after[:1] not in _SIDES or not set(after[1:]) & _TIME_WORDS:
        return None
    return _SIDES[after[:1]]


def _more_of_all(reading: Reading, mention: Mention) -> str | None:
    """Read "to 80 dollars, 60 percent more." as a rise: the word ends what it belongs to."""
    after = reading.words_after(mention.end, 2)
    if not after or after[0] not in _ENDING:
        return None
    if reading.words_before(mention.start, 1)[-1:] not in _PAUSES:
        return None  # "costs them a fifth more" compares two things
    return _ENDING[after[0]] if not after[1:] or after[1] in _CLOSES else None


def find_directions(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find changes of which only the way is told: "exports increased steadily".

    Args:
        reading: The document.
        taken: Claims found before, whose clauses are left alone.

    Returns:
        Drafts with a bound at zero.
    """
    for cue in reading.cues.get("trend", ()):
        start, end = reading.clause(cue.start)
        if claims_in(taken, start, end):
            continue
        if _is_told(reading, cue, start, end):
            metric, flow = growth_metric(reading, cue.start, ())
            amount = Amount("gt", 0.0, None, "fraction", std_low=0.0, unit_std="fraction")
            if cue.value == "down":
                amount = Amount("lt", None, 0.0, "fraction", std_high=0.0, unit_std="fraction")
            draft = Draft(start, end, "growth_rate", "growth.direction", metric, 0.5, amount)
            draft.at, draft.flow = (cue.start, cue.end), flow
            yield draft


def growth_metric(reading: Reading, position: int, drafts: Sequence[Draft]) -> tuple[str, str]:
    """Tell what grew, from the words before it, then from the claims before it."""
    sentence = reading.sentence(position)
    its = [c for c in reading.within("measure", sentence.start, position) if c.value in _SUBJECTS]
    if not its:
        last = last_draft(drafts, "value", "price", "quantity", "growth_rate")
        return _metric_of(last)
    cue = its[-1]
    if cue.value in {"export", "import"}:
        flow = find_flow(reading, cue)
        return f"{flow}_{_measure_of(drafts)}", flow
    return {"price": "unit_price", "trade": "trade_total", "deficit": "trade_deficit"}.get(
        cue.value, cue.value
    ), ""


def signed(amount: Amount, direction: str) -> Amount:
    """Give a change its sign: "down by more than a tenth" is below -0.1."""
    if direction != "down":
        return amount
    return amount._replace(
        op=_MIRRORED.get(amount.op, amount.op),
        low=_negated(amount.high),
        high=_negated(amount.low),
        std_low=_negated(amount.std_high),
        std_high=_negated(amount.std_low),
    )


def _negated(value: float | None) -> float | None:
    return None if value is None else -abs(value)


def _direction(last: Draft | None) -> str:
    """Take the way of the change before: "grew 4% on the month and by 9% on the year"."""
    if last is None or last.amount is None:
        return "up"
    bounds = [b for b in (last.amount.std_low, last.amount.std_high) if b is not None]
    return "down" if bounds and max(bounds) <= 0 and min(bounds) < 0 else "up"


def _metric_of(last: Draft | None) -> tuple[str, str]:
    return ("growth", "") if last is None else (last.metric, last.flow)


def _measure_of(drafts: Sequence[Draft]) -> str:
    last = last_draft(drafts, "value", "quantity")
    return "volume" if last is not None and last.kind == "quantity" else "value"


def _is_told(reading: Reading, cue: Cue, start: int, end: int) -> bool:
    """Tell whether a bare change is a statement: of something measured, with a manner or a time."""
    word = reading.flat.text[cue.start : cue.end].lower()
    subject = [c for c in reading.within("measure", start, cue.start) if c.value in _SUBJECTS]
    if not subject or word not in _MOVED or _DETERMINERS & set(reading.words_before(cue.start, 1)):
        return False
    if reading.distance((subject[-1].start, subject[-1].end), (cue.start, cue.end)) > SUBJECT_REACH:
        return False
    beside = set(reading.words_before(cue.start, 2)) | set(reading.words_after(cue.end, 2))
    return bool(beside & _MANNERS or reading.mentions_in("date", start, end) or "will" in beside)
