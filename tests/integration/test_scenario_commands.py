"""`coalface scenario`: what a reader sees, and what the documentation promises."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from coalface.scenarios.history import load_history
from coalface.scenarios.scenario_models import DRIVERS, ScenarioFile
from coalface.scenarios.scenario_text import packaged_names

Coalface = Callable[..., Any]
DOCS = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_list_names_every_packaged_scenario_on_narrow_lines(coalface: Coalface) -> None:
    done = coalface("scenario", "list")

    assert done.code == 0
    assert [name for name in packaged_names() if name not in done.out] == []
    assert max(len(line) for line in done.out.splitlines()) <= 120


def test_every_packaged_scenario_is_shown_with_its_changes_and_its_law(coalface: Coalface) -> None:
    for name in packaged_names():
        done = coalface("scenario", "show", name, "--json")
        shown = json.loads(done.out)

        assert done.code == 0
        assert shown["scenario"] == name
        assert shown["rows"]
        assert {row["good"] for row in shown["law"]} == {"anthracite", "iron_ore"}
        assert re.fullmatch("[0-9a-f]{64}", shown["digest"])


def test_what_is_shown_says_that_it_is_supposed_and_no_law_in_force(coalface: Coalface) -> None:
    out = " ".join(coalface("scenario", "show", "coal-cap-2024").out.split())

    assert "All of it is supposed." in out
    assert "not the law in force" in out
    assert "2,000,000 t a" in out


def test_changes_are_written_to_a_file(coalface: Coalface, tmp_path: Path) -> None:
    out = tmp_path / "changes.parquet"

    coalface("scenario", "show", "relaxation-roadmap", "--out", out)

    kinds = pl.read_parquet(out)["kind"].to_list()
    assert kinds.count("relaxation") == 5


def test_a_file_in_order_is_told_so_and_a_wrong_one_exits_1_with_its_line(
    coalface: Coalface, tmp_path: Path
) -> None:
    path = tmp_path / "own.yml"
    path.write_text("scenario: own\nextends: history\ntitle: t\n")

    good = coalface("scenario", "check", path)
    path.write_text("scenario: own\nextends: history\ntitle: t\nterms: [{from: 2014-01}]\n")
    wrong = coalface("scenario", "check", path)

    assert good.code == 0
    assert good.out.startswith("own extends history: in order. 372 months")
    assert wrong.code == 1
    assert wrong.out == ""
    assert "own.yml, line 4" in wrong.err
    assert "Traceback" not in wrong.err


def test_campaigns_that_would_stop_more_than_all_are_told(
    coalface: Coalface, tmp_path: Path
) -> None:
    path = tmp_path / "own.yml"
    path.write_text(
        "scenario: own\nextends: history\ntitle: t\nenforcement:\n"
        "  - {route: all, from: 2018-01, to: 2019-12, pulse: {every: 24, lasts: 1}}\n"
    )

    done = coalface("scenario", "check", path)

    assert done.code == 1
    assert "campaigns would stop" in done.err


def test_text_of_a_file_cannot_steer_the_terminal(coalface: Coalface, tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text('scenario: own\nextends: history\ntitle: "[red]a\\e[31m b\\u202e"\n')

    for extra in ((), ("--json",)):
        out = coalface("scenario", "show", path, *extra).out
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_the_example_of_the_documentation_is_in_order(coalface: Coalface, tmp_path: Path) -> None:
    found = re.search(r"```yaml\n(.*?)```", DOCS, re.DOTALL)
    assert found is not None
    path = tmp_path / "my-own.yml"
    path.write_text(found[1], encoding="utf-8")

    assert coalface("scenario", "check", path).code == 0


def test_the_documentation_names_every_key_driver_and_packaged_scenario() -> None:
    keys = set(ScenarioFile.model_fields)
    named = set(re.findall(r"`([a-z0-9_-]+)", DOCS))

    assert keys - named == set()
    assert set(DRIVERS) - named == set()
    assert set(packaged_names()) - named == set()


def test_the_documentation_states_the_factors_that_are_used() -> None:
    past = load_history()

    assert f"times {past.prices['anthracite'].factor:g}" in DOCS
    assert f"times {past.prices['iron_ore'].factor:g}" in DOCS
    assert f"times {past.demand.slack:g}; then the level of 2016" in DOCS
    assert past.demand.last_year_of_data == 2016
    assert past.law_news.half_life_months == 6


def test_enforcement_of_declared_trade_is_said_to_change_nothing(
    coalface: Coalface, tmp_path: Path
) -> None:
    path = tmp_path / "own.yml"
    path.write_text(
        "scenario: own\nextends: history\ntitle: t\nenforcement:\n"
        "  - {route: declared-sea, from: 2018-01, level: 0.9}\n"
        "  - {route: ship-to-ship, from: 2018-01, level: 0.9}\n"
    )

    checked, shown = (
        " ".join(coalface("scenario", v, path).out.split()) for v in ("check", "show")
    )

    for told in (checked, shown):
        assert "No effect: declared-sea from 2018-01 (own): " in told
    assert json.loads(coalface("scenario", "check", path, "--json").out)["without_effect"] == [
        "declared-sea from 2018-01 (own)"
    ]
    assert "No effect" not in coalface("scenario", "check", "enforcement-doubled").out
