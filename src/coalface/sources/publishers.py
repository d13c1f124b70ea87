"""What is known of each publisher's files: columns, units, what is left out, how many rows."""

from functools import cache
from importlib.resources import files
from typing import Literal

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["PUBLISHERS", "Publisher", "PublisherColumn", "UnitRule", "read_publisher"]

#: Ids of the definitions in `data/publishers`.
PUBLISHERS = ("baci",)


class PublisherColumn(Definition):
    """One column that is used: its name as published, other spellings met, what it holds."""

    name: str
    also: tuple[str, ...] = ()
    holds: str
    required: bool = True


class UnitRule(Definition):
    """What a publisher's unit is stored as; `unit` empty means that there is no quantity."""

    unit: str = ""
    factor: float = 1.0


class Publisher(Definition):
    """One publisher's file: everything in it is used, or named among `ignore` with a reason.

    Attributes:
        id: Name of the definition; also `source_id` of the rows.
        title, publisher, kind, url, licence: For the row of table `sources`.
        columns: The columns that are used.
        ignore: Columns left out, each with the reason.
        units: The publisher's units, if it has its own.
        words: Closed lists of the publisher's codes, by column: code to what it is stored as.
        missing: Cells that say "no figure".
        min_rows, max_rows: Records that a whole file may have; outside, reading fails.
    """

    id: str
    title: str
    publisher: str
    kind: Literal["dataset", "official"]
    url: str
    licence: str
    columns: tuple[PublisherColumn, ...]
    ignore: dict[str, str] = {}
    units: dict[str, UnitRule] = {}
    words: dict[str, dict[str, str]] = {}
    missing: tuple[str, ...] = ("",)
    min_rows: int = 1
    max_rows: int

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
