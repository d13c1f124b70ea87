"""What may be shown of a finding: its sentence under pseudonyms, without what a crew typed in.

The sentence is built anew from the fields with the names in their place: nothing is searched for
and replaced in a text, where a short malformed number would hit a date.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from coalface.vessels.sentences import sentence_of

__all__ = ["NUMBERS", "shown_sentence", "without_free_text"]

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
        said = str(event["detail"])
        if "mmsi_2" in shown:
            said = said.replace(HANDED_ON.format(event["mmsi_2"]), HANDED_ON.format("\0"), 1)
        said = without_free_text(said, imo=imo, names=names)
        shown["detail"] = said.replace("\0", shown.get("mmsi_2", ""))
    return sentence_of(kind, {**event, **shown}, is_cut=is_cut)


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
