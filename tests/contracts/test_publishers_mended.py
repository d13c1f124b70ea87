"""Files that look whole and are not: told, and never read as something else."""

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.contracts.publisher_files import (
    BACI_HEADER,
    COMTRADE_HEADER,
    GACC_HEADER,
    Record,
    baci_records,
    comtrade_record,
    comtrade_records,
    gacc_record,
    gacc_records,
)
from tests.contracts.publisher_writers import write_csv, write_json
from tests.contracts.test_publishers import read_all

from coalface.errors import InputError
from coalface.pipeline.intake import ingest_file
from coalface.sources.baci import facts_in_name
from coalface.sources.flow_fields import trade_code_reader
from coalface.sources.kinds import find_kind, read_file
from coalface.sources.reading import ReadOptions
from coalface.sources.spellings import N_CACHED
from coalface.workspace import Workspace

BACI = "t,i,j,k,v,q\n"


def write_baci(tmp_path: Path, text: str, name: str = "b.csv") -> Path:
    path = tmp_path / name
    path.write_text(BACI + text)
    return path


def lines_of(tmp_path: Path, records: list[Record]) -> list[str]:
    return write_csv(tmp_path / "w.csv", COMTRADE_HEADER, records).read_text().splitlines()


def test_short_row_does_not_make_up_for_a_long_one(tmp_path: Path) -> None:
    years = ["2011", "2012", "2013", "2014"]
    lines = lines_of(tmp_path, [comtrade_record(period=year, cmdDesc="coal") for year in years])
    lines[2] = lines[2].replace(",coal,", ",")
    lines[3] = lines[3].replace(",coal,", ",coal,more,")
    path = tmp_path / "c.csv"
    path.write_text("\n".join(lines) + "\n")

    read = read_all(path, "comtrade")

    assert read.rejects.select("row", "found").rows() == [(3, "46 cells"), (4, "48 cells")]
    assert read.rows["row_id"].to_list() == ["2", "5"]


@pytest.mark.parametrize("batch_rows", [1, 2, 100])
def test_record_that_stands_twice_is_refused_with_the_row_of_the_first(
    tmp_path: Path, batch_rows: int
) -> None:
    records = [comtrade_record(period=year) for year in ("2015", "2014", "2016")]
    records = [*records, comtrade_record(period="2014", primaryValue="7", cifvalue="7"), records[0]]
    path = write_csv(tmp_path / "c.csv", COMTRADE_HEADER, records)

    read = read_all(path, "comtrade", batch_rows=batch_rows)

    assert read.rejects.select("row", "found").rows() == [(5, "row 3 again"), (6, "row 2 again")]
    assert "count it twice" in read.rejects["reason"][0]
    assert read.rows["value_cif_usd"].sum() == 3 * 98765.4


def test_record_whose_first_was_refused_is_read(tmp_path: Path) -> None:
    records = [comtrade_record(netWgt="heavy"), comtrade_record(), comtrade_record()]

    read = read_all(write_csv(tmp_path / "c.csv", COMTRADE_HEADER, records), "comtrade")

    assert read.rows["row_id"].to_list() == ["3"]
    assert read.rejects["found"].to_list() == ["heavy", "row 3 again"]


def test_repeated_records_of_a_reply_are_counted_as_records(tmp_path: Path) -> None:
    path = write_json(tmp_path / "r.json", [comtrade_record(), comtrade_record()])

    read = read_all(path, "comtrade")

    assert read.rejects.select("row", "found").rows() == [(2, "record 1 again")]
    assert any("a row is a record" in note for note in read.notes)


@pytest.mark.parametrize("batch_rows", [1, 3, 100])
def test_baci_cell_that_stands_twice_is_refused_sorted_or_not(
    tmp_path: Path, batch_rows: int
) -> None:
    cells = ["4,156,010121", "156,4,270111", "8,156,270111", "4.0,156,10121", "156,4,270111"]
    path = write_baci(tmp_path, "".join(f"2016,{cell},1,\n" for cell in cells))

    read = read_all(path, "baci", batch_rows=batch_rows)

    assert read.rejects.select("row", "found").rows() == [(5, "row 2 again"), (6, "row 3 again")]


def test_china_customs_row_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "g.csv", GACC_HEADER, [gacc_record(), gacc_record()])

    read = read_all(path, "gacc", flow="import")

    assert read.rejects["found"].to_list() == ["row 2 again"]


def test_baci_file_cut_inside_its_last_number_is_an_error(tmp_path: Path) -> None:
    path = write_baci(tmp_path, "2016,4,156,270111,1000.5,2000\n2016,8,156,270111,1000.5,20")

    with pytest.raises(InputError, match=r"row 3: the last line has no line end"):
        read_all(path, "baci")


def test_comtrade_file_whose_last_line_has_no_end_says_so(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("\n".join(lines_of(tmp_path, [comtrade_record()])))

    assert "row 2, the last, has no line end" in read_all(path, "comtrade").notes[0]


def test_baci_cell_with_nan_has_no_quantity(tmp_path: Path) -> None:
    read = read_all(write_baci(tmp_path, "2016,4,156,270111,1000.5,NaN\n"), "baci")

    assert read.rows.select("value_fob_usd", "mass_t").rows() == [(1_000_500, None)]


def test_baci_year_in_the_name_that_the_rows_contradict_is_an_error(tmp_path: Path) -> None:
    path = write_baci(tmp_path, "2018,4,156,270111,1,\n", "BACI_HS17_Y2019_V202501.csv")

    with pytest.raises(InputError, match=r"row 2, column t: 2018, expected 2019"):
        read_all(path, "baci")


@pytest.mark.parametrize(
    ("frequency", "period", "is_read"),
    [("A", "2017", True), ("M", "201703", True), ("A", "201703", False), ("M", "2017", False)],
)
def test_comtrade_frequency_must_fit_its_period(
    tmp_path: Path, frequency: str, period: str, *, is_read: bool
) -> None:
    record = comtrade_record(freqCode=frequency, period=period)

    read = read_all(write_csv(tmp_path / "c.csv", COMTRADE_HEADER, [record]), "comtrade")

    assert read.rejects["column"].to_list() == ([] if is_read else ["freqCode"])


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("baci", {"flow": "import"}, r"'baci' is not read with --flow"),
        ("baci", {"currency": "CNY"}, r"not read with --currency"),
        ("baci", {"vintage": "  "}, r"--vintage is empty"),
        ("baci", {"encoding": "klingon"}, r"'klingon': there is no such encoding"),
        ("baci", {"encoding": "hex"}, r"there is no such encoding"),
        ("baci", {"encoding": "utf-16"}, r"not single bytes"),
        ("baci", {"hs_revision": "HS1066"}, r"'HS1066': there is no such edition.*HS1992"),
        ("gacc", {"flow": "import", "partner_codes": {"109": "Narnia"}}, r"109=Narnia: no country"),
        ("gacc", {"flow": "import", "currency": "USD"}, r"says CNY, --currency says USD"),
    ],
)
def test_option_that_does_not_fit_is_an_error_before_anything_is_read(
    tmp_path: Path, kind: str, options: dict[str, object], message: str
) -> None:
    header, records = (
        (GACC_HEADER, gacc_records()) if kind == "gacc" else (BACI_HEADER, baci_records())
    )
    path = write_csv(tmp_path / "f.csv", header, records)

    with pytest.raises(InputError, match=message):
        read_file(path, kind, ReadOptions(**options))  # type: ignore[arg-type]


def test_edition_is_stored_by_its_own_name(tmp_path: Path) -> None:
    path = write_baci(tmp_path, "2018,4,156,270111,1,\n")

    assert read_all(path, "baci", hs_revision="2017").rows["hs_revision"].to_list() == ["HS2017"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["408,PRK", ""], ""),
        (["408,PRK", "156"], r"row 3: 1 cells, too few"),
        (["408,KOR"], r"row 2: 408 is given to KOR, but it is the code of PRK"),
    ],
)
def test_companion_of_countries_is_checked(tmp_path: Path, lines: list[str], message: str) -> None:
    companion = tmp_path / "cc.csv"
    companion.write_text("\n".join(["country_code,country_iso3", *lines]) + "\n")
    path = write_baci(tmp_path, "2018,408,156,270111,1,\n")
    if message:
        with pytest.raises(InputError, match=message):
            read_all(path, "baci", countries=companion)
    else:
        assert read_all(path, "baci", countries=companion).rows["reporter"].to_list() == ["PRK"]


def test_companion_of_countries_in_latin_1_is_read_as_it_is(tmp_path: Path) -> None:
    companion = tmp_path / "cc.csv"
    text = "country_code,country_name,country_iso3\n384,Côte d'Ivoire,CIV\n"
    companion.write_bytes(text.encode("latin-1"))
    path = write_baci(tmp_path, "2018,384,156,270111,1,\n")

    assert read_all(path, "baci", countries=companion).rows["reporter"].to_list() == ["CIV"]


def test_index_saved_with_the_table_is_named_with_what_to_do(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, comtrade_records())
    path = tmp_path / "c.csv"
    rows = [f"{number},{line}" for number, line in enumerate(lines[1:])]
    path.write_text("\n".join([f",{lines[0]}", *rows]) + "\n")

    with pytest.raises(InputError, match=r"counts the rows.*index=False"):
        read_all(path, "comtrade")


def test_blank_line_above_the_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("\n" + "\n".join(lines_of(tmp_path, comtrade_records())) + "\n")

    with pytest.raises(InputError, match=r"row 1 is blank"):
        read_all(path, "comtrade")


def test_header_without_records_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no record, only the names of the columns"):
        read_all(write_csv(tmp_path / "c.csv", COMTRADE_HEADER, []), "comtrade")


def test_what_is_no_ordinary_file_is_told_by_what_it_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")

    with pytest.raises(InputError, match=r"pipe.csv: a pipe or device"):
        find_kind(tmp_path / "pipe.csv")
    with pytest.raises(InputError, match=r"a folder, not a file"):
        find_kind(tmp_path)


def test_codes_that_are_no_codes_are_not_all_remembered() -> None:
    read = trade_code_reader({}, None)

    assert read.cache_info().maxsize == N_CACHED  # type: ignore[attr-defined]


def test_sorted_and_unsorted_files_find_the_same_repeats(tmp_path: Path) -> None:
    codes = pl.Series(["270111", "260111", "720110", "710812"])
    cells = [f"{i},{j},{k}" for i in (4, 8, 156, 408) for j in (36, 40) for k in codes] * 2
    orders = {"up": cells, "down": cells[::-1], "mixed": cells[1::2] + cells[::2]}
    found = {}
    for name, order in orders.items():
        path = write_baci(tmp_path, "".join(f"2016,{cell},1,\n" for cell in order), f"{name}.csv")
        read = read_all(path, "baci", batch_rows=5)
        earlier = read.rejects["found"].str.extract(r"(\d+)").cast(pl.Int64)
        pairs = zip(read.rejects["row"], earlier, strict=True)
        found[name] = {order[row - 2] == order[first - 2] for row, first in pairs}, len(read.rows)

    assert set(map(str, found.values())) == {"({True}, 32)"}


def test_name_of_a_baci_file_tells_edition_year_and_release(tmp_path: Path) -> None:
    told = {"hs_revision": "HS2017", "year": "2019", "vintage": "V202501"}

    assert facts_in_name(tmp_path / "BACI_HS17_Y2019_V202501.csv") == told
    assert facts_in_name(tmp_path / "download.csv") == {}


def test_comtrade_weight_is_kept_where_the_quantity_is_another_mass_and_it_says_so(
    tmp_path: Path,
) -> None:
    records = [
        comtrade_record(period="2014", netWgt="900", qty="5"),
        comtrade_record(period="2015", netWgt="1200000", qty="1200000", qtyUnitAbbr="kg"),
        comtrade_record(
            period="2016", netWgt="9000", qty="9000", qtyUnitCode="21", qtyUnitAbbr="t"
        ),
    ]

    read = read_all(write_csv(tmp_path / "c.csv", COMTRADE_HEADER, records), "comtrade")

    said = "quantity in a unit of mass differs from the net weight, which is kept"
    assert read.rows["mass_t"].to_list() == [0.9, 1200, 9]
    assert [said in (note or "") for note in read.rows["note"]] == [True, False, True]
    assert said in read.notes


def test_comtrade_quantity_whose_unit_is_named_twice_and_differently_is_not_kept(
    tmp_path: Path,
) -> None:
    records = [
        comtrade_record(period="2015", netWgt="", qty="22490000", qtyUnitAbbr="t"),
        comtrade_record(period="2016", netWgt="800", qty="22490000", qtyUnitAbbr="t"),
    ]

    read = read_all(write_csv(tmp_path / "c.csv", COMTRADE_HEADER, records), "comtrade")

    assert read.rows["mass_t"].to_list() == [None, 0.8]
    assert all("code and abbreviation of the unit differ" in n for n in read.rows["note"])
    assert any("code and abbreviation of the unit differ" in n for n in read.notes)


def test_a_period_that_begins_after_the_day_of_the_reading_is_refused(tmp_path: Path) -> None:
    records = [comtrade_record(period=year) for year in ("2016", "2026", "2027")]
    path = write_csv(tmp_path / "c.csv", COMTRADE_HEADER, records)

    told = read_all(path, "comtrade", read_on=date(2026, 11, 23))

    assert told.rows["period_start"].dt.year().to_list() == [2016, 2026]
    assert told.rejects.select("row", "column", "found").rows() == [(4, "period", "2027")]
    assert "after 2026-11-23" in told.rejects["reason"][0]
    assert len(read_all(path, "comtrade").rows) == 3


def test_a_mapped_month_to_come_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.yml").write_text(
        "id: a-table\ntitle: A table\npublisher: A press\n"
        'columns:\n  period: {column: month, format: "%Y.%m"}\n  hs_code: {column: hs}\n'
        "  value_cif_usd: {column: val}\n"
        "constants: {partner: PRK, flow: import, reporter: CHN}\n"
    )
    path = tmp_path / "m.csv"
    path.write_text("month,hs,val\n2016.01,270111,5\n2099.01,270111,5\n")

    told = read_all(path, "mapped", mapping=tmp_path / "map.yml", read_on=date(2026, 11, 23))

    assert told.rejects.select("row", "found").rows() == [(3, "2099-01")]


def test_the_day_of_the_reading_does_not_make_a_file_another_one(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", COMTRADE_HEADER, [comtrade_record()])
    store = Workspace.make(tmp_path / "workspace")
    days = (date(2026, 11, 23), date(2026, 11, 24))

    first, second = (ingest_file(store, path, None, ReadOptions(read_on=d))[0] for d in days)

    assert (first.is_new, second.is_new) == (True, False)
