"""How a claim is meant: how sure its source is, whether it denies, and whether it still holds."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.former_levels import is_before_move
from coalface.claims.frames.looks import LEVELS
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.unheard import denies_silence
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Amount

__all__ = ["bind_age", "bind_hedge", "bind_polarity", "bind_status", "find_statuses"]

HEDGE_REACH = 14.0
NEGATION_REACH = 7.0
BEFORE_REACH = 4.0
LONG_AGO_Y = 5
OLD = timedelta(days=75)  # a price further back is a former level
_HEDGES = ("forecast", "estimated", "hearsay")  # the first that is told
_AHEAD = frozenset({"cause.condition", "event.outlook"})
_STATED = frozenset({"event.statement"})
_NUMERIC = word_list("stances", "numeric")
_NOT_ONLY = frozenset({"only", "just", "merely", "."})
_BOUNDS = frozenset(
    {"fewer", "less", "exceeding", "later", "greater", "lower", "sooner", "smaller"}
)
_THE = frozenset({"the", "its", "their", "his", "her", "of"})
#: "If the clerk is to be believed": whose word it is, and no condition.
_TRUST = re.compile(
    r"\bif [^,.]*\b(?:goes by|go by|judges? by|right|correct|believe[ds]?|trust(?:ed|s)?|accurate"
    r"|true|honest|reliable)\b",
    re.IGNORECASE,
)
MOST_BLANKS = 3  # characters between a word of doubt and its figure
_LEAVES = frozenset({"left", "leave", "leaving", "sailed", "sail", "departed", "depart", "moved"})
_RELATIVE = frozenset({"which", "who", "whom", "whose"})
_ADVERBS = frozenset({"perhaps", "possibly", "probably", "presumably", "maybe", "likely"})


def bind_hedge(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Set the hedge from words beside the claim; without any, it stays as its source makes it.

    Args:
        reading: The document.
        drafts: With attribution bound; changed.
    """
    hedges = reading.by_clause("hedge")
    for draft in drafts:
        if draft.rule_id in _STATED:
            draft.hedge = "asserted"
            continue
        if cues := hedges.get(draft.clause):
            values = {
                cue.value
                for cue in cues
                if _is_hedged(reading, draft, cue)
                and (draft.kind != "rule" or cue.value != "estimated")
            }
            draft.hedge = next((value for value in _HEDGES if value in values), draft.hedge)
        if draft.rule_id in _AHEAD:
            draft.hedge = "forecast"


def _is_hedged(reading: Reading, draft: Draft, cue: Cue) -> bool:
    """Tell whether a word of doubt is about a claim: near it, or "we estimate that" before it."""
    word = reading.flat.text[cue.start : cue.end].lower()
    after = reading.words_after(cue.end, 1)
    if word == "estimated" and not _is_of_figure(reading, cue):
        return False  # "the estimated costs"
    if word in _ADVERBS and after and after[0][:1].isdigit() and draft.amount is not None:
        return cue.start <= draft.at[0] <= cue.end + MOST_BLANKS or draft.start <= cue.start
    if after == ("that",) and cue.end <= draft.at[0]:
        return True
    return reading.distance((cue.start, cue.end), draft.at) <= HEDGE_REACH


def _is_of_figure(reading: Reading, cue: Cue) -> bool:
    before, after = reading.words_before(cue.start, 1), reading.words_after(cue.end, 1)
    is_adjective = bool(_THE & set(before)) and bool(after) and after[0].isalpha()
    return not is_adjective or bool(reading.amounts_in(cue.end, cue.end + MOST_BLANKS))


#: "Not a day earlier", "not a cent more": how exactly, and no denial.
_NO_MORE = re.compile(
    r"not (?:a|an|one|a single) [a-z]+ (?:earlier|later|sooner|more|less|before|too)\b",
    re.IGNORECASE,
)


def bind_polarity(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Set whether a claim denies, or says that something is not known.

    Args:
        reading: The document.
        drafts: Changed.
    """
    negations = reading.by_clause("negation")
    for draft in drafts:
        cues = negations.get(draft.clause, ())
        amount = draft.amount
        if cues and "unknown" in [cue.value for cue in cues]:
            draft.polarity = "unknown"
        elif (amount is not None and (amount.is_negated or _is_zero(amount))) or (
            cues and any(_denies(reading, draft, cue.start, cue.end) for cue in cues)
        ):
            draft.polarity = "negated"


def find_statuses(reading: Reading) -> Mapping[Span, Sequence[str]]:
    """Find what the words of each clause tell of its claims: "past", "planned", "conditional" ...

    Args:
        reading: The document.

    Returns:
        Values of the cues of status by clause, and of those of corrections.
    """
    found: dict[Span, list[str]] = {}
    for family in ("status", "correction"):
        for cue in reading.cues.get(family, ()):
            found.setdefault(reading.clause(cue.start), []).append(cue.value)
    return found


def bind_status(
    reading: Reading, drafts: Sequence[Draft], statuses: Mapping[Span, Sequence[str]]
) -> None:
    """Set whether a claim holds now, held once, was taken back, is planned or depends: by words.

    Args:
        reading: The document.
        drafts: Changed.
        statuses: From `find_statuses`.
    """
    for draft in drafts:
        values = statuses.get(draft.clause, ())
        if draft.rule_id == "cause.condition" or _depends(reading, draft, values):
            draft.status = "conditional"
        elif "old" in values:
            draft.status = "ended"
        elif "planned" in values and draft.kind != "rule":
            draft.status = "planned"
        elif _is_former(reading, draft, values):
            draft.status = "past"


def bind_age(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Set what the time of a claim tells of its status: a price of long ago, an event ahead.

    Args:
        reading: The document.
        drafts: With periods bound; changed.
    """
    published = reading.published
    if published is None:
        return
    former = {d.clause for d in drafts if d.status == "past" and d.kind in LEVELS}
    for draft in drafts:
        if draft.status != "current":
            continue
        if draft.kind != "rule" and draft.valid_from is not None and draft.valid_from > published:
            draft.status = "planned"
        elif draft.clause in former:
            continue  # told as what it is now, against what it was
        elif draft.dated_at >= 0 and draft.valid_to is not None and _is_old(draft, published):
            draft.status = "past"


def _is_old(draft: Draft, published: date) -> bool:
    last = draft.valid_to
    if last is None or draft.kind not in _NUMERIC:
        return False
    return published.year - last.year > LONG_AGO_Y or (
        draft.kind == "price" and last < published - OLD
    )


def _is_zero(amount: Amount) -> bool:
    return amount.std_high == 0 and amount.std_low == 0 and amount.op == "eq"


def _denies(reading: Reading, draft: Draft, start: int, end: int) -> bool:
    """Tell whether a negation is of this claim: before it and near, and not "not only"."""
    is_led_on = set(reading.words_after(end, 1)) & (_NOT_ONLY | _BOUNDS)
    if is_led_on or _tells_no_denial(reading, draft, start, end):
        return False  # "No. 2270" denies nothing
    is_parted = end <= draft.at[0] and _is_parted(reading, start, end, draft.at[0])
    if is_parted or (draft.kind == "movement" and _is_aside(reading, draft, start, end)):
        return False
    is_own = draft.kind == "rule" or draft.metric == "barter"
    if is_own and draft.at[0] <= start < draft.at[1]:
        return False  # part of the deciding word: "not covered by", "not in cash"
    if draft.kind in _NUMERIC or draft.amount is not None:
        if start >= draft.start:
            return start < draft.at[0]
        return reading.distance((start, end), draft.at) <= NEGATION_REACH
    return draft.start <= start < draft.end or (
        start < draft.start and reading.distance((start, end), draft.at) <= BEFORE_REACH
    )


def _tells_no_denial(reading: Reading, draft: Draft, start: int, end: int) -> bool:
    """Tell "not a day later", "no signal", "in flour, not in cash" and "never left the pier"."""
    if draft.amount is None and _NO_MORE.match(reading.flat.text, start):
        return True
    if draft.metric == "ais_gap" and not denies_silence(reading, end):
        return True
    return _is_contrast(reading, draft, start, end) or _stays(reading, draft, end)


def _stays(reading: Reading, draft: Draft, end: int) -> bool:
    """Tell "never left the pier at Taean", which denies no call there."""
    after = reading.words_after(end, 1)
    return draft.metric == "port_call" and not _LEAVES.isdisjoint(after)


def _is_contrast(reading: Reading, draft: Draft, start: int, end: int) -> bool:
    """Tell "in flour, not in cash", and "not in cash but in flour", which deny the other thing."""
    if draft.amount is not None or reading.words(start, end) != ("not",):
        return False
    first, last = draft.at
    if start >= last:
        return reading.words_before(start, 1) == (",",)
    return "but" in reading.words(end, first)


def _is_aside(reading: Reading, draft: Draft, start: int, end: int) -> bool:
    """Tell "was at anchor off Cam Pha on 4 May, without a stop between"."""
    is_without = reading.words(start, end) == ("without",)
    return start > draft.at[1] and (is_without or "," in reading.words(draft.at[1], start))


def _is_parted(reading: Reading, start: int, end: int, stop: int) -> bool:
    """Tell "whom he did not name, pays", and "deny the call and say that it was loaded"."""
    if any(cue.value == "says" for cue in reading.within("source", end, stop)):
        return True
    is_aside = _RELATIVE & set(reading.words(reading.clause(start)[0], start))
    return bool(is_aside) and "," in reading.words(end, stop)


def _depends(reading: Reading, draft: Draft, values: Sequence[str]) -> bool:
    if draft.kind == "rule":
        return False
    if "conditional" in values and not _is_trust(reading, draft):
        return True
    return draft.rule_id == "growth.direction" and "will" in reading.words(*draft.clause)


def _is_trust(reading: Reading, draft: Draft) -> bool:
    """Tell "if a source in Rajin is right, she was loading there", which depends on nothing."""
    return _TRUST.search(reading.flat.text, *draft.sentence[:2]) is not None


def _is_former(reading: Reading, draft: Draft, values: Sequence[str]) -> bool:
    if "past" in values and "now" not in values:
        return True
    if draft.kind not in LEVELS:
        return False
    before = reading.words_before(draft.start, 3)
    if is_before_move(reading, draft, before):
        return True
    if before[-1:] != ("from",):
        return False
    if reading.nearest("trend", (draft.start, draft.end), 5.0, "up", "down") is not None:
        return True
    return _has_moved_to(reading, draft)


def _has_moved_to(reading: Reading, draft: Draft) -> bool:
    """Tell "fell to $600 in May from $900": a change, and another level after "to" before it."""
    start, _ = reading.clause(draft.start)
    moved = {cue.value for cue in reading.within("trend", start, draft.start)}
    return bool(moved & {"up", "down"}) and any(
        m.type in {"money", "quantity"} and reading.words_before(m.start, 1) == ("to",)
        for m in reading.amounts_in(start, draft.start)
    )
