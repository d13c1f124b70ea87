"""The patterns as a user asks for them, on the fewest draws and one reading."""

import json
from importlib import resources
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from coalface.cli.main import app
from coalface.errors import InputError
from coalface.pipeline import scenario_patterns
from coalface.pipeline.facts import PACKAGED_FACTS
from coalface.pipeline.scenario_inputs import read_world_tables
from coalface.pipeline.scenario_patterns import READINGS, PatternOptions, find_patterns
from coalface.scenarios.build_forcing import build_forcing
from coalface.scenarios.pattern_models import load_patterns
from coalface.scenarios.recoveries import TOO_QUICK
from coalface.scenarios.scenario_file import load_scenario

DOCS = Path(__file__).parents[2] / "docs"
ARRAYS = ("ban_share", "enforcement", "world_price_usd_per_t", "demand_t", "power", "border")


@pytest.fixture(autouse=True)
def _one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenario_patterns, "READINGS", READINGS[:1])


@pytest.mark.slow
def test_every_pattern_is_printed_with_a_verdict_and_its_rule(tmp_path: Path) -> None:
    out = tmp_path / "figures.csv"

    found = CliRunner().invoke(
        app, ["scenario", "patterns", "--draws", "100", "--json", "--out", str(out)]
    )

    assert found.exit_code == 0, found.output
    told = json.loads(found.stdout)
    assert [row["pattern"] for row in told["patterns"]] == [p.id for p in load_patterns().patterns]
    assert {row["verdict"] for row in told["patterns"]} <= {"pass", "fail", "can't tell"}
    judged = [row for row in told["rows"] if row["rule"]]
    assert all(row["verdict"] for row in judged)
    put_in = [row for row in judged if row["why"].startswith("built in")]
    assert put_in
    assert {(row["came_out"], row["verdict"]) for row in put_in} == {("pass", "can't tell")}
    assert pl.read_csv(out).height == len(told["rows"])


def test_too_few_draws_and_an_unknown_world_are_refused() -> None:
    with pytest.raises(InputError, match="99 draws are too few"):
        find_patterns(PatternOptions(draws=99))
    with pytest.raises(InputError, match="'tiny' is none of"):
        find_patterns(PatternOptions(world="tiny"))


def test_the_full_lift_is_history_until_it_begins_and_bans_nothing_after() -> None:
    folder = resources.files("coalface") / "data" / "scenarios" / "patterns"
    with resources.as_file(folder / "full-lift.yml") as path:
        lift = build_forcing(load_scenario(path), read_world_tables())
    history = build_forcing(load_scenario("history"), read_world_tables())

    at = [f"{month:%Y-%m}" for month in lift.months].index(load_patterns().lift_from)
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(lift, name)[:at], getattr(history, name)[:at], name)
    assert history.ban_share[at:].min() == 1.0
    assert lift.ban_share[at:].max() == 0.0
    assert (lift.cap_period[at:] == -1).all()


def test_what_is_taken_from_the_records_is_in_the_packaged_rows() -> None:
    rows = {row["row_id"]: row for row in PACKAGED_FACTS.read("flows").to_dicts()}
    total = rows["flows/2018-01_2018-11/CHN-PRK/import/TOTAL/reuters-2018-12"]
    coal, ore = (
        rows[f"flows/2017/CHN-PRK/import/{name}"]["value_cif_usd"]
        for name in ("270111/kores-2018", "2601/kores-2018b")
    )
    facts = load_patterns()

    assert f"{100 * facts.recorded_change_2018:.1f} percent" == total["note"]
    before = total["value_cif_usd"] / (1 + facts.recorded_change_2018)
    assert (coal + ore) / before == pytest.approx(facts.covered_share_2017, abs=5e-4)


def test_sources_of_patterns_are_publications_or_rows_that_are_packaged() -> None:
    folder = resources.files("coalface") / "data" / "parameters"
    known = (folder / "mechanism_sources.yml").read_text(encoding="utf-8")
    rows = set(PACKAGED_FACTS.read("flows")["row_id"])

    for pattern in load_patterns().patterns:
        for source in pattern.sources:
            assert source in rows or f"- id: {source}\n" in known, source


def test_the_page_names_every_pattern_once_with_a_verdict() -> None:
    text = (DOCS / "scenario-patterns.md").read_text(encoding="utf-8")

    for pattern in load_patterns().patterns:
        rows = [line for line in text.splitlines() if line.startswith(f"| `{pattern.id}`")]
        assert len(rows) == 1, pattern.id
        assert any(f"| {v} |" in rows[0] for v in ("pass", "fail", "can't tell")), pattern.id


def test_times_to_recover_are_called_too_short_while_the_page_says_that_the_pattern_fails() -> None:
    text = (DOCS / "scenario-patterns.md").read_text(encoding="utf-8")

    row = next(line for line in text.splitlines() if line.startswith("| `slow-recovery`"))

    assert ("| fail |" in row) == ("fails the pattern of slow recovery" in TOO_QUICK)
