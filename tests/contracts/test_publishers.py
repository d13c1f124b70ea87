"""Each reader on some twenty lines under the publisher's own header; the figures are made up."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.contracts.publisher_files import (
    BACI_HEADER,
    COMTRADE_HEADER,
    GACC_HEADER,
    LEGACY_HEADER,
    baci_records,
    comtrade_record,
    comtrade_records,
    gacc_records,
    legacy_record,
    legacy_records,
    pinksheet_rows,
)
from tests.contracts.publisher_writers import write_csv, write_json, write_pinksheet

from coalface.errors import InputError
from coalface.sources.kinds import KINDS, find_kind, read_file
from coalface.sources.publishers import PUBLISHERS, read_publisher
from coalface.sources.reading import FileBatch, ReadOptions
from coalface.tables.flows import check_flows
from coalface.tables.prices import check_prices

CHECKS = {"flows": check_flows, "prices": check_prices}


def read_all(path: Path, kind: str, **options: Any) -> FileBatch:
    """Read a whole file and check what every batch promises."""
    parts = list(read_file(path, kind, ReadOptions(**options)))
    batches = [batch for batch in parts if batch.table != "sources"]
    for batch in batches:
        assert batch.n_rows == len(batch.rows) + len(batch.rejects)
        assert not batch.rejects["row"].is_duplicated().any() or batch.table == "prices"
    rows = pl.concat([batch.rows for batch in batches])
    CHECKS[batches[0].table](rows)
    rejects = pl.concat([batch.rejects for batch in batches])
    notes = tuple(dict.fromkeys(note for batch in batches for note in batch.notes))
    return FileBatch(batches[0].table, rows, rejects, sum(b.n_rows for b in batches), notes)


def row_of(batch: FileBatch, row_id: str) -> dict[str, Any]:
    return batch.rows.row(by_predicate=pl.col("row_id") == row_id, named=True)


@pytest.fixture
def comtrade(tmp_path: Path) -> FileBatch:
    path = write_csv(tmp_path / "TradeData.csv", COMTRADE_HEADER, comtrade_records())
    return read_all(path, "comtrade", vintage="2024-05-01")


def test_every_packaged_definition_of_a_publisher_can_be_read() -> None:
    assert [read_publisher(name).id for name in PUBLISHERS] == list(PUBLISHERS)


def test_comtrade_import_stands_under_cif_and_its_weight_in_tonnes(comtrade: FileBatch) -> None:
    row = row_of(comtrade, "2")

    assert (row["reporter"], row["partner"], row["flow"]) == ("CHN", "PRK", "import")
    assert (row["value_cif_usd"], row["value_fob_usd"], row["value_mixed_usd"]) == (
        98765.4,
        None,
        None,
    )
    assert (row["mass_t"], row["quantity"]) == (1200.0, None)
    assert (row["period_start"], row["period_end"]) == (date(2016, 1, 1), date(2017, 1, 1))
    assert (row["hs_code"], row["hs_revision"]) == ("270111", "HS2012")
    assert (row["source_id"], row["vintage"], row["locator"]) == (
        "comtrade",
        "2024-05-01",
        "row 2",
    )


def test_comtrade_totals_of_goods_keep_their_code(comtrade: FileBatch) -> None:
    codes = [row_of(comtrade, str(row))["hs_code"] for row in (3, 4, 5)]

    assert codes == ["TOTAL", "27", "2701"]
    assert row_of(comtrade, "4")["description"] == 'Mineral fuels, "mineral" oils'
    assert row_of(comtrade, "5")["note"] == "a sum made by the UN; not reported as it stands"


def test_comtrade_parts_of_a_breakdown_are_told_from_the_total(comtrade: FileBatch) -> None:
    parts = comtrade.rows.filter(
        pl.col("transport_mode").is_not_null() | pl.col("trade_mode").is_not_null()
    )

    assert parts.select("row_id", "transport_mode", "trade_mode").rows() == [
        ("6", "sea", None),
        ("7", "road", None),
        ("8", None, "customs procedure C04"),
        ("9", None, "second partner HKG"),
    ]


def test_comtrade_areas_have_codes_of_their_own(comtrade: FileBatch) -> None:
    partners = [row_of(comtrade, str(row))["partner"] for row in (10, 11, 20)]

    assert partners == ["WLD", "TWN", "XBK"]
    assert row_of(comtrade, "20")["reporter"] == "FRA"


def test_comtrade_import_valued_fob_is_never_put_under_cif(comtrade: FileBatch) -> None:
    usa, india = row_of(comtrade, "12"), row_of(comtrade, "13")

    assert (usa["value_cif_usd"], usa["value_fob_usd"]) == (None, 500.5)
    assert "import valued FOB" in usa["note"]
    assert (india["value_cif_usd"], india["value_mixed_usd"]) == (None, 77)
    assert "valuation not stated" in india["note"]


def test_comtrade_quantity_in_other_units_keeps_its_unit(comtrade: FileBatch) -> None:
    power, shoes = row_of(comtrade, "14"), row_of(comtrade, "15")

    assert (power["quantity"], power["unit"], power["mass_t"]) == (52.5, "MWh", None)
    assert (shoes["quantity"], shoes["unit"], shoes["mass_t"]) == (310, "pairs", 1200)
    assert shoes["note"] == "quantity estimated by the UN"


def test_comtrade_unit_without_a_listed_code_is_read_by_its_abbreviation(tmp_path: Path) -> None:
    records = [
        comtrade_record(qtyUnitCode="31", qtyUnitAbbr=abbreviation, qty="2000", netWgt="")
        for abbreviation in ("g", "bbl", "furlong")
    ]

    read = read_all(write_csv(tmp_path / "c.csv", COMTRADE_HEADER, records), "comtrade")

    assert read.rows.select("mass_t", "quantity", "unit").rows() == [
        (pytest.approx(0.002), None, None),
        (None, 2000, "bbl"),
    ]
    assert read.rejects.select("row", "found").rows() == [(4, "furlong")]


def test_comtrade_estimates_and_empty_weights_are_marked(comtrade: FileBatch) -> None:
    estimated, empty = row_of(comtrade, "16"), row_of(comtrade, "17")

    assert estimated["note"].count("weight estimated by the UN") == 2
    assert (empty["mass_t"], empty["note"]) == (None, "weight printed as 0")


def test_comtrade_month_is_a_month(comtrade: FileBatch) -> None:
    row = row_of(comtrade, "18")

    assert (row["period_start"], row["period_end"]) == (date(2016, 7, 1), date(2016, 8, 1))


@pytest.mark.parametrize("flow", ["RM", "RX", "DX", "FM", "MIP", "XOP"])
def test_comtrade_flow_that_is_part_of_another_is_refused_by_name(
    tmp_path: Path, flow: str
) -> None:
    records = [comtrade_record(), comtrade_record(flowCode=flow)]

    read = read_all(write_csv(tmp_path / "c.csv", COMTRADE_HEADER, records), "comtrade")

    assert read.rejects.select("row", "column", "found").rows() == [(3, "flowCode", flow)]
    assert "part of" in read.rejects["reason"][0]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"partnerCode": "998"}, "partnerCode", "998"),
        ({"reporterCode": "X"}, "reporterCode", "not a numeric"),
        ({"qtyUnitCode": "77", "qtyUnitAbbr": "N/A"}, "qtyUnitCode", "unit 77 is not known"),
        ({"cmdCode": "271"}, "cmdCode", "3 digits"),
        ({"cmdCode": "000000"}, "cmdCode", "no edition"),
        ({"classificationCode": "S3"}, "classificationCode", "nomenclature other"),
        ({"typeCode": "S"}, "typeCode", "services"),
        ({"motCode": "7777"}, "motCode", "does not know this code"),
        ({"primaryValue": "twelve thousand"}, "primaryValue", "not a number"),
        ({"primaryValue": "-5"}, "primaryValue", "negative"),
        ({"primaryValue": "1e400"}, "primaryValue", "not finite"),
        ({"netWgt": "inf"}, "netWgt", "not finite"),
        ({"primaryValue": "NaN"}, "primaryValue", "not finite"),
        ({"primaryValue": "", "cifvalue": ""}, "primaryValue", "no value at all"),
        ({"period": "201613"}, "period", "no such day"),
        ({"isAggregate": "maybe"}, "isAggregate", "neither true nor false"),
        ({"legacyEstimationFlag": "3"}, "legacyEstimationFlag", "not known"),
    ],
)
def test_comtrade_record_that_cannot_be_read_is_refused_by_name(
    tmp_path: Path, cells: dict[str, str], column: str, reason: str
) -> None:
    records = [comtrade_record(), comtrade_record(**cells), comtrade_record()]

    read = read_all(write_csv(tmp_path / "c.csv", COMTRADE_HEADER, records), "comtrade")

    assert read.rejects.select("row", "column").rows() == [(3, column)]
    assert reason in read.rejects["reason"][0]
    assert read.rows["row_id"].to_list() == ["2", "4"]


def test_comtrade_json_gives_the_same_rows_as_the_csv(tmp_path: Path, comtrade: FileBatch) -> None:
    read = read_all(
        write_json(tmp_path / "reply.json", comtrade_records()), "comtrade", vintage="2024-05-01"
    )

    assert read.rows.drop("row_id", "locator").equals(comtrade.rows.drop("row_id", "locator"))
    assert read.rows["locator"][0] == "record 1"


def test_comtrade_json_on_one_long_line_is_read(tmp_path: Path) -> None:
    path = write_json(tmp_path / "reply.json", comtrade_records() * 80)

    assert find_kind(path) == "comtrade"
    assert len(read_all(path, "comtrade").rows) == 1600


def test_legacy_comtrade_in_latin_1_is_read(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "comtrade.csv", LEGACY_HEADER, legacy_records(), encoding="latin-1", ends="\r\n"
    )

    read = read_all(path, "comtrade")

    assert len(read.rows) == 20
    assert row_of(read, "8")["description"] == "Noix de cajou, décortiquées"
    assert row_of(read, "3")["reporter"] == "CIV"
    assert (row_of(read, "2")["value_mixed_usd"], row_of(read, "5")["value_cif_usd"]) == (
        98765,
        98765,
    )
    assert row_of(read, "9")["note"].endswith("quantity and weight estimated by the UN")
    assert set(read.rows["source_id"]) == {"comtrade_legacy"}


def test_legacy_header_is_matched_loosely(tmp_path: Path) -> None:
    renamed = {"Netweightkg": "Netweight (kg)", "TradeValueUS": "Trade Value (US$)"}
    header = [renamed.get(name, name) for name in LEGACY_HEADER]
    record = {renamed.get(name, name): cell for name, cell in legacy_record().items()}

    read = read_all(write_csv(tmp_path / "c.csv", header, [record]), "comtrade")

    assert read.rows.select("value_mixed_usd", "mass_t").row(0) == (98765, 1200)


@pytest.mark.parametrize("code", ["3", "4"])
def test_legacy_re_exports_and_re_imports_are_refused_by_name(tmp_path: Path, code: str) -> None:
    records = [legacy_record(), legacy_record(**{"TradeFlow Code": code})]

    read = read_all(write_csv(tmp_path / "c.csv", LEGACY_HEADER, records), "comtrade")

    assert read.rejects.select("row", "column").rows() == [(3, "TradeFlow Code")]
    assert "twice" in read.rejects["reason"][0]


@pytest.mark.parametrize(
    ("name", "header", "records", "kind"),
    [
        ("c.csv", COMTRADE_HEADER, comtrade_records(), "comtrade"),
        ("l.csv", LEGACY_HEADER, legacy_records(), "comtrade"),
        ("b.csv", BACI_HEADER, baci_records(), "baci"),
        ("g.csv", GACC_HEADER, gacc_records(), "gacc"),
    ],
)
def test_kind_is_told_by_what_stands_in_the_file(
    tmp_path: Path, name: str, header: list[str], records: list[dict[str, str]], kind: str
) -> None:
    encoding = "gb18030" if kind == "gacc" else "utf-8"

    path = write_csv(tmp_path / name, header, records, encoding=encoding)

    assert find_kind(path) == kind
    assert kind in KINDS


def test_kind_of_json_and_workbooks_is_told_too(tmp_path: Path) -> None:
    assert find_kind(write_json(tmp_path / "r.json", comtrade_records())) == "comtrade"
    assert find_kind(write_pinksheet(tmp_path / "p.xlsx", pinksheet_rows())) == "pinksheet"


def test_unknown_file_names_the_nearest_kind_and_what_it_lacks(tmp_path: Path) -> None:
    header = [name for name in COMTRADE_HEADER if name != "primaryValue"]
    path = write_csv(tmp_path / "c.csv", header, comtrade_records())

    with pytest.raises(InputError, match=r"nearest kind is 'comtrade'.* lacks primaryValue"):
        find_kind(path)
