"""What a change is counted from by the words beside it: "4.5 percent on the month"."""

import re
from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading

__all__ = ["ON_MONTH", "ON_YEAR", "mark_change_bases"]

ON_MONTH, ON_YEAR = ".on_month", ".on_year"
AFTER = 40  # characters from a change to the words that tell what it is counted from
#: Rules end in these where other checks look for them.
_MARKED = (".rest", ".whole", ".part", ".base")
_TIMES = (
    r"\bon (?:the|a|last) {0}\b|\b{0}[- ](?:on|over)[- ](?:the[- ])?{0}\b|\bon[- ]{0}\b"
    r"|\b(?:from|than) (?:the|a) (?:previous {0}|{0} (?:earlier|before|ago))\b"
)
_MONTH = _TIMES.format("month") + "|전월|전달|环比"
_YEAR = _TIMES.format("year") + "|전년|작년 동기|同比"
_BASE = re.compile(f"(?P<month>{_MONTH})|(?P<year>{_YEAR})", re.IGNORECASE)


def mark_change_bases(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Mark changes that words after them count from the month before, or from the year before.

    Args:
        reading: The document.
        drafts: In order of place; growth rates are changed.
    """
    changes = [d for d in drafts if d.kind == "growth_rate" and d.amount is not None]
    starts = [d.start for d in changes]
    for i, draft in enumerate(changes):
        end = min([draft.sentence.end, draft.end + AFTER, *starts[i + 1 : i + 2]])
        found = _BASE.search(reading.flat.text, draft.end, max(draft.end, end))
        if found is None:
            continue
        rule, mark = draft.rule_id, ""
        if rule.endswith(_MARKED):
            rule, _, mark = rule.rpartition(".")
            mark = f".{mark}"
        draft.rule_id = f"{rule}{ON_MONTH if found['month'] else ON_YEAR}{mark}"
