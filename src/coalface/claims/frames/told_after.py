"""A level told after the one that came later: "$203 million after $268 million"."""

from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import LEVELS
from coalface.claims.frames.reading import Reading

__all__ = ["bind_levels_after"]

_JOINTS = (" after ", ", after ", " (after ", ", down from ", ", up from ")


def bind_levels_after(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Make the second of two such levels a former one, so that it takes over no time.

    Args:
        reading: The document.
        drafts: In order of place; the status of some is changed.
    """
    text, last = reading.flat.text, None
    for draft in drafts:
        if draft.kind not in LEVELS or draft.amount is None:
            continue
        if last is not None and text[last.end : draft.start] in _JOINTS:
            assert last.amount is not None
            if draft.status == "current" and draft.amount.unit_std == last.amount.unit_std:
                draft.status = "past"
        last = draft
