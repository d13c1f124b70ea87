"""What was read is written in the publisher's own format, and read again: the same table."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.contracts.publisher_files import (
    BACI_HEADER,
    COMTRADE_HEADER,
    GACC_HEADER,
    LEGACY_HEADER,
    MAPPING,
    PINKSHEET_SERIES,
    Record,
    baci_records,
    comtrade_record,
    comtrade_records,
    gacc_record,
    gacc_records,
    legacy_record,
    legacy_records,
    mapped_lines,
    pinksheet_rows,
)
from tests.contracts.publisher_writers import write_csv, write_json, write_pinksheet, write_sheet
from tests.contracts.test_publishers import read_all

from coalface.sources.country_codes import numeric_countries
from coalface.sources.kinds import find_kind
from coalface.sources.publishers import read_publisher

Row = dict[str, Any]
NUMBERS = {iso3: str(code) for code, iso3 in reversed(numeric_countries().items())}
EDITIONS = {"HS1992": "H0", "HS2012": "H4"}
NAMES = {"PRK": "朝鲜", "HKG": "香港", "COD": "刚果民主共和国"}
UNITS = {"pcs": ("5", 1.0), "MWh": ("3", 1.0), "pairs": ("6", 1.0), None: ("8", 1000.0)}


def text(number: float | None) -> str:
    return "" if number is None else repr(number)


def has(row: Row, words: str) -> str:
    return str(words in (row["note"] or ""))


def as_comtrade(row: Row) -> Record:
    modes = {word: code for code, word in read_publisher("comtrade").words["motCode"].items()}
    part = row["trade_mode"] or ""
    unit, factor = UNITS[row["unit"]]
    mass_kg = None if row["mass_t"] is None else row["mass_t"] * 1000
    quantity = row["quantity"] if row["unit"] else row["mass_t"]
    month = row["period_start"].month if (row["period_end"] - row["period_start"]).days < 40 else 0
    values = (row["value_cif_usd"], row["value_fob_usd"], row["value_mixed_usd"])
    return comtrade_record(
        period=f"{row['period_start']:%Y}" + (f"{month:02d}" if month else ""),
        reporterCode=NUMBERS[row["reporter"]],
        partnerCode=NUMBERS[row["partner"]],
        flowCode={"import": "M", "export": "X"}[row["flow"]],
        cmdCode=row["hs_code"],
        cmdDesc=row["description"],
        classificationCode=EDITIONS[row["hs_revision"]],
        motCode=modes.get(row["transport_mode"], "0"),
        customsCode=part.removeprefix("customs procedure ") if "customs" in part else "C00",
        partner2Code=NUMBERS[part.removeprefix("second partner ")] if "second" in part else "0",
        qtyUnitCode=unit,
        qty="" if quantity is None else repr(quantity * factor),
        netWgt="0" if "printed as 0" in (row["note"] or "") else text(mass_kg),
        cifvalue=text(values[0]),
        fobvalue=text(values[1]),
        primaryValue=text(next(value for value in values if value is not None)),
        isQtyEstimated=has(row, "quantity estimated"),
        isNetWgtEstimated=has(row, "weight estimated"),
        legacyEstimationFlag="4" if (row["note"] or "").count("weight estimated") > 1 else "0",
        isAggregate=has(row, "a sum made"),
        isReported=str(has(row, "not reported") == "False"),
        isOriginalClassification=str(has(row, "converted") == "False"),
    )


def as_legacy(row: Row) -> Record:
    unit, factor = UNITS[row["unit"]]
    quantity = row["quantity"] if row["unit"] else row["mass_t"]
    month = row["period_start"].month if (row["period_end"] - row["period_start"]).days < 40 else 0
    note = row["note"] or ""
    flag = "6" if "and weight" in note else "2" if "quantity estimated" in note else "0"
    values = (row["value_cif_usd"], row["value_fob_usd"], row["value_mixed_usd"])
    return legacy_record(
        **{
            "Period": f"{row['period_start']:%Y}" + (f"{month:02d}" if month else ""),
            "Reporter Code": NUMBERS[row["reporter"]],
            "Partner Code": NUMBERS[row["partner"]],
            "TradeFlow Code": {"import": "1", "export": "2"}[row["flow"]],
            "Commodity Code": row["hs_code"],
            "Commodity": row["description"],
            "Qty Unit Code": unit,
            "Qty": "" if quantity is None else repr(quantity * factor),
            "Netweightkg": "" if row["mass_t"] is None else repr(row["mass_t"] * 1000),
            "CIF TradeValue": text(values[0]),
            "FOB Trade Value (US$)": text(values[1]),
            "TradeValueUS": text(next(value for value in values if value is not None)),
            "Flag": flag,
        }
    )


def as_baci(row: Row) -> Record:
    return {
        "t": f"{row['period_start']:%Y}",
        "i": NUMBERS[row["reporter"]],
        "j": NUMBERS[row["partner"]],
        "k": row["hs_code"].lstrip("0"),
        "v": repr(row["value_fob_usd"] / 1000),
        "q": "NA" if row["mass_t"] is None else repr(row["mass_t"]),
    }


def as_gacc(row: Row) -> Record:
    mass_kg = "-" if row["mass_t"] is None else f"{row['mass_t'] * 1000:,}"
    first = (mass_kg, "千克")
    second = (f"{row['quantity']:,}", "个") if row["unit"] else ("-", "-")
    return gacc_record(
        数据年月=f"{row['period_start']:%Y%m}",
        商品编码=row["hs_code"],
        商品名称=row["description"],
        贸易伙伴名称=NAMES[row["partner"]],
        注册地名称=row["reporter_region"],
        贸易方式名称=row["trade_mode"],
        第一数量=first[0],
        第一计量单位=first[1],
        第二数量=second[0],
        第二计量单位=second[1],
        人民币=row["note"].split(" CNY")[0],
    )


FORMATS = {
    "comtrade": (COMTRADE_HEADER, comtrade_records(), as_comtrade),
    "legacy": (LEGACY_HEADER, legacy_records(), as_legacy),
    "baci": (BACI_HEADER, baci_records(), as_baci),
    "gacc": (GACC_HEADER, gacc_records(), as_gacc),
}


def read_format(folder: Path, name: str, records: list[Record]) -> pl.DataFrame:
    folder.mkdir()
    kind = "comtrade" if name == "legacy" else name
    path = write_csv(folder / "BACI_HS12_Y2016_V202401.csv", FORMATS[name][0], records)
    return read_all(path, kind, flow="import", vintage="2024").rows


@pytest.mark.parametrize("name", FORMATS)
def test_table_written_in_the_publishers_format_is_read_again_as_it_was(
    tmp_path: Path, name: str
) -> None:
    _, records, as_published = FORMATS[name]
    first = read_format(tmp_path / "first", name, records)

    written = [as_published(row) for row in first.iter_rows(named=True)]
    again = read_format(tmp_path / "again", name, written)

    assert len(first) == len(records)
    numbers = pl.col(pl.Float64).round_sig_figs(14)
    assert again.with_columns(numbers).equals(first.with_columns(numbers))


def test_json_written_from_what_was_read_is_read_again_as_it_was(tmp_path: Path) -> None:
    first = read_all(write_json(tmp_path / "r.json", comtrade_records()), "comtrade").rows

    written = [as_comtrade(row) for row in first.iter_rows(named=True)]
    again = read_all(write_json(tmp_path / "s.json", written), "comtrade").rows

    numbers = pl.col(pl.Float64).round_sig_figs(14)
    assert again.with_columns(numbers).equals(first.with_columns(numbers))


def test_pink_sheet_written_from_its_prices_is_read_again_as_it_was(tmp_path: Path) -> None:
    first = read_all(write_pinksheet(tmp_path / "p.xlsx", pinksheet_rows()), "pinksheet").rows
    headings, units, *months = pinksheet_rows()
    series = {h: rule.series for h, rule in read_publisher("pinksheet").series.items()}
    prices = {
        (row["series"], f"{row['period_start']:%YM%m}"): row["price_low"]
        for row in first.iter_rows(named=True)
    }

    rows: list[list[str | float]] = [
        [
            month[0],
            *(
                prices.get((series.get(h.rstrip(" *"), ""), str(month[0])), "…")
                for h in PINKSHEET_SERIES
            ),
        ]
        for month in months
    ]
    path = write_pinksheet(tmp_path / "again.xlsx", [headings, units, *rows])

    assert read_all(path, "pinksheet").rows.equals(first)


def test_mapped_table_written_from_what_was_read_is_read_again_as_it_was(tmp_path: Path) -> None:
    mapping = tmp_path / "m.yml"
    mapping.write_text(MAPPING, encoding="utf-8")
    path = write_sheet(tmp_path / "m.xlsx", mapped_lines())
    first = read_all(path, "mapped", mapping=mapping).rows

    rows = [
        [
            row["row_id"],
            f"{row['period_start']:%Y.%m}",
            row["reporter"],
            row["flow"],
            row["hs_code"],
            row["description"],
            text(row["value_mixed_usd"] / 1000),
            text(row["quantity"] if row["unit"] else row["mass_t"]) or "-",
            row["unit"] or ("t" if row["mass_t"] is not None else ""),
            row["reporter_region"] or "",
        ]
        for row in first.iter_rows(named=True)
    ]
    again = write_sheet(tmp_path / "again.xlsx", [*mapped_lines()[:3], *rows])

    assert read_all(again, "mapped", mapping=mapping).rows.equals(first)


@pytest.mark.parametrize("ending", ["parquet", "csv"])
@pytest.mark.parametrize("name", FORMATS)
def test_table_written_as_our_own_is_read_again_as_it_was(
    tmp_path: Path, name: str, ending: str
) -> None:
    first = read_format(tmp_path / "first", name, FORMATS[name][1])
    path = tmp_path / f"flows.{ending}"

    if ending == "csv":
        first.write_csv(path)
    else:
        first.write_parquet(path)

    assert find_kind(path) == "flows"
    assert read_all(path, "flows").rows.equals(first)
