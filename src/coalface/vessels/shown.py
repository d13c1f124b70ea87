"""What may be shown of a finding: its sentence under pseudonyms, without what a crew typed in.

The sentence is built anew from the fields with the names in their place: nothing is searched for
and replaced in a text, where a short malformed number would hit a date.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

import polars as pl

from coalface.vessels.sentences import sentence_of, sentences_of

__all__ = ["NUMBERS", "shown_numbers", "shown_sentence", "shown_sentences", "without_free_text"]

#: Columns that hold a number of a ship.
NUMBERS = ("mmsi", "mmsi_1", "mmsi_2")
NAMES_SENT = re.compile(r"^Name: ")
HANDED_ON = "near by {} begins"
LONG_NUMBER = re.compile(r"\d{7,}")
HULL_DIGITS = 7


def shown_sentence(
    kind: str,
    event: Mapping[str, Any],
    name_of: Callable[[int], str],
    *,
    imo: str | None = None,
    names: Collection[str] = (),
    is_cut: bool = False,
) -> str:
    """Tell an event without what may name an unlisted ship.

    Args:
        kind: As in `sentence_of`.
        event: Its row.
        name_of: What is shown of a number.
        imo: A listed hull, whose number stays.
        names: Under which that hull is listed; any other name that was sent is left out.
        is_cut: It goes on beyond the stretch in which it was found.
    """
    numbers = {c: event[c] for c in NUMBERS if event.get(c)}
    shown = {c: name_of(number) for c, number in numbers.items()}
    if all(shown[c] == str(number) for c, number in numbers.items()):
        return sentence_of(kind, event, is_cut=is_cut)
    if event.get("detail"):
        shown["detail"] = _shown_detail(
            str(event["detail"]), event.get("mmsi_2"), shown, imo=imo, names=names
        )
    return sentence_of(kind, {**event, **shown}, is_cut=is_cut)


def shown_sentences(kind: str, events: pl.DataFrame, name_of: Callable[[int], str]) -> pl.Series:
    """Tell many events, as `shown_sentence` tells one.

    Args:
        kind: As in `sentences_of`.
        events: Rows of its table.
        name_of: What is shown of a number.
    """
    shown = shown_numbers(events, name_of)
    named = events.with_columns(shown)
    if "detail" in events.columns:
        named = named.with_columns(detail=_shown_details(events, shown))
    return sentences_of(kind, named)


def shown_numbers(events: pl.DataFrame, name_of: Callable[[int], str]) -> pl.DataFrame:
    """Give what is shown of the ships of events; a number that is none stays as it is."""
    columns = [name for name in NUMBERS if name in events.columns]
    known = {n: name_of(n) for name in columns for n in events[name].unique() if n}
    return events.select(
        pl.col(name).replace_strict(
            known, default=pl.col(name).cast(pl.String), return_dtype=pl.String
        )
        for name in columns
    )


def _shown_details(events: pl.DataFrame, shown: pl.DataFrame) -> pl.Series:
    rows = zip(
        events.select("detail", *shown.columns).iter_rows(named=True),
        shown.iter_rows(named=True),
        strict=True,
    )
    texts = []
    for event, names in rows:
        told = {column: name for column, name in names.items() if event[column]}
        is_bare = all(name == str(event[column]) for column, name in told.items())
        detail = event["detail"]
        texts.append(detail if is_bare else _shown_detail(detail, event.get("mmsi_2"), told))
    return pl.Series("detail", texts, dtype=pl.String)


def _shown_detail(
    detail: str,
    second: int | None,
    shown: Mapping[str, str],
    *,
    imo: str | None = None,
    names: Collection[str] = (),
) -> str:
    """Give a detail without what a crew typed in, the other ship of a handshake by its name."""
    if "mmsi_2" in shown:
        detail = detail.replace(HANDED_ON.format(second), HANDED_ON.format("\0"), 1)
    return without_free_text(detail, imo=imo, names=names).replace("\0", shown.get("mmsi_2", ""))


def without_free_text(detail: str, *, imo: str | None = None, names: Collection[str] = ()) -> str:
    """Leave out names that were sent, and long numbers: they may be another ship's.

    Args:
        detail: Of an identity event.
        imo: A listed hull, whose number stays.
        names: Under which it is listed: these are said to be among those sent.
    """
    if NAMES_SENT.match(detail):
        own = sorted(n for n in names if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", detail))
        among = f"; among them, as listed: {', '.join(own)}" if own else ""
        return f"Names withheld, they may be another ship's{among}."
    hull = "another hull's number" if imo else "a number withheld"

    def shown(found: re.Match[str]) -> str:
        if found[0] == imo:
            return found[0]
        return hull if len(found[0]) == HULL_DIGITS else "a number withheld"

    return LONG_NUMBER.sub(shown, detail)
