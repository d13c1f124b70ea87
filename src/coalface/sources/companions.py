"""Read CEPII's companion file of countries, which goes before our own list of numeric codes."""

from functools import partial
from pathlib import Path

from coalface.errors import InputError
from coalface.sources.country_codes import read_numeric_country
from coalface.sources.headers import find_text_delimiter
from coalface.sources.spellings import Reader, Spelling, read_country
from coalface.sources.text_blocks import find_file_encoding
from coalface.sources.text_tables import read_first_records

__all__ = ["party_reader"]

CODES = ("country_code", "code", "i")
ENCODINGS = ("utf-8", "latin-1")  # names of countries are not read, codes are the same in both


def party_reader(companion: Path | None) -> Reader:
    """Give the reader of numeric codes, the companion's before our own list.

    Args:
        companion: CEPII's file of countries: any column of codes, and one of three letters.

    Raises:
        InputError: If the file lacks one of these columns, is no text, or gives a code to a country
            that has another.
    """
    return partial(_read_party, _read_companion(companion) if companion else {})


def _read_party(own: dict[int, str], text: str) -> Spelling:
    if own and text.isdigit() and (iso3 := own.get(int(text[:9]))):
        return Spelling(iso3)
    return read_numeric_country(text)


def _read_companion(path: Path) -> dict[int, str]:
    encoding = find_file_encoding(path, ENCODINGS)
    delimiter = find_text_delimiter(path, [*CODES, "country_iso3"], encoding)
    records = read_first_records(path, delimiter, encoding, n_records=1000)
    header = [cell.strip().casefold() for cell in records[0]]
    codes = [i for i, name in enumerate(header) if name in CODES]
    letters = [i for i, name in enumerate(header) if "iso3" in name or "iso_3" in name]
    if not codes or not letters:
        raise InputError(
            f"{path.name}: found the columns {', '.join(records[0])}; expected one of codes "
            "(country_code) and one of three letters (country_iso3)."
        )
    known: dict[int, str] = {}
    for row, cells in enumerate(records[1:], 2):
        if any(cell.strip() for cell in cells):
            known |= _read_row(f"{path.name}, row {row}", cells, codes[0], letters[0])
    return known


def _read_row(where: str, cells: list[str], code_at: int, letters_at: int) -> dict[int, str]:
    if len(cells) <= max(code_at, letters_at):
        raise InputError(f"{where}: {len(cells)} cells, too few. Mend that row, or fetch it again.")
    code, iso3 = cells[code_at].strip(), cells[letters_at].strip().upper()
    ours = read_numeric_country(code).value
    is_country = read_country(iso3).value == iso3
    if is_country and ours not in {None, iso3} and read_country(ours or "").value == ours:
        raise InputError(
            f"{where}: {code} is given to {iso3}, but it is the code of {ours}. Mend that row."
        )
    if is_country and code.isdigit():
        return {int(code): iso3}
    if iso3 not in {"", "N/A", "NA"} and not ours:
        raise InputError(f"{where}: {iso3[:20]!r} is no country's three letters.")
    return {}
