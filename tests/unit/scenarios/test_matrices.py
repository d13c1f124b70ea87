import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from tests.builders_scenarios import make_forcing
from tests.builders_worlds import run

from coalface.scenarios.filled_matrices import (
    fill_balance_sheet,
    fill_transactions,
    fill_write_offs,
    residual_of,
)
from coalface.scenarios.flows import FLOWS, INSTRUMENTS, REVALUATIONS, SECTORS
from coalface.scenarios.matrices import (
    Matrix,
    balance_sheet_matrix,
    effects,
    revaluation_matrix,
    transactions_matrix,
)
from coalface.scenarios.matrix_views import latex, markdown, sankey_links, table
from coalface.scenarios.rates import PARAMETERS
from coalface.scenarios.spells import Spell, find_spell, join_spells
from coalface.scenarios.world_files import small_world

DOC = Path(__file__).parents[3] / "docs" / "scenarios-model.md"
FIRST, LAST = date(2010, 1, 1), date(2012, 12, 1)
OUTCOMES = run(make_forcing(FIRST, LAST, ban_from=date(2012, 1, 1)))


def spell(first: date = FIRST, last: date = LAST) -> Spell:
    return find_spell(OUTCOMES, small_world(), first, last)


def values_of(matrix: Matrix) -> NDArray[np.float64]:
    assert matrix.values is not None
    return matrix.values


def test_filled_rows_and_columns_sum_to_zero() -> None:
    values = values_of(fill_transactions(spell(date(2011, 3, 1), date(2012, 6, 1))))

    largest = np.abs(values).max()
    assert largest > 1e6
    assert np.abs(values.sum(axis=0)).max() < 1e-12 * largest
    assert np.abs(values.sum(axis=1)).max() < 1e-12 * largest


def test_money_that_a_balance_gained_unposted_shows_as_a_residual() -> None:
    whole = spell()
    leaking = replace(
        whole,
        closing=dict(whole.closing)
        | {("currency", "traders"): whole.closing["currency", "traders"] + 1e6},
    )

    assert residual_of([fill_transactions(whole)]) < 1e-12
    assert residual_of([fill_transactions(leaking)]) > 1e-4


@pytest.mark.parametrize("first", [FIRST, date(2011, 5, 1)])
def test_opening_flows_and_write_offs_give_the_closing_balances(first: date) -> None:
    found = spell(first)
    n = len(INSTRUMENTS)
    before, after = (values_of(fill_balance_sheet(found, at)) for at in ("start", "end"))
    changes = -values_of(fill_transactions(found))[-n:]
    lost = np.zeros(len(SECTORS))
    for row in values_of(fill_write_offs(found)):
        lost += row

    worth_before, worth_after = before[:n].sum(axis=0), after[:n].sum(axis=0)
    assert np.allclose(worth_before + changes.sum(axis=0) + lost, worth_after, atol=1e-3)
    assert values_of(fill_write_offs(spell())).any()


def test_a_financing_flow_shows_in_what_its_claim_changed_by() -> None:
    found = spell()
    cells = dict(zip(transactions_matrix().rows, values_of(fill_transactions(found)), strict=True))
    used, lost = found.flows["advance_used"], found.flows["prepayment_lost"]
    lapsed = found.flows["prepayment_lapsed"]
    left = found.closing["prepayment", "traders"] - found.opening["prepayment", "traders"]

    grown = (found.flows["prepayment"] - used).mean()
    assert (left + lost + lapsed).mean() == pytest.approx(grown)
    at = list(SECTORS).index("companies")
    assert cells["Change in prepayments"][at] == pytest.approx(grown)


def test_a_single_draw_is_filled_alone_and_blocks_are_put_together() -> None:
    whole = spell()
    parts = [whole.only(draw) for draw in whole.draws]
    again = join_spells(parts)

    assert again.draws == whole.draws
    assert np.array_equal(values_of(fill_transactions(again)), values_of(fill_transactions(whole)))
    mean = np.mean([values_of(fill_transactions(part)) for part in parts], axis=0)
    assert np.allclose(mean, values_of(fill_transactions(whole)), atol=1e-3)


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
    values = values_of(fill_balance_sheet(spell(), "end"))
    opening = 4e6 + 8e6 + 4e7 + 1e7 + 4e7 + 2e7

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
    filled = table(fill_transactions(spell()))

    assert filled.columns == ["matrix", "row", *SECTORS.values(), "sum"]
    assert filled["row"][-1] == "Sum"
    assert np.abs(filled["sum"].to_numpy()).max() < 1.0
    assert np.abs(filled.row(-1)[2:]).max() < 1.0


def test_what_is_not_valued_is_missing_not_zero() -> None:
    filled = fill_balance_sheet(spell(), "end")
    rows = {row["row"]: row for row in table(filled).to_dicts()}

    assert rows["Equipment (real)"]["Mines"] is None
    assert rows["Equipment (real)"]["sum"] is None
    assert "| Equipment (real) | not valued |  |" in markdown(filled)


def test_shown_sums_of_what_must_balance_are_plain_zeros() -> None:
    text = markdown(fill_transactions(spell()))

    last = text.splitlines()[-1]
    assert last == "| Sum |" + " 0.00 |" * (len(SECTORS) + 1)
    assert all(line.endswith("| 0.00 |") for line in text.splitlines()[2:])


def test_filled_latex_has_one_line_a_row_and_its_sums() -> None:
    text = latex(fill_transactions(spell()))

    assert text.count(r"\\") == len(transactions_matrix().rows) + 2
    assert text.count(r"\hline") == 2
    assert "{l" + "r" * (len(SECTORS) + 1) + "}" in text


def test_sankey_links_carry_the_mean_of_the_flows() -> None:
    links = sankey_links(spell())

    at = OUTCOMES.flow_names.index("resale")
    mean = OUTCOMES.flow_totals[:, :, at].sum(axis=1).mean()
    row = links.filter(pl.col("flow") == "resale").row(0, named=True)
    assert row["usd"] == pytest.approx(mean)
    assert row["low_usd"] < row["usd"] < row["high_usd"]
    assert row["source"] == SECTORS["world"]
    assert links["usd"].is_sorted(descending=True)


def test_the_links_of_one_draw_have_no_range() -> None:
    links = sankey_links(spell().only(2))

    assert links["usd"].min() > 0  # type: ignore[operator]
    assert links["low_usd"].is_null().all()


def test_a_spell_outside_the_run_is_an_error() -> None:
    with pytest.raises(ValueError, match="goes from 2010-01-01 to 2012-12-01"):
        spell(date(2012, 6, 1), date(2013, 6, 1))


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
