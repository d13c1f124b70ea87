"""Read a year of CEPII's BACI: reconciled trade of every pair of countries by HS6."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.case_fields import Field
from coalface.sources.case_files import RawCases
from coalface.sources.country_codes import read_numeric_country
from coalface.sources.flow_fields import (
    locators,
    read_figure,
    read_period,
    read_required,
    row_ids,
    trade_code_reader,
)
from coalface.sources.headers import check_header, find_text_delimiter
from coalface.sources.publishers import read_publisher
from coalface.sources.reading import (
    FileBatch,
    ReadOptions,
    check_row_counts,
    flow_rows,
    make_batch,
)
from coalface.sources.spellings import Reader, Spelling, read_country, read_hs_revision
from coalface.sources.text_tables import TextLayout, read_chunks, read_first_records

__all__ = ["is_baci", "read_baci"]

COLUMNS = ("t", "i", "j", "k", "v", "q")
USD_PER_UNIT = 1000.0  # v is in thousands of dollars
NAME = re.compile(r"BACI_HS(\d{2})_Y(\d{4})_V(\d{6}[a-z]?)", re.IGNORECASE)
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
    named = NAME.search(path.name)
    facts = {
        "hs_revision": options.hs_revision or (_edition(named[1]) if named else None),
        "vintage": options.vintage or (f"V{named[3]}" if named else None),
    }
    read_code = trade_code_reader(publisher.words["k"], facts["hs_revision"], n_digits=6)
    readers = (_party_reader(options.countries), read_code)
    one_year = _OneYear(path, named[2] if named else None)
    make = partial(_make_rows, facts=facts, readers=readers, one_year=one_year)
    return check_row_counts((make(raw) for raw in chunks), path, publisher)


def _find_layout(path: Path, options: ReadOptions) -> TextLayout:
    encoding = options.encoding or "utf-8"
    delimiter = find_text_delimiter(path, COLUMNS, encoding)
    first = read_first_records(path, delimiter, encoding, n_records=1)[0]
    if _is_record([cell.strip() for cell in first]):
        return TextLayout(COLUMNS, delimiter, encoding, n_header=0)
    names = check_header(path, first, read_publisher("baci"))
    return TextLayout(names, delimiter, encoding, header=tuple(first))


def _is_record(cells: list[str]) -> bool:
    return len(cells) == len(COLUMNS) and all(cell.isdigit() for cell in cells[:4])


def _edition(digits: str) -> str | None:
    return read_hs_revision(f"HS{digits}").value


class _OneYear:
    """Keep the year of the first record: a BACI file holds one year."""

    def __init__(self, path: Path, year: str | None) -> None:
        self.path = path
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
) -> FileBatch:
    publisher = read_publisher("baci")
    read_party, read_code = readers
    start, end = read_period(raw, "t", expected="a year")
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
    return make_batch(raw, flow_rows(columns | facts, len(raw.frame)), fields)


def _party_reader(companion: Path | None) -> Reader:
    return partial(_read_party, _read_companion(companion) if companion else {})


def _read_party(own: dict[int, str], text: str) -> Spelling:
    if own and text.isdigit() and (iso3 := own.get(int(text[:9]))):
        return Spelling(iso3)
    return read_numeric_country(text)


def _read_companion(path: Path) -> dict[int, str]:
    """Read CEPII's file of countries: any column of codes, and one of three letters."""
    records = read_first_records(path, ",", "utf-8", n_records=1000)
    header = [cell.strip().casefold() for cell in records[0]]
    codes = [i for i, name in enumerate(header) if name in {"country_code", "code", "i"}]
    letters = [i for i, name in enumerate(header) if "iso3" in name or "iso_3" in name]
    if not codes or not letters:
        raise InputError(
            f"{path.name}: found the columns {', '.join(records[0])}; expected one of codes "
            "(country_code) and one of three letters (country_iso3)."
        )
    known: dict[int, str] = {}
    for row, cells in enumerate(records[1:], 2):
        code, iso3 = cells[codes[0]].strip(), cells[letters[0]].strip().upper()
        if read_country(iso3).value == iso3 and code.isdigit():
            known[int(code)] = iso3
        elif iso3 not in {"", "N/A", "NA"} and not read_numeric_country(code).value:
            raise InputError(f"{path.name}, row {row}: {iso3!r} is no country's three letters.")
    return known
