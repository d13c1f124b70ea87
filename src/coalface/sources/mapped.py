"""Read any table of trade by a mapping file: KITA's spreadsheets, tables of the 1718 Committee."""

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.case_fields import Field, refuse, set_aside
from coalface.sources.case_files import RawCases
from coalface.sources.flow_fields import (
    filled,
    locators,
    read_figure,
    read_required,
    row_ids,
    trade_code_reader,
)
from coalface.sources.headers import MAX_COLUMNS, NAMELESS
from coalface.sources.mapped_periods import read_mapped_period
from coalface.sources.mapping_files import AMOUNTS, MappingFile, read_mapping_file
from coalface.sources.reading import (
    FileBatch,
    ReadOptions,
    check_row_counts,
    flow_rows,
    make_batch,
    say_periods,
)
from coalface.sources.safe_workbooks import open_workbook, read_sheet_cells
from coalface.sources.seen_records import SeenRecords, hash_keys
from coalface.sources.spellings import Reader, Spelling, read_country, read_hs_revision, read_unit
from coalface.sources.text_blocks import find_file_encoding, read_start
from coalface.sources.text_files import find_delimiter
from coalface.sources.text_tables import TextLayout, read_chunks, read_first_records
from coalface.tables.rejects import no_rejects
from coalface.tables.schema import dtypes_of
from coalface.tables.sources import SOURCES

__all__ = ["read_mapped"]

ENCODINGS = ("utf-8", "cp949", "gb18030")
TEXTS = ("description", "reporter_region", "trade_mode", "transport_mode", "note")
FLOWS = {"import": "import", "export": "export", "total_trade": "total_trade"}


def read_mapped(path: Path, options: ReadOptions) -> Iterator[FileBatch]:
    """Read a CSV file or a workbook as its mapping file says.

    Args:
        path: The table.
        options: `mapping` is the mapping file; `vintage` goes before the mapping's own.

    Returns:
        Batches of table `flows`, and last the row of table `sources` of the mapping file, if any
        record was read.

    Raises:
        DefinitionError: If the mapping file is wrong.
        InputError: If the table lacks a heading of the mapping, or has one that is unknown.
    """
    if options.mapping is None:
        raise InputError(
            f"{path.name}: this kind of file needs a mapping file that says what stands in which "
            "column. Give it with --mapping."
        )
    mapping = read_mapping_file(options.mapping)
    chunks = _open(path, mapping, options)
    seen = SeenRecords("every figure and word")
    batches = (_make_rows(raw, mapping, options, seen) for raw in chunks)
    return _with_source(say_periods(check_row_counts(batches, path, mapping)), mapping)


def _with_source(batches: Iterator[FileBatch], mapping: MappingFile) -> Iterator[FileBatch]:
    """Hand batches on, and last the source, unless every record was refused."""
    n_rows = 0
    for batch in batches:
        n_rows += len(batch.rows)
        yield batch
    if n_rows:
        yield _source(mapping)


def _source(mapping: MappingFile) -> FileBatch:
    """Give the row of table `sources` that the mapping file describes."""
    names = ("title", "publisher", "url", "kind")
    cells = {name: [getattr(mapping, name) or None] for name in names}
    cells |= {
        "row_id": [mapping.id],
        "source_id": [mapping.id],
        "access": [mapping.licence or None],
    }
    absent = {name: [None] for name in dtypes_of(SOURCES) if name not in cells}
    rows = pl.DataFrame(cells | absent).select(
        pl.col(name).cast(dtype) for name, dtype in dtypes_of(SOURCES).items()
    )
    return FileBatch("sources", rows, no_rejects(), 0)


def _open(path: Path, mapping: MappingFile, options: ReadOptions) -> Iterator[RawCases]:
    if path.suffix.casefold() in {".xlsx", ".xlsm"}:
        return iter([_open_sheet(path, mapping)])
    encoding = options.encoding or find_file_encoding(path, ENCODINGS)
    known = tuple(column.column for column in mapping.columns.values())
    delimiter = _find_delimiter(path, known, encoding, mapping.header_row)
    records = read_first_records(path, delimiter, encoding, n_records=mapping.header_row)
    header = _header_of(path, records, mapping)
    names = _match(path, header, mapping)
    layout = TextLayout(
        names, delimiter, encoding, mapping.header_row, tuple(header), options.encoding is None
    )
    return read_chunks(path, layout, block_bytes=options.block_bytes, batch_rows=options.batch_rows)


def _find_delimiter(path: Path, known: tuple[str, ...], encoding: str, header_row: int) -> str:
    lines = read_start(path).split(b"\n", header_row)
    line = lines[header_row - 1].decode(encoding, "replace") if len(lines) >= header_row else ""
    return find_delimiter(line, tuple(name.casefold() for name in known))


def _header_of(path: Path, records: Sequence[Sequence[str]], mapping: MappingFile) -> list[str]:
    if len(records) < mapping.header_row:
        raise InputError(
            f"{path.name}: {len(records)} rows, but {mapping.file_name} says that row "
            f"{mapping.header_row} names the columns."
        )
    return [" ".join(cell.split()) for cell in records[mapping.header_row - 1]]


def _open_sheet(path: Path, mapping: MappingFile) -> RawCases:
    book = open_workbook(path)
    if not mapping.sheet and len(book.sheet_names) != 1:
        raise InputError(
            f"{path.name}: {len(book.sheet_names)} sheets ({', '.join(book.sheet_names[:20])}). "
            "Name one of them as `sheet` in the mapping file."
        )
    cells = read_sheet_cells(path, book, mapping.sheet or book.sheet_names[0])
    records = [list(row[1:]) for row in cells.head(mapping.header_row).iter_rows()]
    names = _match(path, _header_of(path, records, mapping), mapping)
    wanted = {f"column_{place}": name for place, name in enumerate(names, 1) if name}
    frame = cells.filter(pl.col("row") > mapping.header_row).select("row", *wanted).rename(wanted)
    nameless = [name for name in frame.columns if name.startswith(NAMELESS)]
    for name in nameless:
        stray = frame.filter(pl.col(name) != "")
        if len(stray):
            raise InputError(
                f"{path.name}, row {stray['row'][0]}: {stray[name][0][:40]!r} stands in a column "
                "without a name. Name the column, and use or ignore it."
            )
    frame = frame.drop(nameless)
    frame = frame.filter(pl.any_horizontal(pl.exclude("row") != ""))
    return RawCases(path.name, frame, no_rejects())


def _match(path: Path, header: Sequence[str], mapping: MappingFile) -> tuple[str, ...]:
    """Give for each heading the column of `flows` that it is read as, empty if ignored."""
    if len(header) > MAX_COLUMNS:
        raise InputError(f"{path.name}: {len(header):,} columns. That is no such table.")
    targets = {_plain(column.column): name for name, column in mapping.columns.items()}
    ignored = {_plain(name) for name in mapping.ignore}
    plain = [_plain(cell) for cell in header]
    unknown = [
        c
        for c, p in zip(header, plain, strict=True)
        if p and p not in targets | dict.fromkeys(ignored)
    ]
    missing = [c.column for c in mapping.columns.values() if _plain(c.column) not in plain]
    twice = [c for c, p in zip(header, plain, strict=True) if p in targets and plain.count(p) > 1]
    where = f"{path.name}, row {mapping.header_row}"
    if twice:
        raise InputError(f"{where}: two columns are called {twice[0]!r}. Keep one of them.")
    if missing:
        near = difflib.get_close_matches(missing[0], unknown, 1, cutoff=0.5)
        renamed = f" It may now be called {near[0][:80]!r}." if near else ""
        found = ", ".join(cell[:40] for cell in header[:40] if cell)
        raise InputError(f"{where}: no column {missing[0]!r}.{renamed} Found: {found}.")
    if unknown:
        raise InputError(
            f"{where}: column {unknown[0][:80]!r} is neither used nor ignored by "
            f"{mapping.file_name}. Add it to `columns` or to `ignore`."
        )
    return tuple(
        targets.get(p, "") if p else f"{NAMELESS}{place}" for place, p in enumerate(plain, 1)
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _make_rows(
    raw: RawCases, mapping: MappingFile, options: ReadOptions, seen: SeenRecords
) -> FileBatch:
    frame = raw.frame.with_columns(pl.lit(v).alias(name) for name, v in mapping.constants.items())
    absent = [name for name in ("hs_revision", "unit", *TEXTS) if name not in frame.columns]
    frame = frame.with_columns(pl.lit("").alias(name) for name in absent)
    raw = RawCases(raw.file, frame, raw.rejects, raw.notes)
    start, end = read_mapped_period(raw, mapping, options.read_on)
    fields = {
        name: read_required(raw, name, _worded(mapping, name, reader), expected)
        for name, reader, expected in (
            ("reporter", _read_party, "a country's code or name, or WLD"),
            ("partner", _read_party, "a country's code or name, or WLD"),
            ("flow", _read_flow, "import or export"),
            ("hs_code", trade_code_reader({"TOTAL": "TOTAL"}, None), "a code of goods"),
        )
    }
    fields["hs_revision"] = _optional(raw, "hs_revision", read_hs_revision, mapping)
    amounts = {name: _read_amount(raw, name, mapping) for name in AMOUNTS}
    unit, amounts = _read_units(raw, mapping, amounts)
    columns: dict[str, pl.Series | str | None] = {
        "row_id": row_ids(raw),
        "dataset": "ingested",
        "period_start": start.values,
        "period_end": end.values,
        "source_id": mapping.id,
        "vintage": options.vintage or mapping.vintage,
        "locator": locators(raw),
        "confidence": mapping.confidence,
    }
    columns |= {name: field.values for name, field in (fields | amounts).items()}
    columns |= {name: filled(raw.frame[name]) for name in TEXTS}
    columns["unit"] = unit.values
    empty = _no_amount(raw, amounts)
    published: dict[str, str] = {
        str(name): column.column for name, column in mapping.columns.items()
    }
    checked = [start, end, *fields.values(), unit, *amounts.values(), empty]
    rows = flow_rows(columns, len(raw.frame))
    keys = hash_keys(rows.drop("row_id", "locator"))
    return make_batch(raw, rows, checked, published=published, seen=(seen, keys))


def _worded(mapping: MappingFile, name: str, reader: Reader) -> Reader:
    words = mapping.words.get(name, {})  # type: ignore[call-overload]
    return lambda text: reader(words.get(text, text))


def _read_party(text: str) -> Spelling:
    return Spelling("WLD") if text.casefold() in {"wld", "world"} else read_country(text)


def _read_flow(text: str) -> Spelling:
    if not text:
        return Spelling(None)
    known = FLOWS.get(text.casefold())
    return Spelling(known, "" if known else "no such flow; add it to `words` of the mapping")


def _optional(raw: RawCases, name: str, reader: Reader, mapping: MappingFile) -> Field:
    read_word = _worded(mapping, name, reader)
    spelled = {cell: read_word(cell) for cell in raw.frame[name].unique().to_list() if cell}
    problems = {cell: s.problem for cell, s in spelled.items() if s.problem}
    values = raw.frame[name].replace_strict(
        list(spelled), [s.value for s in spelled.values()], default=None, return_dtype=pl.String
    )
    return Field(values, refuse(raw, raw.frame[name], problems, name, "a known value"))


def _read_amount(raw: RawCases, name: str, mapping: MappingFile) -> Field:
    read = read_figure(raw, name, missing=mapping.missing, thousands=mapping.thousands)
    column = mapping.columns.get(name)  # type: ignore[call-overload]
    return Field(read.values * column.factor, read.rejects) if column else read


def _read_units(
    raw: RawCases, mapping: MappingFile, amounts: dict[str, Field]
) -> tuple[Field, dict[str, Field]]:
    """Turn quantities into the units that are stored; those of mass go to `mass_t`."""

    def read(text: str) -> Spelling:
        rule = mapping.units.get(text)
        return Spelling(rule.unit, factor=rule.factor) if rule else read_unit(text)

    unit = _optional(raw, "unit", read, mapping)
    factors = {c: read(c).factor for c in raw.frame["unit"].unique().to_list() if c}
    factor = raw.frame["unit"].replace_strict(
        list(factors), list(factors.values()), default=1.0, return_dtype=pl.Float64
    )
    frame = pl.DataFrame(
        {
            "mass": amounts["mass_t"].values,
            "quantity": amounts["quantity"].values * factor,
            "unit": unit.values,
        }
    )
    is_mass = (pl.col("unit") == "t").fill_null(value=False)
    has_unit = pl.col("unit").is_not_null() & pl.col("quantity").is_not_null() & ~is_mass
    read_all = frame.select(
        mass=pl.coalesce("mass", pl.when(is_mass).then("quantity")),
        quantity=pl.when(has_unit).then("quantity"),
        unit=pl.when(has_unit).then("unit"),
    )
    bare = amounts["quantity"].values.is_not_null() & unit.values.is_null()
    no_unit = set_aside(raw, bare, "unit", "a unit", "a quantity without a unit")
    amounts = amounts | {
        "mass_t": Field(read_all["mass"], amounts["mass_t"].rejects),
        "quantity": Field(read_all["quantity"], amounts["quantity"].rejects),
    }
    return Field(read_all["unit"], unit.rejects + no_unit), amounts


def _no_amount(raw: RawCases, amounts: dict[str, Field]) -> Field:
    frame = pl.DataFrame([field.values.alias(name) for name, field in amounts.items()])
    empty = frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
    name = next(name for name in amounts if name in raw.frame.columns)
    return Field(empty, set_aside(raw, empty, name, "a figure", "no figure of any kind"))
