"""The account: one figure a line by rule, rivals beside it, no figure where no source speaks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from coalface.earnings.account import AccountLine, account_table, find_account, numbers
from coalface.earnings.account_questions import AccountQuestion, find_answer
from coalface.earnings.cells import year_span
from coalface.earnings.evidence import Evidence, usd_per
from coalface.earnings.precedence import find_line, find_reading, load_lines, load_readings
from coalface.errors import InputError
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged

TABLES = ("flows", "estimates", "prices", "fx")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    flows, estimates, prices, fx = (read_packaged(n) for n in TABLES)
    return Evidence(flows, estimates, prices, fx, load_rulebook())


@pytest.fixture(scope="module")
def account(evidence: Evidence) -> tuple[AccountLine, ...]:
    return find_account(evidence)


def one(
    lines: Sequence[AccountLine], name: str, period: str, branch: str = "by_rule"
) -> AccountLine:
    found = [x for x in lines if (x.line, x.span.label, x.branch) == (name, period, branch)]
    assert len(found) == 1
    return found[0]


def test_every_line_stands_in_every_year_of_every_branch(account: Sequence[AccountLine]) -> None:
    n_sums = 5

    assert len(account) == (len(load_lines()) + n_sums) * 26 * len(load_readings())


def test_the_deficit_of_2018_is_two_billion_by_chinas_books(account: Sequence[AccountLine]) -> None:
    balance = one(account, "balance_declared", "2018")

    assert one(account, "declared_exports", "2018").figure.value == pytest.approx(213.15e6)
    assert balance.figure.value == pytest.approx(-2.007e9, rel=1e-3)
    assert balance.cell is not None
    assert balance.cell.valuation == "CIF and FOB"


def test_coal_and_ore_to_2017_add_up_as_published_with_the_gaps_imputed(
    account: Sequence[AccountLine],
) -> None:
    total = sum(
        line.figure.value or 0
        for line in account
        if line.branch == "by_rule"
        and line.line in ("declared_coal", "declared_iron_ore")
        and line.span.year <= 2017
    )

    assert 10.6e9 <= total <= 11.1e9


def test_a_line_without_a_source_has_no_figure_and_no_zero(account: Sequence[AccountLine]) -> None:
    border = one(account, "border_trade", "2016")

    assert border.figure.value is None
    assert border.cell is None
    assert "no source" in border.figure.note


def test_rivals_stand_beside_what_was_taken_and_do_not_move_it(
    account: Sequence[AccountLine],
) -> None:
    cyber = one(account, "cyber", "2022")

    assert cyber.figure.value == pytest.approx(1.675e9)
    assert [n.value for n in cyber.rivals[:2]] == [1.35e9, 0.85e9]
    assert cyber.rival_titles[:2] == ("Elliptic", "TRM Labs")


def test_a_reading_takes_another_figure_and_leaves_the_first_as_a_rival(
    account: Sequence[AccountLine],
) -> None:
    kotra = one(account, "declared_exports", "2018", "kotra_books")

    assert kotra.figure.value == pytest.approx(240e6)
    assert kotra.rival_titles == ("China customs",)


def test_crude_inside_kotras_imports_is_not_counted_twice(account: Sequence[AccountLine]) -> None:
    inside = one(account, "undeclared_outgo", "2019")

    assert one(account, "declared_imports", "2019").cell is not None
    assert one(account, "crude", "2019").figure.value == pytest.approx(290e6)
    assert inside.figure.value == pytest.approx(116e6)
    assert "already inside declared goods: Crude oil" in inside.figure.note


def test_stolen_and_unpaid_income_does_not_count_in_what_is_left(
    account: Sequence[AccountLine],
) -> None:
    left = one(account, "left", "2022").figure.value
    goods, counted = (one(account, n, "2022") for n in ("balance_declared", "channels_counted"))

    assert goods.figure.value is not None
    assert counted.figure.value is not None
    assert left == pytest.approx(goods.figure.value + counted.figure.value)


def test_a_sum_with_an_open_line_is_open_above(account: Sequence[AccountLine]) -> None:
    counted = one(account, "channels_counted", "2012")

    assert counted.figure.high is None
    assert counted.figure.low is not None
    assert "or more: " in counted.figure.note


def test_a_sum_that_holds_an_even_part_has_no_range_and_names_it(
    account: Sequence[AccountLine],
) -> None:
    for name in ("channels_counted", "left"):
        line = one(account, name, "2018")
        assert (line.figure.low, line.figure.high) == (None, None)
        assert line.cell is not None
        assert line.cell.is_even
    counted = one(account, "channels_counted", "2018")
    assert "year not told apart: Coal outside" in counted.figure.note
    sums = [x for x in account if x.side == "balance" and x.cell and x.cell.is_even]
    assert all(x.figure.low is None for x in sums)
    assert len(sums) > 10


def test_kotras_imports_are_estimated_since_they_hold_an_estimate_of_crude(
    account: Sequence[AccountLine],
) -> None:
    bases = {
        x.span.year: x.cell.basis
        for x in account
        if (x.line, x.branch) == ("declared_imports", "kotra_books")
        if x.cell and x.cell.choice == "kotra_world"
    }

    assert {b for y, b in bases.items() if y < 2014} == {"recorded"}
    assert {b for y, b in bases.items() if y >= 2014} == {"estimated"}


def test_what_is_left_is_never_recorded_and_names_what_is_left_out(
    account: Sequence[AccountLine],
) -> None:
    left = [x for x in account if x.line == "left"]

    assert "recorded" not in {x.cell.basis for x in left if x.cell}
    assert all("left out, no figure: " in x.figure.note for x in left if x.cell)
    none = one(account, "left", "2024")
    assert none.figure.value is None
    assert none.figure.note == "no line outside declared goods has a figure"


def test_a_sum_over_years_is_an_assumption_wherever_it_is_shown(
    account: Sequence[AccountLine],
) -> None:
    fish = one(account, "fish_licences", "2019")

    assert fish.figure.value == pytest.approx(106e6)
    assert fish.figure.mark == "assumed"
    assert one(account, "channels_counted", "2019").figure.mark == "assumed"
    assert one(account, "fish_licences", "2019", "published_only").cell is None


def test_published_only_imputes_nothing(account: Sequence[AccountLine]) -> None:
    bases = {x.cell.basis for x in account if x.branch == "published_only" and x.cell}

    assert bases <= {"recorded", "estimated"}


def test_no_range_is_upside_down_and_every_id_is_one_number(
    account: Sequence[AccountLine],
) -> None:
    found = numbers(account)

    assert len({n.id for n in found}) == len(found)
    for n in found:
        ends = [e for e in (n.low, n.value, n.high) if e is not None]
        assert ends == sorted(ends), n.id


def test_the_table_keeps_every_line_and_names_sources(
    account: Sequence[AccountLine], evidence: Evidence
) -> None:
    tables = (evidence.flows, evidence.estimates, evidence.prices, evidence.fx)

    table = account_table(account, tables)

    assert len(table) == len(account)
    filled = table.filter(pl.col("mid_usd").is_not_null() & (pl.col("side") != "balance"))
    assert filled.filter(pl.col("basis").is_null()).is_empty()
    coal = table.filter(pl.col("row_id") == "account/by_rule/2016/declared_coal/usd")
    assert coal["sources"].to_list() == ["kores-2018"]


def test_quarters_are_recorded_or_no_figure(evidence: Evidence) -> None:
    lines = find_account(
        evidence, years=(2017,), readings=(find_reading("by_rule"),), quarterly=True
    )

    third = one(lines, "declared_exports", "2017-Q3")
    assert third.figure.value == pytest.approx(600e6)
    assert third.figure.mark == "derived"
    assert {x.cell.basis for x in lines if x.cell} <= {"recorded", "estimated"}
    assert one(lines, "declared_coal", "2017-Q3").figure.value is None


def test_smuggled_coal_is_tonnes_times_field_prices(account: Sequence[AccountLine]) -> None:
    coal = one(account, "undeclared_coal", "2022")

    assert coal.figure.low == pytest.approx(0.5e6 * 70)
    assert coal.figure.high == pytest.approx(1.2e6 * 100)
    assert "parameters/enf.smuggled_volume_2022" in coal.figure.inputs


def test_a_choice_of_the_reader_comes_first(evidence: Evidence) -> None:
    question = AccountQuestion(year=2022, line="cyber", choose=("cyber=trm",))

    (line,) = find_answer(question, evidence)

    assert line.figure.value == pytest.approx(0.85e9)
    assert line.figure.id == "account/by_rule+chosen/2022/cyber/usd"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (AccountQuestion(year=1999), "year 1999 is outside the data"),
        (AccountQuestion(year=2026), "runs from 2000 to 2025"),
        (AccountQuestion(branch=""), "the branch is empty"),
        (AccountQuestion(branch="kiep"), "no branch 'kiep'.*by_rule"),
        (AccountQuestion(line="gold"), "no line 'gold'.*declared_exports"),
        (AccountQuestion(choose=("cyber=guess",)), "no choice 'guess'.*elliptic"),
        (AccountQuestion(choose=("gold=guess",)), "no line 'gold'"),
    ],
)
def test_a_question_that_names_the_unknown_gets_no_part_of_an_account(
    evidence: Evidence, question: AccountQuestion, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        find_answer(question, evidence)


def test_a_currency_without_a_rate_stops_the_account(evidence: Evidence) -> None:
    with pytest.raises(InputError, match=r"row 7: no rate of EUR to the dollar in 2016.*table fx"):
        usd_per("EUR", 2016, evidence.fx, where="row 7")


def test_a_price_that_is_missing_stops_the_account(evidence: Evidence) -> None:
    bare = replace(evidence, prices=evidence.prices.filter(pl.col("series") == "gold"))

    with pytest.raises(InputError, match=r"no price of .*field_smuggled_coal"):
        find_account(bare, years=(2022,), readings=(find_reading("by_rule"),))


def test_order_of_rows_does_not_matter(evidence: Evidence) -> None:
    reading = (find_reading("by_rule"),)
    shuffled = replace(
        evidence,
        flows=evidence.flows.sample(fraction=1, shuffle=True, seed=3),
        estimates=evidence.estimates.sample(fraction=1, shuffle=True, seed=3),
    )

    one_way = find_account(evidence, years=(2016, 2019), readings=reading)
    other_way = find_account(shuffled, years=(2016, 2019), readings=reading)

    assert [n.value for n in numbers(one_way)] == [n.value for n in numbers(other_way)]


def test_border_trade_is_at_most_crossings_times_the_allowance(evidence: Evidence) -> None:
    choice = (
        find_line("border_trade")
        .choices[0]
        .model_copy(
            update={"crossings": "in.workers_musan"}  # any parameter with a count: 10,000
        )
    )

    cell = evidence.cell(choice, year_span(2016))

    assert cell is not None
    assert (cell.low, cell.mid, cell.mark) == (None, None, "assumed")
    assert cell.high == pytest.approx(10_000 * 8_000 / 6.64, rel=0.01)
    assert any(i.startswith("fx/") for i in cell.inputs)


def test_a_dollar_is_a_dollar_in_any_year(evidence: Evidence) -> None:
    assert usd_per("USD", 1900, evidence.fx, where="").value == 1.0
    assert usd_per("CNY", 2016, evidence.fx, where="").value == pytest.approx(0.15, abs=0.01)


def test_every_line_says_why_it_does_not_count() -> None:
    for line in load_lines():
        if line.side == "income" and not line.in_balance and not line.part_of:
            assert line.why_not_counted, line.id


def test_the_allowance_of_border_residents_is_found_by_its_row(evidence: Evidence) -> None:
    choice = find_line("border_trade").choices[0]

    assert choice.kind == "crossings"
    row = evidence.estimates.filter(pl.col("row_id") == choice.allowance_row).to_dicts()[0]
    assert (row["quantity_high"], row["unit"]) == (8000, "CNY a person")
    assert row["period_start"] is None or isinstance(row["period_start"], date)
