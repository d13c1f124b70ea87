"""Who says so: the chain from document to first source, carried on until someone else speaks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import goes_on
from coalface.claims.frames.principals import Principal, find_principal
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.speakers import WE, Speaker
from coalface.claims.frames.word_lists import word_list
from coalface.claims.sentences import Sentence

__all__ = ["bind_attribution"]

MOST_PARAGRAPHS = 1  # news parts what one person says into paragraphs
MOST_SENTENCES = 4  # what someone says is not carried on further
_CITES = word_list("attribution", "cites")
_BREAKS = frozenset({"but", "while", ";", "."})
MOST_BETWEEN = 9  # words between who quotes and who is quoted
_DATA = word_list("attribution", "data")
_RELATIVE = frozenset({"which", "who", "whom", "whose", "where"})
_OPENS = frozenset({"he", "she", "they", "it", "his", "her", "their", "its", '"', "“", "「", "그"})
_COLLECTORS = frozenset({"panel", "panel of experts", "commission", "inquiry", "committee"})


def bind_attribution(
    reading: Reading, drafts: Sequence[Draft], speakers: Sequence[Speaker]
) -> None:
    """Give each draft its chain of sources, outermost first.

    Args:
        reading: The document.
        drafts: In order of place; changed.
        speakers: From `find_speakers`.
    """
    outer = reading.publisher or "document"
    principal = find_principal(reading)
    sure = [speaker for speaker in speakers if not speaker.is_opinion]
    sure_starts = [speaker.start for speaker in sure]
    collectors = [speaker for speaker in speakers if speaker.head in _COLLECTORS]
    for draft, inside in zip(drafts, _inside(reading, drafts, speakers), strict=True):
        sentence = draft.sentence
        if inside:
            speaker = _speaker_inside(reading, draft, inside)
        elif principal is not None and not _goes_on_with(reading, sentence):
            speaker = None
        else:
            before = bisect_left(sure_starts, sentence.start)
            speaker = _carried(reading, draft, sentence, sure[before - 1] if before else None)
        chain: tuple[str, ...] = (outer,) if speaker is None else (outer, speaker.name)
        if speaker is not None and len(inside) > 1:
            chain = _chain(reading, outer, draft, speaker, inside)
        kind = "" if speaker is None else speaker.kind
        if speaker is not None and collectors:
            chain = _through_collector(reading, chain, speaker, collectors)
        if principal is not None and draft.at[0] >= principal.start:
            chain = _under(principal, chain)
            kind = "person" if principal.kind == "person" else kind
        draft.attribution = chain
        draft.hedge = "hearsay" if kind == "person" else "asserted"


def _inside(
    reading: Reading, drafts: Sequence[Draft], speakers: Sequence[Speaker]
) -> Iterator[Sequence[Speaker]]:
    """Give who speaks in the sentence of each draft, but for those that do so in an aside."""
    starts = [speaker.start for speaker in speakers]
    asides = _asides(reading, speakers, starts)
    last: Sentence | None = None
    inside: Sequence[Speaker] = ()
    for draft in drafts:
        sentence = draft.sentence
        if sentence is not last:  # it is that of several claims
            last, first = sentence, bisect_left(starts, sentence.start)
            inside = speakers[first : bisect_left(starts, sentence.end, first)]
        if inside and asides:
            yield [one for one in inside if not _is_aside(asides.get(id(one)), draft)]
        else:
            yield inside


def _goes_on_with(reading: Reading, sentence: Sentence) -> bool:
    return not _OPENS.isdisjoint(reading.words(sentence.start, sentence.end)[:1])


def _through_collector(
    reading: Reading, chain: tuple[str, ...], speaker: Speaker, collectors: Sequence[Speaker]
) -> tuple[str, ...]:
    """Put the body that looks into a case before those who answer it in the same paragraph."""
    start, _ = reading.paragraph(reading.sentence(speaker.start).paragraph)
    for body in collectors:
        if start <= body.start < speaker.start:
            return (chain[0], body.name, *(name for name in chain[1:] if name != body.name))
    return chain


def _asides(
    reading: Reading, speakers: Sequence[Speaker], starts: Sequence[int]
) -> Mapping[int, Span]:
    """Give the relative clauses in which some speak: "which the shippers attribute to rain"."""
    asides: dict[int, Span] = {}
    for index in reading.tokens.places_of(_RELATIVE):
        position = reading.tokens.starts[index]
        clause = reading.clause(position)
        if reading.tokens.first_from[clause[0]] == index:  # it opens the clause
            first = bisect_right(starts, position)
            its = speakers[first : bisect_left(starts, clause[1], first)]
            asides.update((id(speaker), clause) for speaker in its)
    return asides


def _is_aside(aside: Span | None, draft: Draft) -> bool:
    """Tell whether a claim stands outside of the relative clause in which someone speaks."""
    return aside is not None and not aside[0] <= draft.at[0] < aside[1]


def _under(principal: Principal, chain: tuple[str, ...]) -> tuple[str, ...]:
    """Put whose report it is between the document and the sources in it."""
    inner = [name for name in chain[1:] if not _is_same(name, principal.name)]
    return (chain[0], principal.name, *inner)


def _is_same(name: str, other: str) -> bool:
    """Tell "the Office" as the Customs Office, and "researchers" who are the authors."""
    left, right = name.lower().split(), other.lower().split()
    return left == right[-len(left) :] or left[: len(right)] == right


def _speaker_inside(reading: Reading, draft: Draft, inside: Sequence[Speaker]) -> Speaker | None:
    """Give the speaker of the clause, else of the sentence."""
    if len(inside) == 1:
        return None if _is_of_next(reading, draft, inside[0]) else inside[0]
    start, end = draft.clause
    in_clause = [s for s in inside if start <= s.start < end]
    if len(in_clause) == 1:
        return in_clause[0]
    if in_clause:
        return min(in_clause, key=lambda s: reading.distance(draft.at, (s.start, s.end)))
    before = [s for s in inside if s.start < draft.at[0]]
    if before:
        return before[-1]
    return None if _is_of_next(reading, draft, inside[0]) else inside[0]


def _is_of_next(reading: Reading, draft: Draft, speaker: Speaker) -> bool:
    """Tell "the clerk had it at 7,500; the tenant gives 12,000": who has a figure of their own."""
    if ";" not in reading.flat.text[draft.at[0] : speaker.start]:
        return False
    return bool(reading.amounts_in(speaker.end, draft.sentence.end))


def _carried(
    reading: Reading, draft: Draft, sentence: Sentence, last: Speaker | None
) -> Speaker | None:
    """Give the last one who spoke before a sentence, if what follows is still from it."""
    if last is None or not WE.isdisjoint(reading.words(sentence.start, sentence.end)[:2]):
        return None
    if draft.kind in {"rule", "event"} and draft.rule_id != "event.unknown":
        return None
    if last.kind == "record" and draft.amount is not None and last.head in _DATA:
        return last  # a report on the month's figures goes on with them to the next who speaks
    said = bisect_left(reading.starts.sentences, last.end)
    if bisect_left(reading.starts.sentences, sentence.start) - said >= MOST_SENTENCES:
        return None
    gap = sentence.paragraph - reading.sentence(last.start).paragraph
    is_carried = last.kind == "person" and (not gap or goes_on(reading, sentence))
    return last if gap <= (MOST_PARAGRAPHS if is_carried else 0) else None


def _chain(
    reading: Reading, outer: str, draft: Draft, speaker: Speaker, inside: Sequence[Speaker]
) -> tuple[str, ...]:
    """Add a source of the source that stands in the same sentence."""
    others = [
        s
        for s in inside
        if s.name != speaker.name and s.kind != speaker.kind and s.start < draft.at[0]
    ]
    if speaker.kind == "record" and others:
        return (outer, others[0].name, speaker.name)
    first = next((s for s in inside if _quotes(reading, s, speaker, draft)), None)
    if first is not None:
        return (outer, first.name, speaker.name)
    inner = next((s for s in inside if _quotes(reading, speaker, s, draft)), None)
    return (outer, speaker.name) if inner is None else (outer, speaker.name, inner.name)


def _quotes(reading: Reading, first: Speaker, second: Speaker, draft: Draft) -> bool:
    """Tell "Y, citing Z", "a source said that a trader had said", "the panel quotes a state"."""
    if second.start <= first.end or second.name == first.name:
        return False
    between = reading.words(first.end, second.start)
    if len(between) > MOST_BETWEEN or not _BREAKS.isdisjoint(between):
        return False
    if not _CITES.isdisjoint(between):
        return True
    is_that = "that" in between and second.end < draft.at[0]
    return is_that and draft.at[0] > second.start and "," not in between
