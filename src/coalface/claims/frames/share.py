"""Shares: parts of a whole."""

from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.flows import find_flow
from coalface.claims.frames.looks import draft_of, span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention

__all__ = ["read_share"]

REACH = 16.0


def read_share(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a percentage or a fraction in words as a part of a whole; the last of its readings."""
    del drafts
    if mention.type != "share":
        return None
    if set(reading.words_after(mention.end, 1)) & {"us", "you", "me"}:
        return None
    if _is_half_word(reading, mention):
        return None
    metric, flow = _metric(reading, mention)
    draft = draft_of(mention, "share", "share.part", metric, 0.75)
    draft.flow = flow
    return draft


def _is_half_word(reading: Reading, mention: Mention) -> bool:
    """Tell "its half-year plan" and "half-finished" from a half of something."""
    text = reading.flat.text
    is_half = text[mention.start : mention.end].lower().endswith("half")
    return is_half and text[mention.end : mention.end + 1] == "-"


def _metric(reading: Reading, mention: Mention) -> tuple[str, str]:
    sentence = reading.sentence(mention.start)
    words = set(reading.words(sentence.start, sentence.end))
    if {"ship-to-ship", "sts"} & words:
        return "sts_share", ""
    cue = reading.nearest(
        "measure", span_of(mention), REACH, "export", "import", "production", "receipts", "trade"
    )
    if cue is None:
        return "share", ""
    if cue.value == "production" and {"exported", "export", "exports"} & words:
        return "export_share_of_production", ""
    if (
        cue.value == "receipts"
        and {"government", "authorities", "state", "party", "regime"} & words
    ):
        return "authority_share_of_receipts", ""
    if cue.value in {"export", "import"}:
        flow = find_flow(reading, cue)
        return f"share_of_{flow}s", flow
    return f"share_of_{cue.value}", ""
