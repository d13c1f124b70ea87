"""What an interviewer asks: figures of a question are nobody's claims."""

import re
from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading

__all__ = ["without_questions"]

#: Up to its mark, and never beyond the answer: some questions have none.
_ASKS = re.compile(
    r"(?<!\w)(?:Q|Question|Interviewer|문|问)\s?[:：]"
    r"(?:(?!\b(?:A|Answer|답|答)\s?[:：])[^?？]){0,400}[?？]"
)
_MARKS = ("Q:", "Q :", "Question:", "Interviewer:", "문:", "문：", "问：", "问:", "Q：")


def without_questions(reading: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """Take out what is asked and not said, as in "Q: So 36,000 tonnes? A: Less".

    Args:
        reading: The document.
        drafts: Claims, bound.

    Returns:
        Those that do not stand whole in the words of one who is marked as asking.
    """
    text = reading.flat.text
    if not any(map(text.__contains__, _MARKS)):  # as most texts
        return [*drafts]
    asked = [match.span() for match in _ASKS.finditer(text)]
    return [d for d in drafts if not any(start <= d.start and d.end <= end for start, end in asked)]
