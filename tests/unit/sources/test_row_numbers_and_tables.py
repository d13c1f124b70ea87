"""Rows as a spreadsheet numbers them; our own table read back; ids seen before."""

from pathlib import Path

import polars as pl
import pytest
from tests.builders import make_flows
from tests.contracts.publisher_files import BACI_HEADER, baci_records
from tests.contracts.publisher_writers import write_csv
from tests.contracts.test_publishers import read_all

from coalface.errors import InputError
from coalface.sources.country_codes import numeric_countries, read_numeric_country
from coalface.sources.seen_ids import SeenIds
from coalface.sources.spellings import read_country
from coalface.sources.text_tables import TextLayout, read_chunks


def chunks(path: Path, names: tuple[str, ...], **sizes: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    layout = TextLayout(names, n_header=1, header=names)
    parts = list(read_chunks(path, layout, **({"block_bytes": 99, "batch_rows": 99} | sizes)))
    return pl.concat([p.frame for p in parts]), pl.concat([p.rejects for p in parts])


def test_record_with_line_ends_inside_quotes_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n"x\n\ny",1\n\nz,2\n')

    frame, _ = chunks(path, ("a", "b"))

    assert frame.rows() == [(2, "x\n\ny", "1"), (4, "z", "2")]


@pytest.mark.parametrize("block_bytes", [1, 2, 7, 64, 10_000])
def test_row_after_a_ragged_one_keeps_its_number(tmp_path: Path, block_bytes: int) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n1,2\n3\n"4,4",5,6\n7,8\n')

    frame, rejects = chunks(path, ("a", "b"), block_bytes=block_bytes)

    assert frame["row"].to_list() == [2, 5]
    assert rejects.select("row", "found").rows() == [(3, "1 cells"), (4, "3 cells")]


def test_last_line_without_an_end_is_read_if_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n3,4")

    frame, _ = chunks(path, ("a", "b"))

    assert frame["b"].to_list() == ["2", "4"]


@pytest.mark.parametrize("mark", ['5" pipe', 'x"y', 'x"'])
@pytest.mark.parametrize("block_bytes", [4, 10_000])
def test_odd_quotation_mark_inside_a_cell_stops_the_file(
    tmp_path: Path, mark: str, block_bytes: int
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"a,b\n1,2\n{mark},3\n4,5\n")

    with pytest.raises(InputError, match=r"quot"):
        chunks(path, ("a", "b"), block_bytes=block_bytes)


@pytest.mark.parametrize("block_bytes", [4, 9, 20, 10_000])
@pytest.mark.parametrize("rest", ["", "6\n"])
def test_two_odd_marks_in_two_rows_stop_the_file_in_blocks_of_any_size(
    tmp_path: Path, block_bytes: int, rest: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f'a,b\n1,2\n5" pipe,3\n4" pipe,5\n7,8\n{rest}')

    with pytest.raises(InputError, match=r"quot"):
        chunks(path, ("a", "b"), block_bytes=block_bytes)


def test_blanks_around_a_cell_are_trimmed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n 1\t,\u00a02\u3000\n")

    frame, _ = chunks(path, ("a", "b"))

    assert frame.rows() == [(2, "1", "2")]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"flow": "imports"}, "flow"),
        ({"reporter": "China"}, "reporter"),
        ({"value_cif_usd": -1.0}, "value_cif_usd"),
        ({"value_cif_usd": float("inf")}, "value_cif_usd"),
        ({"hs_code": None}, "hs_code"),
        ({"confidence": "sure"}, "confidence"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_row_that_breaks_a_rule_of_the_table_is_rejected(
    tmp_path: Path, changes: dict[str, object], column: str, ending: str
) -> None:
    good = make_flows()
    bad = make_flows(**({"row_id": "flows/bad"} | changes))
    table = pl.concat([good, bad])
    path = tmp_path / f"flows.{ending}"
    table.write_csv(path) if ending == "csv" else table.write_parquet(path)

    read = read_all(path, "flows")

    assert read.rows["row_id"].to_list() == ["flows/0"]
    assert read.rejects["column"].to_list() == [column]


def test_id_that_stands_twice_is_rejected_across_batches(tmp_path: Path) -> None:
    path = tmp_path / "flows.parquet"
    pl.concat([make_flows(row_id=[f"flows/{n % 5}" for n in range(8)])]).write_parquet(path)

    read = read_all(path, "flows", batch_rows=2)

    assert read.rows["row_id"].to_list() == [f"flows/{n}" for n in range(5)]
    assert read.rejects["row"].to_list() == [6, 7, 8]


def test_missing_column_of_our_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    make_flows().rename({"hs_code": "hs_codes"}).write_csv(path)

    with pytest.raises(InputError, match=r"'hs_code' .* missing.*'hs_codes'"):
        read_all(path, "flows")


def test_empty_ids_are_never_repeated() -> None:
    seen = SeenIds()

    first = seen.find_repeated(pl.Series(["a", None, None, "b", "a"]))
    second = seen.find_repeated(pl.Series([None, "b", "c"]))

    assert first.to_list() == [False, False, False, False, True]
    assert second.to_list() == [False, True, False]


@pytest.mark.parametrize(
    ("code", "iso3"),
    [
        *(("408", "PRK"), ("410", "KOR"), ("156", "CHN"), ("0", "WLD"), ("490", "TWN")),
        *(("842", "USA"), ("251", "FRA"), ("699", "IND"), ("757", "CHE"), ("579", "NOR")),
        ("004", "AFG"),
    ],
)
def test_numeric_code_gives_the_letters(code: str, iso3: str) -> None:
    assert read_numeric_country(code).value == iso3


def test_letters_of_numeric_codes_are_countries_or_said_to_be_none() -> None:
    former = {"ANT", "CSK", "DDR", "NTZ", "PCI", "PCZ", "SCG", "SUN", "WLD", "YMD", "YUG"}
    letters = set(numeric_countries().values())
    ours = {c for c in letters if c.startswith("X") and c != "XKX"}

    assert {c for c in letters - ours - former if read_country(c).value != c} == set()
    assert {c for c in ours if read_country(c).value is not None} == set()


def test_gzip_cut_short_is_an_error(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "b.csv.gz", BACI_HEADER, baci_records())
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(InputError, match=r"cut short or damaged"):
        read_all(path, "baci")
