"""The commands trade mirror and trade goods."""

import json
from pathlib import Path

import polars as pl
from typer.testing import CliRunner

from coalface.cli.main import app


def run(*words: str) -> str:
    found = CliRunner().invoke(app, ["trade", *words])
    assert found.exit_code == 0, found.output
    return found.stdout


def test_without_a_workspace_the_mirror_says_what_the_packaged_figures_cannot_do() -> None:
    told = json.loads(
        run("mirror", "--year", "2016", "--hs", "2701", "--exporter", "PRK", "--json")
    )

    assert any("nobody's reliability can be judged" in note for note in told["notes"])
    assert {row["basis"] for row in told["rows"]} == {"importer only, exporter reports nothing"}


def test_every_number_of_the_mirror_names_the_rows_it_rests_on() -> None:
    told = json.loads(run("mirror", "--year", "2016", "--hs", "270111", "--json"))

    assert told["numbers"]
    assert all(number["inputs"] for number in told["numbers"])
    assert all(number["id"].startswith("mirror/PRK-CHN/270111/") for number in told["numbers"])


def test_all_cells_are_written_to_a_file(tmp_path: Path) -> None:
    run("mirror", "--year", "2016", "--out", str(tmp_path / "cells.parquet"))

    cells = pl.read_parquet(tmp_path / "cells.parquet")
    assert {"fob_usd", "fob_low_usd", "fob_high_usd", "basis"} <= set(cells.columns)


def test_an_unknown_state_is_told_with_what_was_expected() -> None:
    found = CliRunner().invoke(app, ["trade", "mirror", "--year", "2016", "--exporter", "XXX"])

    assert found.exit_code != 0
    assert "no cell of 2016 answers" in str(found.exception)


def test_goods_prints_the_set_of_codes_and_the_split() -> None:
    told = json.loads(run("goods", "--hs", "030613", "--json"))

    assert told["rows"][-1] == {"hs_revision": "HS2022", "codes": "030616+030617", "n_codes": 2}
    assert [row["kind"] for row in told["changes"]] == ["split"]
    assert told["is_comparable"]


def test_a_code_that_is_not_comparable_is_never_called_the_same_in_every_edition() -> None:
    unspecified, coal = run("goods", "--hs", "999999"), run("goods", "--hs", "270111")

    assert "it holds whatever reporters did not specify" in " ".join(unspecified.split())
    assert "same code in every edition" not in " ".join(unspecified.split())
    assert "same code in every edition" in " ".join(coal.split())


def test_a_period_that_another_holds_is_said_and_only_then() -> None:
    held = json.loads(run("mirror", "--year", "2016", "--hs", "270111", "--json"))
    alone = json.loads(run("mirror", "--year", "2013", "--hs", "270111", "--json"))

    assert {row["period_end"] for row in held["rows"]} == {"2016-10-01", "2017-01-01"}
    assert any("PRK-CHN, 2016-01_2016-09 and 2016)" in note for note in held["notes"])
    assert not any("overlap" in note for note in alone["notes"])
