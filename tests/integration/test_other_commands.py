import json
import re
import shlex
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.contracts.publisher_files import comtrade_record
from tests.contracts.publisher_writers import write_csv
from tests.packaged_numbers import numbers_on

import coalface as package
from coalface.brief.explanations import explain
from coalface.cli.options import today
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged

Coalface = Callable[..., Any]
ROOT = Path(__file__).parents[2]
TABLES = (
    ("rules",),
    ("caps",),
    ("relief",),
    ("trade", "emerging"),
    ("trade", "discounts"),
    ("trade", "balance"),
)
EARNINGS = (
    ("earnings",),
    ("earnings", "--year", "2018"),
    ("earnings", "fuel"),
    ("earnings", "imputation"),
    ("earnings", "stages"),
)


def test_version_is_printed(coalface: Coalface) -> None:
    assert coalface("--version").out == f"coalface {package.__version__}\n"


@pytest.mark.parametrize("command", [*TABLES, *EARNINGS], ids=" ".join)
def test_a_table_is_readable_and_the_same_as_json_and_as_a_file(
    coalface: Coalface, tmp_path: Path, command: tuple[str, ...]
) -> None:
    out = tmp_path / "table.parquet"

    printed = coalface(*command)
    as_json = coalface(*command, "--json")
    written = coalface(*command, "--out", out)

    assert (printed.code, as_json.code, written.code) == (0, 0, 0)
    assert "…" not in printed.out
    assert max(len(line) for line in printed.out.splitlines()) <= 120
    rows = json.loads(as_json.out)["rows"]
    assert len(rows) == len(pl.read_parquet(out)) > 0
    assert str(out) in written.err


@pytest.mark.parametrize("command", TABLES, ids=" ".join)
def test_a_table_is_written_for_spreadsheets(
    coalface: Coalface, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for ending, read in (("csv", pl.read_csv), ("xlsx", pl.read_excel)):
        out = tmp_path / f"table.{ending}"
        assert coalface(*command, "--out", out).code == 0
        assert len(read(out)) > 0


def test_a_file_that_holds_only_the_first_table_says_so(coalface: Coalface, tmp_path: Path) -> None:
    assert "replacement" in coalface("trade", "balance", "--out", tmp_path / "table.csv").err


def test_one_rule_is_counted_in_the_singular(coalface: Coalface) -> None:
    assert "1 rule. " in coalface("rules", "--hs", "270111", "--as-of", "2016-03-03").out


def test_no_colour_code_reaches_a_pipe(coalface: Coalface) -> None:
    assert "\x1b[" not in coalface("rules").out


def test_rules_of_a_day_follow_their_first_and_last_day(coalface: Coalface) -> None:
    def ids(day: str) -> set[str]:
        done = coalface("rules", "--hs", "270111", "--as-of", day, "--json")
        return {row["rule_id"] for row in json.loads(done.out)["rows"]}

    assert "UN-2321-26-coal" in ids("2017-08-04")
    assert "UN-2371-8-coal" not in ids("2017-08-04")
    assert "UN-2371-8-coal" in ids("2017-08-05")
    assert "UN-2321-26-coal" not in ids("2017-08-05")


def test_the_difference_of_two_days_names_what_began_and_ended(coalface: Coalface) -> None:
    done = coalface(
        "rules", "--hs", "270111", "--as-of", "2017-09-01", "--diff", "2017-03-01", "--json"
    )
    changes = {row["rule_id"]: row["change"] for row in json.loads(done.out)["rows"]}

    assert changes["UN-2321-26-coal"] == "ended"
    assert changes["UN-2371-8-coal"] == "began"


def test_relief_of_the_coal_paragraph_is_the_value_of_2016(coalface: Coalface) -> None:
    # Korea Energy News 2018, KORES from China customs: 1,186,835 thousand USD in 2016.
    rows = json.loads(coalface("relief", "--measure", "UN-2371-8-coal", "--json").out)["rows"]

    assert [row["value_usd"] for row in rows] == [1_186_835_000]


@pytest.mark.parametrize(
    "arguments",
    [
        ("relief", "--measure", "UN-0"),
        ("caps", "--ledger", "mine"),
        ("caps", "--measure", "UN-0"),
        ("explain", "relief/nothing"),
        ("rules", "--out", "table.doc"),
        ("rules", "--out", "no/such/folder/table.csv"),
        ("rules", "--hs", "30743"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(
    coalface: Coalface, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)

    done = coalface(*arguments)

    assert done.code == 1
    assert done.err.startswith("coalface: ")
    assert "Traceback" not in done.err


def test_a_day_that_is_none_is_wrong_usage(coalface: Coalface) -> None:
    assert coalface("rules", "--as-of", "2017-02-30").code == 2


def test_explain_lists_source_place_and_confidence_of_each_input(coalface: Coalface) -> None:
    found = json.loads(coalface("explain", "relief/UN-2371-8-coal/value_usd", "--json").out)

    assert found["number"]["value"] == 1_186_835_000
    for row in found["inputs"]:
        assert row["source"]
        assert row["locator"]
        assert row["confidence"]


def test_explain_of_a_number_without_rows_says_why_and_prints_no_empty_table(
    coalface: Coalface,
) -> None:
    done = coalface("explain", "first_picture/2025/declared", "--as-of", "2026-11-22")

    assert done.code == 0
    assert done.out.endswith("no total was found\n")
    assert "Confidence" not in done.out


def test_every_printed_number_can_be_explained() -> None:
    book = load_rulebook()
    for number in numbers_on(today()).values():
        rows = explain(number, read_packaged, book).inputs
        assert [r.row_id for r in rows] == list(number.inputs)
        assert all(r.source and r.confidence for r in rows), number.id


def test_the_brief_is_written_with_its_bundle(coalface: Coalface, tmp_path: Path) -> None:
    done = coalface("brief", "--out", tmp_path / "brief", "--as-of", "2024-12-31", "--json")

    files = json.loads(done.out)["files"]
    assert [Path(f).name for f in files] == ["brief.html", "brief.pdf", "bundle.zip"]
    assert all(Path(f).stat().st_size > 50_000 for f in files)
    assert Path(files[0]).stat().st_size < 400_000


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "docx"),
        ("--as-of", "yesterday"),
        ("--from", "2025", "--to", "2016"),
        ("--from", "2025", "--as-of", "2024-12-31"),
        ("--out", __file__),
    ],
)
def test_a_brief_that_cannot_be_is_wrong_usage(
    coalface: Coalface, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert coalface("brief", "--out", tmp_path, *options).code == 2


@pytest.mark.parametrize("command", TABLES[1:], ids=" ".join)
def test_json_gives_the_id_of_each_number_that_explain_takes(
    coalface: Coalface, command: tuple[str, ...]
) -> None:
    numbers = json.loads(coalface(*command, "--json").out)["numbers"]
    known = numbers_on(today())

    assert len(numbers) > 0
    assert [n["id"] for n in numbers if n["id"] not in known] == []


def test_doctor_finds_nothing_missing(coalface: Coalface) -> None:
    findings = json.loads(coalface("doctor", "--json").out)

    assert [f["what"] for f in findings if f["state"] == "missing"] == []
    assert {"rulebook", "table flows", "fonts", "polars"} <= {f["what"] for f in findings}


def examples() -> list[str]:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    found = []
    for page in pages:
        for block in re.findall(r"^```\n(.*?)^```", page.read_text("utf-8"), re.S | re.M):
            lines = block.replace("\\\n", " ").splitlines()
            found += [line.removeprefix("$ ") for line in lines]
    return [line for line in found if line.startswith("coalface ")]


@pytest.mark.timeout(300)
def test_the_examples_of_the_docs_run(
    coalface: Coalface, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    case = pl.DataFrame({"on": ["2019"], "hs_code": ["670420"], "direction": ["from_dprk"]})
    case.write_excel(tmp_path / "shipments.xlsx")
    record = comtrade_record()
    write_csv(tmp_path / "comtrade_2016.csv", list(record), [record])
    for name in ("positions", "statics"):
        packaged = files("coalface") / "data" / "vessels" / "demo" / f"{name}.parquet"
        (tmp_path / f"{name}.parquet").write_bytes(packaged.read_bytes())
    monkeypatch.setenv("COALFACE_WORKSPACE", str(tmp_path / "workspace"))
    assert coalface("workspace", "import-packaged").code == 0
    asked = dict.fromkeys(call for example in examples() for call in calls_of(example))
    assert len(asked) >= 8
    for arguments in asked:
        done = coalface(*arguments)
        assert done.code in (0, 3), (arguments, done.err)


def calls_of(example: str) -> list[tuple[str, ...]]:
    """Give the commands of a line, which may name several, parted by bars."""
    first, *others = re.split(r" {3,}", example)[0].split(" | ")
    words = shlex.split(first)[1:]
    return [tuple(words), *((*words[:-1], other) for other in others)]


def test_the_tonnes_of_china_are_not_passed_off_as_the_paragraphs(coalface: Coalface) -> None:
    rows = " ".join(coalface("caps", "--measure", "UN-2397-5-refined").out.split())

    assert "own figure)" in rows
    assert "own figure)" not in coalface("caps", "--measure", "UN-2397-4-crude").out


def test_crude_of_july_is_the_summer_flow_of_its_source(coalface: Coalface) -> None:
    rows = json.loads(coalface("caps", "--measure", "UN-2397-4-crude", "--json").out)["rows"]
    july = [
        r
        for r in rows
        if str(r["window_start"]).startswith("2018-07") and r["limb"] == "quantity_t"
    ]

    assert [r["used_high"] for r in july] == [40_000]


def test_a_measure_read_otherwise_for_a_time_says_so_in_the_register(coalface: Coalface) -> None:
    rows = json.loads(coalface("rules", "--as-of", "2017-09-01", "--json").out)["rows"]
    readings = {row["rule_id"]: row["readings"] for row in rows}

    assert "contested from 2017-08-05 to before 2017-12-22" in readings["UN-2397-6-fishing-rights"]
