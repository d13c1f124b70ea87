"""Turn the cells of a UN Comtrade file, new or legacy, CSV or JSON, into rows of table `flows`.

A row of a breakdown is told from the total it is part of: `transport_mode` and `trade_mode` are
empty in totals, and hold the part in parts. A second partner and a mode of supply are parts too,
and stand in `trade_mode`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from coalface.sources.case_fields import Field, read_coded, refuse, set_aside
from coalface.sources.case_files import RawCases
from coalface.sources.comtrade_values import FLAGS, read_flags, read_masses, read_values
from coalface.sources.country_codes import read_numeric_country
from coalface.sources.flow_fields import (
    filled,
    join_notes,
    locators,
    read_period,
    read_required,
    read_word,
    row_ids,
    trade_code_reader,
)
from coalface.sources.publishers import Publisher
from coalface.sources.reading import (
    FileBatch,
    ReadOptions,
    check_row_counts,
    flow_rows,
    make_batch,
    say_periods,
)
from coalface.sources.seen_records import SeenRecords, hash_keys
from coalface.sources.spellings import Reader, Spelling, read_hs_revision

__all__ = ["comtrade_batches"]

KEY = (
    *("reporter", "partner", "flow", "period_start", "period_end", "hs_code", "hs_revision"),
    *("transport_mode", "trade_mode"),
)
LONGEST_MONTH = 31  # days
SAME = "the period, reporter, partner, flow, code, edition, mode and procedure"


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one file is read by."""

    publisher: Publisher
    read_code: Reader
    vintage: str | None
    word: str
    seen: SeenRecords
    read_on: date | None


def comtrade_batches(
    chunks: Iterator[RawCases],
    path: Path,
    publisher: Publisher,
    options: ReadOptions,
    *,
    word: str = "row",
) -> Iterator[FileBatch]:
    """Turn chunks of cells into batches of table `flows`.

    Args:
        chunks: Cells as text, under the names of the new CSV.
        path: The file, for messages.
        publisher: Definition of `comtrade` or `comtrade_legacy`.
        options: `vintage` is the day of the download, which the file does not say.
        word: What a record is called in `locator`.
    """
    codes = trade_code_reader(publisher.words["cmdCode"], None)
    seen = SeenRecords(SAME, word)
    rules = _Rules(publisher, codes, options.vintage, word, seen, options.read_on)
    batches = (_make_rows(_full(raw, publisher), rules) for raw in chunks)
    return say_periods(check_row_counts(batches, path, publisher))


def _full(raw: RawCases, publisher: Publisher) -> RawCases:
    """Give the chunk with the optional columns that the file leaves out, empty."""
    absent = [c.key for c in publisher.columns if c.key not in raw.frame.columns]
    frame = raw.frame.with_columns(pl.lit("").alias(name) for name in absent)
    frame = frame.with_columns(
        pl.lit("").alias(name) for name in _ALWAYS if name not in frame.columns
    )
    return RawCases(raw.file, frame, raw.rejects, raw.notes)


_ALWAYS = ("freqCode", "mosCode", "qtyUnitAbbr", "typeCode", *FLAGS)


def _make_rows(raw: RawCases, rules: _Rules) -> FileBatch:
    publisher = rules.publisher
    start, end = read_period(raw, "period", read_on=rules.read_on)
    area = "a numeric code of a country or area"
    reporter = read_required(raw, "reporterCode", read_numeric_country, area)
    partner = read_required(raw, "partnerCode", read_numeric_country, area)
    code = read_required(raw, "cmdCode", rules.read_code, "a code of the Harmonized System")
    flow = _closed(raw, "flowCode", publisher)
    kind = _closed(raw, "typeCode", publisher, default="goods")
    edition = read_coded(raw, "classificationCode", _read_edition, "H0 to H6")
    mode = _read_mode(raw, publisher)
    trade_mode, part_fields = _read_parts(raw)
    values, value_fields = read_values(raw, publisher, flow.values)
    masses, mass_fields = read_masses(raw, publisher, values["any"])
    flags, flag_fields = read_flags(raw)
    notes = [values["note"], masses["note"], *flags]
    columns: dict[str, pl.Series | str | None] = {
        "row_id": row_ids(raw),
        "dataset": "ingested",
        "reporter": reporter.values,
        "partner": partner.values,
        "flow": flow.values,
        "period_start": start.values,
        "period_end": end.values,
        "hs_code": code.values,
        "hs_revision": edition.values,
        "description": filled(raw.frame["cmdDesc"]),
        "transport_mode": mode.values,
        "trade_mode": trade_mode,
        "source_id": publisher.id,
        "vintage": rules.vintage,
        "locator": locators(raw, rules.word),
        "confidence": "high",
        "note": join_notes(notes),
    }
    names = ("value_cif_usd", "value_fob_usd", "value_mixed_usd")
    columns |= {name: values[name] for name in names}
    columns |= {name: masses[name] for name in ("mass_t", "quantity", "unit")}
    fields = [
        kind,
        start,
        _frequency(raw, start, end),
        reporter,
        flow,
        partner,
        edition,
        code,
        mode,
        *part_fields,
    ]
    fields += [*value_fields, *mass_fields, *flag_fields]
    rows = flow_rows(columns, len(raw.frame))
    seen = (rules.seen, hash_keys(rows.select(KEY)))
    return make_batch(raw, rows, fields, published=publisher.published_names(), seen=seen)


def _frequency(raw: RawCases, start: Field, end: Field) -> Field:
    """Refuse a row whose frequency contradicts its period: one of them is wrong."""
    words = {"": "", "A": "A", "M": "M"}
    known = read_word(raw, "freqCode", words, "A with a year, M with a month")
    is_year = (end.values - start.values).dt.total_days() > LONGEST_MONTH
    wrong = ((known.values == "A") & ~is_year) | ((known.values == "M") & is_year)
    expected = "A with a year, M with a month"
    rejects = set_aside(
        raw, wrong.fill_null(value=False), "freqCode", expected, "the period is of another length"
    )
    return Field(known.values, (*known.rejects, *rejects))


def _closed(raw: RawCases, name: str, publisher: Publisher, default: str = "") -> Field:
    """Read a closed list of codes, some of which are refused with a reason of their own."""
    words = dict(publisher.words.get(name, {}))
    reasons = publisher.refuse.get(name, {})
    if default:
        words.setdefault("", default)
    text = raw.frame[name]
    expected = f"one of {', '.join(word for word in words if word)}"
    known = read_word(raw, name, words | dict.fromkeys(reasons, ""), expected)
    refused = refuse(raw, text, reasons, name, expected) if reasons else ()
    return Field(known.values, (*refused, *known.rejects))


def _read_edition(text: str) -> Spelling:
    if text in {"", "HS"}:
        return Spelling(None)
    read = read_hs_revision(text)
    if read.value and text.startswith("H"):
        return read
    return Spelling(None, "a nomenclature other than the Harmonized System")


def _read_mode(raw: RawCases, publisher: Publisher) -> Field:
    words = {"": "", "0": ""} | publisher.words["motCode"]
    mode = read_word(raw, "motCode", words, "a mode of transport of the publisher's list")
    return Field(filled(mode.values), mode.rejects)


def _read_parts(raw: RawCases) -> tuple[pl.Series, list[Field]]:
    """Read what makes a row part of another: customs procedure, mode of supply, second partner."""
    second = read_coded(raw, "partner2Code", _read_second, "a numeric code of a country or area")
    customs = read_coded(raw, "customsCode", _read_customs, "a customs procedure such as C04")
    supply = read_coded(raw, "mosCode", _read_supply, "a mode of supply from 0 to 5")
    parts = [
        ("customs procedure ", customs.values),
        ("mode of supply ", supply.values),
        ("second partner ", second.values),
    ]
    return join_notes([word + values for word, values in parts]), [second, customs, supply]


def _read_second(text: str) -> Spelling:
    read = read_numeric_country(text) if text else Spelling(None)
    return Spelling(None) if read.value == "WLD" else read


def _read_customs(text: str) -> Spelling:
    if text in {"", "C00", "0"}:
        return Spelling(None)
    is_code = len(text) <= 4 and text.isalnum() and text.isascii()  # noqa: PLR2004 - as published
    return Spelling(text) if is_code else Spelling(None, "not a code of a customs procedure")


def _read_supply(text: str) -> Spelling:
    if text in {"", "0"}:
        return Spelling(None)
    return Spelling(text) if text in set("12345") else Spelling(None, "not a mode of supply")
