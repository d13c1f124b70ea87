"""Whose won: a bare 원 is that of the country whose market the words around it speak of."""

from bisect import bisect_right
from collections.abc import Sequence

from coalface.claims.flat import FlatText
from coalface.claims.mentions.types import Amount, Mention, Place
from coalface.claims.sentences import Sentence

__all__ = ["settle_won"]

HOME = "KP"
_HOME_TITLES = ("북한", "북녘", "北", "North Korea", "DPRK")
_SOUTH = ("한국", "남한", "국내", "KRW", "₩", "韩", "韓", "South Korea", "원화", "우리 돈")


def settle_won(
    flat: FlatText, title: str, sentences: Sequence[Sentence], found: Sequence[Mention]
) -> Sequence[Mention]:
    """Read a bare 원 in a report on the North as its own won.

    Args:
        flat: The clean string.
        title: As printed; may be empty.
        sentences: In order.
        found: All mentions, by start.

    Returns:
        The mentions; a bare won is KPW where its paragraph names a place of the North, or the
        title does, and its sentence does not speak of the South. A guess from words, no fact.
    """
    if "원" not in flat.text:
        return found
    bare = [i for i, mention in enumerate(found) if _is_bare(flat.text, mention)]
    if not bare:
        return found
    starts = [sentence.start for sentence in sentences]
    heading = flat.text[: sentences[0].end] if sentences and sentences[0].is_heading else ""
    by_title = any(name in f"{title} {heading}" for name in _HOME_TITLES)
    at_home = _paragraphs_at_home(flat.text, sentences, starts, found)
    settled = list(found)
    for index in bare:
        mention = found[index]
        sentence = sentences[max(0, bisect_right(starts, mention.start) - 1)]
        its = flat.text[sentence.start : sentence.end]
        is_south = any(name in its for name in _SOUTH)
        if not is_south and (by_title or sentence.paragraph in at_home):
            assert isinstance(mention.value, Amount)
            settled[index] = mention._replace(
                value=mention.value._replace(currency="KPW", unit_std="KPW")
            )
    return settled


def _is_bare(text: str, mention: Mention) -> bool:
    value = mention.value
    return (
        mention.type == "money"
        and isinstance(value, Amount)
        and value.currency == "KRW"
        and "원" in text[mention.start : mention.end + 1]
    )


def _paragraphs_at_home(
    text: str, sentences: Sequence[Sentence], starts: Sequence[int], found: Sequence[Mention]
) -> frozenset[int]:
    """Give the paragraphs that name a place of the North; its name alone counts too."""
    return frozenset(
        sentences[max(0, bisect_right(starts, mention.start) - 1)].paragraph
        for mention in found
        if isinstance(mention.value, Place)
        and _is_home(mention.value)
        and not text.startswith("산", mention.end)  # "북한산 아연": where goods are from
    )


def _is_home(place: Place) -> bool:
    return place.id == HOME or place.id.startswith(f"{HOME}-")
