"""Read a year of CEPII's BACI: reconciled trade of every pair of countries by HS6."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from coalface.errors import InputError
from coalface.sources.case_fields import Field
from coalface.sources.case_files import RawCases
from coalface.sources.companions import party_reader
from coalface.sources.flow_fields import (
    locators,
    read_figure,
    read_period,
    read_required,
    row_ids,
    trade_code_reader,
)
from coalface.sources.headers import check_header, check_no_index, find_text_delimiter
from coalface.sources.publishers import read_publisher
from coalface.sources.reading import (
    FileBatch,
    ReadOptions,
    check_row_counts,
    flow_rows,
    make_batch,
)
from coalface.sources.seen_records import Keys, SeenRecords
from coalface.sources.spellings import Reader, read_hs_revision
from coalface.sources.text_tables import TextLayout, read_chunks, read_first_records

__all__ = ["facts_in_name", "is_baci", "read_baci"]

COLUMNS = ("t", "i", "j", "k", "v", "q")
N_LOOKED_AT = 50
USD_PER_UNIT = 1000.0  # v is in thousands of dollars
NAME = re.compile(r"BACI_HS(\d{2})_Y(\d{4})_V(\d{6}[a-z]?)", re.IGNORECASE)
AREAS, CODES = np.uint64(1000), np.uint64(1_000_000)
RECONCILED = "reconciled by CEPII from both sides' records; not what the reporter declared"


def is_baci(header: list[str]) -> bool:
    """Say whether the first line is BACI's header, or its first record where there is none."""
    cells = [cell.strip().casefold() for cell in header]
    return cells[:3] == ["t", "i", "j"] or _is_record(cells)


def read_baci(path: Path, options: ReadOptions) -> Iterator[FileBatch]:
    """Read a BACI file of one year, with or without a header.

    Each record becomes an export of the exporter, valued FOB. It is CEPII's reconciled figure, not
    the exporter's declaration: for a country that reports nothing it rests on the partners alone.

    Args:
        path: A CSV file, or one packed with gzip.
        options: `vintage` and `hs_revision` are taken from a name such as
            `BACI_HS17_Y2020_V202401.csv` where they are not given; `countries` is CEPII's
            companion file of country codes.

    Returns:
        Batches of table `flows`; the quantity stands in `mass_t`.

    Raises:
        InputError: If the file is no BACI file, is cut short, or holds more than one year.
    """
    publisher = read_publisher("baci")
    layout = _find_layout(path, options)
    chunks = read_chunks(
        path, layout, block_bytes=options.block_bytes, batch_rows=options.batch_rows
    )
    named = facts_in_name(path)
    facts = {name: getattr(options, name) or named.get(name) for name in ("hs_revision", "vintage")}
    read_code = trade_code_reader(publisher.words["k"], facts["hs_revision"], n_digits=6)
    readers = (party_reader(options.countries), read_code)
    one_year = _OneYear(path, named.get("year"), options.read_on)
    seen = SeenRecords("the exporter, importer and code")
    make = partial(_make_rows, facts=facts, readers=readers, one_year=one_year, seen=seen)
    return check_row_counts((make(raw) for raw in chunks), path, publisher)


def facts_in_name(path: Path) -> dict[str, str]:
    """Give what the name of a BACI file says of what is in it.

    The same bytes under another name can be read as another edition or release: what tells two
    ingests apart must hold these facts.

    Returns:
        `hs_revision`, `year` and `vintage`; nothing for a name that CEPII would not give.
    """
    named = NAME.search(path.name)
    if named is None:
        return {}
    facts = {"hs_revision": _edition(named[1]), "year": named[2], "vintage": f"V{named[3]}"}
    return {name: fact for name, fact in facts.items() if fact}


def _find_layout(path: Path, options: ReadOptions) -> TextLayout:
    encoding = options.encoding or "utf-8"
    delimiter = find_text_delimiter(path, COLUMNS, encoding)
    first, *records = read_first_records(path, delimiter, encoding, n_records=N_LOOKED_AT)
    if _is_record([cell.strip() for cell in first]):
        return TextLayout(COLUMNS, delimiter, encoding, n_header=0, has_last_end=True)
    names = check_header(path, first, read_publisher("baci"))
    check_no_index(path, first, records)
    return TextLayout(names, delimiter, encoding, header=tuple(first), has_last_end=True)


def _is_record(cells: list[str]) -> bool:
    return len(cells) == len(COLUMNS) and all(cell.isdigit() for cell in cells[:4])


def _edition(digits: str) -> str | None:
    return read_hs_revision(f"HS{digits}").value


class _OneYear:
    """Keep the year of the first record: a BACI file holds one year."""

    def __init__(self, path: Path, year: str | None, read_on: date | None) -> None:
        self.path = path
        self.read_on = read_on
        self.year = int(year) if year else None

    def check(self, raw: RawCases, starts: pl.Series) -> None:
        years = starts.dt.year()
        self.year = self.year or years.drop_nulls().first()  # type: ignore[assignment]
        if self.year is None:
            return
        other = (years != self.year).fill_null(value=False)
        if other.any():
            row, found = raw.frame["row"].filter(other)[0], years.filter(other)[0]
            raise InputError(
                f"{self.path.name}, row {row}, column t: {found}, expected {self.year}: a BACI "
                "file holds one year. Two files are glued together, or the name is wrong."
            )


def _make_rows(
    raw: RawCases,
    facts: dict[str, str | None],
    readers: tuple[Reader, Reader],
    one_year: _OneYear,
    seen: SeenRecords,
) -> FileBatch:
    publisher = read_publisher("baci")
    read_party, read_code = readers
    start, end = read_period(raw, "t", expected="a year", read_on=one_year.read_on)
    one_year.check(raw, start.values)
    party = "a numeric country code"
    exporter = read_required(raw, "i", read_party, party)
    importer = read_required(raw, "j", read_party, party)
    code = read_required(raw, "k", read_code, "a code of six digits")
    value = read_figure(raw, "v", missing=publisher.missing, is_required=True)
    mass = read_figure(raw, "q", missing=publisher.missing)
    columns: dict[str, pl.Series | str | None] = {
        "row_id": row_ids(raw),
        "dataset": "ingested",
        "reporter": exporter.values,
        "partner": importer.values,
        "flow": "export",
        "period_start": start.values,
        "period_end": end.values,
        "hs_code": code.values,
        "value_fob_usd": value.values * USD_PER_UNIT,
        "mass_t": mass.values,
        "source_id": publisher.id,
        "locator": locators(raw),
        "confidence": "high",
        "note": RECONCILED,
    }
    fields: list[Field] = [start, exporter, importer, code, value, mass]
    rows = flow_rows(columns | facts, len(raw.frame))
    return make_batch(raw, rows, fields, seen=(seen, _keys(raw)))


def _keys(raw: RawCases) -> Keys:
    """Give each record a number that rises as a file sorted by exporter, importer and code does."""
    key = (_whole(raw, "i") * AREAS + _whole(raw, "j")) * CODES + _whole(raw, "k")
    return Keys(key, np.zeros(len(key), dtype=np.uint32))


def _whole(raw: RawCases, name: str) -> npt.NDArray[np.uint64]:
    text = raw.frame[name]
    numbers = text.cast(pl.UInt64, strict=False)
    if numbers.null_count():  # 408.0 is read too; what is no number was refused
        plain = text.cast(pl.Float64, strict=False).cast(pl.UInt64, strict=False)
        numbers = numbers.fill_null(plain).fill_null(0)
    return numbers.to_numpy()
