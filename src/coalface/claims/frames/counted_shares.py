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
    r"\bthat is\b|\bthat makes\b|\bwhich is\b|\bin other words\b|\bi\.e\.|\bor\b|\bthus\b|\bhence\b"
    r"|\bmeaning\b|\bmakes?\b|\bamounts? to\b|\bequals?\b"
    r"|\bof (?:them|all|the total|the whole|those)\b"
    r"|\bshare\b|\bworks out\b|\brate\b|\bproportion\b|\bso\b|即|也就是|곧|즉",
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
        before = [c for c in counts if c.start < draft.start]
        if not before or before[-1].sentence.paragraph != draft.sentence.paragraph:
            continue
        low = max(draft.sentence.start, draft.start - WIDTH)
        high = min(draft.sentence.end, draft.end + WIDTH)
        text = reading.flat.text
        is_same = before[-1].sentence == draft.sentence
        is_tied = _TIE.search(text, low, draft.start) or _TIE.search(text, draft.end, high)
        if is_same or is_tied:
            rule, end = draft.rule_id, ""
            if rule.endswith(_MARKED):  # other checks look at how it ends
                rule, _, end = rule.rpartition(".")
                end = f".{end}"
            draft.rule_id = f"{rule}{COUNTED}{end}"
