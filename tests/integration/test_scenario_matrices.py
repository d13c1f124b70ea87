"""The ledger's matrices as a command: filled, balanced, told with what is left over."""

import json
import re
from pathlib import Path

import polars as pl
import pytest
from tests.integration.conftest import Coalface

SECTOR = "Trading companies"


@pytest.fixture
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.yml").write_text(
        "scenario: short\nextends: history\ntitle: Two years and a bit\n"
        "months: 2015-01..2017-03\nensemble: {draws: 100, seed: 3}\n"
    )
    return "short.yml"


def test_rows_and_columns_that_must_balance_sum_to_zero(short: str, coalface: Coalface) -> None:
    done = coalface("scenario", "matrices", short, "--json")

    told = json.loads(done.out)
    assert (told["first_month"], told["last_month"], told["unit"]) == ("2016-01", "2016-12", "USD")
    assert told["residual"] < 1e-12
    assert told["residual_of_run"] < 1e-9
    paid = [row for row in told["rows"] if row["matrix"] == "Transactions-flow matrix"]
    largest = max(abs(row[SECTOR]) for row in paid)
    assert largest > 1e6
    assert max(abs(row["sum"]) for row in paid) < 1e-9 * largest
    assert max(abs(value) for value in list(paid[-1].values())[2:]) < 1e-9 * largest
    assert {row["matrix"] for row in told["rows"]} == {
        "Transactions-flow matrix", "Write-offs", "Balance-sheet matrix, start of the spell",
        "Balance-sheet matrix, end of the spell",
    }  # fmt: skip


def test_the_links_of_the_sankey_are_the_payments_of_the_matrix(
    short: str, coalface: Coalface
) -> None:
    told = json.loads(coalface("scenario", "matrices", short, "--json").out)

    (resale,) = [link for link in told["sankey"] if link["flow"] == "resale"]
    row = next(row for row in told["rows"] if row["row"] == "Resale")
    assert resale["usd"] == pytest.approx(row[resale["target"]])
    assert resale["usd"] == pytest.approx(-row[resale["source"]])
    assert resale["low_usd"] is None


def test_the_middle_draw_is_the_one_that_the_story_tells(short: str, coalface: Coalface) -> None:
    coalface("simulate", short, "--out", "run")
    story = re.search(r"\(number (\d+)\)", Path("run/story.txt").read_text())
    assert story is not None

    for name in (short, "./run"):
        told = json.loads(coalface("scenario", "matrices", name, "--json").out)
        assert told["draw"] == int(story[1]), name


def test_a_run_and_its_scenario_give_the_same_matrices(short: str, coalface: Coalface) -> None:
    coalface("simulate", short, "--out", "run")

    of_run = coalface("scenario", "matrices", "./run", "--json", "--draw", "mean")
    of_scenario = coalface("scenario", "matrices", short, "--json", "--draw", "mean")

    assert of_run.out == of_scenario.out
    assert json.loads(of_run.out)["draw"] == "mean"


def test_a_spell_from_the_first_month_starts_with_the_opening_money(
    short: str, coalface: Coalface
) -> None:
    done = coalface("scenario", "matrices", short, "--period", "2015-01..2017-03", "--json")

    told = json.loads(done.out)
    before, after = (
        next(
            row
            for row in told["rows"]
            if row["row"] == "Hard currency" and row["matrix"].endswith(f"{at} of the spell")
        )
        for at in ("start", "end")
    )
    assert before["sum"] == pytest.approx(122e6)
    assert after["sum"] == pytest.approx(122e6)
    assert before["Chinese state"] == 0
    assert told["residual"] < 1e-12


def test_a_narrow_terminal_gets_parts_in_which_no_figure_is_broken(
    short: str, coalface: Coalface, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    done = coalface("scenario", "matrices", short, "--draw", 4)

    assert max(map(len, done.out.splitlines())) <= 80
    assert "Transactions-flow matrix (1 of " in done.out
    assert "draw 4 of 100" in done.out
    assert "Sums that must be zero are off by" in done.out


def test_markdown_and_latex_are_printed_and_written(short: str, coalface: Coalface) -> None:
    markdown = coalface("scenario", "matrices", short, "--as", "markdown")
    latex = coalface("scenario", "matrices", short, "--as", "latex", "--out", "m.tex")

    assert "## Write-offs: short, draw " in markdown.out
    assert "| Sum | 0.00 |" in markdown.out
    assert latex.out == ""
    assert Path("m.tex").read_text().count(r"\begin{tabular}") == 4
    assert [p.name for p in Path().iterdir() if p.name.startswith(".")] == []


def test_tables_and_links_are_written_to_files(short: str, coalface: Coalface) -> None:
    coalface("scenario", "matrices", short, "--out", "m.parquet")
    coalface("scenario", "matrices", short, "--as", "sankey", "--draw", "mean", "--out", "s.csv")

    matrices, links = pl.read_parquet("m.parquet"), pl.read_csv("s.csv")
    assert matrices["matrix"].n_unique() == 4
    assert matrices.filter(pl.col("row") == "Equipment (real)")["Mines"].is_null().all()
    assert (links["low_usd"] <= links["usd"]).any()
    assert links["usd"].is_sorted(descending=True)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--period", "2014"), 1, "short goes from 2015-01 to 2017-03"),
        (("--period", "2017"), 1, "does not have all of 2017-01..2017-12"),
        (("--period", "16"), 2, "A year is 2016, a month 2016-03"),
        (("--period", "2016-05..2016-02"), 2, "ends before it starts"),
        (("--draw", "100"), 1, "a number from 0 to 99"),
        (("--draw", "-1"), 1, "give middle, mean, or a number"),
        (("--draw", "mean", "--draws", 20), 1, "draws"),
        (("--as", "latex", "--json"), 1, "give one of the two"),
        (("--as", "latex", "--out", "m.csv"), 1, "is written as .tex"),
        (("--as", "markdown", "--out", "none/m.md"), 1, "there is no folder"),
        (("--world", "moon"), 1, "--world 'moon' is none of"),
        (("--out", "m.doc"), 1, "tables are written as"),
    ],
)
def test_what_cannot_be_shown_is_said(
    short: str, coalface: Coalface, arguments: tuple[object, ...], code: int, words: str
) -> None:
    done = coalface("scenario", "matrices", short, *arguments)

    assert done.code == code
    assert words in " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.err).split())
    assert "Traceback" not in done.err
