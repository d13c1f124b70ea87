"""Values: totals of money, by what they total."""

import re
from collections.abc import Sequence
from itertools import pairwise

from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.flows import find_flow
from coalface.claims.frames.looks import amount_of, draft_of, is_twin, last_draft, span_of
from coalface.claims.frames.ones import is_rated
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Amount, Mention

__all__ = ["money_metric", "read_value"]

REACH = 26.0
NEAR_WORD = 12.0
FAR = 130.0  # a currency goes on no further
NEAR = 55.0  # a total without a name is of the kind of the one before, if it is near
_METRICS = {
    "trade": "trade_total",
    "deficit": "trade_deficit",
    "sales": "sales_value",
    "bribes": "bribes",
    "receipts": "receipts",
    "cargo": "cargo_value",
    "production": "production_value",
    "wages": "wages",
    "freight": "freight",
    "shipments": "cargo_value",
    "stock": "stock_value",
}
_OUTRUNS = frozenset(
    {"outstripped", "outstrip", "exceeded", "exceed", "outweighed", "outpaced", "surpassed"}
    | {"topped", "trailed", "outran"}
)
BEFORE = 50  # characters from "the figure" to it
_FIGURES = frozenset(
    (one, other)
    for one in ("the", "that", "this", "its")
    for other in ("figure", "number", "total", "amount", "sum")
)
_SCALES = frozenset({"million", "billion", "trillion", "man", "eok"})
LEAST, TIMES = 1000.0, 20.0  # of sums in a list: the smallest, and between two of them
WHOLE_REACH = 40  # characters from a part to its whole
_OUT_OF = re.compile(
    r"(?: [a-z]+){0,2}? (?:out )?of (?:an? |the |its |their |his |her |every )?"
    r"(?:[a-z]+ ){0,3}?(?:of )?"
)
_BACK = 3  # claims that a bare figure may take its currency from


def read_value(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure of money as a total, None if it is none."""
    if mention.type == "number":
        return _bare(reading, mention, drafts)
    if mention.type != "money" or is_rated(reading, mention):
        return None
    if drafts and drafts[-1].kind == "value" and is_twin(reading, mention, drafts[-1]):
        draft = draft_of(mention, "value", "value.twin", drafts[-1].metric, 0.9)
        draft.flow, draft.group = drafts[-1].flow, drafts[-1]
        return draft
    metric, flow, score = money_metric(reading, mention, drafts)
    draft = draft_of(mention, "value", "value.money", metric, score)
    draft.flow = flow
    return draft


def money_metric(
    reading: Reading, mention: Mention, drafts: Sequence[Draft]
) -> tuple[str, str, float]:
    """Tell what a total of money totals, and its flow.

    Returns:
        Metric, flow (may be empty), and how far to trust it.
    """
    if _is_excess(reading, mention):
        return "trade_deficit", "", 0.8
    cue = _best_cue(reading, mention)
    if cue is None:
        last = last_draft(drafts, "value", "growth_rate")
        if last is not None and _is_the_figure(reading, mention, last):
            return last.metric, last.flow, 0.6
        return "value", "", 0.5
    if cue.value in {"export", "import"}:
        flow = find_flow(reading, cue)
        hidden = reading.nearest("measure", span_of(mention), NEAR_WORD, "unrecorded")
        metric = f"{flow}_value_unrecorded" if hidden is not None else f"{flow}_value"
        return metric, flow, 0.85
    return _METRICS.get(cue.value, "value"), "", 0.8


def _is_the_figure(reading: Reading, mention: Mention, last: Draft) -> bool:
    """Tell a total of the kind of the one before: beside it, or as "the figure was"."""
    if reading.distance(span_of(mention), (last.start, last.end)) < NEAR:
        return True
    sentence = reading.sentence(mention.start)
    if sentence.paragraph != reading.sentence(last.start).paragraph:
        return False
    words = reading.words(max(sentence.start, mention.start - BEFORE), mention.start)
    return not _FIGURES.isdisjoint(pairwise(words))


def _is_excess(reading: Reading, mention: Mention) -> bool:
    """Tell "imports outstripped exports by 1.7 billion": what lies between the two."""
    if reading.words_before(mention.start, 1) != ("by",):
        return False
    start = reading.sentence(mention.start).start
    if _OUTRUNS.isdisjoint(reading.words(start, mention.start)):
        return False
    sides = {cue.value for cue in reading.within("measure", start, mention.start)}
    return {"export", "import"} <= sides


def _best_cue(reading: Reading, mention: Mention) -> Cue | None:
    """Prefer words that name a total over words that only name a thing."""
    strong = reading.nearest(
        "measure",
        span_of(mention),
        REACH,
        "export",
        "import",
        "trade",
        "deficit",
        "sales",
        "bribes",
        "wages",
    )
    if strong is not None:
        return strong
    return reading.nearest("measure", span_of(mention), REACH, *_METRICS)


def _bare(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read "25.3 million" after "USD 176.3 million": the currency goes on."""
    amount = amount_of(mention)
    last = next(
        (d for d in reversed(drafts[-_BACK:]) if d.currency and d.kind in {"value", "price"}), None
    )
    if last is None or (amount.unit not in _SCALES and not _is_of_list(reading, mention, last)):
        return None
    if reading.distance(span_of(mention), (last.start, last.end)) > FAR:
        return None
    metric, flow, score = money_metric(reading, mention, drafts)
    draft = draft_of(mention, "value", "value.bare", metric, min(score, 0.7))
    draft.flow, draft.currency = flow, last.currency
    draft.amount = _in_currency(amount, last.currency)
    return draft


def _is_of_list(reading: Reading, mention: Mention, last: Draft) -> bool:
    """Tell "260,000 in 2017" after "310,000 dollars in 2016": dated, and of a like size."""
    amount, there = amount_of(mention), last.amount
    if amount.unit or amount.per or last.kind != "value" or there is None:
        return False
    sizes = sorted((amount.std_high or 0.0, there.std_high or 0.0))
    if sizes[0] < LEAST or sizes[1] > TIMES * sizes[0]:
        return False
    if reading.sentence(last.start) != reading.sentence(mention.start):
        return False
    if sizes[0] < (amount.std_high or 0.0) and _is_whole_of(reading, mention, last):
        return True
    is_dated = reading.words_after(mention.end, 1) in {("in",), ("from",), ("for",), ("the",)}
    return is_dated and reading.words_before(mention.start, 1) != ("to",)


def _is_whole_of(reading: Reading, mention: Mention, last: Draft) -> bool:
    """Tell "6,000 dollars out of a freight of 40,000", which is of the same money."""
    if mention.start - last.end > WHOLE_REACH:
        return False
    return _OUT_OF.fullmatch(reading.flat.text, last.end, mention.start) is not None


def _in_currency(amount: Amount, currency: str) -> Amount:
    return amount._replace(currency=currency, unit_std=currency)
