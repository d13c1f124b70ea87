"""The seeded world that detectors are measured on: the same again, and true to its word."""

from pathlib import Path

import polars as pl
from bench.world import World, make_world
from bench.world_files import COMTRADE_COLUMNS, write_baci, write_comtrade


def small(seed: int = 1, **more: float) -> World:
    return make_world(seed, n_countries=20, n_goods=60, density=0.25, **more)


def test_files_of_one_seed_are_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "other")]
    files = []
    for folder in folders:
        folder.mkdir()
        world = small()
        files.append(
            [write(world, 2018, folder).read_bytes() for write in (write_baci, write_comtrade)]
        )

    assert files[0] == files[1]
    assert len(files[0][0]) > 10_000


def test_a_year_does_not_depend_on_the_years_made_before_it() -> None:
    alone, after = small(), small()
    after.books(2015)
    after.truth(2016)

    assert alone.books(2018).equals(after.books(2018))
    assert alone.truth(2018).equals(after.truth(2018))


def test_another_seed_is_another_world() -> None:
    assert small(1).truth(2018)["fob_usd"].sum() != small(2).truth(2018)["fob_usd"].sum()


def test_series_persist_over_years_with_entry_and_exit() -> None:
    world, key = small(), ["exporter", "importer", "hs_code"]
    one, other = world.truth(2018), world.truth(2019)

    both = one.join(other, on=key, suffix="_after")
    change = both.select(pl.corr(pl.col("fob_usd").log(), pl.col("fob_usd_after").log())).item()
    assert change > 0.9
    assert 0.5 * one.height < both.height < 0.97 * one.height


def test_the_dprk_reports_nothing_and_the_republic_of_korea_does() -> None:
    books = small().books(2018)
    reporters = books["reporter"].cast(pl.String).unique().to_list()

    assert "PRK" not in reporters
    assert "KOR" in reporters
    assert books.filter(pl.col("partner").cast(pl.String) == "PRK").height > 20


def test_swaps_move_value_from_the_south_to_the_north_and_keep_the_sum() -> None:
    plain, swapped = small(3).books(2018), small(3, swap_share=0.05)
    moved = swapped.swaps(2018)

    def korean(books: pl.DataFrame, code: str) -> float:
        rows = books.filter(pl.col("partner").cast(pl.String) == code)
        return float(rows.select(pl.coalesce("value_cif_usd", "value_fob_usd").sum()).item())

    assert moved.height > 0
    assert moved["size"].is_between(0.3, 30).all()
    gained = korean(swapped.books(2018), "PRK") - korean(plain, "PRK")
    lost = korean(plain, "KOR") - korean(swapped.books(2018), "KOR")
    total = float(moved["moved_usd"].sum())
    assert abs(gained - total) <= moved.height
    assert abs(lost - total) <= 2 * moved.height


def test_planted_shifts_are_in_the_truth_from_their_year_on() -> None:
    world, still = small(4, shift_share=0.2), small(4)
    key = ["exporter", "importer", "hs_code"]
    shifts = world.shifts().filter(pl.col("year") == 2018)
    with_and_without = (
        world.truth(2019).join(still.truth(2019), on=key, suffix="_still").join(shifts, on=key)
    )

    apart = (pl.col("fob_usd") / pl.col("fob_usd_still")).log() - pl.col("log_size")
    assert with_and_without.height > 20
    assert with_and_without.select(apart.abs().max()).item() < 1e-3


def test_importers_pay_freight_on_top_of_the_value_at_the_border() -> None:
    truth = small().truth(2018)

    assert (truth["cif_usd"] > truth["fob_usd"]).all()
    cif, fob = (float(truth[c].sum()) for c in ("cif_usd", "fob_usd"))
    assert 1.02 < cif / fob < 1.3


def test_comtrade_files_have_the_columns_of_the_download(tmp_path: Path) -> None:
    lines = write_comtrade(small(), 2018, tmp_path).read_text(encoding="utf-8").splitlines()

    assert lines[0] == ",".join(COMTRADE_COLUMNS)
    assert len(COMTRADE_COLUMNS) == 47
