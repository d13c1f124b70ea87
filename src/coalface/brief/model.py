"""The brief as values: what is said, with which numbers, from which sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from coalface.vocabulary.numbers import Number

__all__ = [
    "Align",
    "Block",
    "Brief",
    "Cell",
    "Cite",
    "Column",
    "Figure",
    "InputFile",
    "KeyNumber",
    "Part",
    "RunRecord",
    "Source",
    "Strength",
    "Table",
    "Tag",
    "Text",
    "Tone",
    "cited_ids",
    "numbers_of",
    "tables_of",
]

Strength = Literal["high", "medium", "low"]
Tone = Literal["covered", "contested", "free", "plain"]
Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Cite:
    """References to sources, printed as [1][2]."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A word in a frame, such as a legal status. Its colour only repeats the word."""

    word: str
    tone: Tone = "plain"


Part = str | Number | Cite
Text = tuple[Part, ...]
Cell = str | Number | Tag | Cite


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table."""

    name: str
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a reader sees it; `id` names its file in the bundle.

    Attributes:
        id: Letters, digits and hyphens; unique in the brief.
        caption: What it holds, with unit and period.
        columns: In order.
        rows: Cells in the order of the columns.
        note: What a reader must know to read it, or "".
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing in two widths with the table of what it shows."""

    id: str
    title: str
    description: str
    wide: str
    narrow: str
    table: Table


@dataclass(frozen=True, slots=True)
class Block:
    """One numbered part of the brief.

    Attributes:
        id: Anchor in the page.
        number: "1", "2b" ... as in the contents.
        heading: The finding, in fixed words.
        subtitle: What is shown, with unit and period.
        strength: How well the finding stands, or None where nothing is claimed.
        figures: Drawings, in order.
        tables: Tables printed in full after the drawings.
        notes: Sentences below, such as where the evidence disagrees.
        sources: Source ids of all that is shown, in order of use.
    """

    id: str
    number: str
    heading: Text
    subtitle: str
    strength: Strength | None = None
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Text, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number in a frame at the head of the brief, with the words that follow it."""

    number: Number
    words: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the figures were read in."""

    id: str
    title: str
    publisher: str = ""
    year: str = ""
    url: str = ""
    kind: str = ""
    language: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A table that the run read, by content."""

    name: str
    sha256: str
    n_rows: int


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What is needed to repeat the run."""

    run_id: str
    software: tuple[tuple[str, str], ...]
    inputs: tuple[InputFile, ...]
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole brief. Nothing in it depends on the clock: the caller gives both dates."""

    title: str
    headline: Text
    strength: Strength
    as_of: date
    made_on: date
    run: RunRecord
    key_numbers: tuple[KeyNumber, ...]
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    method: tuple[Text, ...] = ()
    limits: tuple[Text, ...] = ()
    places: Mapping[str, Any] = field(default_factory=dict)


def tables_of(brief: Brief) -> tuple[Table, ...]:
    """Give every table of the brief, those of the figures included, in reading order."""
    return tuple(
        table
        for block in brief.blocks
        for table in (*(figure.table for figure in block.figures), *block.tables)
    )


def numbers_of(brief: Brief) -> tuple[Number, ...]:
    """Give every number that the brief prints, each id once, in reading order.

    Raises:
        ValueError: If one id stands for two different values.
    """
    seen: dict[str, Number] = {}
    for number in _printed(brief):
        known = seen.setdefault(number.id, number)
        if (known.value, known.low, known.high) != (number.value, number.low, number.high):
            raise ValueError(f"number {number.id}: printed as {known.value} and {number.value}")
    return tuple(seen.values())


def cited_ids(brief: Brief) -> tuple[str, ...]:
    """Give the ids of all sources that are cited, each once, in order of first citation."""
    ids: list[str] = []
    for part in _parts(brief):
        if isinstance(part, Cite):
            ids.extend(part.ids)
    for key in brief.key_numbers:
        ids.extend(key.sources)
    for block in brief.blocks:
        ids.extend(block.sources)
    return tuple(dict.fromkeys(ids))


def _printed(brief: Brief) -> Iterator[Number]:
    yield from (part for part in _parts(brief) if isinstance(part, Number))


def _parts(brief: Brief) -> Iterator[Part | Tag]:
    yield from brief.headline
    yield from (key.number for key in brief.key_numbers)
    for block in brief.blocks:
        yield from block.heading
        for text in block.notes:
            yield from text
        for table in (*(figure.table for figure in block.figures), *block.tables):
            for row in table.rows:
                yield from row
    for text in (*brief.method, *brief.limits):
        yield from text
