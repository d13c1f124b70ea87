"""Shares that are told of what was counted before: "45 of these vanished, or 25 percent"."""

import re
from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading

__all__ = ["mark_counted_shares"]

COUNTED = ".counted"
_KINDS = frozenset({"share", "payment_term"})
_MARKED = (".rest", ".whole", ".part", ".base")
WIDTH = 48  # characters before and after a share that may tie it to a count
_TIE = re.compile(
    r"\b(?:(?:that is|that makes|which is|in other words|or|thus|hence|meaning|makes?|amounts? to"
    r"|equals?|of (?:them|all|the total|the whole|those)|share|works out|rate|proportion|so)\b"
    r"|i\.e\.)|[即곧즉]|也就是",
    re.IGNORECASE,
)


def mark_counted_shares(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Mark the shares that words tie to a count before them, in one sentence or the next.

    Args:
        reading: The document.
        drafts: In order of place; shares are changed.
    """
    counts = [d for d in drafts if d.amount is not None and d.amount.unit_std == "count"]
    if not counts:
        return
    for draft in drafts:
        if draft.kind not in _KINDS or draft.amount is None or draft.amount.unit_std != "fraction":
            continue
        before = next((c for c in reversed(counts) if c.start < draft.start), None)
        if before is None or before.sentence.paragraph != draft.sentence.paragraph:
            continue
        if before.sentence == draft.sentence or _is_tied(reading, draft):
            rule, end = draft.rule_id, ""
            if rule.endswith(_MARKED):  # other checks look at how it ends
                rule, _, end = rule.rpartition(".")
                end = f".{end}"
            draft.rule_id = f"{rule}{COUNTED}{end}"


def _is_tied(reading: Reading, draft: Draft) -> bool:
    """Tell whether words beside a share tie it to a count."""
    text, sentence = reading.flat.text, draft.sentence
    low, high = max(sentence.start, draft.start - WIDTH), min(sentence.end, draft.end + WIDTH)
    return any(_TIE.search(text, *span) for span in ((low, draft.start), (draft.end, high)))
