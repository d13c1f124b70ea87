"""BACI, China customs, the Pink Sheet and mapped tables: some twenty made-up lines of each."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.contracts.publisher_files import (
    BACI_HEADER,
    GACC_HEADER,
    MAPPING,
    baci_records,
    gacc_record,
    gacc_records,
    mapped_lines,
    pinksheet_rows,
)
from tests.contracts.publisher_writers import write_csv, write_pinksheet, write_sheet
from tests.contracts.test_publishers import read_all, row_of

from coalface.errors import InputError
from coalface.sources.kinds import read_file
from coalface.sources.reading import ReadOptions
from coalface.tables.sources import check_sources


def test_baci_is_read_in_dollars_and_tonnes(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "BACI_HS12_Y2016_V202401.csv", BACI_HEADER, baci_records())

    read = read_all(path, "baci")

    assert row_of(read, "2")["value_fob_usd"] == 1186904123.0
    assert row_of(read, "2")["mass_t"] == 22480000.5
    assert read.rows.select("reporter", "partner", "flow").row(0) == ("PRK", "CHN", "export")
    assert read.rows["hs_code"].to_list()[2:4] == ["010121", "080132"]
    assert read.rows["mass_t"].to_list()[:5] == [22480000.5, None, 1.25, None, None]
    assert set(read.rows["vintage"]) == {"V202401"}
    assert set(read.rows["hs_revision"]) == {"HS2012"}


def test_baci_without_a_header_gives_the_same_rows(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "BACI_HS12_Y2016_V202401.csv", BACI_HEADER, baci_records())
    bare = tmp_path / "bare" / path.name
    bare.parent.mkdir()
    bare.write_text(path.read_text().split("\n", 1)[1])

    with_header, without = read_all(path, "baci"), read_all(bare, "baci")

    drop = ("row_id", "locator")
    assert without.rows.drop(drop).equals(with_header.rows.drop(drop))
    assert without.rows["row_id"][0] == "1"


def test_baci_packed_with_gzip_is_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "BACI_HS12_Y2016_V202401.csv.gz", BACI_HEADER, baci_records())

    assert len(read_all(path, "baci").rows) == len(baci_records())


def test_baci_of_two_years_is_an_error_with_the_row(tmp_path: Path) -> None:
    records = [*baci_records(), baci_records()[0] | {"t": "2017"}]
    path = write_csv(tmp_path / "b.csv", BACI_HEADER, records)

    with pytest.raises(InputError, match=r"row 12, column t: 2017, expected 2016"):
        read_all(path, "baci")


def test_baci_code_outside_the_stated_edition_is_refused_with_the_edition(tmp_path: Path) -> None:
    records = [*baci_records(), baci_records()[0] | {"k": "854231"}]
    path = write_csv(tmp_path / "BACI_HS92_Y2016_V202401.csv", BACI_HEADER, records)

    read = read_all(path, "baci")

    assert "HS1992 has no 854231" in read.rejects.filter(pl.col("row") == 12)["reason"][0]


def test_ceppii_companion_file_goes_before_our_own_list(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "b.csv", BACI_HEADER, baci_records())
    companion = tmp_path / "country_codes.csv"
    companion.write_text("country_code,country_name,country_iso2,country_iso3\n58,Belgium,BE,BEL\n")

    read = read_all(path, "baci", countries=companion)

    assert row_of(read, "8")["partner"] == "BEL"


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig"])
def test_china_customs_query_is_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    path = write_csv(
        tmp_path / "g.csv", GACC_HEADER, gacc_records(), encoding=encoding, has_empty_last=True
    )

    read = read_all(path, "gacc", flow="import")

    row = row_of(read, "2")
    assert (row["reporter"], row["partner"], row["flow"]) == ("CHN", "PRK", "import")
    assert (row["hs_code"], row["mass_t"]) == ("27011100", 1445)
    assert (row["reporter_region"], row["trade_mode"]) == ("辽宁省", "一般贸易")
    assert len(read.rows) == 20


def test_yuan_become_dollars_at_the_months_rate_and_say_so(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "g.csv", GACC_HEADER, gacc_records())

    row = row_of(read_all(path, "gacc", flow="import"), "2")

    rate = float(row["note"].split("rate of ")[1].split()[0])
    assert 6.8 < rate < 7
    assert row["value_cif_usd"] == pytest.approx(870105.5 / rate)
    assert row["note"].startswith("870105.5 CNY at the mean rate of")


def test_dollars_of_china_customs_stay_as_they_are(tmp_path: Path) -> None:
    header = [name.replace("人民币", "美元") for name in GACC_HEADER]
    record = {name.replace("人民币", "美元"): cell for name, cell in gacc_record().items()}

    read = read_all(write_csv(tmp_path / "g.csv", header, [record]), "gacc", flow="export")

    assert read.rows.select("flow", "value_fob_usd", "note").row(0) == ("export", 870105.5, None)


def test_second_quantity_of_china_customs_gives_the_mass_if_the_first_is_a_count(
    tmp_path: Path,
) -> None:
    read = read_all(
        write_csv(tmp_path / "g.csv", GACC_HEADER, gacc_records()), "gacc", flow="import"
    )

    machines, wigs = row_of(read, "6"), row_of(read, "7")
    assert (machines["mass_t"], machines["quantity"], machines["unit"]) == (1.2, 350, "pcs")
    assert (wigs["mass_t"], wigs["quantity"], wigs["unit"]) == (0.012, 480, "pcs")


def test_partner_of_china_customs_can_be_told_by_its_code(tmp_path: Path) -> None:
    record = gacc_record(贸易伙伴名称="某地", 贸易伙伴编码="109")
    path = write_csv(tmp_path / "g.csv", GACC_HEADER, [record])

    read = read_all(path, "gacc", flow="import", partner_codes={"109": "PRK"})

    assert read.rows["partner"].to_list() == ["PRK"]
    assert read_all(path, "gacc", flow="import").rejects["column"].to_list() == ["贸易伙伴名称"]


def test_china_customs_variants_of_the_header_are_read(tmp_path: Path) -> None:
    header = ["年月", "商品编码", "商品名称", "贸易伙伴名称", "统计数量", "计量单位", "金额_美元"]
    path = tmp_path / "g.csv"
    cells = '201702,26011100,铁矿砂,朝鲜,"1,000",吨,"70,000"'
    path.write_bytes(f"{','.join(header)}\n{cells}\n".encode("gb18030"))

    read = read_all(path, "gacc", flow="import")

    assert read.rows.select("mass_t", "value_cif_usd").row(0) == (1000, 70000)


def test_pink_sheet_gives_prices_with_their_cells(tmp_path: Path) -> None:
    read = read_all(
        write_pinksheet(tmp_path / "CMO.xlsx", pinksheet_rows()), "pinksheet", vintage="2026-06"
    )

    row = row_of(read, "F8")
    assert (row["series"], row["unit"], row["price_low"]) == (
        "coal_australia_thermal",
        "t",
        23.625,
    )
    assert (row["period_start"], row["period_end"]) == (date(1960, 2, 1), date(1960, 3, 1))
    assert (row["locator"], row["vintage"]) == ("sheet Monthly Prices, cell F8", "2026-06")
    assert set(read.rows.filter(pl.col("series") == "iron_ore_cfr_spot")["unit"]) == {"dmt"}
    assert "…" not in read.rejects["found"].to_list()


def test_mapped_workbook_and_csv_give_the_same_rows(tmp_path: Path) -> None:
    mapping = tmp_path / "kita.yml"
    mapping.write_text(MAPPING, encoding="utf-8")
    book = write_sheet(tmp_path / "kita.xlsx", mapped_lines())
    text = tmp_path / "kita.csv"
    lines = [",".join(f'"{cell}"' if cell else "" for cell in line) for line in mapped_lines()]
    text.write_bytes("\r\n".join(lines).encode("cp949"))

    from_book = read_all(book, "mapped", mapping=mapping)
    from_text = read_all(text, "mapped", mapping=mapping)

    assert from_book.rows.equals(from_text.rows)
    row = row_of(from_book, "4")
    assert (row["reporter"], row["partner"], row["flow"]) == ("CHN", "PRK", "import")
    assert (row["value_mixed_usd"], row["mass_t"], row["reporter_region"]) == (
        1250500,
        7,
        "요녕성",
    )
    wigs = row_of(from_book, "21")
    assert (wigs["quantity"], wigs["unit"]) == (2500, "pcs")


def test_mapping_file_gives_its_own_row_of_sources(tmp_path: Path) -> None:
    mapping = tmp_path / "kita.yml"
    mapping.write_text(MAPPING, encoding="utf-8")
    book = write_sheet(tmp_path / "kita.xlsx", mapped_lines())

    *_, last = read_file(book, "mapped", ReadOptions(mapping=mapping))

    check_sources(last.rows)
    assert last.rows.select("source_id", "publisher").row(0) == ("kita-made-up", "KITA")
