"""Whatever the bytes: an error of ours or whole rows; and the same rows for any size of chunk."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.publisher_files import (
    BACI_HEADER,
    COMTRADE_HEADER,
    GACC_HEADER,
    LEGACY_HEADER,
    MAPPING,
    Record,
    baci_records,
    comtrade_records,
    gacc_records,
    legacy_records,
    mapped_lines,
    pinksheet_rows,
)
from tests.contracts.publisher_writers import write_csv, write_json, write_pinksheet, write_sheet

from coalface.errors import CoalfaceError
from coalface.sources.kinds import find_kind, read_file
from coalface.sources.reading import FileBatch, ReadOptions
from coalface.tables.flows import check_flows
from coalface.tables.prices import check_prices

FORMATS: dict[str, tuple[str, list[str], list[Record]]] = {
    "comtrade": ("comtrade", COMTRADE_HEADER, comtrade_records()),
    "legacy": ("comtrade", LEGACY_HEADER, legacy_records()),
    "baci": ("baci", BACI_HEADER, baci_records()),
    "gacc": ("gacc", GACC_HEADER, gacc_records()),
}
N_EXAMPLES = 10
OPTIONS = ReadOptions(flow="import")
IN_ANY_FOLDER = settings(
    deadline=None,
    max_examples=N_EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
PIECES = st.sampled_from(
    [
        *(b"", b",", b'"', b"\n", b"\r\n", b"\0", b"-1", b"1e400", b"nan", b"\xff", b"\xe4\xb8"),
        *(b'"a\nb"', b"n/a", b"twelve thousand", b"2016", b"\n\n", b",,", b'""', b"=1+1", b"\t"),
    ]
)


def read_parts(path: Path, kind: str, options: ReadOptions) -> list[FileBatch]:
    parts = [part for part in read_file(path, kind, options) if part.table != "sources"]
    for part in parts:
        assert part.n_rows == len(part.rows) + len(part.rejects)
        assert part.rejects["reason"].null_count() == 0
        (check_flows if part.table == "flows" else check_prices)(part.rows)
    return parts


def complaint_or_name(path: Path, call: Callable[[], object]) -> str:
    """Give the message of an error of ours, or the file's name if there is none."""
    try:
        call()
    except CoalfaceError as error:
        return str(error)
    return path.name


def join(parts: Sequence[FileBatch]) -> tuple[pl.DataFrame, pl.DataFrame]:
    return pl.concat([p.rows for p in parts]), pl.concat([p.rejects for p in parts])


def text_of(header: Sequence[str], records: Sequence[Record]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([record[name] for name in header] for record in records)
    return text.getvalue().encode()


@pytest.mark.parametrize("name", FORMATS)
@IN_ANY_FOLDER
@given(data=st.data())
def test_file_reads_the_same_in_chunks_of_any_size(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    kind, header, records = FORMATS[name]
    lines = text_of(header, records).splitlines(keepends=True)
    wide = len(header) - 1
    strange = [b"\n", b"1,2\n", b"," * wide + b"\n", b",".join([b'"a\nb"'] * (wide + 1)) + b"\n"]
    strange += [lines[1].rstrip(b"\n") + end for end in (b",\n", b",x\n", b"\r\n")]
    for place, line in data.draw(
        st.lists(st.tuples(st.integers(1, len(lines)), st.sampled_from([*strange, lines[0]])))
    ):
        lines.insert(place, line)
    path = tmp_path / "file.csv"
    path.write_bytes(b"".join(lines))
    whole = join(read_parts(path, kind, ReadOptions(flow="import")))

    small = ReadOptions(
        flow="import",
        block_bytes=data.draw(st.integers(50, 5000)),
        batch_rows=data.draw(st.integers(2, 30)),
    )
    rows, rejects = join(read_parts(path, kind, small))

    assert rows.equals(whole[0])
    assert rejects.equals(whole[1])


@pytest.mark.parametrize("name", FORMATS)
@IN_ANY_FOLDER
@given(changes=st.lists(st.tuples(st.floats(0, 1), PIECES, st.integers(0, 40)), min_size=1))
def test_changed_bytes_give_whole_rows_or_an_error_of_ours(
    tmp_path: Path, name: str, changes: list[tuple[float, bytes, int]]
) -> None:
    kind, header, records = FORMATS[name]
    data = text_of(header, records)
    for where, piece, n_lost in changes:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + n_lost :]
    path = tmp_path / "file.csv"
    path.write_bytes(data)

    assert path.name in complaint_or_name(path, lambda: read_parts(path, kind, OPTIONS))


@pytest.mark.parametrize("name", ["json", "pinksheet", "mapped", "parquet"])
@IN_ANY_FOLDER
@given(changes=st.lists(st.tuples(st.floats(0, 1), PIECES, st.integers(0, 40)), min_size=1))
def test_changed_bytes_of_other_forms_give_whole_rows_or_an_error_of_ours(
    tmp_path: Path, name: str, changes: list[tuple[float, bytes, int]]
) -> None:
    mapping = tmp_path / "m.yml"
    mapping.write_text(MAPPING, encoding="utf-8")
    path = tmp_path / f"file.{ {'json': 'json', 'parquet': 'parquet'}.get(name, 'xlsx') }"
    if not (tmp_path / name).exists():
        write_form(path, name)
        (tmp_path / name).write_bytes(path.read_bytes())
    data = (tmp_path / name).read_bytes()
    for where, piece, n_lost in changes:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + n_lost :]
    path.write_bytes(data)
    kind = {"json": "comtrade", "parquet": "flows"}.get(name, name)

    options = ReadOptions(mapping=mapping)

    assert path.name in complaint_or_name(path, lambda: find_kind(path))
    assert path.name in complaint_or_name(path, lambda: read_parts(path, kind, options))


def write_form(path: Path, name: str) -> None:
    if name == "json":
        write_json(path, comtrade_records())
    elif name == "pinksheet":
        write_pinksheet(path, pinksheet_rows())
    elif name == "mapped":
        write_sheet(path, mapped_lines())
    else:
        source = write_csv(path.with_name("c.csv"), COMTRADE_HEADER, comtrade_records())
        join(read_parts(source, "comtrade", ReadOptions()))[0].write_parquet(path)


@settings(deadline=None, max_examples=15)
@given(
    values=st.lists(
        st.tuples(
            st.floats(0, 1e12, allow_nan=False).map(lambda v: float(f"{v:.6g}")),
            st.sampled_from([4, 156, 408, 410, 842, 490]),
            st.sampled_from(["270111", "10121", "854231"]),
        ),
        min_size=1,
    )
)
def test_every_dollar_of_a_baci_file_is_read(
    tmp_path_factory: pytest.TempPathFactory, values: list[tuple[float, int, str]]
) -> None:
    path = tmp_path_factory.mktemp("baci") / "b.csv"
    path.write_text("t,i,j,k,v,q\n" + "".join(f"2016,{i},36,{k},{v!r},\n" for v, i, k in values))

    rows, _ = join(read_parts(path, "baci", ReadOptions()))

    assert rows["value_fob_usd"].to_list() == [v * 1000 for v, _, _ in values]
