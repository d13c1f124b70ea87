"""Positions as GeoParquet, so that any map opens the rows that evidence names."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from coalface.vessels.store import ROW_GROUP, write_parquet

__all__ = ["write_geoparquet"]

POINT = 1  # type of a point in well-known binary
META = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def write_geoparquet(positions: pl.DataFrame, path: Path) -> None:
    """Write positions with a column of points; the same rows give the same bytes.

    Args:
        positions: With `lat_deg` and `lon_deg`, WGS 84.
        path: The file.

    Source:
        GeoParquet 1.1.0, Open Geospatial Consortium.
    """
    lows = range(0, max(len(positions), 1), ROW_GROUP)
    write_parquet((_with_points(positions[low : low + ROW_GROUP]) for low in lows), path)


def _with_points(positions: pl.DataFrame) -> pa.Table:
    table = positions.to_arrow().append_column("geometry", _points(positions))
    return table.replace_schema_metadata({"geo": json.dumps(META, sort_keys=True)})


def _points(positions: pl.DataFrame) -> pa.Array:
    kinds = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
    points = np.empty(len(positions), kinds)
    points["order"], points["kind"] = 1, POINT
    points["x"], points["y"] = positions["lon_deg"].to_numpy(), positions["lat_deg"].to_numpy()
    fixed = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(kinds.itemsize), len(points), [None, pa.py_buffer(points.tobytes())]
    )
    return fixed.cast(pa.binary())
