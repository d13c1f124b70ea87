"""Goods that a resolution is said to name: "2371 covers coal", "lead falls under 2371"."""

import re
from collections.abc import Iterator, Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention
from coalface.claims.sentences import Sentence

__all__ = ["find_listings"]

REACH = 14.0  # from a resolution to the goods that it names
FAR = 32.0  # where "they" stands for the goods
_PRONOUNS = frozenset({"they", "both", "these", "all", "which", "it", "this", "those"})
_NAMES = word_list("listings", "names")
_HOLDS = word_list("listings", "holds")
_STEMS = tuple(word for word in _NAMES | _HOLDS if not word.isascii())
_NOTS = frozenset(
    {"not", "never", "no", "without", "nor", "spared", "spares", "omits", "omitted", "neither"}
    | {"nothing", "exempts", "exempted", "leaves", "excludes", "n't", "didn", "doesn"}
)
_PASSIVE = frozenset({"by", "under", "in", "since", "with"})
_TRADE = frozenset(
    {"rose", "fell", "grew", "collapsed", "dropped", "sank", "doubled", "recovered", "continued"}
    | {"despite", "violation", "breach", "violated", "violating", "smuggled"}
)
_BANS = frozenset({"ban", "bar", "sanctions_period", "exemption", "wind_down"})
_LIMITS = re.compile(r"\b(?:quota|ceiling|limit|cap|capped|allow|let|permit)")


def find_listings(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find what goods a resolution is said to put on its list, in words that order nothing.

    Args:
        reading: The document.
        taken: Claims found before: rules of the same goods are enough.

    Returns:
        At most one draft a sentence, over the resolution and the goods.
    """
    for sentence in _sentences(reading):
        goods = reading.mentions_in("commodity", sentence.start, sentence.end)
        asked = _asked(reading, sentence) if not goods else ()
        for mention in reading.mentions_in("resolution", sentence.start, sentence.end):
            its = _named(reading, mention, goods) if goods else asked
            if not its or not _NOTS.isdisjoint(reading.words(*_over(mention, its))):
                continue
            start, end = _over(mention, its)
            if not any(_is_told(d, start, end) for d in taken):
                draft = Draft(start, end, "rule", "rule.listing", "listing", 0.5)
                draft.at = (its[0].start, its[-1].end)
                yield draft
            break


def _sentences(reading: Reading) -> Iterator[Sentence]:
    its = {reading.sentence(m.start) for m in reading.mentions.get("resolution", ())}
    yield from sorted(s for s in its if not s.is_heading)


def _asked(reading: Reading, sentence: Sentence) -> Sequence[Mention]:
    """Give goods of the sentence before: of the question answered, or of what ended "the trade"."""
    if sentence.start == 0:
        return ()
    words = reading.words(sentence.start, sentence.end)
    before = reading.sentence(sentence.start - 1)
    its = reading.words(before.start, before.end)
    goods = reading.mentions_in("commodity", before.start, before.end)
    if before.paragraph != sentence.paragraph or len(goods) != 1:
        return ()
    if "?" in reading.flat.text[before.start : sentence.start]:
        is_bare = len(its) <= BARE and len(words) <= 2 * SHORT
        is_asked = not (_NAMES | _HOLDS).isdisjoint(its) and len(words) <= SHORT
        return goods if is_bare or is_asked else ()
    mention = reading.mentions_in("resolution", sentence.start, sentence.end)[0]
    after = reading.words(mention.end, sentence.end)[:SHORT]
    is_ended = not _ENDS.isdisjoint(after) and not _BACK.isdisjoint(after)
    return goods if is_ended else ()


BARE = 5  # words of "Seafood?" with its signs
_ENDS = frozenset(
    {"ended", "stopped", "banned", "forbade", "outlawed", "closed", "shut", "killed", "prohibited"}
    | {"barred", "ends", "stops", "bans", "forbids"}
)
_BACK = frozenset({"trade", "it", "them", "this", "that", "these", "those", "business"})
SHORT = 8  # words of an answer that only names a resolution


def _over(mention: Mention, goods: Sequence[Mention]) -> tuple[int, int]:
    return min(mention.start, goods[0].start), max(mention.end, goods[-1].end)


def _named(reading: Reading, mention: Mention, goods: Sequence[Mention]) -> Sequence[Mention]:
    """Give the goods tied to a resolution: after it and a verb, or before it and "falls under"."""
    after = [g for g in goods if g.start >= mention.end]
    before = [g for g in goods if g.end <= mention.start]
    if after and _is_tied(reading, mention.end, after[0].start, _NAMES):
        return _listed(reading, after)
    if before:
        its = [*reversed(_listed(reading, [*reversed(before)], is_back=True))]
        if _is_tied(reading, its[-1].end, mention.start, _HOLDS):
            return its
    return ()


def _is_tied(reading: Reading, start: int, end: int, verbs: frozenset[str]) -> bool:
    words = reading.words(start, end)
    text = reading.flat.text[start:end]
    reach = REACH if _PRONOUNS.isdisjoint(words) else FAR
    if reading.distance((start, start), (end, end)) > reach or not _TRADE.isdisjoint(words):
        return False
    is_said = not verbs.isdisjoint(words) or (
        not text.isascii() and any(stem in text for stem in _STEMS)
    )
    if verbs is _HOLDS and is_said and _PASSIVE.isdisjoint(words[-6:]) and text.isascii():
        return False
    return is_said and not reading.amounts_in(start, end) and not _LIMITS.search(text)


def _listed(
    reading: Reading, goods: Sequence[Mention], *, is_back: bool = False
) -> Sequence[Mention]:
    """Give goods that stand in one list: "gold, titanium and rare earths"."""
    its = [goods[0]]
    for good in goods[1:]:
        low, high = (good.end, its[-1].start) if is_back else (its[-1].end, good.start)
        if high - low > BETWEEN:
            break
        its.append(good)
    return its


BETWEEN = 12  # characters between two goods of one list


def _is_told(draft: Draft, start: int, end: int) -> bool:
    if draft.kind != "rule" or draft.metric not in _BANS:
        return False
    return draft.start < end and start < draft.end
