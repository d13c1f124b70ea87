"""Scenarios run, compared, made again and calibrated, as a user starts them."""

import json
import re
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.integration.conftest import Coalface

from coalface.pipeline.scenarios import RunOptions, simulate_scenario

pytestmark = pytest.mark.slow

BASE = """\
scenario: short
extends: history
title: Five years of history
months: 2015-01..2019-12
ensemble: {draws: 100, seed: 3}
"""
EARLY = """\
scenario: early
extends: short
title: The coal ban a year earlier, five years
rules:
  change:
    - {rule: UN-2371-8-coal, shift: -12 months}
    - {rule: UN-2321-26-coal, drop: true}
"""
SAME = BASE.replace("scenario: short", "scenario: same").replace(
    "extends: history", "extends: short"
)


def write_scenarios(folder: Path) -> Path:
    for name, text in (("short", BASE), ("early", EARLY), ("same", SAME)):
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_scenarios(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run for all tests that only look at it."""
    folder = write_scenarios(tmp_path_factory.mktemp("scenarios"))
    simulate_scenario(str(folder / "short.yml"), folder / "run", RunOptions())
    return folder / "run"


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "run"))


def test_a_run_prints_ranges_a_story_and_its_residual(files: Path, coalface: Coalface) -> None:
    done = coalface("simulate", files / "short.yml", "--out", files / "run", "--json")

    assert done.code == 0
    told = json.loads(done.out)
    assert told["is_illustration"]
    assert "Parameters: drawn from the priors." in told["notes"]
    assert max(told["residuals"].values()) < 1e-9
    row = next(r for r in told["rows"] if (r["measure"], r["year"]) == ("declared-exports", 2016))
    assert 0 < row["low"] < row["mid"] < row["high"]
    assert len(told["story"]) > 1
    assert {p.name for p in (files / "run").iterdir()} == {
        "blocks", "fans.parquet", "flows.parquet", "manifest.json", "parameters.parquet",
        "story.txt",
    }  # fmt: skip


def test_means_of_yearly_flows_add_up_over_draws(files: Path, coalface: Coalface) -> None:
    run = files / "run"
    coalface("simulate", files / "short.yml", "--out", run)
    flows = pl.read_parquet(run / "flows.parquet")
    blocks = pl.read_parquet(run / "blocks" / "*.parquet", columns=["month", "flow/resale"])

    by_year = blocks.group_by(year=pl.col("month").dt.year()).agg(pl.col("flow/resale").sum() / 100)
    resale = flows.filter(pl.col("flow") == "resale").select("year", "mean_usd").sort("year")
    expected = by_year.sort("year")["flow/resale"].cast(pl.Float64)
    assert resale["mean_usd"].to_list() == pytest.approx(expected.to_list(), rel=1e-4)


def test_a_run_is_made_again_to_the_last_bit(run: Path, coalface: Coalface) -> None:
    done = coalface("reproduce", run / "manifest.json")

    assert done.code == 0
    assert "1 block: every value is the same, to the last bit." in done.out


def test_a_run_whose_values_differ_is_told(run: Path, coalface: Coalface) -> None:
    path = run / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["blocks"][0]["content_sha256"] = "0" * 64
    path.write_text(json.dumps(told), encoding="utf-8")

    done = coalface("reproduce", path)

    assert done.code == 1
    assert "1 block of 1 differ" in done.out


def test_an_interrupted_run_is_not_made_again(run: Path, coalface: Coalface) -> None:
    path = run / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | {"blocks": []}), encoding="utf-8")

    done = coalface("reproduce", run)

    assert done.code == 1
    assert "the run was interrupted, 0 blocks are done" in done.err


def test_a_block_altered_since_is_told_and_not_compared(run: Path, coalface: Coalface) -> None:
    path = run / "blocks" / "block-00000.parquet"
    pl.read_parquet(path).with_columns(pl.col("currency_earned_usd") * 2).write_parquet(path)

    again, compared = coalface("reproduce", run), coalface("compare", run, run)

    assert (again.code, compared.code) == (1, 1)
    assert "blocks/block-00000.parquet: altered since the run wrote it." in again.out
    assert "every value is the same" not in again.out
    assert "block-00000.parquet: altered since the run wrote it" in compared.err


@pytest.mark.parametrize("name", ["fans.parquet", "flows.parquet", "story.txt"])
def test_what_a_run_was_summed_up_in_is_told_if_it_was_altered(
    files: Path, coalface: Coalface, name: str
) -> None:
    run = files / "summed"
    coalface("simulate", files / "short.yml", "--out", run)
    before = coalface("reproduce", run)
    with (run / name).open("ab") as file:
        file.write(b"more")

    done = coalface("reproduce", run)

    assert before.code == 0, before.err
    assert done.code == 1
    assert f"{name}: altered since the run wrote it" in done.out


def test_a_manifest_that_was_changed_by_hand_says_so_itself(run: Path, coalface: Coalface) -> None:
    manifest = run / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('"seed": 3', '"seed": 4'), encoding="utf-8")

    done = coalface("reproduce", run)

    assert done.code == 1
    assert "does not give its own key" in done.err
    assert "altered" not in done.out


def test_files_of_a_run_that_are_gone_are_told(run: Path, coalface: Coalface) -> None:
    (run / "parameters.parquet").unlink()

    done = coalface("reproduce", run)

    assert done.code == 1
    assert "parameters.parquet: not there since the run wrote it." in done.out


def test_an_illustration_stays_one_whatever_its_manifest_is_made_to_say(
    run: Path, coalface: Coalface
) -> None:
    path = run / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["inputs"]["is_proven"] = True
    path.write_text(json.dumps(told), encoding="utf-8")

    done = coalface("compare", run, run, "--json")

    assert json.loads(done.out)["title"].startswith("Illustration: ")


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("draws", 120, "100"), ("seed", 9, "3"), ("world", "register", "small")],
)
def test_options_that_a_run_was_not_made_with_are_refused(
    run: Path, coalface: Coalface, option: str, value: object, words: str
) -> None:
    done = coalface("compare", run, run, f"--{option}", value)

    assert done.code == 1
    assert f"a run made with {option} {words}, and --{option} {value} is asked for" in done.err


def test_months_without_a_whole_year_are_shown_as_one_span(files: Path, coalface: Coalface) -> None:
    text = SAME.replace("scenario: same", "scenario: brief").replace(
        "months: 2015-01..2019-12", "months: 2016-08..2016-10"
    )
    (files / "brief.yml").write_text(text, encoding="utf-8")

    told = coalface("simulate", files / "brief.yml", "--out", files / "b", "--json")

    assert told.code == 0, told.err
    assert {row["year"] for row in json.loads(told.out)["rows"]} == {"2016-08 to 2016-10"}


def test_a_run_of_a_scenario_that_changed_is_not_made_again(
    files: Path, coalface: Coalface
) -> None:
    run = files / "run"
    simulate_scenario(str(files / "short.yml"), run, RunOptions())
    (files / "short.yml").write_text(BASE + "drivers: {border: {from: 2018-01, level: 0.5}}\n")

    done = coalface("reproduce", run)

    assert done.code == 1
    assert "forcing, scenario changed since this run was made" in done.err


def test_two_runs_are_compared_with_directions_losers_and_drivers(
    run: Path, files: Path, coalface: Coalface
) -> None:
    done = coalface("compare", run, files / "early.yml", "--months", 24, "--json")

    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["title"].startswith("Illustration: ")
    assert told["first"] == "2016-09-01"
    earned = next(r for r in told["rows"] if r["measure"] == "currency-earned")
    assert earned["p_lower"] > 0.8
    assert {"Miners and company staff: pay", "Miners: food"} <= {
        loss["receiver"] for loss in told["losses"]
    }
    assert any("Lucas critique" in note for note in told["notes"])


def test_the_printed_comparison_names_marks_and_assumptions(
    run: Path, files: Path, coalface: Coalface
) -> None:
    done = coalface("compare", run, files / "early.yml", "--out", files / "kept")

    assert done.code == 0, done.err
    words = " ".join(done.out.split())
    assert "Who loses first" in words
    assert "rests on parameters that are assumptions" in words
    assert "by that rule nobody loses or gains before 2016-11" in words
    assert "Parameters: drawn from the priors." in words
    assert re.search(r"Coal used at home\*? \d+\.\d+ Mt \(\d+\.\d+ to", words)  # both have ranges
    assert [p.name for p in (files / "kept").iterdir()] == ["early"]


def test_a_scenario_equal_to_its_base_differs_by_exactly_nothing(
    run: Path, files: Path, coalface: Coalface
) -> None:
    told = json.loads(coalface("compare", run, files / "same.yml", "--json").out)

    assert told["first"] is None
    assert all(row["difference"] == {"low": 0.0, "mid": 0.0, "high": 0.0} for row in told["rows"])


def test_a_run_compared_with_itself_has_no_table_of_noughts(run: Path, coalface: Coalface) -> None:
    done = coalface("compare", run, run)

    assert done.code == 0, done.err
    assert "against short: no difference in any month." in done.out
    assert "Who loses first" not in done.out
    assert "US$" not in done.out


def test_runs_of_other_seeds_are_not_compared(run: Path, files: Path, coalface: Coalface) -> None:
    other = files / "other"
    simulate_scenario(str(files / "short.yml"), other, RunOptions(seed=9))

    done = coalface("compare", run, other)

    assert done.code == 1
    assert "can't be paired: seed is 3 in the one and 9 in the other" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--draws", 20), "20 draws are too few"),
        (("--world", "moon"), "--world 'moon' is none of small"),
        (("--executor", "threads"), "--executor 'threads' is not known"),
    ],
)
def test_what_cannot_be_run_is_said(
    files: Path, coalface: Coalface, arguments: tuple[object, ...], words: str
) -> None:
    done = coalface("simulate", files / "short.yml", "--out", files / "x", *arguments)

    assert done.code == 1
    assert words in done.err


def test_quantiles_that_a_scenario_asks_for_need_their_draws(
    files: Path, coalface: Coalface
) -> None:
    text = BASE.replace("draws: 100", "draws: 600, quantiles: [0.01, 0.5]")
    (files / "wide.yml").write_text(text.replace("scenario: short", "scenario: wide"))

    done = coalface("simulate", files / "wide.yml", "--draws", 300, "--out", files / "x")

    assert done.code == 1
    assert "Give --draws 500 or more" in done.err
    assert not (files / "x").exists()


def test_a_number_of_a_comparison_is_explained(coalface: Coalface) -> None:
    number = "scenarios/compare/history/ban-one-year-earlier/small-100-7-12/households/difference"

    done = coalface("explain", number, "--json")

    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["number"]["id"] == number
    assert told["number"]["value"] < 0
    assert told["inputs"]
    assert all(row["what"] and row["figures"] and row["source"] for row in told["inputs"])


def test_a_relief_to_come_says_what_is_carried_on_and_that_recovery_is_too_quick(
    coalface: Coalface,
) -> None:
    done = coalface("compare", "history", "relaxation-roadmap", "--draws", 100)

    assert done.code == 0, done.err
    words = " ".join(done.out.split())
    assert "36 of 36 months lie after the last published price and rate (2026-05)" in words
    assert "These times are too short." in words


def test_a_number_of_a_run_is_explained_as_it_was_printed(
    tmp_path: Path, coalface: Coalface
) -> None:
    told = json.loads(
        coalface("simulate", "history", "--out", tmp_path / "x", "--draws", 100, "--json").out
    )
    row = next(r for r in told["rows"] if (r["measure"], r["year"]) == ("declared-exports", 2016))

    done = coalface("explain", row["id"], "--json")

    assert done.code == 0, done.err
    number = json.loads(done.out)["number"]
    assert (number["id"], number["unit"]) == (row["id"], row["unit"])
    assert number["value"] == pytest.approx(row["mid"])
    assert (number["low"], number["high"]) == pytest.approx((row["low"], row["high"]))
    assert all(i["source"] for i in json.loads(done.out)["inputs"])


@pytest.mark.parametrize(
    ("number_id", "words"),
    [
        ("history/small-100-7/no-such/2016", "Measures are currency-earned"),
        ("history/small-100-7/declared-exports/2015", "Years shown are 2010, 2016, 2018"),
        ("nosuch/small-100-7/declared-exports/2016", "no packaged scenario 'nosuch'"),
        ("history/small-100-7-of-0123abcd/declared-exports/2016", "made with a posterior"),
        ("history/moon-100-7/declared-exports/2016", "'moon' is none of"),
    ],
)
def test_an_id_that_no_run_gives_is_refused(coalface: Coalface, number_id: str, words: str) -> None:
    done = coalface("explain", f"scenarios/simulate/{number_id}")

    assert done.code == 1
    assert words in done.err


def test_ids_that_can_be_explained_are_told_of_packaged_scenarios_alone(
    files: Path, coalface: Coalface
) -> None:
    own = coalface("simulate", files / "short.yml", "--out", files / "x")
    packaged = coalface("compare", "history", "prepayment-cut", "--draws", 100)

    assert "coalface explain" not in own.out
    assert "coalface explain scenarios/compare/history/prepayment-cut/small-100-" in (
        " ".join(packaged.out.split())
    )


def test_agents_are_kept_for_few_draws(files: Path, coalface: Coalface) -> None:
    done = coalface("simulate", files / "short.yml", "--out", files / "x", "--draws", 2, "--keep",
                    "agents")  # fmt: skip

    assert done.code == 0, done.err
    names = pl.read_parquet_schema(files / "x" / "blocks" / "block-00000.parquet")
    assert any(name.startswith("agents/balances/") for name in names)


def test_an_unknown_id_of_scenarios_is_refused(coalface: Coalface) -> None:
    done = coalface("explain", "scenarios/compare/history")

    assert done.code == 1
    assert "is no id of a run or a comparison" in done.err
