"""A Comtrade file of a seeded world, taken in and reconciled, gives what its books give."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from bench.world import make_world
from bench.world_files import write_comtrade
from typer.testing import CliRunner

from coalface.cli.main import app
from coalface.trade.mirror import estimate_mirror

YEAR = 2019
KEY = ["exporter", "importer", "hs_code"]


def test_the_mirror_of_an_ingested_file_is_that_of_its_books(tmp_path: Path) -> None:
    world = make_world(5, n_countries=12, n_goods=30, density=0.3)
    file, folder = write_comtrade(world, YEAR, tmp_path), str(tmp_path / "workspace")
    taken = CliRunner().invoke(app, ["ingest", "comtrade", str(file), "--workspace", folder])
    assert taken.exit_code == 0, taken.output
    out = tmp_path / "cells.parquet"

    told = CliRunner().invoke(
        app, ["trade", "mirror", "--workspace", folder, "--json", "--out", str(out)]
    )

    assert told.exit_code == 0, told.output
    books = world.books(YEAR).with_columns(
        period_start=date(YEAR, 1, 1), period_end=date(YEAR + 1, 1, 1)
    )
    expected = estimate_mirror(books, year=YEAR).cells.with_columns(pl.col(KEY).cast(pl.String))
    found = pl.read_parquet(out).join(expected, on=KEY, suffix="_expected")
    assert found.height == expected.height
    apart = np.log((found["fob_usd"] / found["fob_usd_expected"]).to_numpy())
    assert np.abs(apart).max() < 1e-6
    answer = json.loads(told.stdout)
    assert answer["year"] == YEAR
    assert all(len(number["inputs"]) in (1, 2) for number in answer["numbers"])
    assert all(i.startswith("flows/") for number in answer["numbers"] for i in number["inputs"])
