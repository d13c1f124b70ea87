"""Each reader on real lines of its publisher's file, and on a changed file."""

import gzip
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.errors import DefinitionError, InputError
from coalface.sources.ais import read_positions, read_statics
from coalface.sources.ais_mapping import read_mapping
from coalface.sources.ais_tables import read_ais_table
from coalface.sources.reading import FileBatch

FILES = Path(__file__).parent / "ais"
OLD = FILES / "marinecadastre_old_1000rows.csv"
DANISH = FILES / "danish_form.csv"


def one(batches: list[FileBatch]) -> FileBatch:
    assert len(batches) == 1
    return batches[0]


def written(tmp_path: Path, text: str, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_row_of_a_marinecadastre_file_is_read() -> None:
    batch = one(list(read_positions(OLD)))

    assert (len(batch.rows), len(batch.rejects), batch.n_rows) == (1000, 0, 1000)
    assert batch.rows.row(1, named=True) == {
        "row": 1,
        "mmsi": 636021061,
        "sent_at": datetime(2023, 1, 11, tzinfo=UTC),
        "lat_deg": 26.09241,
        "lon_deg": -80.04806,
        "sog_kn": 8.8,
        "cog_deg": 272.7,
        "heading_deg": 270.0,
        "nav_status": 8,
        "transponder_class": "A",
        "receiver": None,
        "is_coarse": None,
        "source_id": "marinecadastre",
    }


def test_the_statics_of_a_marinecadastre_row_are_read_as_sent() -> None:
    row = one(list(read_statics(OLD))).rows.row(1, named=True)

    assert (row["imo_sent"], row["name"], row["length_m"]) == ("IMO9307839", "MSC NAISHA III", 208)
    assert row["received_at"] == datetime(2023, 1, 11, tzinfo=UTC)


def test_the_names_of_columns_since_2025_give_the_same_rows(tmp_path: Path) -> None:
    names = {
        "BaseDateTime": "base_date_time",
        "LAT": "latitude",
        "LON": "longitude",
        "VesselName": "vessel_name",
        "CallSign": "call_sign",
        "VesselType": "vessel_type",
        "TransceiverClass": "transceiver",
    }
    text = OLD.read_text(encoding="utf-8")
    head, body = text.split("\n", 1)
    new = ",".join(names.get(n, n.lower()) for n in head.split(","))
    body = body.replace("T00:", " 00:")

    batch = one(list(read_positions(written(tmp_path, f"{new}\n{body}"))))

    assert batch.rows.equals(one(list(read_positions(OLD))).rows)


def test_a_danish_file_has_its_day_first_and_its_words_for_codes() -> None:
    rows = one(list(read_positions(DANISH))).rows
    named = one(list(read_statics(DANISH))).rows

    assert rows["sent_at"].to_list()[2] == datetime(2023, 3, 18, 23, 59, 59, tzinfo=UTC)
    assert rows["nav_status"].to_list() == [None, 0, 5]
    assert rows["transponder_class"].to_list() == [None, "A", "B"]
    assert named.row(2, named=True)["name"] == "A, SHIP"
    assert (named["ship_type"][2], named["imo_sent"][0], named["draught_m"][2]) == (70, None, 5.5)


def test_a_gfw_table_is_read_from_csv_and_parquet_alike(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "ssvid": ["413461490", "249014000"],
            "timestamp": ["2018-01-01 00:00:00 UTC", "2018-01-01 00:10:00.5 UTC"],
            "lat": [22.3, 35.1],
            "lon": [114.1, 129.0],
            "speed": [0.1, 12.0],
            "course": [10.0, 360.0],
            "receiver_type": ["terrestrial", "satellite"],
            "type": ["AIS.1", "AIS.27"],
        }
    )
    frame.write_csv(tmp_path / "a.csv")
    frame.write_parquet(tmp_path / "a.parquet")

    text = one(list(read_positions(tmp_path / "a.csv"))).rows
    typed = one(list(read_positions(tmp_path / "a.parquet"))).rows

    assert text.equals(typed)
    assert text["is_coarse"].to_list() == [False, True]
    assert text["sent_at"][1] == datetime(2018, 1, 1, 0, 10, 0, 500_000, tzinfo=UTC)


def test_our_own_columns_need_no_mapping_and_keep_their_row_numbers(tmp_path: Path) -> None:
    rows = one(list(read_positions(OLD))).rows.reverse()
    rows.write_parquet(tmp_path / "own.parquet")

    assert one(list(read_positions(tmp_path / "own.parquet"))).rows.equals(rows)


def test_a_mapping_file_reads_what_nobody_packaged(tmp_path: Path) -> None:
    form = """
id: exact
title: an export with times in one word
source: made up for a test
delimiter: ";"
decimal_comma: true
columns:
  mmsi: {names: [Mmsi]}
  sent_at: {names: [Time], formats: ["%Y%m%d_%H%M%S"]}
  lat_deg: {names: [Y]}
  lon_deg: {names: [X]}
  sog_kn: {names: [v_ms], factor: 1.943844}
  message_type: {names: [Message_ID]}
ignore: [Region]
"""
    data = "Mmsi;Time;Y;X;v_ms;Message_ID;Region\n412000001;20200102_030405;38,5;122,25;2,0;27;x\n"
    mapping = read_mapping(written(tmp_path, form, "map.yml"))

    row = one(list(read_positions(written(tmp_path, data), mapping=mapping))).rows.row(
        0, named=True
    )

    assert row["sent_at"] == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (row["lat_deg"], row["lon_deg"], row["is_coarse"]) == (38.5, 122.25, True)
    assert row["sog_kn"] == pytest.approx(3.887688)


@pytest.mark.parametrize(
    ("form", "error", "message"),
    [
        ("id: a\ntitle: b\nsource: c\ncolumns: {}", InputError, "missing .'mmsi'"),
        ("id: a\ntitle: b\nsource: c\ncolums: {}", DefinitionError, "unknown key 'colums'"),
    ],
)
def test_a_bad_mapping_names_its_key(
    tmp_path: Path, form: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        read_mapping(written(tmp_path, form, "map.yml"))


def test_a_renamed_column_stops_the_reader_and_is_named(tmp_path: Path) -> None:
    text = OLD.read_text(encoding="utf-8").replace("Heading", "TrueHeading", 1)

    with pytest.raises(InputError, match=r"not known ..TrueHeading"):
        list(read_positions(written(tmp_path, text)))


def test_a_file_without_positions_is_told_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Danish Maritime Authority"):
        list(read_positions(written(tmp_path, "a,b\n1,2\n")))


def test_cells_that_cannot_be_read_refuse_their_row_with_its_number(tmp_path: Path) -> None:
    text = (
        "mmsi,timestamp,lat,lon\n412000001,2020-01-01 00:00:00,38,122\n"
        "x,2020-01-01 00:00:00,38,122\n412000001,noon,38,122\n412000001,2020-01-01 00:00:00,38\n"
        "412000001,2020-01-01 00:01:00,38,122\n"
    )

    batch = one(list(read_positions(written(tmp_path, text))))

    assert batch.rows["row"].to_list() == [0, 4]
    assert batch.n_rows == 5
    assert batch.rejects.select("row", "column", "reason").rows() == [
        (1, "mmsi", "unreadable_cell"),
        (2, "sent_at", "unreadable_cell"),
        (3, "", "wrong_number_of_cells"),
    ]


@pytest.mark.parametrize("heads", ["mmsi,sent_at,lat_deg,lon_deg", "MMSI,BaseDateTime,LAT,LON",
                                   "mmsi,timestamp,lat,lon"])  # fmt: skip
@pytest.mark.parametrize(
    "sent",
    [
        "2024-05-01T08:00:00+08:00",
        "2024-05-01T08:00:00.000+0800",
        "2024-05-01 08:00:00+08",
        "2024-05-01T00:00:00Z",
        "2024-05-01 00:00:00+00:00",
        "2024-05-01T00:00:00",
    ],
)
def test_a_time_with_a_zone_is_read_in_it_and_one_without_as_utc(
    tmp_path: Path, heads: str, sent: str
) -> None:
    text = f"{heads}\n412000001,{sent},38,122\n"

    batch = one(list(read_positions(written(tmp_path, text))))

    assert batch.rejects.rows() == []
    assert batch.rows["sent_at"].to_list() == [datetime(2024, 5, 1, tzinfo=UTC)]


def test_bytes_that_are_no_text_refuse_their_row_only(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(
        b"mmsi,timestamp,lat,lon\n4120\xff0001,2020-01-01 00:00:00,38,122\n"
        b"412000001,2020-01-01 00:00:00,38,122\n"
    )

    batch = one(list(read_positions(path)))

    assert (batch.rows["row"].to_list(), batch.rejects["row"].to_list()) == ([1], [0])


def test_packed_files_read_like_plain_ones(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(OLD.read_bytes()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(OLD, "a.csv")
    plain = one(list(read_positions(OLD))).rows

    for name in ("a.csv.gz", "a.zip"):
        assert one(list(read_positions(tmp_path / name))).rows.equals(plain), name


def test_the_size_of_a_block_changes_nothing() -> None:
    whole = one(list(read_positions(OLD)))

    parts = list(read_ais_table(OLD, block_bytes=2_000))

    assert len(parts) > 10
    assert pl.concat([p.rows for p in parts]).equals(whole.rows)


def test_a_parquet_file_cut_short_is_named(tmp_path: Path) -> None:
    one(list(read_positions(OLD))).rows.write_parquet(tmp_path / "own.parquet")
    data = (tmp_path / "own.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(data[: len(data) // 2])

    with pytest.raises(InputError, match=r"cut\.parquet: not a whole Parquet file"):
        list(read_positions(tmp_path / "cut.parquet"))


HEAD = "mmsi,timestamp,lat,lon,shipname\n"
LINE = "412000001,2020-01-01 00:00:00,38,122,{}\n"


@pytest.mark.parametrize("name", ['"', 'A "B', '"A', '"A""'])
@pytest.mark.parametrize("block_bytes", [64, 1 << 20])
def test_a_quote_that_is_not_closed_costs_no_other_line(
    tmp_path: Path, name: str, block_bytes: int
) -> None:
    odd = LINE.format(name)
    plain = [LINE.format("X") for _ in range(50)]
    text = HEAD + "".join([*plain[:3], odd, "\r\n", *plain[3:], LINE.format('"A, ""B"""')])

    parts = list(read_ais_table(written(tmp_path, text), "statics", block_bytes=block_bytes))

    rows = pl.concat([p.rows for p in parts])
    refused = [row for p in parts for row in p.rejects["row"]]
    is_a_name = name == 'A "B'  # a quote inside a cell begins nothing
    assert len(rows) == 51 + is_a_name
    assert refused == ([] if is_a_name else [3])
    assert sorted([*rows["row"], *refused]) == list(range(52))
    assert rows["name"][-1] == 'A, "B"'


def test_lines_of_wrong_length_keep_their_numbers_beside_blank_lines(tmp_path: Path) -> None:
    text = HEAD + LINE.format("A") + "\n\n1,2\n" + LINE.format("B") + "\n" + "1\n"

    batch = one(list(read_positions(written(tmp_path, text))))

    assert batch.rows["row"].to_list() == [0, 2]
    assert batch.rejects["row"].to_list() == [1, 3]


def test_a_packed_file_broken_inside_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(b"no gzip")

    with pytest.raises(InputError, match=r"a\.csv\.gz: cannot be opened or unpacked"):
        list(read_positions(tmp_path / "a.csv.gz"))


OWN = pl.DataFrame(
    {
        "row": [5, 3, 9],
        "mmsi": [412000001] * 3,
        "sent_at": [datetime(2020, 1, 1, n, tzinfo=UTC) for n in range(3)],
        "lat_deg": [38.0] * 3,
        "lon_deg": [122.0] * 3,
    }
)


def own(tmp_path: Path, **columns: Any) -> Path:
    path = tmp_path / "own.parquet"
    OWN.with_columns(pl.Series(name, cells) for name, cells in columns.items()).write_parquet(path)
    return path


@pytest.mark.parametrize(
    "numbers", [[5, 5, 9], [-1, 3, 9], [None, 3, 9], ["a", "b", "c"], [0, 1 << 40, 1 << 40]]
)
def test_numbers_that_do_not_number_the_rows_are_left_and_told(
    tmp_path: Path, numbers: list[object]
) -> None:
    batch = one(list(read_positions(own(tmp_path, row=numbers))))

    assert batch.rows["row"].to_list() == [0, 1, 2]
    assert "column 'row' does not number the rows" in batch.notes[0]


@pytest.mark.parametrize("numbers", [[5, 3, 9], ["5", "3", "9"], [1 << 40, 3, 9]])
def test_numbers_that_number_the_rows_are_kept(tmp_path: Path, numbers: list[object]) -> None:
    batch = one(list(read_positions(own(tmp_path, row=numbers))))

    assert batch.rows["row"].to_list() == [int(str(n)) for n in numbers]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("sog_kn", [[1.0]] * 3),
        ("lat_deg", [{"a": 1.0}] * 3),
        ("mmsi", [True] * 3),
        ("sent_at", [datetime(2020, 1, 1, tzinfo=UTC).date()] * 3),
    ],
)
def test_a_column_of_other_things_is_named(tmp_path: Path, name: str, cells: list[object]) -> None:
    with pytest.raises(InputError, match=rf"own\.parquet: column '{name}' holds"):
        list(read_positions(own(tmp_path, **{name: cells})))


@pytest.mark.parametrize("cells", [[412000001.5] * 3, ["412000001.5"] * 3, ["True"] * 3])
def test_a_number_of_a_ship_that_is_not_whole_is_refused(
    tmp_path: Path, cells: list[object]
) -> None:
    batch = one(list(read_positions(own(tmp_path, mmsi=cells))))

    assert batch.rows.is_empty()
    assert set(batch.rejects["expected"]) == {"a whole number"}


def test_cells_that_may_be_empty_are_counted_when_they_cannot_be_read(tmp_path: Path) -> None:
    text = (
        "mmsi,received_at,length_m,name,transponder_class\n"
        "412000001,2020-01-01 00:00:00,x,A,A\n412000001,noon,,B,Class Z\n412000001,,90,,B\n"
    )

    batches = list(read_statics(written(tmp_path, text)))

    assert sum(len(b.rows) for b in batches) == 3
    assert batches[-1].notes == (
        "file.csv: 1 cells of column 'length_m' could not be read and are unknown.",
        "file.csv: 1 cells of column 'received_at' could not be read and are unknown.",
        "file.csv: 1 cells of column 'transponder_class' could not be read and are unknown.",
    )
    assert batches[0].rows["transponder_class"].to_list() == ["A", None, "B"]


def test_a_speed_that_is_not_a_number_is_unknown_and_no_fault(tmp_path: Path) -> None:
    batch = one(list(read_positions(own(tmp_path, sog_kn=[float("nan"), 1.0, 2.0]))))

    assert batch.rows["sog_kn"].to_list() == [None, 1.0, 2.0]


def test_names_of_columns_are_told_without_escapes_and_cut_short(tmp_path: Path) -> None:
    head = HEAD.replace("shipname", "\x1b[2J" + "x" * 5000)
    noted = one(list(read_positions(written(tmp_path, head + LINE.format("A"))))).notes[0]
    many = ",".join(f"{'y' * 100}{n}" for n in range(500))

    with pytest.raises(InputError) as stopped:
        list(read_positions(written(tmp_path, many + "\n1\n")))

    assert "\x1b" not in noted
    assert len(noted) < 200
    assert len(str(stopped.value)) < 2500
