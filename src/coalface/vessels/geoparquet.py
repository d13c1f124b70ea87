"""Positions as GeoParquet, so that any map opens the rows that evidence names."""

import io
import json

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["render_geoparquet"]

POINT = 1  # type of a point in well-known binary
META = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def render_geoparquet(positions: pl.DataFrame) -> bytes:
    """Give positions with a column of points; the same rows give the same bytes.

    Args:
        positions: With `lat_deg` and `lon_deg`, WGS 84.

    Returns:
        A GeoParquet file.

    Source:
        GeoParquet 1.1.0, Open Geospatial Consortium.
    """
    table = positions.to_arrow().append_column("geometry", _points(positions))
    table = table.replace_schema_metadata({"geo": json.dumps(META, sort_keys=True)})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", store_schema=False)
    return buffer.getvalue()


def _points(positions: pl.DataFrame) -> pa.Array:
    kinds = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
    points = np.empty(len(positions), kinds)
    points["order"], points["kind"] = 1, POINT
    points["x"], points["y"] = positions["lon_deg"].to_numpy(), positions["lat_deg"].to_numpy()
    fixed = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(kinds.itemsize), len(points), [None, pa.py_buffer(points.tobytes())]
    )
    return fixed.cast(pa.binary())
