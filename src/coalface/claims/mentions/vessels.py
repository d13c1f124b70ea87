"""Ships by name and IMO number; the number is kept with what its check digit says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coalface.claims.mentions.ship_names import find_ship_names
from coalface.claims.mentions.types import Mention, Vessel
from coalface.claims.mentions.words import Words

__all__ = ["find_vessels", "is_imo_number"]

#: What must not stand before comes after the letters, so that these are sought as they stand.
_IMO = re.compile(r"IMO(?<!\wIMO)(?: (?:number|no\.?|No\.?|#))?:? ?#?(?P<imo>\d{7})(?!\d)")
_NAME = re.compile(
    r"(?:(?:named|called|known as) )?[\"“‘']?(?P<name>[A-Z][A-Za-z'’-]{1,40}(?: "
    r"(?:[A-Z][A-Za-z'’-]{0,40}|\d{1,3}\b)){0,4})"
)
#: Words after which a ship is named, the last one of each label.
_LABELS = frozenset(
    {"vessel", "vessels", "ship", "tanker", "carrier", "freighter", "v", "mv", "t", "mt"}
)
_LABEL = re.compile(
    r"(?<![A-Za-z])(?:M/?V|M\.V\.|M/?T|[Vv]essels?|ship|[Tt]anker|[Cc]arrier|[Ff]reighter) $"
)
_LABEL_WIDTH = 12
_BETWEEN = re.compile(r"[\"”’',]* ?[(,]? ?(?:[A-Z][a-z]+-flagged,? ?)?")
_NO_NAME = frozenset(
    {"The", "This", "That", "In", "On", "At", "From", "When", "After", "Before", "It", "He", "She"}
    | {"They", "A", "An", "And", "But", "IMO", "North", "South", "Korean", "Chinese"}
)
_WEIGHTS = (7, 6, 5, 4, 3, 2)
_DIGITS = 7


def is_imo_number(number: str) -> bool:
    """Say whether a number of seven digits has the check digit of an IMO number.

    Args:
        number: Digits.

    Returns:
        True if it could be a hull's number; that a hull bears it is not said.
    """
    if len(number) != _DIGITS or not number.isdigit():
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:6], strict=True))
    return total % 10 == int(number[6])


def find_vessels(words: Words, known: Sequence[Mention]) -> list[Mention]:
    """Find ships: names of lists, names after "MV" or "the tanker", and IMO numbers.

    Args:
        words: Words of the clean string.
        known: Mentions of ships whose names are in the gazetteer.

    Returns:
        Mentions of type `vessel` by start, none overlapping; a number beside a name is one
        mention with it.
    """
    text = words.text
    named = _longest([*known, *_labelled(words), *find_ship_names(words)])
    numbers = list(_IMO.finditer(text)) if "IMO" in text else []
    if not numbers:
        return named
    found = [_with_number(text, mention, numbers) for mention in named]
    for match in numbers:
        if not any(one.start <= match.start() < one.end for one in found):
            value = Vessel("", match["imo"], is_imo_number(match["imo"]))
            found.append(Mention(match.start(), match.end(), "vessel", value))
    return sorted(found, key=lambda mention: mention.start)


def _labelled(words: Words) -> Iterator[Mention]:
    text = words.text
    for index in words.places_of(_LABELS):
        end = words.ends[index]
        end += 2 if text.startswith(". ", end) else 1  # "M.V. "
        match = _NAME.match(text, end)
        if match and _LABEL.search(text, max(0, end - _LABEL_WIDTH), end):
            name = match["name"]
            if name.split()[0] not in _NO_NAME:
                yield Mention(match.start("name"), match.end("name"), "vessel", Vessel(name))


def _longest(found: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _with_number(text: str, mention: Mention, numbers: Sequence[re.Match[str]]) -> Mention:
    gap = _BETWEEN.match(text, mention.end)
    for match in numbers:
        if gap and match.start() == gap.end() and isinstance(mention.value, Vessel):
            value = replace(
                mention.value, imo=match["imo"], is_imo_valid=is_imo_number(match["imo"])
            )
            return Mention(mention.start, match.end(), "vessel", value)
    return mention
