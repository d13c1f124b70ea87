"""What is known of each publisher's files: columns, units, what is left out, how many rows."""

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["PUBLISHERS", "Publisher", "PublisherColumn", "SeriesRule", "UnitRule", "read_publisher"]

#: Ids of the definitions in `data/publishers`.
PUBLISHERS = ("baci", "comtrade", "comtrade_legacy", "gacc", "pinksheet")


class PublisherColumn(Definition):
    """One column that is used.

    Attributes:
        name: As published.
        also: Other spellings met; case, blanks and marks never matter.
        holds: What stands in it.
        fits: A regular expression that its cells match, by which shifted columns are told.
        stands_for: The column of a sister format that it is read as, if not itself.
        required: A file without it cannot be read.
    """

    name: str
    also: tuple[str, ...] = ()
    holds: str
    fits: str = ""
    stands_for: str = ""
    required: bool = True

    @property
    def key(self) -> str:
        """Give the name under which the reader knows the column."""
        return self.stands_for or self.name


class UnitRule(Definition):
    """What a publisher's unit is stored as; `unit` empty means that there is no quantity."""

    unit: str = ""
    factor: float = 1.0


class SeriesRule(Definition):
    """How one column of a sheet of prices is stored: series, unit, and what its unit says."""

    series: str
    unit: str
    printed_unit: str


class Publisher(Definition):
    """One publisher's file: everything in it is used, or named among `ignore` with a reason.

    Attributes:
        id: Name of the definition; also `source_id` of the rows.
        title, publisher, kind, url, licence: For the row of table `sources`.
        columns: The columns that are used.
        ignore: Columns left out, each with the reason.
        units: The publisher's units, if it has its own.
        words: Closed lists of the publisher's codes, by column: code to what it is stored as.
        refuse: Codes whose rows are refused, by column, each with the reason.
        series: Columns of prices, by heading.
        missing: Cells that say "no figure".
        min_rows, max_rows: Records that a whole file may have; outside, reading fails.
    """

    id: str
    title: str
    publisher: str
    kind: Literal["dataset", "official"]
    url: str
    licence: str
    columns: tuple[PublisherColumn, ...] = ()
    ignore: dict[str, str] = Field(default_factory=dict)
    units: dict[str, UnitRule] = Field(default_factory=dict)
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    refuse: dict[str, dict[str, str]] = Field(default_factory=dict)
    series: dict[str, SeriesRule] = Field(default_factory=dict)
    missing: tuple[str, ...] = ("",)
    min_rows: int = 1
    max_rows: int

    def published_names(self) -> dict[str, str]:
        """Give the published name of each column that a reader knows by another."""
        return {column.key: column.name for column in self.columns if column.key != column.name}

    @property
    def file_name(self) -> str:
        """Give the definition's file, for messages."""
        return f"data/publishers/{self.id}.yml"


@cache
def read_publisher(publisher_id: str) -> Publisher:
    """Read one packaged definition of a publisher's files.

    Args:
        publisher_id: One of `PUBLISHERS`.

    Raises:
        DefinitionError: If the packaged definition is wrong.
    """
    name = f"{publisher_id}.yml"
    text = files("coalface").joinpath("data", "publishers", name).read_text(encoding="utf-8")
    return read_definition(text, name, Publisher)
