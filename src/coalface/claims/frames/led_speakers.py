"""Who speaks without a verb of the lists: "The mate: 'We ...'", "For the clerk it is"."""

import re
from collections.abc import Iterable

from coalface.claims.frames.reading import Reading
from coalface.claims.frames.source_names import Speaker, name_of

__all__ = ["find_led"]

OPENING = 72  # characters of a sentence in which one is named before a colon
#: "The skipper's friend laughs: ...", "For the exporter's lawyer, ...".
_LED_BY = re.compile(
    r"(?:['\"“‘])?(?:(?:The|A|An|His|Her|Their|Our|My|One|Another"
    r"|Not so)\b[^:;.?!\n\d]{4,66}:(?= )"
    r"|For (?:the|a|an|his|her|their|our|my|one)\b[^:;.?!\n\d]{4,60})"
)
#: Someone by what they do, whom no list holds: "the book-keeper".
_DOER = re.compile(
    r"\b(?P<name>[a-z]+(?:-[a-z]+)?(?:er|or|i[s]t|ian|man|woman|chief|hand|clerk)) ?[:,]"
)


def find_led(reading: Reading, found: Iterable[int]) -> list[Speaker]:
    """Find who speaks without a verb of the lists: "The mate: 'We ...'", "For the clerk it is".

    Args:
        reading: The document.
        found: Where those start who have a verb; their sentences are left alone.
    """
    taken = {reading.sentence(start).start for start in found}
    led = []
    for sentence in reading.sentences:
        if sentence.start in taken or sentence.is_heading:
            continue
        opening = reading.flat.text[sentence.start : sentence.start + OPENING]
        match = _LED_BY.match(opening)
        if match is None:
            continue
        stop = sentence.start + match.end()
        nouns = reading.within("speaker", sentence.start, min(stop, sentence.end))
        if nouns:
            led.append(name_of(reading, nouns[0], []))
        elif someone := _DOER.search(opening, 0, match.end()):
            start, end = (sentence.start + place for place in someone.span("name"))
            led.append(Speaker(start, end, someone["name"], "person", someone["name"]))
    return led
