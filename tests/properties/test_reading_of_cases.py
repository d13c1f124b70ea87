"""Laws of the reader of users' files: no traceback, no row lost, batches change nothing."""

import csv
import io
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coalface.errors import InputError
from coalface.sources.cases import CasesRead, read_case_batches, read_cases
from coalface.tables.cases import CASES, check_cases

HEADER = "case_id,on,period_start,period_end,hs_code,direction,mass_t,quantity,unit,origin"
CELLS = {
    "case_id": ["a", "b", "", "=1"],
    "on": ["2017-08-05", "2017-08", "2017", "", "2017-02-30", "5/8/17", "unknown"],
    "period_start": ["", "2017-01-01", "2017-01", "soon"],
    "period_end": ["", "2017-01-01", "2018-01-01", "2017-03"],
    "hs_code": ["270111", "2701", "30743", "", "=A1", "999999", "27.01"],
    "direction": ["from_dprk", "to_dprk", "other", "", "up"],
    "mass_t": ["", "0", "1.5", "-1", "1,5", "inf", "1e400"],
    "quantity": ["", "5", "x", "-0.0"],
    "unit": ["", "t", "kg", "Mt", "parsec", "bbl"],
    "origin": ["", "PRK", "Russia", "Korea", "??"],
}
rows = st.lists(
    st.fixed_dictionaries({n: st.sampled_from(c) for n, c in CELLS.items()}), max_size=8
)


def read_bytes(data: bytes, name: str = "cases.csv") -> CasesRead:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_cases(path)


def as_csv(table: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(CELLS))
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue().encode()


@given(rows.filter(bool))
def test_every_row_is_answered_or_rejected_with_a_reason(table: list[dict[str, str]]) -> None:
    written = [row for row in table if any(row.values())]
    if not written:
        return

    result = read_bytes(as_csv(table))

    check_cases(result.cases)
    assert result.cases["case_id"].is_unique().all()
    assert len(result.cases) + result.rejects["row"].n_unique() == len(written)
    assert (result.rejects["reason"] != "").all()
    assert (result.rejects["expected"] != "").all()


@settings(max_examples=200)
@given(st.binary(max_size=300), st.booleans())
@example(b'"', True)  # noqa: FBT003 - hypothesis takes its examples in order
@example(b"\xff\xfe\x00", True)  # noqa: FBT003
@example(b"a\rb", True)  # noqa: FBT003
def test_no_bytes_bring_down_the_reader(data: bytes, has_header: bool) -> None:  # noqa: FBT001
    whole = f"{HEADER}\n".encode() + data if has_header else data
    said, columns = "", list(CASES)
    try:
        columns = read_bytes(whole).cases.columns
    except InputError as error:
        said = str(error)

    assert columns == list(CASES)
    assert not said or "cases.csv" in said


@given(st.binary(max_size=200), st.sampled_from(["cases.parquet", "cases.xlsx"]))
def test_no_bytes_bring_down_the_other_readers(data: bytes, name: str) -> None:
    with pytest.raises(InputError, match=name):
        read_bytes(data, name)


@given(rows.filter(bool), st.integers(min_value=1, max_value=5))
def test_batches_change_nothing(table: list[dict[str, str]], n_batch: int) -> None:
    frame = pl.DataFrame(table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.parquet"
        frame.write_parquet(path)
        whole = read_cases(path)
        parts = list(read_case_batches(path, n_batch))

    assert pl.concat([p.cases for p in parts]).equals(whole.cases)
    assert pl.concat([p.rejects for p in parts]).equals(whole.rejects)
