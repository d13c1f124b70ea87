"""Read the CSV of a query at China customs (GACC): by partner, good, month, mode, province.

The file does not say whether it holds imports or exports, and may give its value in yuan: the
first must be told, the second is turned into dollars at the month's mean rate, and marked.
"""

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.case_fields import Field, set_aside
from coalface.sources.case_files import RawCases
from coalface.sources.flow_fields import (
    filled,
    join_notes,
    locators,
    read_figure,
    read_period,
    read_required,
    row_ids,
    trade_code_reader,
)
from coalface.sources.gacc_quantities import read_quantities
from coalface.sources.headers import check_header, check_not_shifted, find_text_delimiter
from coalface.sources.packaged import read_packaged
from coalface.sources.publishers import read_publisher
from coalface.sources.reading import (
    FileBatch,
    ReadOptions,
    check_row_counts,
    flow_rows,
    make_batch,
    say_periods,
)
from coalface.sources.seen_records import SeenRecords, hash_keys
from coalface.sources.spellings import N_CACHED, Reader, Spelling, read_country
from coalface.sources.text_blocks import find_file_encoding
from coalface.sources.text_tables import TextLayout, read_chunks, read_first_records

__all__ = ["read_gacc"]

ENCODINGS = ("utf-8", "gb18030")
N_LOOKED_AT = 50
VALUES = ("value_usd", "value_cny", "value")
KEY = ("partner", "period_start", "period_end", "hs_code", "reporter_region", "trade_mode")
VALUATION = {"import": "value_cif_usd", "export": "value_fob_usd"}  # customs' own practice


@dataclass(frozen=True, slots=True)
class _Rules:
    value: str
    is_yuan: bool
    flow: str
    vintage: str | None
    hs_revision: str | None
    partner_codes: Mapping[str, str]
    read_partner: Reader
    read_code: Reader
    seen: SeenRecords
    read_on: date | None


def read_gacc(path: Path, options: ReadOptions) -> Iterator[FileBatch]:
    """Read a query's CSV, in GB18030, GBK or UTF-8.

    Args:
        path: The file.
        options: `flow` must be `import` or `export`; `currency` is needed where the value's column
            names none; `partner_codes` gives countries for customs' own codes, before names.

    Returns:
        Batches of table `flows`: the province in `reporter_region`, the mode in `trade_mode`, both
        as published. Values in yuan are turned into dollars, and `note` says at which rate.

    Raises:
        InputError: If the flow is not told, a column is missing or unknown, or the file is cut.
    """
    publisher = read_publisher("gacc")
    if options.flow not in VALUATION:
        raise InputError(
            f"{path.name}: a file of China customs does not say whether it holds imports or "
            "exports; the query did. Give --flow import or --flow export."
        )
    is_checked = options.encoding is None
    encoding = options.encoding or find_file_encoding(path, ENCODINGS)
    known = [name for c in publisher.columns for name in (c.name, *c.also)]
    delimiter = find_text_delimiter(path, known, encoding)
    header, *records = read_first_records(path, delimiter, encoding, n_records=N_LOOKED_AT)
    if records and all(len(r) == len(header) + 1 and not r[-1] for r in records):
        header = [*header, ""]
    names = check_header(path, header, publisher)
    check_not_shifted(path, header, records, publisher)
    layout = TextLayout(names, delimiter, encoding, header=tuple(header), is_checked=is_checked)
    rules = _rules(path, names, options)
    chunks = read_chunks(
        path, layout, block_bytes=options.block_bytes, batch_rows=options.batch_rows
    )
    batches = (_make_rows(raw, rules) for raw in chunks)
    return say_periods(check_row_counts(batches, path, publisher))


def _rules(path: Path, names: tuple[str, ...], options: ReadOptions) -> _Rules:
    values = [name for name in VALUES if name in names]
    if len(values) != 1:
        found = " and ".join(values) or "none"
        raise InputError(
            f"{path.name}: columns of values found: {found}; expected one of 人民币 (CNY), "
            "美元 (USD) or 金额. Export one currency a file."
        )
    if values[0] == "value" and options.currency not in {"CNY", "USD"}:
        raise InputError(
            f"{path.name}: the column of values does not name its currency. Give --currency CNY or "
            "--currency USD, as it was chosen in the query."
        )
    named = {"value_cny": "CNY", "value_usd": "USD"}.get(values[0], options.currency)
    if options.currency and options.currency != named:
        raise InputError(
            f"{path.name}: the column of values says {named}, --currency says "
            f"{options.currency}. Leave the option out."
        )
    is_yuan = named == "CNY"
    return _Rules(
        value=values[0],
        is_yuan=is_yuan,
        flow=options.flow or "",
        vintage=options.vintage,
        hs_revision=options.hs_revision,
        partner_codes=options.partner_codes,
        read_partner=_partner_reader(),
        read_code=trade_code_reader({}, options.hs_revision),
        seen=SeenRecords("the period, code, partner, trade mode, province and units"),
        read_on=options.read_on,
    )


def _make_rows(raw: RawCases, rules: _Rules) -> FileBatch:
    publisher = read_publisher("gacc")
    names = [c.key for c in publisher.columns if c.key not in raw.frame.columns]
    frame = raw.frame.with_columns(pl.lit("").alias(name) for name in names)
    if rules.partner_codes:
        by_code = pl.col("partner_code").replace_strict(
            dict(rules.partner_codes), default=pl.col("partner"), return_dtype=pl.String
        )
        frame = frame.with_columns(partner=by_code)
    raw = RawCases(raw.file, frame, raw.rejects, raw.notes)
    start, end = read_period(raw, "period", read_on=rules.read_on)
    code = read_required(raw, "code", rules.read_code, "a code of goods of 2 to 10 digits")
    partner = read_required(raw, "partner", rules.read_partner, "a partner's name")
    value = read_figure(
        raw, rules.value, missing=publisher.missing, is_required=True, thousands=True
    )
    dollars, rates = _in_dollars(raw, rules, value, start.values)
    amounts, fields = read_quantities(raw, publisher)
    columns: dict[str, pl.Series | str | None] = {
        "row_id": row_ids(raw),
        "dataset": "ingested",
        "reporter": "CHN",
        "partner": partner.values,
        "flow": rules.flow,
        "period_start": start.values,
        "period_end": end.values,
        "hs_code": code.values,
        "hs_revision": rules.hs_revision,
        "description": filled(raw.frame["description"]),
        VALUATION[rules.flow]: dollars.values,
        "reporter_region": _named(raw, "region", "region_code"),
        "trade_mode": _named(raw, "mode", "mode_code"),
        "source_id": publisher.id,
        "vintage": rules.vintage,
        "locator": locators(raw),
        "confidence": "high",
        "note": join_notes([rates, amounts.pop("note")]),
    }
    checked = [start, code, partner, value, dollars, *fields]
    rows = flow_rows(columns | amounts, len(raw.frame))
    seen = (
        rules.seen,
        hash_keys(rows.select(KEY).with_columns(raw.frame.select("unit", "unit_2"))),
    )
    return make_batch(raw, rows, checked, published=publisher.published_names(), seen=seen)


def _named(raw: RawCases, name: str, code: str) -> pl.Series:
    """Give the name as published, or its code where the file has codes alone."""
    return filled(raw.frame[name]).zip_with(raw.frame[name] != "", filled(raw.frame[code]))


def _in_dollars(
    raw: RawCases, rules: _Rules, value: Field, starts: pl.Series
) -> tuple[Field, pl.Series]:
    """Turn yuan into dollars at the mean rate of the row's month or year, and say so."""
    if not rules.is_yuan:
        return value, pl.repeat(None, len(raw.frame), dtype=pl.String, eager=True)
    spans = pl.DataFrame(
        {"start": starts, "is_month": raw.frame["period"].str.count_matches(r"\d") > 4}  # noqa: PLR2004 - a year has four digits
    )
    rated = spans.join(_rates(), on=["start", "is_month"], how="left", maintain_order="left")
    reason = "the packaged rates have none for this period; export the query in dollars"
    missing = set_aside(
        raw, rated["rate"].is_null() & starts.is_not_null(), "period", "CNY per USD", reason
    )
    said = rated.select(
        pl.format("{} CNY at the mean rate of {} CNY per USD", value.values, "rate")
    ).to_series()
    return Field(value.values / rated["rate"], missing), said


@cache
def _rates() -> pl.DataFrame:
    rates = read_packaged("fx").filter(pl.col("pair") == "CNY per USD")
    return rates.select(
        start="period_start", is_month=pl.col("frequency") == "monthly", rate="rate"
    )


def _partner_reader() -> Reader:
    @lru_cache(maxsize=N_CACHED)
    def read(text: str) -> Spelling:
        if not text:
            return Spelling(None)
        name = unicodedata.normalize("NFKC", text)
        iso3 = _chinese_names().get("".join(name.split()))
        return Spelling(iso3) if iso3 else read_country(text)

    return read


@cache
def _chinese_names() -> dict[str, str]:
    path = files("coalface").joinpath("data", "countries", "names_zh.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    return {unicodedata.normalize("NFKC", row["name"]): row["iso3"] for row in rows}
