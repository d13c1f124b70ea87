"""Small questions that several frames ask of a figure and the words beside it."""

import re
from collections.abc import Sequence

from coalface.claims.frames.cues import EAST_ASIAN
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Amount, Mention
from coalface.claims.sentences import Sentence

__all__ = [
    "LEVELS",
    "amount_of",
    "draft_of",
    "goes_on",
    "is_twin",
    "is_up_to",
    "is_value_again",
    "last_draft",
    "looks_ahead",
    "span_of",
]

MOST_CHARACTERS, MOST_WORDS = 40, 4  # between a figure and the same in another unit
_JOINS = word_list("looks", "joins")
_AGAIN = frozenset({"(", "or", "="})
#: What leads from a figure to the same one in another unit: "which is about", "equivalent to".
_RESTATES = re.compile(
    r"(?:\b(?:which|that|this|it) (?:is|was|makes|made|means|work(?:s|ed) out (?:at|to)"
    r"|(?:comes|came) (?:out )?(?:to|at)|amount(?:s|ed) to|equal(?:s|led)|convert(?:s|ed) (?:in)?to"
    r"|translate(?:s|d) (?:in)?to|would be|is to say|gives|gave)"
    r"|\b(?:equivalent|equal|equating|corresponding|amounting|converted) (?:in)?to"
    r"|\bthe equivalent(?: [a-z]+){0,3} of|, or|\b(?:converted|equals|equalling|meaning),?"
    r"|\bat (?:[a-z'’]+ ){0,4}rates?(?: of exchange)?,?"
    r"|\bi\.e\.|\bin other words|\bthat is(?: to say)?,?|\bworth|[-–—(=]"
    r"|[约約]?[合折]合?|相当于|等于|折算|即|달러로|위안으로|미화|환산(?:하면|시)"
    r"|(?:바꾸|계산하|치|따지|옮기)면|[(])"
    r"(?: (?:about|around|roughly|some|nearly|almost|just (?:over|under)|only|approximately|a mere"
    r"|no more than|in dollars|in yuan|at present|at current rates|now)){0,2}[ ,]*"
    r"(?:为|成|로|약|대략)? ?(?:[톤t]당 |배럴당 |每吨)?$"
)
#: The same at the head of the next sentence: "Converted, that is", "In dollars it comes to".
_NEXT_RESTATES = re.compile(
    r"^[^.!?。！？\n]{0,60}[.;。] ?(?:(?:Converted|In|At|By)\b[^.!?;\n]{0,50}?,? ?)?"
    r"(?:(?:[Tt]hat|[Tt]his|[Ii]t|[Ww]hich) (?:is|was|makes|made|means|comes (?:out )?(?:to|at)"
    r"|came (?:out )?(?:to|at)|works out (?:at|to)|worked out (?:at|to)|amounts to|amounted to"
    r"|equals|converts (?:in)?to|translates (?:in)?to|would be|gives)"
    r"|[Cc]onverted(?: into [a-z ]{3,18})?|[Tt]he equivalent(?: is| of| was)?"
    r"|(?:달러|위안|미화|원화)[로으]*[^.]{0,12}면|[约约]?[合折]合?|相当于)"
    r"(?: (?:about|around|roughly|some|nearly|almost|only|approximately|a mere)){0,2}[ ,:]*"
    r"(?:为|成|约|약|대략)? ?(?:[톤t]당 |배럴당 |每吨)?$"
)
#: One of these words or signs is in all of that, but for Korean and Chinese.
_RESTATING = frozenset(
    {"is", "was", "makes", "made", "means", "works", "comes", "came", "amounts", "equals", "be"}
    | {"converts", "translates", "equivalent", "equal", "equating", "corresponding", "amounting"}
    | {"converted", "i", "other", "worth", "or", "gives", "gave", "meaning", "equalling", "rate"}
    | {"rates", "work", "worked", "amount", "amounted", "equalled", "convert", "translated"}
)
_RESTATING_SIGNS = frozenset("-–—(=")
MOST_BETWEEN = 110  # characters from a figure to the one that restates it
_ENDS = frozenset(".!?。！？\n")
LEVELS = frozenset({"price", "quantity", "value"})
MOST_OPENING = 2  # words in which a paragraph points back
BACKWARD = frozenset(
    {"that", "this", "these", "those", "it", "its", "they", "their", "then", "there", "such", "the"}
    | {"he", "she", '"', "“", "「", "그", "이", "이는", "这", "该", "same", "but", "and", "however"}
)
_AHEAD = frozenset(
    {"will", "may", "might", "could", "should", "shall", "would", "expects", "expected", "expect"}
    | {"expecting", "forecast", "forecasts", "projects", "projected", "predicts", "predicted"}
    | {"plans", "planned", "aims", "intends", "hopes", "likely", "ll"}
    | {"looks", "sees", "foresees", "anticipates", "anticipate", "outlook"}
)
_PRONOUNS = frozenset({"he", "she", '"', "“", "”"})
_EQUALS = frozenset(
    {"amounts", "amounted", "amounting", "amount", "comes", "came", "coming", "equal", "equivalent"}
    | {"equates", "adds", "corresponds", "corresponding", "translates", "boils"}
)
_WORKS_OUT = frozenset({("works", "out"), ("worked", "out"), ("adds", "up"), ("boils", "down")})


def amount_of(mention: Mention) -> Amount:
    """Give the figure of a mention that is known to hold one."""
    assert isinstance(mention.value, Amount)
    return mention.value


def span_of(mention: Mention) -> tuple[int, int]:
    """Give where a mention stands."""
    return mention[:2]


def draft_of(mention: Mention, kind: str, rule_id: str, metric: str, score: float) -> Draft:
    """Put a claim on the words of a figure."""
    amount = mention.value
    assert isinstance(amount, Amount)
    start, end = span = mention[:2]
    draft = Draft(start, end, kind, rule_id, metric, score, amount, span)
    draft.currency, draft.per = amount.currency, amount.per
    return draft


def is_twin(reading: Reading, mention: Mention, draft: Draft) -> bool:
    """Tell whether a figure restates the one before it: in brackets, or after "or"."""
    gap = mention.start - draft.end
    if gap < 0 or gap > MOST_BETWEEN:
        return False
    if gap <= MOST_CHARACTERS:
        between = reading.words(draft.end, mention.start)
        is_short = len(between) <= MOST_WORDS and not _AGAIN.isdisjoint(between)
        if is_short and _JOINS.issuperset(between):
            return True
    return _is_other_unit(mention, draft) and _is_restated(reading, mention, draft)


def is_value_again(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> bool:
    """Tell money that restates a total in another currency: "900 yuan a week, some $140"."""
    last = drafts[-1] if drafts else None
    if last is None or last.kind != "value" or mention.type != "money":
        return False
    return _is_other_unit(mention, last) and is_twin(reading, mention, last)


def _is_other_unit(mention: Mention, draft: Draft) -> bool:
    """Tell whether a figure is in another currency, or in another unit of mass or volume."""
    amount, before = amount_of(mention), draft.amount
    if mention.type == "money":
        return bool(amount.currency and draft.currency and amount.currency != draft.currency)
    return before is not None and amount.unit != before.unit


def _is_restated(reading: Reading, mention: Mention, draft: Draft) -> bool:
    if reading.amounts_in(draft.end, mention.start):
        return False
    text = reading.flat.text[draft.end : mention.start]
    if (
        (text.isascii() or max(text) < EAST_ASIAN)
        and _RESTATING.isdisjoint(reading.words(draft.end, mention.start))
        and _RESTATING_SIGNS.isdisjoint(text)
    ):
        return False
    if not _ENDS.isdisjoint(text.replace("i.e.", "")):
        return _NEXT_RESTATES.search(text) is not None
    return _RESTATES.search(text) is not None


def goes_on(reading: Reading, sentence: Sentence) -> bool:
    """Tell whether a paragraph points back to the one before, by the words up to a sentence.

    Args:
        reading: The document.
        sentence: A sentence of the paragraph that may go on.

    Returns:
        Whether it opens with such a word ("that", "the trader", "he") or a quotation mark.
    """
    start, _ = reading.paragraph(sentence.paragraph)
    opening = reading.words(start, sentence.end)
    return not BACKWARD.isdisjoint(opening[:MOST_OPENING]) or not _PRONOUNS.isdisjoint(opening)


def is_up_to(reading: Reading, mention: Mention) -> bool:
    """Tell "fell to 58 percent", a level, from "the drop amounts to 58 percent", a change."""
    before = reading.words_before(mention.start, 3)
    if before[-1:] != ("to",):
        return False
    return _EQUALS.isdisjoint(before[-2:-1]) and before[:2] not in _WORKS_OUT


def looks_ahead(words: Sequence[str]) -> bool:
    """Tell whether words speak of what is to come: "may double", "is expected to reach".

    Args:
        words: Words of a clause, in small letters.
    """
    return not _AHEAD.isdisjoint(words)


def last_draft(drafts: Sequence[Draft], *kinds: str) -> Draft | None:
    """Give the last claim of some kinds, None without one."""
    for draft in reversed(drafts):
        if draft.kind in kinds:
            return draft
    return None
