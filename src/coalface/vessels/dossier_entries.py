"""One dated line of a dossier, the words for its days, and the order of lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["DATE_UNKNOWN", "Entry", "day_words", "in_order"]

DATE_UNKNOWN = "date not known"
LAST = "9999"  # after every day


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated line.

    Attributes:
        on: First day or instant; None where the source gives none.
        kind: `listing`, `event`, `identity`, `gap`, `encounter`, `port_visit` or `voyage`.
        what: In words.
        strength: How firm it is, in words.
        innocent: The best innocent explanation, or "".
        against: Counter-evidence, or "".
        source: `row_id` of the packaged row, or evidence id.
        when: Where `on` alone would be more exact than the source: a span, `after DAY`, `by DAY`.
        by: Last day by which it had come, where no first day is known.
        note: What must be known of the source's words; it may speak either way.
    """

    on: date | datetime | None
    kind: str
    what: str
    strength: str
    innocent: str
    against: str
    source: str
    when: str = ""
    by: date | None = None
    note: str = ""


def day_words(entry: Entry) -> str:
    """Give the days of a line as exactly as its source does."""
    if entry.when:
        return entry.when
    return DATE_UNKNOWN if entry.on is None else f"{entry.on:%Y-%m-%d}"


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Put lines in order of their days; what had come by a day stands there, undated ones last."""
    return tuple(sorted(entries, key=_place))


def _place(entry: Entry) -> tuple[str, str, str]:
    day = entry.on or entry.by
    return (LAST if day is None else day.isoformat(), entry.kind, entry.source)
