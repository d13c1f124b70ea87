"""Penalties: fines, what is taken, and sentences."""

from collections.abc import Iterator, Sequence

from coalface.claims.frames.clauses import clause_draft, free_clauses
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of, draft_of, span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention

__all__ = ["find_penalties", "read_penalty"]

REACH = 9.0
_DONE = word_list("penalty", "done")
_ARRESTS = frozenset({"arrested", "detained", "nabbed", "체포", "구속", "逮捕"})
_GRADES = word_list("penalty", "grades")
_WEIGHTS = frozenset({"t", "kg", "long ton", "short ton"})
_TIMES = frozenset({"day", "month", "year", "week"})


def read_penalty(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure as the size of a penalty, None if it is none."""
    if mention.type not in {"money", "multiple", "quantity", "share"}:
        return None
    amount = amount_of(mention)
    if amount.unit_std == "count":
        return None
    values: tuple[str, ...] = ("fine", "punishment", "confiscation")
    if mention.type == "quantity" and amount.unit_std in _TIMES:
        values = ("punishment",)
    cue = reading.nearest("penalty", span_of(mention), REACH, *values)
    if cue is None and not _goes_on(reading, mention, drafts):
        return None
    if cue is not None and _is_price(reading, mention, cue):
        return None
    metric = "fine" if cue is None else cue.value
    draft = draft_of(mention, "penalty", "penalty.figure", metric, 0.8)
    if mention.type == "multiple":
        draft.amount = amount._replace(unit="times base", unit_std="times base")
    return draft


def find_penalties(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find penalties without a figure: a cargo seized, a crew detained.

    Args:
        reading: The document.
        taken: Claims found before, whose clauses are left alone.

    Returns:
        At most one draft a clause; a penalty told is no proof of a breach.
    """
    for span, cues in free_clauses(reading, "penalty", taken):
        done = [cue for cue in cues if reading.flat.text[cue.start : cue.end].lower() in _DONE]
        if all(reading.flat.text[cue.start : cue.end].lower() in _ARRESTS for cue in done):
            continue  # a happening, no punishment yet
        if done:
            draft = clause_draft(reading, span, done[0], "penalty", 0.5)
            yield draft


def _is_price(reading: Reading, mention: Mention, cue: Cue) -> bool:
    """Tell "washed fines at 315 a ton" from a fine: fines of coal and ore are sold by weight."""
    if reading.flat.text[cue.start : cue.end].lower() != "fines":
        return False
    is_goods = bool(_GRADES & set(reading.words_before(cue.start, 1)))
    return is_goods or amount_of(mention).per in _WEIGHTS


def _goes_on(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> bool:
    if not drafts or drafts[-1].kind != "penalty" or mention.type != "money":
        return False
    return reading.distance(span_of(mention), (drafts[-1].start, drafts[-1].end)) <= REACH
