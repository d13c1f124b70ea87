from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from coalface.tables.gaps import GAPS, JOINED_LATER
from coalface.tables.port_visits import PORT_VISITS
from coalface.tables.schema import dtypes_of
from coalface.vessels.ports_around import with_ports_around
from coalface.vessels.sea_paths import sea_path_columns

AT = datetime(2024, 3, 10, tzinfo=UTC)
NAMPO, WONSAN, OFF_DALIAN = (38.6, 124.9), (39.3, 127.7), (38.6, 121.9)


def silence(
    start: tuple[float, float], end: tuple[float, float] | None, hours: float = 20.0
) -> dict[str, float | None]:
    places = {"lat_deg": start[0], "lon_deg": start[1]}
    ends = {"end_lat_deg": end and end[0], "end_lon_deg": end and end[1]}
    return {**places, **ends, "duration_h": hours, "distance_nmi": 140.0 if end else None}


def paths(*rows: dict[str, float | None]) -> pl.DataFrame:
    kinds = dict.fromkeys(rows[0], pl.Float64())
    return sea_path_columns(pl.DataFrame(list(rows), schema=kinds))


def test_a_way_clear_of_land_is_the_great_circle_and_one_round_korea_far_more() -> None:
    found = paths(silence(NAMPO, OFF_DALIAN), silence(NAMPO, WONSAN))

    clear, around = found["sea_path_nmi"].to_list()
    assert clear == pytest.approx(140.7, abs=1.0)
    assert 600 < around < 1100
    assert found["sea_path_speed_kn"].to_list() == [clear / 20.0, around / 20.0]


def test_open_short_and_far_silences_have_no_way() -> None:
    found = paths(
        silence(NAMPO, None), silence(NAMPO, OFF_DALIAN, 3.0), silence((50.0, -30.0), (51.0, -33.0))
    )

    assert found["sea_path_nmi"].to_list() == [None, None, None]


def gaps(*spans: tuple[int, float, float, bool]) -> pl.DataFrame:
    rows = [
        {"mmsi": m, "starts_at": AT + timedelta(hours=a), "ends_at": AT + timedelta(hours=b),
         "is_open": is_open, "evidence_id": f"gap-{n}"}
        for n, (m, a, b, is_open) in enumerate(spans)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dtypes_of(GAPS))


def visit(mmsi: int, port: str, a: float, b: float, kind: str = "observed") -> dict[str, object]:
    times = {"arrived_at": AT + timedelta(hours=a), "departed_at": AT + timedelta(hours=b)}
    return {"mmsi": mmsi, "port_id": port, "kind": kind, "p": 0.9, **times}


def test_a_silence_names_the_ports_seen_before_and_after_it() -> None:
    calls = [
        visit(1, "KP-NAMPO", -30, -20),
        visit(1, "CN-DALIAN", 40, 50),
        visit(1, "KP-HAEJU", 5, 6, "inferred"),
        visit(2, "CN-RIZHAO", -10, 30),
    ]
    visits = pl.DataFrame(calls, schema=dtypes_of(PORT_VISITS))
    found = with_ports_around(
        gaps((2, 0, 20, False), (1, 0, 20, False), (1, 60, 90, True), (3, 0, 20, False)), visits
    )

    assert found.select(JOINED_LATER).rows() == [
        ("CN-RIZHAO", "CN-RIZHAO"),
        ("KP-NAMPO", "CN-DALIAN"),
        ("CN-DALIAN", None),
        (None, None),
    ]
    assert found.columns == list(dtypes_of(GAPS))
