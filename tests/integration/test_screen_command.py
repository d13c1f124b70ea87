import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.law.verdicts import NOT_CLEARANCE

Coalface = Callable[..., Any]
HEADER = "case_id,on,hs_code,direction,value_usd,mass_t,description"
COAL_2018 = "coal,2018-03-01,270111,from_dprk,1000,10,banned"
WIGS = "wigs,2019-05-01,670420,from_dprk,2000000,,=2+2"
SPLIT = "month,2017-12,251910,from_dprk,5000,,straddles 22 December"
CHAPTER = "chapter,2018-05-05,27,from_dprk,5000,,not listed as it stands and could be coal"
BAD = "bad,2018-03-01,30743,from_dprk,1,1,lost zero"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "cases.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def test_json_gives_one_object_a_row_with_the_promised_keys(
    coalface: Coalface, tmp_path: Path
) -> None:
    done = coalface("screen", write(tmp_path, COAL_2018, WIGS), "--json")

    rows = json.loads(done.out)
    assert [row["case_id"] for row in rows] == ["coal", "wigs"]
    for row in rows:
        assert {
            "case_id",
            "verdict",
            "why",
            "deciding",
            "conditions",
            "national",
            "next_checks",
            "needs_review",
            "bounds",
        } <= set(row)
    assert {"measure_id", "paragraph", "reading", "grade"} <= set(rows[0]["deciding"][0])
    assert rows[0]["verdict"] == "prohibited"


@pytest.mark.parametrize(
    ("lines", "options", "code"),
    [
        ((WIGS,), (), 0),
        ((COAL_2018,), (), 3),
        ((COAL_2018, BAD), (), 3),
        ((WIGS, BAD), (), 1),
        ((WIGS,), ("--fail-on", "not_listed"), 3),
        ((SPLIT,), (), 3),
        ((SPLIT,), ("--fail-on", "prohibited"), 0),
        ((WIGS,), ("--fail-on", "illegal"), 2),
        ((CHAPTER,), (), 3),
        ((CHAPTER,), ("--fail-on", "prohibited"), 3),
    ],
)
def test_exit_code_says_what_was_found(
    coalface: Coalface, tmp_path: Path, lines: tuple[str, ...], options: tuple[str, ...], code: int
) -> None:
    assert coalface("screen", write(tmp_path, *lines), *options).code == code


def test_contested_is_a_finding(coalface: Coalface) -> None:
    done = coalface("screen", "--hs", "500200", "--on", "2022", "--direction", "from_dprk")

    assert done.code == 3
    assert "contested (text)" in done.out


def test_every_not_listed_prints_that_it_is_no_clearance(
    coalface: Coalface, tmp_path: Path
) -> None:
    file = coalface("screen", write(tmp_path, WIGS))
    one = coalface("screen", "--hs", "670420", "--on", "2019", "--direction", "from_dprk")
    as_json = coalface("screen", write(tmp_path, WIGS), "--json")

    assert NOT_CLEARANCE in " ".join(file.out.split())
    assert NOT_CLEARANCE in one.out
    assert NOT_CLEARANCE in json.loads(as_json.out)[0]["next_checks"]


@pytest.mark.parametrize("code", ["100630", "310210", "300490"])
def test_goods_that_look_like_aid_print_the_humanitarian_route_first(
    coalface: Coalface, code: str
) -> None:
    facts = ("--hs", code, "--on", "2020-05-01", "--direction", "to_dprk")
    rows = json.loads(coalface("screen", *facts, "--json").out)
    printed = coalface("screen", *facts).out

    assert "humanitarian" in rows[0]["next_checks"][0]
    assert printed.splitlines()[1] == "Check first:"
    assert "humanitarian" in printed.splitlines()[2]


def test_a_month_that_straddles_a_first_day_gets_bounds(coalface: Coalface, tmp_path: Path) -> None:
    row = json.loads(coalface("screen", write(tmp_path, SPLIT), "--json").out)[0]

    assert row["why"] == "split"
    assert row["bounds"]["least"] == "not_listed"
    assert row["bounds"]["most"] != "not_listed"


def test_rejected_rows_come_out_with_reasons(coalface: Coalface, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"

    done = coalface("screen", write(tmp_path, WIGS, BAD), "--rejects", rejects)

    assert "1 row was rejected, 1 answered." in done.err
    table = pl.read_csv(rejects)
    assert table.columns == ["file", "row", "column", "found", "expected", "reason"]
    assert table["row"].to_list() == [3]
    assert "leading zero" in table["reason"].item()


def test_a_rejects_file_of_an_earlier_run_does_not_stay(coalface: Coalface, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    rejects.write_text("file,row\nold,1\n")

    coalface("screen", write(tmp_path, WIGS), "--rejects", rejects)

    assert rejects.read_text() == "file,row,column,found,expected,reason\n"


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_verdicts_are_written_in_each_format(
    coalface: Coalface, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"verdicts.{ending}"
    readers: dict[str, Callable[[Path], pl.DataFrame]] = {
        "csv": pl.read_csv,
        "parquet": pl.read_parquet,
        "xlsx": pl.read_excel,
    }

    coalface("screen", write(tmp_path, COAL_2018, WIGS), "--out", out)

    table = readers[ending](out)
    assert table["case_id"].to_list() == ["coal", "wigs"]
    assert table["verdict"].to_list() == ["prohibited", "not_listed"]


def test_rejected_cells_that_look_like_formulas_are_made_harmless(
    coalface: Coalface, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    line = "=cmd|' /C calc'!A0,2018-03-01,=1+1,from_dprk,1,1,x"

    coalface("screen", write(tmp_path, WIGS, line), "--rejects", rejects)

    assert pl.read_csv(rejects)["found"].to_list() == ["'=1+1"]


def test_a_wrong_fact_is_wrong_usage_and_a_broken_file_a_failure(
    coalface: Coalface, tmp_path: Path
) -> None:
    wrong = coalface("screen", "--hs", "30743", "--on", "2018", "--direction", "other")
    broken = tmp_path / "cases.parquet"
    broken.write_bytes(b"PAR1 and no more")

    assert (wrong.code, coalface("screen", broken).code) == (2, 1)
    assert "leading zero" in wrong.err
    assert "Traceback" not in wrong.err


def test_a_batch_of_bad_rows_does_not_change_the_file_that_is_written(
    coalface: Coalface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coalface.sources.case_files.TEXT_BATCH_ROWS", 1)
    out = tmp_path / "verdicts.parquet"

    coalface("screen", write(tmp_path, BAD, COAL_2018, BAD, WIGS), "--out", out)

    table = pl.read_parquet(out)
    assert table["case_id"].to_list() == ["coal", "wigs"]
    assert table.schema["verdict"] == pl.String


def test_neither_file_nor_facts_is_wrong_usage(coalface: Coalface) -> None:
    assert coalface("screen").code == 2


def test_a_whole_file_of_bad_rows_is_a_failure_with_every_reason(
    coalface: Coalface, tmp_path: Path
) -> None:
    done = coalface("screen", write(tmp_path, BAD), "--json")

    assert done.code == 1
    assert json.loads(done.out) == []


def test_cases_that_need_review_are_counted_on_stderr(
    coalface: Coalface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    wide = "wide,2020-05-01,27,from_dprk,1,1,all mineral fuels"

    done = coalface("screen", write(tmp_path, wide, COAL_2018), "--json")

    assert [row["needs_review"] for row in json.loads(done.out)] == [True, False]
    assert "1 of 2 cases needs review by a person." in done.err
    printed = " ".join(coalface("screen", tmp_path / "cases.csv").out.split())
    assert "could be prohibited" in printed


@pytest.mark.parametrize("code", ["999999", "9999"])
def test_a_code_of_unspecified_goods_shows_that_it_says_nothing(
    coalface: Coalface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    path = write(tmp_path, f"kind,2020-05-01,{code},from_dprk,1,1,according to kind", WIGS)

    done = coalface("screen", path)

    line = next(line for line in done.out.splitlines() if line.split()[:1] == ["kind"])
    assert "review: " in line
    assert "the code does not say what they are" in " ".join(done.out.split())
    assert "1 of 2 cases needs review by a person." in done.err


def test_the_table_says_once_what_is_to_be_checked_for_every_case(
    coalface: Coalface, tmp_path: Path
) -> None:
    other = "more,2018-03-01,260111,from_dprk,1000,10,banned"

    done = coalface("screen", write(tmp_path, COAL_2018, other))

    assert " ".join(done.out.split()).count("designated persons, entities and ships") == 1
    assert "Look at" not in done.out


def test_the_table_shows_the_humanitarian_route_beside_the_row_that_it_is_for(
    coalface: Coalface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    rice = "rice,2020-05-01,100630,to_dprk,1,1,"

    lines = coalface("screen", write(tmp_path, rice, COAL_2018)).out.splitlines()

    assert [line.split()[0] for line in lines if "humanitarian" in line] == ["rice"]


def test_one_case_is_counted_in_the_singular(coalface: Coalface, tmp_path: Path) -> None:
    done = coalface("screen", write(tmp_path, COAL_2018), "--out", tmp_path / "verdicts.csv")

    assert "1 row written" in done.err
    assert "1 case: prohibited 1." in coalface("screen", tmp_path / "cases.csv").out


def test_an_amount_of_one_case_without_its_unit_is_noted(coalface: Coalface) -> None:
    facts = ("--hs", "270111", "--on", "2017-01-15", "--direction", "from_dprk")

    assert "quantity: " in coalface("screen", *facts, "--quantity", "5").err
    assert "quantity: " not in coalface("screen", *facts, "--quantity", "5", "--unit", "t").err


def test_a_folder_in_place_of_a_file_is_said_to_be_one(coalface: Coalface, tmp_path: Path) -> None:
    done = coalface("screen", tmp_path)

    assert done.code == 1
    assert "is a folder" in done.err


def test_a_column_to_leave_out_must_be_in_the_file(coalface: Coalface, tmp_path: Path) -> None:
    done = coalface("screen", write(tmp_path, WIGS), "--ignore", "nothere")
    without_file = coalface("screen", "--hs", "270111", "--ignore", "nothere")

    assert (done.code, without_file.code) == (1, 2)
    assert "There are: case_id, on, hs_code" in done.err


def test_an_interrupted_run_ends_with_130(
    coalface: Coalface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("coalface.cli.screening.screen_file", interrupt)

    assert coalface("screen", write(tmp_path, WIGS)).code == 130


def test_notes_on_how_a_file_was_read_reach_the_reader(coalface: Coalface, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("on;hs_code;direction;quantity;unit\n2019;670420;other;2;Mt\n")

    said = coalface("screen", path, "--json").err

    assert "parted by semicolons" in said
    assert "million tonnes" in said


def test_json_names_the_ledgers_that_disagree(coalface: Coalface, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(
        "case_id,on,hs_code,commodity,direction,mass_t,livelihood_evidence,ledger,ledger_mass_t,"
        "ledger_2,ledger_2_quantity,ledger_2_unit\n"
        "C34,2018-10-01,271019,diesel,to_dprk,2000,yes,committee,27978,alleged_us,759793,bbl\n"
    )

    (row,) = json.loads(coalface("screen", path, "--json").out)

    assert [r["reading"] for r in row["readings"]] == ["ledger 'committee'", "ledger 'alleged_us'"]


@pytest.mark.parametrize(
    ("importer", "said"),
    [
        ("DEU", "the law of DEU is named here and not applied: EU Regulation 2017/1509"),
        ("CAN", "the law of CAN is named here and not applied: Canada SOR/2006-287"),
        ("JPN", "the law of JPN is not packaged"),
    ],
)
def test_an_importer_whose_law_is_not_applied_is_told_so(
    coalface: Coalface, importer: str, said: str
) -> None:
    case = ("--hs", "270111", "--on", "2018-05-05", "--direction", "from_dprk")

    printed = coalface("screen", *case, "--importer", importer)
    (row,) = json.loads(coalface("screen", *case, "--importer", importer, "--json").out)

    assert said in printed.out
    assert any(said in check for check in row["next_checks"])


def test_an_importer_in_china_is_judged_and_not_sent_elsewhere(coalface: Coalface) -> None:
    case = ("--hs", "270111", "--on", "2018-05-05", "--direction", "from_dprk")

    assert "the law of" not in coalface("screen", *case, "--importer", "CHN").out


def test_the_condition_of_a_states_own_verdict_is_printed_beside_it(coalface: Coalface) -> None:
    done = coalface(
        *("screen", "--hs", "7404", "--direction", "from_dprk"),
        *("--on", "2024-05-05", "--importer", "CHN"),
    )

    assert "CHN, unknown: goods shipped or arrived before 24 December 2016 released" in done.out


def test_a_case_after_the_last_reading_of_the_law_is_told_so(coalface: Coalface) -> None:
    case = ("screen", "--hs", "270111", "--direction", "from_dprk", "--on")

    assert "1 case lies after" in coalface(*case, "2099-01-01").err
    assert "lies after" not in coalface(*case, "2020-01-01").err


def test_a_table_of_verdicts_names_the_importers_whose_law_is_not_applied(
    coalface: Coalface, tmp_path: Path
) -> None:
    file, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    head = "case_id,on,hs_code,direction,importer\n"
    days = [f"{i},2018-05-05,270111,from_dprk,{i}\n" for i in ("CHN", "JPN", "")]
    file.write_text(head + "".join(days).replace("\n,", "\nnone,"), encoding="utf-8")

    coalface("screen", file, "--out", out)

    checks = pl.read_csv(out)["next_checks"].to_list()
    assert ["JPN is not packaged" in check for check in checks] == [False, True, False]
