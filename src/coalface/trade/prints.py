"""Competing prints of one figure: which comes first, and which may be set against each other."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from coalface.tables.flows import value_usd
from coalface.trade.figures import Figure, difference

__all__ = [
    "Print",
    "difference_of_compiler",
    "difference_of_source",
    "find_prints",
    "ranked_prints",
]

CONFIDENCE = ("high", "medium", "low")
OTHER_COMPILERS = ("KITA", "KORES", "KOTRA", "Ministry of Unification")  # as `locator` names them
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Print:
    """One printed value.

    Attributes:
        row_id: Its row.
        source_id: Who printed it.
        compiler: Who compiled it out of the reporter's records, or "" for the reporter itself.
        value_usd: The value.
    """

    row_id: str
    source_id: str
    compiler: str
    value_usd: float


def ranked_prints(rows: Iterable[_Row], value_of: Callable[[_Row], float | None]) -> list[_Row]:
    """Order competing prints, the one to be taken first.

    The highest confidence goes first, then the most digits, then the latest release.

    Args:
        rows: Rows of `flows` with `row_id`, `confidence` and `vintage`.
        value_of: Gives the value of a row in USD.
    """
    found = sorted(rows, key=lambda row: str(row["row_id"]))
    found.sort(key=lambda row: row["vintage"] or "", reverse=True)
    found.sort(key=lambda row: (_grade(row["confidence"]), -_digits(value_of(row))))
    return found


def find_prints(flows: pl.DataFrame) -> dict[str, Print]:
    """Give every value of table `flows` that is of the DPRK's trade, by its row.

    Args:
        flows: Table `flows`.
    """
    is_of_dprk = (pl.col("reporter") == "PRK") | (pl.col("partner") == "PRK")
    rows = flows.filter(is_of_dprk).select("row_id", "source_id", "locator", value=value_usd())
    return {
        row_id: Print(row_id, source_id, _compiler(locator or ""), value)
        for row_id, source_id, locator, value in rows.iter_rows()
        if value is not None
    }


def difference_of_source(
    left: Figure | None, right: Figure | None, prints: Mapping[str, Print]
) -> Figure | None:
    """Give left less right, source by source where one printed both and prints compete.

    Two sides of one balance that different sources printed, or one source in two releases, do not
    belong together; where no source has both, the widest range that both allow is given.

    Args:
        left: The one figure, its inputs in order of rank.
        right: The other.
        prints: What `find_prints` gives.
    """
    plain = difference(left, right)
    if plain is None or left is None or right is None or plain.low == plain.high:
        return plain
    pairs = _pairs(left, right, prints, lambda one: one.source_id)
    return _of_pairs(plain, pairs, "of one source") if pairs else plain


def difference_of_compiler(
    left: Figure | None, right: Figure | None, prints: Mapping[str, Print]
) -> tuple[Figure, tuple[str, ...]] | None:
    """Give left less right, two sums of one compiler where there are such, and whose they are.

    Args:
        left: The later sum, its inputs in order of rank.
        right: The earlier.
        prints: What `find_prints` gives.

    Returns:
        The difference, and the compilers where they differ; the reporter itself is "".
    """
    plain = difference(left, right)
    if plain is None or left is None or right is None:
        return None
    pairs = _pairs(left, right, prints, lambda one: one.compiler)
    if pairs:
        own = [pair for pair in pairs if not pair[0].compiler]
        return _of_pairs(plain, own or pairs, ""), ()
    names = [prints[row].compiler for row in plain.inputs if row in prints]
    return plain, tuple(dict.fromkeys(names)) if len(set(names)) > 1 else ()


_Pair = tuple[Print, Print]


def _pairs(
    left: Figure, right: Figure, prints: Mapping[str, Print], key: Callable[[Print], str]
) -> list[_Pair]:
    """Pair the prints of two figures; none where one is no print but a sum or a difference."""
    ones, others = (_prints_of(figure, prints) for figure in (left, right))
    return [(one, other) for one in ones for other in others if key(one) == key(other)]


def _prints_of(figure: Figure, prints: Mapping[str, Print]) -> list[Print]:
    found = [prints[row] for row in figure.inputs if row in prints]
    values = [one.value_usd for one in found]
    is_whole = bool(values) and (min(values), max(values)) == (figure.low, figure.high)
    return found if is_whole and values[0] == figure.value else []


def _of_pairs(plain: Figure, pairs: list[_Pair], words: str) -> Figure:
    values = [one.value_usd - other.value_usd for one, other in pairs]
    sources = dict.fromkeys(one.source_id for one, _ in pairs)
    return replace(
        plain,
        value=values[0],
        low=min(values),
        high=max(values),
        inputs=tuple(dict.fromkeys(p.row_id for pair in pairs for p in pair)),
        note=f"{words}{' each' if len(sources) > 1 else ''}: {', '.join(sources)}" if words else "",
    )


def _compiler(locator: str) -> str:
    """Give who compiled a figure, as the end of its locator names them."""
    named = re.search(r"\(([^()]*)\)$", locator)
    first = named.group(1).split(",")[0] if named else ""
    return first if first in OTHER_COMPILERS else ""


def _grade(confidence: str | None) -> int:
    return CONFIDENCE.index(confidence) if confidence in CONFIDENCE else len(CONFIDENCE)


def _digits(value: float | None) -> int:
    """Count the significant digits that a source printed, trailing zeros left out."""
    return 0 if value is None else len(f"{value:.0f}".rstrip("0"))
