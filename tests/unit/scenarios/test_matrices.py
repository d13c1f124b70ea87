import re
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.builders_scenarios import make_forcing
from tests.builders_worlds import run

from coalface.scenarios.flows import FLOWS, INSTRUMENTS, REVALUATIONS, SECTORS
from coalface.scenarios.matrices import (
    balance_sheet_matrix,
    effects,
    fill_balance_sheet,
    fill_transactions,
    revaluation_matrix,
    transactions_matrix,
)
from coalface.scenarios.matrix_views import latex, markdown, sankey_links, table
from coalface.scenarios.rates import PARAMETERS

DOC = Path(__file__).parents[3] / "docs" / "scenarios-model.md"
FIRST, LAST = date(2010, 1, 1), date(2012, 12, 1)
OUTCOMES = run(make_forcing(FIRST, LAST, ban_from=date(2012, 1, 1)))


def test_filled_rows_and_columns_sum_to_zero() -> None:
    values = fill_transactions(OUTCOMES, date(2011, 3, 1), date(2012, 6, 1)).values

    assert values is not None
    largest = np.abs(values).max()
    assert largest > 1e6
    assert np.abs(values.sum(axis=0)).max() < 1e-12 * largest
    assert np.abs(values.sum(axis=1)).max() < 1e-12 * largest


def test_an_exchange_takes_from_the_payer_what_the_payee_gets() -> None:
    for flow in FLOWS:
        if flow.is_financing or flow.settled in ("kind", "own"):
            continue
        worth = dict.fromkeys(SECTORS, 0)
        for _, sector, sign in effects(flow):
            worth[sector] += sign
        assert (worth[flow.payer], worth[flow.payee]) == (-1, 1), flow.name


def test_a_financing_flow_changes_no_ones_worth() -> None:
    for flow in FLOWS:
        if flow.is_financing:
            worth = dict.fromkeys(SECTORS, 0)
            for _, sector, sign in effects(flow):
                worth[sector] += sign
            assert set(worth.values()) == {0}, flow.name


def test_every_claim_has_one_owner_and_one_debtor() -> None:
    for title, owner, debtor, _ in INSTRUMENTS.values():
        assert (owner is None) == (debtor is None) == (title == "Hard currency")
        assert owner != debtor or owner is None


def test_financial_rows_of_the_balance_sheet_sum_to_zero_but_currency() -> None:
    values = fill_balance_sheet(OUTCOMES, LAST).values
    opening = 4e6 + 8e6 + 4e7 + 1e7 + 4e7 + 2e7

    assert values is not None
    assert np.isclose(values[0].sum(), opening)
    assert np.allclose(values[1 : len(INSTRUMENTS)].sum(axis=1), 0.0)
    assert np.allclose(np.nansum(values, axis=0), 0.0, atol=1e-6)


def test_a_write_off_moves_worth_from_owner_to_debtor() -> None:
    cells = dict(zip(revaluation_matrix().rows, revaluation_matrix().symbols, strict=True))
    sectors = list(SECTORS)

    lost = dict(zip(sectors, cells["Prepayment lost"], strict=True))
    assert (lost["traders"], lost["companies"]) == ("-prepayment_lost", "+prepayment_lost")


def test_the_transactions_matrix_shows_each_exchange_and_each_instrument_once() -> None:
    rows = transactions_matrix().rows

    exchanges = [f for f in FLOWS if not f.is_financing]
    assert len(rows) == len(set(rows)) == len(exchanges) + len(INSTRUMENTS)


def test_markdown_has_a_line_for_each_row() -> None:
    matrix = transactions_matrix()

    lines = markdown(matrix).splitlines()

    assert len(lines) == len(matrix.rows) + 2
    assert {line.count("|") for line in lines} == {len(SECTORS) + 2}


def test_latex_escapes_what_latex_reads_otherwise() -> None:
    text = latex(transactions_matrix())

    assert r"+pit\_purchase" in text
    assert re.search(r"(?<!\\)_", text) is None
    assert text.count(r"\\") == len(transactions_matrix().rows) + 1


def test_a_filled_table_has_its_sums() -> None:
    filled = table(fill_transactions(OUTCOMES, FIRST, LAST))

    assert filled.columns == ["row", *SECTORS.values(), "sum"]
    assert np.abs(filled["sum"].to_numpy()).max() < 1.0


def test_sankey_links_carry_the_mean_of_the_flows() -> None:
    links = sankey_links(OUTCOMES, FIRST, LAST)

    at = OUTCOMES.flow_names.index("resale")
    mean = OUTCOMES.flow_totals[:, :, at].sum(axis=1).mean()
    row = links.filter(pl.col("flow") == "resale").row(0, named=True)
    assert row["mean_usd"] == pytest.approx(mean)
    assert row["source"] == SECTORS["world"]


def test_a_spell_outside_the_run_is_an_error() -> None:
    with pytest.raises(ValueError, match="goes from 2010-01-01 to 2012-12-01"):
        fill_transactions(OUTCOMES, date(2020, 1, 1), date(2020, 12, 1))


def test_the_page_of_equations_names_every_flow_with_its_equation_and_every_parameter() -> None:
    text = DOC.read_text(encoding="utf-8")
    numbers = set(re.findall(r"^(\d+\.\d+) ", text, re.MULTILINE))

    for row in FLOWS + REVALUATIONS:
        assert f"| {row.name} |" in text
        assert row.equation in numbers, row.name
    for name, key in PARAMETERS.items():
        assert f"| {name} | `{key}` |" in text


def test_the_balance_sheet_says_who_holds_and_who_owes() -> None:
    cells = dict(zip(balance_sheet_matrix().rows, balance_sheet_matrix().symbols, strict=True))
    sectors = list(SECTORS)

    assert cells["Prepayments"][sectors.index("traders")] == "+"
    assert cells["Prepayments"][sectors.index("companies")] == "-"
