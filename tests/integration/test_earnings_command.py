"""`coalface earnings` as a user runs it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

Coalface = Callable[..., Any]


def test_a_workbook_has_a_sheet_a_table_with_units_and_sources(
    coalface: Coalface, tmp_path: Path
) -> None:
    out = tmp_path / "account.xlsx"

    assert coalface("earnings", "--out", out).code == 0

    sheets = pl.read_excel(out, sheet_id=0)
    assert list(sheets) == [
        "account",
        "fuel",
        "imputation",
        "parameters",
        "parameter_sources",
        "sources",
    ]
    assert {"low_usd", "mid_usd", "high_usd", "sources"} <= set(sheets["account"].columns)
    assert {"low_t", "mid_t", "high_t"} <= set(sheets["fuel"].columns)
    assert all(len(sheet) for sheet in sheets.values())


def test_csv_holds_the_account(coalface: Coalface, tmp_path: Path) -> None:
    out = tmp_path / "account.csv"

    assert coalface("earnings", "--year", "2018", "--out", out).code == 0

    assert "declared_exports" in pl.read_csv(out)["line"].to_list()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--year", "1999"), "year 1999 is outside the data"),
        (("--branch", ""), "the branch is empty"),
        (("--line", "gold"), "no line 'gold'"),
        (("--claim", "nobody-2018"), "no statement 'nobody-2018'"),
        (("--choose", "cyber"), "no choice ''"),
        (("stages", "--branch", "guess"), "no branch 'guess'"),
        (("stages", "--year", "2005"), "no unit value of anthracite in 2005"),
    ],
)
def test_bad_input_is_one_message_and_no_part_of_an_account(
    coalface: Coalface, arguments: tuple[str, ...], said: str
) -> None:
    done = coalface("earnings", *arguments)

    assert done.code == 1
    assert said in " ".join(done.err.split())
    assert done.out == ""


@pytest.mark.parametrize(
    "option",
    [("--year", "2016"), ("--quarterly",), ("--line", "gold"), ("--branch", "kotra_books")],
)
def test_options_of_the_account_beside_a_statement_are_wrong_usage(
    coalface: Coalface, option: tuple[str, ...]
) -> None:
    done = coalface("earnings", "--claim", "kiep-2018", *option)

    assert done.code == 2
    assert option[0] in done.err
    assert done.out == ""


def test_the_procedure_is_a_diagram_in_order_with_sources_and_the_register(
    coalface: Coalface,
) -> None:
    printed = coalface("earnings", "procedure").out

    order = [printed.index(f"{i}. {title}") for i, title in enumerate(PHASES, 1)]
    assert order == sorted(order)
    assert "KIEP" in printed
    for when in ("1991", "2002-07-01", "2020-05", "2024-01"):
        assert when in printed
    assert max(len(line) for line in printed.splitlines()) <= 120


def test_the_procedure_as_json_has_every_step_and_reform(coalface: Coalface) -> None:
    found = json.loads(coalface("earnings", "procedure", "--json").out)

    assert [p["title"] for p in found["phases"]] == list(PHASES)
    assert len(found["reforms"]) >= 30
    assert {b["sponsor"] for b in found["banks"]} == {"cabinet", "party", "military", "security"}


def test_a_tested_statement_is_printed_with_its_readings(coalface: Coalface) -> None:
    printed = coalface("earnings", "--claim", "kiep-2018")
    found = json.loads(coalface("earnings", "--claim", "kiep-2018", "--json").out)

    assert printed.code == 0
    assert len(found["readings"]) > 2
    assert all(reading["verdict"] for reading in found["readings"])


@pytest.mark.parametrize(
    "number_id",
    [
        "account/by_rule/2005/declared_coal/usd",
        "account/by_rule/2016/declared_iron_ore/usd",
        "account/kotra_books/2018/declared_exports/usd",
        "fuel/2018-01_2018-09/alleged/t",
        "procedure/payment/5",
        "imputation/all/two_scale_bridge/coverage",
    ],
)
def test_a_number_of_the_account_is_explained(coalface: Coalface, number_id: str) -> None:
    found = json.loads(coalface("explain", number_id, "--json").out)

    assert found["number"]["id"] == number_id
    assert found["inputs"]
    assert all(row["source"] for row in found["inputs"])


PHASES = (
    "Mining right",
    "Registration of the export base",
    "Export plan",
    "Preparation of a shipment, price review",
    "Inspection, customs, loading",
    "Payment",
    "Deposit and use of the foreign currency",
)


def test_the_screen_names_the_books_of_the_balance_and_the_lines_left_out(
    coalface: Coalface,
) -> None:
    shown = coalface("earnings", "--year", "2023").out
    balance, left = shown.index("Balance of"), shown.index("Left for")

    assert "both sides:" in shown[balance:left]
    assert "no figure:" in shown[left:]
    assert "Kaesong" in shown[left:]


def test_the_screen_marks_the_book_of_each_year_with_a_letter(coalface: Coalface) -> None:
    shown = coalface("earnings").out.replace("\N{NO-BREAK SPACE}", " ")
    years = {line.split()[0]: line for line in shown.splitlines() if line.strip()[:2] == "20"}

    assert "213 m C" in years["2018"]
    assert "280 m K" in years["2019"]
    assert "C China customs; K KOTRA, all partners" in shown
    assert "2.63 bn C" in years["2016"]
    assert "3.70 bn K" in years["2016"]


def test_the_stages_say_of_which_months_and_what_their_columns_are(coalface: Coalface) -> None:
    shown = " ".join(coalface("earnings", "stages", "--year", "2011").out.split())

    assert "the customs price of 2011, Jan to Feb only (US$ 93.2 a tonne on 0.83 Mt)" in shown
    assert "B = the prepayment counts toward the 70 % due at delivery" in shown
    assert "kdi = KDI: worth 100, recorded 50, paid 70" in shown
    assert "fob = customs value less freight" in shown
    assert "Trading company below zero: what it pays comes to more than the price." in shown
    assert "another base than the columns" in shown


def test_a_whole_years_price_names_no_months(coalface: Coalface) -> None:
    shown = " ".join(coalface("earnings", "stages", "--branch", "none.A.cif").out.split())

    assert "the customs price of 2016 (US$ 52.8 a tonne on 22.49 Mt)" in shown
    assert "kdi" not in shown
