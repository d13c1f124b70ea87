"""Sentences as receivers write them, against what pyais alone answers, and garbage."""

import gzip
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from coalface.sources.ais import read_positions, read_statics
from coalface.sources.nmea import read_nmea
from coalface.sources.reading import FileBatch

FILES = Path(__file__).parent / "ais"
READ = (1, 2, 3, 18, 19, 27)
PARTS = (
    b"!AIVDM,2,1,6,A,53@o0E000001Q0CG37U8u<Tp4q@D00000000000018330400000000000000,0*63",
    b"!AIVDM,2,2,6,A,00000000008,2*2A",
)
SHIP = b"!AIVDM,1,1,,B,15NBj>PP1gG>1PVKTDTUJOv00<0M,0*09"


def one(batches: list[FileBatch]) -> FileBatch:
    assert len(batches) == 1
    return batches[0]


def reasons(batch: FileBatch) -> dict[str, int]:
    return dict(batch.rejects["reason"].value_counts().rows())


def written(tmp_path: Path, *lines: bytes) -> Path:
    path = tmp_path / "file.nmea"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


@pytest.mark.parametrize("name", ["gatehouse", "sample", "tagblock", "uscg_suffix"])
def test_every_position_that_pyais_decodes_is_read_from_its_line(name: str) -> None:
    expected = pl.read_csv(FILES / "nmea_positions.csv").filter(
        pl.col("file") == f"nmea_{name}.nmea", pl.col("msg_type").is_in(READ)
    )

    rows = one(list(read_positions(FILES / f"nmea_{name}.nmea"))).rows.sort("row")

    assert rows["row"].to_list() == (expected["line"] - 1).to_list()
    for ours, theirs in {
        "mmsi": "mmsi",
        "lat_deg": "lat",
        "lon_deg": "lon",
        "sog_kn": "speed",
        "cog_deg": "course",
        "heading_deg": "heading",
    }.items():
        assert rows[ours].to_list() == pytest.approx(
            expected[theirs].to_list(), abs=1e-6, nan_ok=True
        ), ours


def test_empty_payloads_and_lone_first_parts_are_counted() -> None:
    batch = one(list(read_positions(FILES / "nmea_sample.nmea")))

    assert reasons(batch) == {"empty_payload": 100, "incomplete_group": 20}
    assert (
        len(batch.rows)
        + len(batch.rejects)
        + sum(int(note.split(" ")[1].replace(",", "")) for note in batch.notes)
        == batch.n_rows
    )


def test_a_tag_block_says_when_and_who_received() -> None:
    batch = one(list(read_positions(FILES / "nmea_tagblock.nmea")))

    assert batch.rows.select("row", "sent_at", "receiver").row(0) == (
        1,
        datetime(2014, 12, 10, 0, 41, 53, tzinfo=UTC),
        "rORBCOMM104",
    )


def test_parts_of_a_message_are_joined_though_another_line_lies_between() -> None:
    batch = one(list(read_statics(FILES / "nmea_tagblock.nmea")))

    assert batch.rows.select("row", "received_at").rows() == [
        (0, datetime(2014, 12, 10, 0, 0, 1, tzinfo=UTC))
    ]
    assert reasons(batch) == {}


def test_the_suffix_of_the_coast_guard_says_when() -> None:
    batch = one(list(read_positions(FILES / "nmea_uscg_suffix.nmea")))

    assert batch.rows["sent_at"].null_count() == 0
    assert batch.rows["sent_at"].min() == datetime(2012, 1, 1, 5, 0, 1, tzinfo=UTC)
    assert batch.rows["receiver"][0] == "r003669946"


def test_a_wrong_checksum_refuses_the_sentence(tmp_path: Path) -> None:
    batch = one(list(read_positions(written(tmp_path, SHIP, SHIP[:-1] + b"8"))))

    assert (len(batch.rows), reasons(batch)) == (1, {"checksum": 1})


def test_a_truncated_sentence_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    batch = one(list(read_positions(written(tmp_path, SHIP[:20], SHIP))))

    assert batch.rows["row"].to_list() == [1]
    assert sum(reasons(batch).values()) == 1


def test_a_part_whose_number_comes_again_ends_the_old_message(tmp_path: Path) -> None:
    batch = one(list(read_statics(written(tmp_path, PARTS[0], PARTS[0], PARTS[1]))))

    assert (batch.rows["row"].to_list(), reasons(batch)) == ([1], {"incomplete_group": 1})


def test_a_broken_tag_block_gives_no_time(tmp_path: Path) -> None:
    line = b"\\s:rORBCOMM104,c:1418172113*00\\" + SHIP

    assert one(list(read_positions(written(tmp_path, line)))).rows["sent_at"].to_list() == [None]


def test_batches_of_any_size_give_the_same_rows_and_rejects() -> None:
    path = FILES / "nmea_sample.nmea"
    whole = one(list(read_nmea(path)))

    parts = list(read_nmea(path, batch_lines=100))

    assert pl.concat([p.rows for p in parts]).equals(whole.rows)
    assert pl.concat([p.rejects for p in parts]).sort("row").equals(whole.rejects.sort("row"))
    assert sum(p.n_rows for p in parts) == whole.n_rows


def test_a_million_lines_of_garbage_are_counted_in_seconds(tmp_path: Path) -> None:
    rng = random.Random(7)  # noqa: S311 - no secret
    noise = [rng.randbytes(60).replace(b"\n", b"x") for _ in range(1000)]
    kinds = [
        b"!AIVDM,1,1,,B," + noise[0][:10] + b"*00",
        b"!AIVDM,9,x",
        b"word",
        b"\\s:x*",
        b"A" * 5000,
    ]
    path = tmp_path / "garbage.nmea"
    with path.open("wb") as file:
        file.write(SHIP + b"\n")
        for n in range(1000):
            file.write(b"\n".join([noise[n], *kinds[:4]] * 200) + b"\n")
        file.write(kinds[4] + b"\n")
    start = time.perf_counter()

    batches = list(read_positions(path))

    n_noted = sum(int(n.split(" ")[1].replace(",", "")) for n in batches[-1].notes)
    n_rejects = sum(len(b.rejects) for b in batches)
    assert sum(len(b.rows) for b in batches) == 1
    assert 1 + n_rejects + n_noted == sum(b.n_rows for b in batches) == 1_000_002
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.nmea.gz"])
def test_sentences_are_known_by_their_lines_whatever_the_file_is_called(
    tmp_path: Path, name: str
) -> None:
    data = b"# comment\n" * 5000 + SHIP + b"\n"
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)

    batches = list(read_positions(tmp_path / name))

    plain = one(list(read_nmea(written(tmp_path, SHIP)))).rows
    assert [b.rows["mmsi"].to_list() for b in batches] == [plain["mmsi"].to_list()]
