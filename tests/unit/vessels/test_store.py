from pathlib import Path

import numpy as np
import polars as pl
import pytest

from coalface.tables.positions import POSITIONS
from coalface.tables.schema import dtypes_of
from coalface.vessels.store import part_positions, read_rows, write_frame, write_rows


def positions(n: int) -> pl.DataFrame:
    rng = np.random.default_rng(4)
    frame = pl.DataFrame(
        {
            "row": range(n),
            "mmsi": 412_000_000 + 10 * rng.integers(0, 300, n),
            "lat_deg": rng.random(n),
            "lon_deg": rng.random(n),
            "receiver": ["shore"] * n,
        }
    )
    missing = {k: v for k, v in dtypes_of(POSITIONS).items() if k not in frame.columns}
    return frame.with_columns(pl.lit(None, dtype=v).alias(k) for k, v in missing.items()).select(
        list(dtypes_of(POSITIONS))
    )


@pytest.mark.parametrize("n_parts", [1, 7])
def test_every_row_lies_in_one_part_and_every_ship_in_one(tmp_path: Path, n_parts: int) -> None:
    frame = positions(5_000)

    store = part_positions(frame.iter_slices(700), tmp_path, n_parts=n_parts)

    parts = [store.read(k) for k in range(n_parts)]
    assert pl.concat(parts).sort("row").equals(frame)
    assert sum(p["mmsi"].n_unique() for p in parts) == frame["mmsi"].n_unique()
    assert store.n_rows == tuple(map(len, parts))


def test_numbers_that_end_in_nought_still_part_evenly(tmp_path: Path) -> None:
    store = part_positions([positions(20_000)], tmp_path, n_parts=8)

    assert min(store.n_rows) > 1_000


def test_the_size_of_a_batch_changes_no_part(tmp_path: Path) -> None:
    frame = positions(3_000)

    whole = part_positions([frame], tmp_path / "a", n_parts=3)
    pieces = part_positions(frame.iter_slices(100), tmp_path / "b", n_parts=3)

    assert all(whole.read(k).equals(pieces.read(k)) for k in range(3))


def test_a_table_is_written_whole_with_the_same_bytes(tmp_path: Path) -> None:
    write_frame(positions(100), tmp_path / "a.parquet")
    write_frame(positions(100), tmp_path / "sub" / "b.parquet")

    a, b = (tmp_path / "a.parquet").read_bytes(), (tmp_path / "sub" / "b.parquet").read_bytes()
    assert a == b
    assert list(tmp_path.glob("*.part")) == []


def test_rows_come_back_as_they_were_or_some_columns_of_them(tmp_path: Path) -> None:
    frame = positions(500).with_columns(
        nav_status=pl.Series([None, 5] * 250, dtype=pl.Int8),
        transponder_class=pl.Series(["A", None] * 250, dtype=pl.Enum(["A", "B"])),
        receiver=pl.Series(["a name too long to lie beside its length", None] * 250),
    )

    write_rows(frame, tmp_path / "rows.arrow")

    whole = read_rows(tmp_path / "rows.arrow")
    assert whole.schema == frame.schema
    assert whole.equals(frame)
    some = ["receiver", "mmsi"]
    assert read_rows(tmp_path / "rows.arrow", some).equals(frame.select(some))


def test_how_many_rows_are_written_at_once_changes_no_row(tmp_path: Path) -> None:
    for n in (7, 100, 1_000):
        write_frame(positions(100), tmp_path / f"{n}.parquet", rows_at_once=n)

    assert all(pl.read_parquet(p).equals(positions(100)) for p in tmp_path.glob("*.parquet"))


def test_rows_copied_piece_by_piece_give_the_same_bytes(tmp_path: Path) -> None:
    table = positions(20_000)
    pieces: list[int] = []

    write_frame(table, tmp_path / "whole.parquet")
    write_frame(table, tmp_path / "pieces.parquet", after=lambda: pieces.append(1))

    assert (tmp_path / "pieces.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert len(pieces) > 1


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    write_frame(positions(0), tmp_path / "none.parquet")

    assert pl.read_parquet(tmp_path / "none.parquet").columns == positions(0).columns
