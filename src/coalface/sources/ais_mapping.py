"""Which column of a file of AIS messages is which of ours: the packaged ones and users' own."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import Field

from coalface.errors import InputError
from coalface.tables.positions import POSITIONS
from coalface.tables.statics import STATICS
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = [
    "REQUIRED",
    "AisMapping",
    "MappedColumn",
    "find_mapping",
    "packaged_mappings",
    "read_mapping",
    "shown_names",
]

REQUIRED = ("mmsi", "sent_at", "lat_deg", "lon_deg")
SHOWN_NAMES, SHOWN_LETTERS = 20, 40
KNOWN = {c.name for t in (POSITIONS, STATICS) for c in t.columns} | {"message_type"}


class MappedColumn(Definition):
    """Where one of our columns comes from.

    Attributes:
        names: Columns of the file, the first that it has is read; upper and lower case are one.
        formats: For instants: how they are written (strftime), or `epoch_s`, `epoch_ms`.
        values: The file's word for each of ours; other words are as they stand, or unknown if the
            column is a number.
        unknown: What the file writes where it does not know.
        factor: What a number is multiplied by to be in our unit.
    """

    names: tuple[str, ...] = Field(min_length=1)
    formats: tuple[str, ...] = ()
    values: dict[str, str | int] = Field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    factor: float = 1.0


class AisMapping(Definition):
    """One form of file: its columns, and what tells it from the others.

    Attributes:
        id: Name of the form, also the `source_id` of rows whose file names none.
        title: What it is.
        source: Where its columns are described.
        columns: For each column of `positions` and `statics` where it comes from.
        ignore: Columns that we know and do not read.
        other_columns: `stop` if a column that is neither is an error, `note` if it is told.
        delimiter: What parts the cells of a text file.
        decimal_comma: Numbers are written `57,8794`.
    """

    id: str
    title: str
    source: str
    columns: dict[str, MappedColumn]
    ignore: tuple[str, ...] = ()
    other_columns: Literal["stop", "note"] = "stop"
    delimiter: str = ","
    decimal_comma: bool = False

    def names(self) -> dict[str, str]:
        """Give our column for each name, in small letters, that a file may use."""
        return {n.casefold(): ours for ours, col in self.columns.items() for n in col.names}


def read_mapping(path: Path) -> AisMapping:
    """Read a user's mapping file, YAML.

    Raises:
        InputError: If it cannot be opened.
        DefinitionError: If a key is unknown or needed and missing.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: cannot be read as a mapping in UTF-8: {error}.") from error
    return _checked(read_definition(text, path.name, AisMapping), path.name)


@cache
def packaged_mappings() -> tuple[AisMapping, ...]:
    """Give the forms of file that are known without a mapping, in order of name."""
    folder = files("coalface") / "data" / "ais"
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".yml")), key=lambda p: p.name)
    return tuple(
        _checked(read_definition(p.read_text(encoding="utf-8"), p.name, AisMapping), p.name)
        for p in paths
    )


def find_mapping(
    names: list[str], file_name: str, needed: tuple[str, ...] = REQUIRED
) -> AisMapping:
    """Find the form of a file by the names of its columns.

    Args:
        names: The columns of the file.
        file_name: Named in errors.
        needed: Our columns that it must have: those of a position, unless told otherwise.

    Raises:
        InputError: If no form has the columns that are needed.
    """
    found = {name.casefold().strip() for name in names}
    fits = []
    for mapping in packaged_mappings():
        known = mapping.names()
        ours = {known[name] for name in found if name in known}
        n_other = len(found - set(known) - {i.casefold() for i in mapping.ignore})
        if set(needed) <= ours:
            fits.append((n_other, -len(found & set(known)), mapping.id, mapping))
    if not fits:
        forms = ", ".join(m.title for m in packaged_mappings())
        raise InputError(
            f"{file_name}: columns {shown_names(names)} do not give {list(needed)} in a form "
            f"that we know. Known are: {forms}. Write a mapping file (docs/vessels.md), give it "
            "with --mapping."
        )
    return min(fits, key=lambda fit: fit[:3])[3]


def shown_names(names: Sequence[str]) -> str:
    """Give names of a file's columns as they may be printed: quoted, short and not too many."""
    told = [repr(name[:SHOWN_LETTERS]) for name in names[:SHOWN_NAMES]]
    more = [f"and {len(names) - SHOWN_NAMES} more"] if len(names) > SHOWN_NAMES else []
    return f"[{', '.join([*told, *more])}]"


def _checked(mapping: AisMapping, file_name: str) -> AisMapping:
    unknown = sorted(set(mapping.columns) - KNOWN)
    missing = [name for name in REQUIRED if name not in mapping.columns]
    if unknown or missing:
        raise InputError(
            f"{file_name}: columns: unknown {unknown}, missing {missing}. "
            f"Known are {sorted(KNOWN)}; needed are {list(REQUIRED)}."
        )
    if not mapping.columns["sent_at"].formats:
        raise InputError(f"{file_name}: columns.sent_at needs formats, e.g. '%Y-%m-%d %H:%M:%S'.")
    return mapping
