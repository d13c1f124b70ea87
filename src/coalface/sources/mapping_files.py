"""The small file that tells the generic reader what stands in which column of a user's table."""

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from coalface.errors import DefinitionError
from coalface.sources.publishers import UnitRule
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["MappedColumn", "MappingFile", "read_mapping_file"]

Target = Literal[
    "period",
    "reporter",
    "partner",
    "flow",
    "hs_code",
    "hs_revision",
    "description",
    "value_cif_usd",
    "value_fob_usd",
    "value_mixed_usd",
    "mass_t",
    "quantity",
    "unit",
    "reporter_region",
    "trade_mode",
    "transport_mode",
    "note",
]
NEEDED = ("period", "reporter", "partner", "flow", "hs_code")
AMOUNTS = ("value_cif_usd", "value_fob_usd", "value_mixed_usd", "mass_t", "quantity")
MAX_BYTES = 1 << 20
PERIOD_FORMAT = re.compile(r"[^%]*%Y[^%]*(%m[^%]*)?|%m[^%]*%Y[^%]*")


class MappedColumn(Definition):
    """One column that is used: its heading, and what its numbers are multiplied by."""

    column: str
    factor: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    format: str = ""


class MappingFile(Definition):
    """What stands where in one kind of table.

    Attributes:
        id: Short name, becomes `source_id` of the rows.
        title, publisher, kind, url, licence: For the row of table `sources`.
        vintage: The release, or the day on which the table was read.
        confidence: How far its figures can be trusted.
        sheet: Name of the sheet of a workbook; empty takes the only one.
        header_row: The row that names the columns; rows above it are left out.
        columns: What is read, by column of table `flows`; `period` gives both its ends.
        constants: What is the same in all rows and stands in no column.
        units: Units of the table that are not generally known.
        words: By column of table `flows`, what a word of the table is stored as.
        ignore: Headings left out, each with the reason. Any other unknown heading is an error.
        missing: Cells that say "no figure".
        thousands: Commas part thousands.
        min_rows, max_rows: Records that the table may have.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str
    publisher: str
    kind: Literal["dataset", "official", "news", "research", "article"] = "official"
    url: str = ""
    licence: str = ""
    vintage: str | None = None
    confidence: Literal["high", "medium", "low"] = "high"
    sheet: str = ""
    header_row: int = Field(default=1, ge=1, le=1000)
    columns: dict[Target, MappedColumn]
    constants: dict[Target, str] = Field(default_factory=dict)
    units: dict[str, UnitRule] = Field(default_factory=dict)
    words: dict[Target, dict[str, str]] = Field(default_factory=dict)
    ignore: dict[str, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = ("", "-")
    thousands: bool = False
    min_rows: int = Field(default=1, ge=0)
    max_rows: int = Field(default=10_000_000, ge=1)

    @model_validator(mode="after")
    def _check(self) -> Self:
        given = [*self.columns, *self.constants]
        missing = [name for name in NEEDED if name not in given]
        twice = sorted(set(self.columns) & set(self.constants))
        headings = [column.column for column in self.columns.values()]
        again = [name for name in headings if headings.count(name) > 1 or name in self.ignore]
        if missing:
            raise ValueError(f"{missing[0]} stands neither in columns nor in constants")
        if twice:
            raise ValueError(f"{twice[0]} stands in columns and in constants; keep one")
        if again:
            raise ValueError(f"heading {again[0]!r} is used twice, or used and ignored")
        if not any(name in self.columns for name in AMOUNTS):
            raise ValueError(f"no column of amounts; expected one of {', '.join(AMOUNTS)}")
        if ("quantity" in given) != ("unit" in given):
            raise ValueError("quantity needs unit, and unit needs quantity")
        self._check_periods()
        return self

    def _check_periods(self) -> None:
        for name, column in self.columns.items():
            if column.format and name != "period":
                raise ValueError(f"{name} takes no format; only period does")
            if column.format and not PERIOD_FORMAT.fullmatch(column.format):
                raise ValueError(f"format {column.format!r} must hold %Y, and may hold %m")

    @property
    def file_name(self) -> str:
        """Give what messages call this definition."""
        return f"mapping {self.id}"


def read_mapping_file(path: Path) -> MappingFile:
    """Read a mapping file.

    Args:
        path: A YAML file; it is data, and nothing in it is taken for a path or run.

    Raises:
        DefinitionError: If it is missing or wrong; the message names file and line.
    """
    if not path.is_file():
        raise DefinitionError(f"{path.name}: no such mapping file.")
    if path.stat().st_size > MAX_BYTES:
        raise DefinitionError(f"{path.name}: larger than a mebibyte; that is no mapping file.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{path.name}: not UTF-8 ({error.reason}). Save it so.") from error
    return read_definition(text, path.name, MappingFile)
