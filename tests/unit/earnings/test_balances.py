"""Balances and quarters: one book, one source, one scope on both sides."""

from collections.abc import Sequence

import pytest

from coalface.earnings.account import AccountLine, account_table, find_account
from coalface.earnings.evidence import Evidence
from coalface.earnings.precedence import find_reading
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.trade.balance import find_balance


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    flows, estimates, prices, fx = map(read_packaged, ("flows", "estimates", "prices", "fx"))
    return Evidence(flows, estimates, prices, fx, load_rulebook())


@pytest.fixture(scope="module")
def account(evidence: Evidence) -> tuple[AccountLine, ...]:
    readings = tuple(map(find_reading, ("by_rule", "kotra_books", "published_only")))
    return find_account(evidence, readings=readings)


def one(
    lines: Sequence[AccountLine], name: str, period: str, branch: str = "by_rule"
) -> AccountLine:
    found = [x for x in lines if (x.line, x.span.label, x.branch) == (name, period, branch)]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("year", "branch", "book", "value", "basis"),
    [
        (
            "2023",
            "by_rule",
            "both sides: China customs",
            291.89e6 - (2300e6 - 291.89e6),
            "recorded",
        ),
        ("2024", "by_rule", "both sides: KOTRA, all partners", 360.44e6 - 2335.67e6, "estimated"),
        ("2017", "by_rule", "of one source: gt-2018-01", 1720e6 - 3340e6, "recorded"),
        ("2018", "by_rule", "both sides: China customs", 213.15e6 - 2220e6, "recorded"),
        ("2021", "kotra_books", "both sides: China customs", 58e6 - 260e6, "recorded"),
    ],
)
def test_both_sides_of_the_balance_are_of_one_book_and_one_source(
    account: Sequence[AccountLine], year: str, branch: str, book: str, value: float, basis: str
) -> None:
    balance = one(account, "balance_declared", year, branch)

    assert balance.figure.value == pytest.approx(value, rel=1e-3)
    assert book in balance.figure.note
    assert balance.cell is not None
    assert balance.cell.basis == basis


@pytest.mark.parametrize("branch", ["by_rule", "kotra_books", "published_only"])
def test_china_is_never_set_against_the_world(account: Sequence[AccountLine], branch: str) -> None:
    balance, left = (one(account, n, "2016", branch) for n in ("balance_declared", "left"))

    assert one(account, "declared_exports", "2016", branch).figure.value == pytest.approx(2634.4e6)
    assert one(account, "declared_imports", "2016", branch).figure.value == pytest.approx(3700e6)
    assert balance.figure.value is None
    assert "one side is trade with China" in balance.figure.note
    assert left.figure.value is None


def test_the_account_and_the_balance_by_books_agree(
    account: Sequence[AccountLine], evidence: Evidence
) -> None:
    books = {
        row.year: (row.exports_usd, row.imports_usd, row.deficit_usd)
        for row in find_balance(evidence.flows)
        if row.book == "china_customs" and row.deficit_usd.value is not None
    }
    shared = []

    for year, (exports, imports, deficit) in books.items():
        balance = one(account, "balance_declared", str(year))
        if "both sides: China customs" in balance.figure.note:
            shared.append(year)
            assert one(account, "declared_exports", str(year)).figure.value == exports.value
            assert one(account, "declared_imports", str(year)).figure.value == imports.value
            assert balance.figure.value == -(deficit.value or 0)
            assert balance.figure.low == (None if deficit.high is None else -deficit.high)
            assert balance.figure.high == (None if deficit.low is None else -deficit.low)

    assert {2004, 2007, 2011, 2012, 2014, 2017, 2018, 2021, 2022, 2023} <= set(shared)


def test_competing_releases_are_not_subtracted_from_each_other(
    account: Sequence[AccountLine],
) -> None:
    balance = one(account, "balance_declared", "2012").figure

    assert balance.value == pytest.approx(2501.3e6 - 3532.6e6)
    assert balance.low == pytest.approx(2501.3e6 - 3532.6e6)
    assert balance.high == pytest.approx(2487.3e6 - 3445.7e6)
    assert "of one source each: dailynk-2013-02, dailynk-2013-01" in balance.note


def test_a_total_of_both_directions_comes_before_another_books_print(
    account: Sequence[AccountLine],
) -> None:
    imports = one(account, "declared_imports", "2023")

    assert imports.figure.value == pytest.approx(2300e6 - 291.89e6)
    assert imports.rival_titles[0] == "KOTRA, all partners"


def test_a_quarter_is_the_difference_of_two_sums_of_one_compiler(evidence: Evidence) -> None:
    readings = (find_reading("by_rule"),)
    lines = find_account(evidence, years=(2011, 2017), readings=readings, quarterly=True)

    last, mixed = (one(lines, "declared_exports", q) for q in ("2017-Q4", "2011-Q4"))
    assert (last.figure.value, last.figure.low) == (1720e6 - 1480e6, None)
    assert one(lines, "balance_declared", "2017-Q4").figure.value == pytest.approx(-550e6)
    assert last.cell is not None
    assert last.cell.basis == "recorded"
    assert mixed.cell is not None
    assert mixed.cell.basis == "estimated"
    assert "different compilers: the customs and KITA" in mixed.figure.note


def test_a_part_of_another_book_is_no_part_of_the_whole(account: Sequence[AccountLine]) -> None:
    fuels, wigs = one(account, "refined_petroleum", "2018"), one(account, "declared_wigs", "2023")
    kotra = one(account, "refined_petroleum", "2018", "kotra_books")

    assert fuels.is_apart
    assert "of another book: China customs" in fuels.figure.note
    assert account_table([fuels])["part_of"].to_list() == [""]
    assert not kotra.is_apart
    assert account_table([kotra])["part_of"].to_list() == ["declared_imports"]
    assert not wigs.is_apart
