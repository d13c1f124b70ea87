"""Causes: why something is so, and what would follow if."""

from collections.abc import Iterator, Sequence

from coalface.claims.frames.clauses import claims_in, clause_draft, free_clauses, is_told
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.word_lists import word_list

__all__ = ["find_causes"]

_RESULT = frozenset(["will", "would", "become", "may", "might", "require"])
_OPINION = frozenset({"should", "must", "desirable", "dubious", "necessary", "study"})
_SO = ("so ", "So ", "; so ", ": so ", ", so ")
_SO_FAR = frozenset(
    {"far", "that", "long", "much", "many", "called", "on", "did", "does", "do", "is", "was", "-"}
    | {"are", "were", "too", "as", "little", "few", "short", "often", "soon", "has", "have", ","}
)
LEAST = 5  # characters of a reason
NEAR_DATE = 14
_VERBS = word_list("cause", "verbs")
_FORCED = frozenset(
    {"labour", "labor", "sale", "sales", "landing", "repatriation", "loan", "loans"}
)
_SAYS = frozenset({"that", "how", "why", "what", ",", "to", '"', "“"})
_PUTS = frozenset({"put", "puts", "putting"})
MOST_BETWEEN = 6  # words between "put" and "down to"
_WEAK = frozenset({"purpose"})
_ABOUT = ("commodity", "place")


def find_causes(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find reasons, one claim a clause.

    Args:
        reading: The document.
        taken: Claims found before, whose clauses are left alone.

    Returns:
        Drafts; that a source gives a reason does not make it one.
    """
    done: set[int] = set()
    for span, cues in free_clauses(reading, "cause", taken):
        done.add(span[0])
        strong = [cue for cue in cues if _is_strong(reading, span, cue)]
        if _is_opinion(reading, span) or _is_dated_event(reading, span):
            continue
        if strong:
            yield clause_draft(reading, span, strong[0], "cause", 0.5)
        elif result := _consequence(reading, span, cues):
            yield result
        elif reading.within("practice", *span):
            continue
        elif any(cue.value in _WEAK for cue in cues) and _is_about_trade(reading, span):
            yield clause_draft(reading, span, cues[0], "cause", 0.4)
    yield from _beside_others(reading, taken, done)
    yield from _so(reading, taken, done)


def _so(reading: Reading, taken: Sequence[Draft], done: set[int]) -> Iterator[Draft]:
    """Find what follows: "power failed; so the shifts ran at night"."""
    if "so" not in reading.tokens.places:
        return
    for start, end in reading.clauses:
        if not reading.flat.text.startswith(_SO, start):
            continue
        words = reading.words_after(start, 3)
        index = int(words[:1] in {(";",), (",",), (":",)})
        if words[index : index + 1] != ("so",) or start in done:
            continue
        if words[index + 1 : index + 2] and words[index + 1] in _SO_FAR:
            continue
        if is_told(reading, start) and not claims_in(taken, start, end):
            position = reading.flat.text.index("o", start) - 1
            draft = Draft(position, end, "cause", "cause.so", "so", 0.4)
            draft.at = (position, position + 2)
            yield draft


def _beside_others(reading: Reading, taken: Sequence[Draft], done: set[int]) -> Iterator[Draft]:
    """Find reasons in clauses that another claim has taken: the words of the reason alone."""
    for cue in reading.cues.get("cause", ()):
        start, end = reading.clause(cue.start)
        if cue.value not in {"because", "since"} or start in done:
            continue
        if reading.sentence(cue.start).is_heading or (
            cue.value == "since" and not _is_reason(reading, cue)
        ):
            continue
        text = reading.flat.text
        commas = [text.find(sign, cue.end, end) for sign in ",，"]
        stop = min((comma for comma in commas if comma > 0), default=end)
        its = claims_in(taken, cue.start, stop)
        stop = min([stop, *(draft.start for draft in its)])  # "because of the flood no coal left"
        if stop - cue.start >= LEAST and stop - cue.end > 1:
            done.add(start)
            yield clause_draft(reading, (cue.start, stop), cue, "cause", 0.45)


def _is_strong(reading: Reading, span: Span, cue: Cue) -> bool:
    """Tell words that give a reason wherever they stand from those that need more beside them."""
    if cue.value in {"because", "effect"}:
        return not _is_forced_labour(reading, cue)
    if cue.value == "since":
        return _is_reason(reading, cue)
    if cue.value == "explains":
        return _explains(reading, span, cue)
    if cue.value == "put_down":  # "puts the rise down to a strike"
        return bool(_PUTS & set(reading.words_before(cue.start, MOST_BETWEEN)))
    return cue.value == "shortage" and cue.start - span[0] <= LEAST


def _is_forced_labour(reading: Reading, cue: Cue) -> bool:
    is_forced = reading.flat.text[cue.start : cue.end].lower() == "forced"
    return is_forced and bool(_FORCED & set(reading.words_after(cue.end, 1)))


def _explains(reading: Reading, span: Span, cue: Cue) -> bool:
    """Tell "sanctions explain the drop" from "the trader explained that"."""
    is_said = bool(_SAYS & set(reading.words_after(cue.end, 1)))
    return not is_said and not reading.within("speaker", span[0], cue.start)


def _is_reason(reading: Reading, cue: Cue) -> bool:
    """Tell "since the border had been sealed" from "since the autumn": no date follows at once."""
    if reading.words_before(cue.start, 1) == ("ever",):
        return False
    near = reading.mentions_in("date", cue.start, cue.end + NEAR_DATE)
    words = set(reading.words_after(cue.end, 7))
    return not near and bool(words & _VERBS)


def _consequence(reading: Reading, span: Span, cues: Sequence[Cue]) -> Draft | None:
    """Read "if funds are cut off, it may become impossible": the claim is what follows."""
    condition = next((cue for cue in cues if cue.value == "condition"), None)
    if condition is None:
        return None
    sentence = reading.sentence(span[0])
    words = reading.words(condition.end, sentence.end)
    if not set(words) & _RESULT or "whether" in words[:2]:
        return None
    text = reading.flat.text
    comma = text.find(",", condition.end, sentence.end)
    start = comma + 2 if comma > 0 else span[0]
    draft = clause_draft(reading, (start, sentence.end), condition, "cause", 0.5)
    draft.start, draft.end = start, min(sentence.end, start + 120)
    draft.at = (start, draft.end)
    draft.rule_id, draft.metric = "cause.condition", "condition"
    return draft


def _is_opinion(reading: Reading, span: Span) -> bool:
    words = reading.words(*span)
    return words[:1] != ("should",) and bool(_OPINION & set(words))


def _is_dated_event(reading: Reading, span: Span) -> bool:
    """Leave "because barges stopped coming in July" to the frame of events."""
    return bool(reading.mentions_in("date", *span) and reading.within("event", *span))


def _is_about_trade(reading: Reading, span: Span) -> bool:
    return any(reading.mentions_in(kind, *span) for kind in _ABOUT) or bool(
        reading.within("measure", *span)
    )
