"""Every way in which a user's file of cases can be wrong, and what the reader says of it."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from coalface.cli.files import write_table
from coalface.errors import InputError
from coalface.sources import text_files
from coalface.sources.cases import CasesRead, read_case, read_case_batches, read_cases
from coalface.tables.cases import check_cases

HEADER = "case_id,on,hs_code,direction,value_usd,mass_t,quantity,unit,origin,importer,description"
GOOD = "good,2017-08-06,270111,from_dprk,4300000,,50000,t,PRK,CHN,coal"


def read(folder: Path, *lines: str, header: str = HEADER, ignore: Sequence[str] = ()) -> CasesRead:
    path = folder / "cases.csv"
    path.write_text("\n".join((header, GOOD, *lines)) + "\n", encoding="utf-8")
    return read_cases(path, ignore=ignore)


def only_reject(result: CasesRead) -> dict[str, object]:
    """Give the one complaint; the good row of the file is answered beside it."""
    assert result.cases["case_id"].to_list() == ["good"]
    assert len(result.rejects) == 1
    return result.rejects.row(0, named=True)


@pytest.mark.parametrize(
    ("column", "line", "found", "reason"),
    [
        ("hs_code", "x,2017-08-06,990099,from_dprk,1,,,,,,", "990099", "no edition"),
        ("hs_code", "x,2017-08-06,30743,from_dprk,1,,,,,,", "30743", r"leading zero.*030743"),
        ("hs_code", "x,2017-08-06,2520.1,from_dprk,1,,,,,,", "2520.1", r"last zero.*252010"),
        ("hs_code", "x,2017-08-06,270,from_dprk,1,,,,,,", "270", "digit is missing"),
        ("hs_code", "x,2017-08-06,=A1,from_dprk,1,,,,,,", "=A1", "a formula, not a code"),
        ("hs_code", "x,2017-08-06,2.7E5,from_dprk,1,,,,,,", "2.7E5", "only digits"),
        ("hs_code", "x,2017-08-06,,from_dprk,1,,,,,,", "", "neither is given"),
        ("on", "x,2017-02-30,270111,from_dprk,1,,,,,,", "2017-02-30", "no such day"),
        ("on", "x,06/08/2017,270111,from_dprk,1,,,,,,", "06/08/2017", "cannot be told apart"),
        ("on", "x,42953,270111,from_dprk,1,,,,,,", "42953", "spreadsheet's day number"),
        ("on", "x,,270111,from_dprk,1,,,,,,", "", "no time is given"),
        ("mass_t", "x,2017-08-06,270111,from_dprk,1,-5,,,,,", "-5", "negative"),
        ("value_usd", "x,2017-08-06,270111,from_dprk,nan,,,,,,", "nan", "finite"),
        ("value_usd", 'x,2017-08-06,270111,from_dprk,"1,000",,,,,,', "1,000", "thousands"),
        ("value_usd", "x,2017-08-06,270111,from_dprk,=1+1,,,,,,", "=1+1", "a formula"),
        ("unit", "x,2017-08-06,270111,from_dprk,1,,5,parsec,,,", "parsec", "not known"),
        ("unit", "x,2017-08-06,271019,to_dprk,1,,5,Mbbl,,,", "Mbbl", "thousand or a million"),
        ("origin", "x,2017-08-06,270111,from_dprk,1,,,,Atlantis,,", "Atlantis", "no country"),
        ("importer", "x,2017-08-06,270111,from_dprk,1,,,,,Korea,", "Korea", "PRK .* or KOR"),
        ("direction", "x,2017-08-06,270111,sideways,1,,,,,,", "sideways", "no such direction"),
        ("direction", "x,2017-08-06,270111,,1,,,,,,", "", "empty"),
        ("case_id", "good,2017-08-06,270111,from_dprk,1,,,,,,", "good", "earlier row"),
        ("mass_t", "x,2017-08-06,270111,from_dprk,1,50,5,t,,,", "50", "one of them is wrong"),
        ("", "x,2017-08-06,270111,from_dprk,1,000,,,,,,", "12 cells", "delimiter inside"),
    ],
)
def test_a_bad_cell_is_refused_by_name_and_the_good_row_answered(
    tmp_path: Path, column: str, line: str, found: str, reason: str
) -> None:
    complaint = only_reject(read(tmp_path, line))

    assert complaint["row"] == 3
    assert complaint["column"] == column
    assert complaint["found"] == found
    assert pl.Series([complaint["reason"]]).str.contains(reason).item()
    assert complaint["expected"]


def test_code_missing_from_the_stated_edition_names_the_editions_that_have_it(
    tmp_path: Path,
) -> None:
    header = "case_id,on,hs_code,hs_revision,direction"
    path = tmp_path / "cases.csv"
    path.write_text(f"{header}\na,2018-01-01,970300,H6,from_dprk\nb,2018-01-01,970300,H5,other\n")

    result = read_cases(path)

    assert result.cases["case_id"].to_list() == ["b"]
    assert "HS2022 has no 970300" in result.rejects["reason"].item()
    assert "HS2017" in result.rejects["reason"].item()


@pytest.mark.parametrize(
    ("encoding", "word", "guess"),
    [("gb18030", "无烟煤,平壤", "gb18030"), ("latin-1", "café très salé", "latin-1")],
)
def test_text_that_is_not_utf8_is_refused_with_the_likely_encoding(
    tmp_path: Path, encoding: str, word: str, guess: str
) -> None:
    path = tmp_path / "cases.csv"
    line = f'x,2017-08-06,270111,from_dprk,1,,,,,,"{word}"'
    path.write_bytes("\n".join((HEADER, GOOD, line)).encode(encoding))

    complaint = only_reject(read_cases(path))

    assert f"--encoding {guess}" in str(complaint["reason"])
    assert read_cases(path, encoding=encoding).cases["description"].to_list() == ["coal", word]


def test_utf16_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-16")

    with pytest.raises(InputError, match=r"UTF-16"):
        read_cases(path)


def test_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8-sig")

    assert read_cases(path).cases["case_id"].to_list() == ["good"]


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_other_delimiters_are_read_and_said(tmp_path: Path, mark: str, word: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n".replace(",", mark))

    result = read_cases(path)

    assert len(result.cases) == 1
    assert any(word in note for note in result.notes)


def test_columns_parted_by_blanks_stop_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case_id on hs_code direction\na 2017-01-01 270111 other\n")

    with pytest.raises(InputError, match=r"one single cell.*commas, semicolons or tabs"):
        read_cases(path)


def test_unknown_column_stops_the_reading_with_the_nearest_name(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case_id,on,hs_codes,direction\na,2017-01-01,270111,other\n")

    with pytest.raises(InputError, match=r"'hs_codes' is not known. Did you mean 'hs_code'"):
        read_cases(path)


def test_unknown_column_can_be_left_out_by_name(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("invoice,on,hs_code,direction\n7,2017-01-01,270111,other\n")

    result = read_cases(path, ignore=["invoice"])

    assert len(result.cases) == 1
    assert any("invoice" in note for note in result.notes)


def test_any_column_can_be_left_out_by_name(tmp_path: Path) -> None:
    result = read(tmp_path, header=HEADER, ignore=["Value USD"])

    assert result.cases["value_usd"].to_list() == [None]
    assert result.cases["mass_t"].to_list() == [50_000]
    assert any("left out as told: value_usd" in note for note in result.notes)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_column_to_leave_out_that_is_not_there_stops_the_reading(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"cases.{ending}"
    frame = pl.DataFrame({"on": ["2017"], "hs_code": ["270111"], "direction": ["other"]})
    write_table(frame, path)

    with pytest.raises(InputError, match=r"'nothere'.*There are: on, hs_code, direction\."):
        read_cases(path, ignore=["nothere"])


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        ("quantity", "unit"),
        ("ledger_quantity", "ledger_unit"),
        ("ledger_2_quantity", "ledger_2_unit"),
    ],
)
@pytest.mark.parametrize("cell", [None, "", "unknown"])
def test_an_amount_without_its_unit_is_answered_with_a_note_that_names_the_column(
    tmp_path: Path, amount: str, unit: str, cell: str | None
) -> None:
    path = tmp_path / "cases.csv"
    columns = f"on,hs_code,direction,{amount}" + ("" if cell is None else f",{unit}")
    path.write_text(f"{columns}\n2017,2701,other,5" + ("" if cell is None else f",{cell}"))

    result = read_cases(path)

    assert len(result.cases) == 1
    said = [n for n in result.notes if n.startswith(f"{amount}: ") and "not used" in n]
    assert len(said) == 1
    assert unit in said[0]


def test_an_amount_with_its_unit_or_with_a_refused_one_gets_no_such_note(tmp_path: Path) -> None:
    result = read(tmp_path, "x,2017-08-06,270111,from_dprk,1,,5,parsec,,,")

    assert only_reject(result)["column"] == "unit"
    assert [n for n in result.notes if "not used" in n] == []


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a folder"):
        read_cases(tmp_path)


def test_a_period_that_ends_on_the_last_day_of_a_month_is_noted_once_for_all_batches(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cases.parquet"
    frame = {"period_start": "2017-01-01", "period_end": ["2017-01-31", "2017-01-31", "2017-02-28"]}
    pl.DataFrame({**frame, "hs_code": "2701", "direction": "other"}).write_parquet(path)

    notes = {n for b in read_case_batches(path, 1) for n in b.notes}

    assert len(notes) == 1
    assert "the day after" in notes.pop()


@pytest.mark.parametrize(
    "header", ["case_id,on,hs_code", "case_id,hs_code,direction", "case_id,on,direction"]
)
def test_missing_required_column_stops_the_reading(tmp_path: Path, header: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f"{header}\na,b,c\n")

    with pytest.raises(InputError, match=r"Required: hs_code"):
        read_cases(path)


def test_a_line_over_the_limit_is_refused_and_the_rows_around_it_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_files, "MAX_LINE_BYTES", 500)

    result = read(tmp_path, "x" * 5000, "after,2017-08-06,270111,from_dprk,1,,,,,,")

    assert result.cases["case_id"].to_list() == ["good", "after"]
    assert result.rejects["row"].to_list() == [3]
    assert "not read" in result.rejects["reason"].item()


@pytest.mark.slow
def test_a_line_of_two_gigabytes_is_never_held(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    with path.open("wb") as file:
        file.write(f"{HEADER}\n{GOOD}\n".encode())
        file.seek(2 << 30, 1)  # a sparse file: two gigabytes of nothing, and no newline
        file.write(f"\n{GOOD.replace('good', 'after')}\n".encode())

    result = read_cases(path)

    assert result.cases["case_id"].to_list() == ["good", "after"]
    assert result.rejects["row"].to_list() == [3]


def test_quoted_cell_that_never_closes_names_its_row(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row 3.*not closed"):
        read(tmp_path, 'x,2017-08-06,270111,from_dprk,1,,,,,,"never closed')


def test_truncated_parquet_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "cases.parquet"
    pl.DataFrame({"on": ["2017"], "hs_code": ["270111"], "direction": ["other"]}).write_parquet(
        path
    )
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(InputError, match=r"\. The file is cut short or damaged"):
        read_cases(path)


def test_truncated_workbook_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    pl.DataFrame({"on": ["2017"], "hs_code": ["270111"], "direction": ["other"]}).write_excel(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(InputError, match=r"cut short or damaged"):
        read_cases(path)


@pytest.mark.parametrize("name", ["cases.csv", "cases.doc", "missing.csv"])
def test_a_file_that_is_no_table_is_an_input_error(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if not name.startswith("missing"):
        path.write_bytes(b"PK\x03\x04 a workbook under another name")

    with pytest.raises(InputError, match=r"workbook|no such file|not read"):
        read_cases(path)


def test_header_without_rows_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f"{HEADER}\n")

    with pytest.raises(InputError, match=r"no rows"):
        read_cases(path)


def test_codes_stored_as_numbers_in_parquet_are_refused_where_a_zero_was_lost(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cases.parquet"
    frame = pl.DataFrame({"on": "2017-08-06", "hs_code": [270111, 30743], "direction": "other"})
    frame.write_parquet(path)

    result = read_cases(path)

    assert result.cases["hs_code"].to_list() == ["270111"]
    assert result.rejects["row"].to_list() == [2]
    assert any("stored as numbers" in note for note in result.notes)


def test_workbook_with_numbers_days_and_an_empty_row_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["case_id", "on", "hs_code", "direction", "committee_notified"])
        sheet.write_row(1, 0, ["a", "2017-08-06", 30743, "from_dprk"])
        sheet.write_row(3, 0, ["b", "2017-08", "030743", "from_dprk", True])

    result = read_cases(path)

    assert result.rejects.select("row", "column").rows() == [(2, "hs_code")]
    assert result.cases["committee_notified"].to_list() == [True]
    assert str(result.cases["period_end"].item()) == "2017-09-01"


def test_ids_repeated_in_a_later_batch_are_found(tmp_path: Path) -> None:
    path = tmp_path / "cases.parquet"
    ids = ["a", "b", None, "c", "a", None, "b"]
    pl.DataFrame(
        {"case_id": ids, "on": "2017", "hs_code": "2701", "direction": "other"}
    ).write_parquet(path)

    batches = list(read_case_batches(path, 2))

    assert [r for b in batches for r in b.rejects["row"].to_list()] == [5, 7]
    assert [i for b in batches for i in b.cases["case_id"]] == ["a", "b", "row-3", "c", "row-6"]


def test_a_cell_that_begins_with_an_equals_sign_is_data_in_free_text(tmp_path: Path) -> None:
    result = read(tmp_path, "x,2017-08-06,270111,from_dprk,1,,,,,,=HYPERLINK(1)")

    assert result.cases["description"].to_list() == ["coal", "=HYPERLINK(1)"]


def test_what_is_read_is_a_table_of_cases(tmp_path: Path) -> None:
    result = read(tmp_path, "x,2017,27.01 11,From DPRK,0,,2,kt,North Korea,cn,")

    check_cases(result.cases)
    row = result.cases.row(1, named=True)
    assert row["hs_code"] == "270111"
    assert row["mass_t"] == 2000
    assert row["value_usd"] == 0
    assert (row["origin"], row["importer"]) == ("PRK", "CHN")
    assert (str(row["period_start"]), str(row["period_end"])) == ("2017-01-01", "2018-01-01")


def test_one_case_from_options_follows_the_rules_of_files() -> None:
    good = read_case({"hs_code": "270111", "on": "2017-08-06", "direction": "from_dprk"})
    bad = read_case({"hs_code": "270111", "on": "2017-08-32", "direction": "from_dprk"})

    assert len(good.cases) == 1
    assert bad.rejects["column"].to_list() == ["on"]
