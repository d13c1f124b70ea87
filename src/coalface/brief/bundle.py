"""The bundle: everything in the brief as files that others can open, byte-stable."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

import polars as pl
import xlsxwriter

from coalface.brief.document import cited_sources, describe_brief, render_json
from coalface.brief.explanations import with_reason
from coalface.brief.kml import render_kml
from coalface.brief.model import Brief, Cell, Cite, Table, Tag, numbers_of, tables_of
from coalface.brief.numerals import format_number, format_range
from coalface.vocabulary.numbers import Number
from coalface.vocabulary.short_ids import short_id

__all__ = ["render_bundle"]

RISKY = ("=", "+", "-", "@", "\t", "\r")
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
NUMBER_COLUMNS = (
    "id",
    "short",
    "label",
    "value",
    "low",
    "high",
    "unit",
    "mark",
    "how",
    "note",
    "inputs",
)
SOURCE_COLUMNS = ("number", "id", "title", "publisher", "year", "url", "kind", "language", "access")
Row = Sequence[str | float | None]


def render_bundle(brief: Brief, tables: Mapping[str, pl.DataFrame]) -> bytes:
    """Give the bundle as a ZIP file; the same brief gives the same bytes.

    Args:
        brief: The brief.
        tables: Full tables of the analyses by name, to go in beside the printed ones.

    Returns:
        README.md, figures as SVG, tables as CSV and Parquet, one XLSX, the events as GeoJSON
        and KML, numbers.csv, sources.csv, brief.json and manifest.json.
    """
    files: dict[str, bytes] = {"brief.json": render_json(brief)}
    files |= _drawings(brief)
    for table in tables_of(brief):
        frame = _frame(table)
        files[f"tables/{table.id}.csv"] = _csv(frame.columns, frame.rows())
        files[f"tables/{table.id}.parquet"] = _parquet(frame)
    for name, frame in sorted(tables.items()):
        files[f"analyses/{name}.csv"] = _csv(frame.columns, frame.rows())
        files[f"analyses/{name}.parquet"] = _parquet(frame)
    files["numbers.csv"] = _csv(
        NUMBER_COLUMNS, (_number_row(with_reason(n)) for n in numbers_of(brief))
    )
    files["sources.csv"] = _csv(SOURCE_COLUMNS, _source_rows(brief))
    files["events.geojson"] = _json(brief.places)
    files["events.kml"] = render_kml(brief.places)
    files["tables.xlsx"] = _workbook(brief)
    files["README.md"] = _readme(brief).encode()
    files["manifest.json"] = _json(_manifest(brief, files))
    return _zip(files)


def _drawings(brief: Brief) -> dict[str, bytes]:
    return {
        f"figures/{figure.id}-{name}.svg": drawing.encode()
        for block in brief.blocks
        for figure in block.figures
        for name, drawing in (("wide", figure.wide), ("narrow", figure.narrow))
    }


def _frame(table: Table) -> pl.DataFrame:
    """Give a printed table as a frame: a number becomes value, low, high, unit, mark and id."""
    names = _unique([column.name for column in table.columns])
    columns: dict[str, list[str | float | None]] = {}
    for i, name in enumerate(names):
        cells = [row[i] for row in table.rows]
        if any(isinstance(cell, Number) for cell in cells):
            columns |= _number_columns(name, cells)
        else:
            columns[name] = [_plain(cell) for cell in cells]
    return pl.DataFrame(columns, infer_schema_length=None, strict=False)


def _number_columns(name: str, cells: Iterable[Cell]) -> dict[str, list[str | float | None]]:
    stem = name.lower().replace(" ", "_")
    numbers = [cell if isinstance(cell, Number) else None for cell in cells]
    fields = ("value", "low", "high", "unit", "mark", "note", "id")
    return {
        f"{stem}_{field}": [None if n is None else getattr(n, field) for n in numbers]
        for field in fields
    }


def _unique(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        n = sum(other == name or other.startswith(f"{name} (") for other in found)
        found.append(f"{name} ({n + 1})" if n else name)
    return found


def _plain(cell: Cell) -> str:
    if isinstance(cell, Cite):
        return "; ".join(cell.ids)
    if isinstance(cell, Tag):
        return cell.word
    if isinstance(cell, Number):
        return " ".join(part for part in (format_number(cell), format_range(cell)) if part)
    return cell


def _csv(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
    """Give rows as CSV for spreadsheets: UTF-8 with a mark, and no cell that runs as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(list(columns))
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(RISKY) and not _is_numeric(cell):
        return f"'{cell}"
    return cell


def _is_numeric(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", statistics=False)
    return out.getvalue()


def _number_row(number: Number) -> Row:
    fields = [getattr(number, column) for column in NUMBER_COLUMNS[2:-1]]
    return [number.id, short_id(number.id), *fields, ";".join(number.inputs)]


def _source_rows(brief: Brief) -> list[Row]:
    return [
        [i, s.id, s.title, s.publisher, s.year, s.url, s.kind, s.language, s.access]
        for i, s in enumerate(cited_sources(brief), start=1)
    ]


def _workbook(brief: Brief) -> bytes:
    """Give one sheet of notes and one sheet a table."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": brief.title, "created": _instant(brief.made_on)})
    notes = book.add_worksheet("Notes")
    for i, line in enumerate(_readme(brief).splitlines()):
        notes.write_string(i, 0, line)
    for table in tables_of(brief):
        frame = _frame(table)
        sheet = book.add_worksheet(table.id[:31])
        sheet.write_string(0, 0, table.caption)
        sheet.write_row(2, 0, frame.columns)
        for i, row in enumerate(frame.rows(), start=3):
            sheet.write_row(i, 0, row)
        sheet.freeze_panes(3, 1)
    book.close()
    return out.getvalue()


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC).replace(tzinfo=None)


def _readme(brief: Brief) -> str:
    described = describe_brief(brief)
    said = "".join(part.get("text", "") for part in described["headline"])
    lines = [
        f"# {brief.title}",
        "",
        f"{said}.",
        "",
        f"As of {brief.as_of}, made on {brief.made_on}, run {brief.run.run_id}.",
        "",
        "## What is in here",
        "- `brief.json`: the brief as data; `figures/`: every drawing in two widths",
        "- `tables/`: each printed table as CSV and Parquet; `tables.xlsx`: the same, a sheet each",
        "- `analyses/`: the full tables of the analyses",
        "- `numbers.csv`: every printed number with range, unit, mark, arithmetic and input rows",
        "- `sources.csv`: every cited source; cite the originals, not only this brief",
        "- `events.geojson`, `events.kml`: dated events of designated ships that have a place",
        "- `manifest.json`: versions, inputs and the digest of each file",
        "",
        "## Caveats",
        *(f"- {_words(text)}" for text in described["limits"]),
        "",
        "## Method",
        *(f"- {_words(text)}" for text in described["method"]),
        "",
        "## Sources, by number",
        *(
            f"{s['number']}. {s['title']}. {s['publisher']} {s['year']} {s['url']}".rstrip()
            for s in described["sources"]
        ),
        "",
    ]
    return "\n".join(lines)


def _words(text: Iterable[Mapping[str, str]]) -> str:
    return "".join(part.get("text", "") for part in text)


def _manifest(brief: Brief, files: Mapping[str, bytes]) -> dict[str, object]:
    run = describe_brief(brief)["run"]
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    return {
        "run": run,
        "as_of": brief.as_of.isoformat(),
        "made_on": brief.made_on.isoformat(),
        "files": digests,
    }


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
