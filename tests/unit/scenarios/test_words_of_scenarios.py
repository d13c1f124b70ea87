"""What scenario files and the errors of wrong ones say in words."""

from pathlib import Path

import polars as pl
import pytest

from coalface.errors import DefinitionError
from coalface.scenarios.described import changes_table, law_table
from coalface.scenarios.scenario_file import load_scenario

HEAD = "scenario: own\nextends: history\ntitle: My own\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "own.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_number_that_will_not_do_says_what_would(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "enforcement:\n  - {route: all, from: 2018-01, rate: -1}\n")

    with pytest.raises(DefinitionError) as error:
        load_scenario(path)

    assert str(error.value) == (
        "own.yml, line 5: enforcement.0.rate: expected greater than or equal to 0 (found -1). Give "
        "such a value."
    )


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "scenario: own\nextends: history\n")

    with pytest.raises(DefinitionError, match=r"^own\.yml, line 1: title is missing\. Add it\.$"):
        load_scenario(path)


def test_the_words_of_the_earlier_ban_name_the_day_on_which_trade_stops() -> None:
    scenario = load_scenario("ban-one-year-earlier")
    law = law_table(scenario)

    day = law.filter((pl.col("good") == "anthracite") & (pl.col("state") == "banned"))["starts_on"]

    assert f"{day[0].day} {day[0]:%B %Y}" in scenario.about


def test_what_is_left_of_a_cap_that_its_step_cuts_short_is_told_with_its_limits() -> None:
    scenario = load_scenario("relaxation-roadmap")
    changes, law = changes_table(scenario), law_table(scenario)

    said = changes.filter(pl.col("change").str.starts_with("capped at 4,000,000 t"))["change"]
    last = law.filter(pl.col("starts_on") == pl.date(2028, 7, 1), pl.col("good") == "anthracite")

    assert said.to_list() == [
        "capped at 4,000,000 t or 320,000,000 USD a year; its last 6 months have 6/12 of that"
    ]
    assert last.select("stop_t", "stop_usd").row(0) == (2e6, 1.6e8)
