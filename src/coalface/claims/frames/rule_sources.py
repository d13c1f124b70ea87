"""By which resolution a rule is: the one named beside it, where its own words name none."""

from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention, Resolution
from coalface.claims.sentences import Sentence

__all__ = ["bind_resolutions"]

BODY = "UN Security Council resolution"
_CAPS = frozenset({"cap_value", "cap_quantity"})
_OTHERS = word_list("rule_sources", "others")
_POINTERS = word_list("rule_sources", "pointers")
FIRST = 3  # words of a sentence in which it points back


def bind_resolutions(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Name the resolution in the actor of rules whose own words do not name it.

    Args:
        reading: The document.
        drafts: With actors bound; changed. That the rule is in that resolution is what is told.
    """
    if "resolution" not in reading.mentions:
        return
    for draft in drafts:
        if draft.kind != "rule" or reading.mentions_in("resolution", draft.start, draft.end):
            continue
        sentence = draft.sentence
        its = reading.mentions_in("resolution", sentence.start, sentence.end)
        if not its and _points_back(reading, sentence):
            its = _before(reading, sentence)
        numbers = {m.value.number for m in its if isinstance(m.value, Resolution)}
        if len(numbers) == 1 and (draft.metric in _CAPS or not _is_others(reading, sentence)):
            draft.actor = f"{BODY} {next(iter(numbers))}"


def _is_others(reading: Reading, sentence: Sentence) -> bool:
    """Tell a State's own ban, made under a resolution, from what the resolution orders."""
    return not _OTHERS.isdisjoint(reading.words(sentence.start, sentence.end))


def _points_back(reading: Reading, sentence: Sentence) -> bool:
    return not _POINTERS.isdisjoint(reading.words(sentence.start, sentence.end)[:FIRST])


def _before(reading: Reading, sentence: Sentence) -> Sequence[Mention]:
    if sentence.start == 0:
        return ()
    last = reading.sentence(sentence.start - 1)
    return reading.mentions_in("resolution", last.start, last.end)
