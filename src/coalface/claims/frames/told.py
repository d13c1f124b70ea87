"""What a clause tells that no other frame knows: by its verb a rule, a happening or a habit.

The last to be asked. A verb decides and not a phrase, so that wording that nobody has listed is
read too; the clause must have a subject of the trade, so that reflections are left alone.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from coalface.claims.frames.clauses import clause_draft, is_told
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import NOWHERE, Reading, Span
from coalface.claims.frames.word_lists import word_list

__all__ = ["find_orders", "find_told"]

LEAST_WORDS = 4
MOST_BEFORE = 9  # words of a subject before the verb
_PEOPLE = word_list("told", "people")
_THINGS = word_list("told", "things") | _PEOPLE
_HAPPENED = word_list("told", "happened")
_PARTICIPLES = word_list("told", "participles")
_NO_EVENTS = word_list("told", "no_events")
_HABITS = word_list("told", "habits")
_ORDERS: dict[str, list[tuple[str, ...]]] = {}
for _words in sorted(word_list("told", "orders")):
    _ORDERS.setdefault(_words.split()[0], []).append(tuple(_words.split()))
_WAS = frozenset({"was", "were", "been", "got"})
_ARE = frozenset({"is", "are"})
#: Participles of what is ordered or allowed.
_RULED = frozenset(
    {"barred", "banned", "forbidden", "prohibited", "outlawed", "permitted", "allowed", "exempted"}
    | {"abolished", "lifted", "tightened", "relaxed", "proscribed", "legalised", "legalized"}
)
_HAVE = frozenset({"has", "have", "had"})
_DO = frozenset({"do", "does"})
_WILL = frozenset({"will", "would", "shall"})
#: What one does not "know" or "say" is no practice.
_MINDS = frozenset(
    {"know", "say", "believe", "think", "expect", "suppose", "seem", "appear", "mean", "see"}
    | {"remember", "agree", "include", "apply", "cover", "exist", "need", "show", "have", "list"}
)
_AUXILIARIES = _WAS | _HAVE | _ARE
_VERBS = _AUXILIARIES | _HAPPENED
_TRIGGERS = _AUXILIARIES | _HAPPENED | _HABITS | _ORDERS.keys() | _DO | {"be"}
_ADVERBS = frozenset(
    {"not", "never", "also", "later", "then", "again", "already", "finally", "all", "but", "since"}
    | {"now", "just", "only", "still", "being", "been", "often", "even", "soon", "ever", "yet"}
)
#: After these a form in -ed describes, and is no verb of the clause.
_NO_SUBJECT = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "of", "with", "by", "for", "in", "at", "from"}
    | {"as", "to", "on", "is", "are", "be", "any", "some", "more", "other", "and", "or", "under"}
)
_OPINION = frozenset({"should", "desirable", "dubious", "necessary", "ought", "recommend"})
_GOES_ON = frozenset({",", "and", "but"})
_RULE = frozenset({"rule"})
#: Words that may open an order, by those that may follow at once; none for words that do alone.
_SECONDS: dict[str, frozenset[str]] = {
    word: frozenset() if any(len(its) == 1 for its in orders) else frozenset(i[1] for i in orders)
    for word, orders in _ORDERS.items()
} | dict.fromkeys(_RULED, frozenset())
_RELATIVE = frozenset({"that", "whether", "if", "chance"})
_DONE = ("ed",)
#: "A broker disputed this": what is disputed is told elsewhere.
_POINTING = frozenset({"this", "that", "it", ",", ".", ":"})
_ANSWERS = frozenset({"denied", "disputed", "replied", "answered", "confirmed", "insisted"})


def find_orders(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find rules by their verb: "cargoes must be inspected", "new permits have been barred".

    Args:
        reading: The document.
        taken: Claims found before.

    Returns:
        At most one draft a clause that no claim has taken.
    """
    words, positions = reading.tokens.words, reading.tokens.starts
    hits = [
        positions[i]
        for i in reading.tokens.places_of(_SECONDS.keys())
        if not (seconds := _SECONDS[words[i]]) or not seconds.isdisjoint(words[i + 1 : i + 2])
    ]
    spans = dict.fromkeys(reading.clause(position) for position in hits)
    yield from _find(reading, taken, spans, _RULE)


def find_told(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find what the clauses tell that no claim has taken.

    Args:
        reading: The document.
        taken: All claims found before.

    Returns:
        At most one draft a clause: a rule, an event or a practice, of little score.
    """
    yield from _find(reading, taken, _parts(reading), frozenset({"rule", "event", "practice"}))


def _find(
    reading: Reading, taken: Sequence[Draft], spans: Iterable[Span], kinds: Set[str]
) -> Iterator[Draft]:
    covering: list[Span] = []
    words, positions = reading.tokens.words, reading.tokens.starts
    first_from = reading.tokens.first_from
    for span in _free(taken, spans):
        first, stop = first_from[span[0]], first_from[span[1]]
        if stop - first < LEAST_WORDS:
            continue
        its = words[first:stop]
        found = _verb(its)
        if found is None or found[0] not in kinds or _OPINION & {*its}:
            continue
        kind, index = found
        if its[0] in _GOES_ON:
            covering = covering or sorted((draft.start, draft.end) for draft in taken)
            if _is_covered(covering, span[0]):
                continue
        if its[index] in _ANSWERS and (not its[index + 1 :] or its[index + 1] in _POINTING):
            continue
        led = (
            words[max(0, first - MOST_BEFORE) : first + index]
            if its[0] in _GOES_ON
            else its[:index]
        )
        if is_told(reading, span[0]) and _is_of_trade(reading, span, led, kind):
            token = first + index
            cue = Cue(positions[token], reading.tokens.ends[token], "told", kind)
            draft = clause_draft(reading, span, cue, kind, 0.3)
            draft.metric = kind
            yield draft


def _free(taken: Sequence[Draft], spans: Iterable[Span]) -> Iterator[Span]:
    """Give those of some spans, in order, in which no claim has its deciding words."""
    held = [*sorted(draft.at[0] for draft in taken), NOWHERE]
    place = 0
    for span in spans:
        while held[place] < span[0]:
            place += 1
        if held[place] >= span[1]:
            yield span


def _is_covered(held: Sequence[Span], position: int) -> bool:
    """Tell whether the last claim that starts before a place reaches over it."""
    before = bisect_left(held, (position, 0)) - 1
    return before >= 0 and held[before][1] > position


def _parts(reading: Reading) -> Iterator[Span]:
    """Part clauses where a verb goes on with the subject: "and has since been renamed"."""
    words, positions = reading.tokens.words, reading.tokens.starts
    edges = [
        positions[i - 1] for i in reading.tokens.places_of(_VERBS) if i and words[i - 1] in _GOES_ON
    ]
    edges.append(len(reading.flat.text))  # none stands there: the last one to look at
    place = 0
    for clause in reading.clauses:
        while edges[place] <= clause[0] and place < len(edges) - 1:
            place += 1
        if edges[place] >= clause[1]:
            yield clause
            continue
        stop = bisect_left(edges, clause[1], place)
        yield from pairwise([clause[0], *edges[place:stop], clause[1]])
        place = stop


def _verb(words: Sequence[str]) -> tuple[str, int] | None:
    """Give what kind of thing a clause tells, and the word that decides; the first one counts."""
    for index in [i for i, word in enumerate(words) if word in _TRIGGERS]:
        if (kind := _kind_at(words, index)) is not None:
            return kind
    return None


def _kind_at(words: Sequence[str], index: int) -> tuple[str, int] | None:
    word, before = words[index], words[index - 1] if index else ""
    if word in _ORDERS and _opens_order(words, index):
        return "rule", index
    if word in _AUXILIARIES:
        return _passive(words, index)
    if word in _DO or word == "be":
        return _denied_or_ahead(words, index, before)
    if before and word in _HAPPENED and before not in _NO_SUBJECT:
        return "event", index
    return ("practice", index) if word in _HABITS and before in _PEOPLE else None


def _opens_order(words: Sequence[str], index: int) -> bool:
    word = words[index]
    if (seconds := _SECONDS[word]) and seconds.isdisjoint(words[index + 1 : index + 2]):
        return False  # as nearly always
    return any(words[index : index + len(its)] == its for its in _ORDERS[word])


def _passive(words: Sequence[str], index: int) -> tuple[str, int] | None:
    """Read "was held" and "has stopped" as events, "are barred" as a rule."""
    place = _participle(words, index + 1)
    if place is not None and words[place] in _RULED:
        return "rule", place
    return None if place is None or words[index] in _ARE else ("event", place)


def _denied_or_ahead(words: Sequence[str], index: int, before: str) -> tuple[str, int] | None:
    """Read "do not pass through the books" as a habit, "would be revised" as an event."""
    if words[index] == "be":
        is_ahead = before in _WILL and _participle(words, index + 1) is not None
        return ("event", index + 1) if is_ahead else None
    is_habit = words[index + 1 : index + 2] == ("not",)
    is_mind = bool(_MINDS & {*words[index + 2 : index + 4]})
    return ("practice", index) if index and is_habit and not is_mind else None


def _participle(words: Sequence[str], index: int) -> int | None:
    """Give where the participle after "was" or "has" stands, None without one."""
    while index < len(words) and (words[index] in _ADVERBS or words[index].endswith("ly")):
        index += 1
    if index >= len(words):
        return None
    word = words[index]
    is_done = word in _PARTICIPLES or word.endswith(_DONE)
    if word == "told" and words[index + 1 : index + 2] == ("to",):
        return index
    return index if is_done and word not in _NO_EVENTS else None


def _is_of_trade(reading: Reading, span: Span, before: Sequence[str], kind: str) -> bool:
    """Tell whether the subject is one of the trade: named, or by a word of the lists."""
    its = {*before[-MOST_BEFORE:]}
    if kind == "event" and _RELATIVE & {*before}:
        return False
    return bool(_THINGS & its) or bool(reading.mentions_in("vessel", *span))
