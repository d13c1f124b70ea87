"""How far two States lie apart: great circles between capitals."""

import io
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["distances_km", "read_capitals"]

MEAN_EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius


@lru_cache
def read_capitals() -> pl.DataFrame:
    """Read the packaged capitals: `iso3`, `lat_deg`, `lon_deg`, `continent`, `neighbours` ..."""
    path = resources.files("coalface") / "data" / "countries" / "capitals.csv"
    text = {"iso_numeric": pl.String, "neighbours": pl.String}
    return pl.read_csv(io.BytesIO(path.read_bytes()), schema_overrides=text)


def distances_km(codes: list[str]) -> npt.NDArray[np.float64]:
    """Give the distance between capitals of some States.

    One point for a whole State: it says little of where in it goods start or end, nothing of
    the way that a ship takes.

    Args:
        codes: ISO 3166 alpha-3.

    Returns:
        Kilometres, `(code, code)`; NaN where a code has no capital in the table.

    Source:
        Positions from GeoNames (CC BY 4.0); great circle on a sphere of the mean Earth radius.
    """
    known = read_capitals().select("iso3", "lat_deg", "lon_deg")
    at = pl.DataFrame({"iso3": codes}, schema={"iso3": pl.String}).join(
        known, on="iso3", how="left", maintain_order="left"
    )
    lat, lon = (np.radians(at[name].to_numpy().astype(float)) for name in ("lat_deg", "lon_deg"))
    half_lat = np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
    half_lon = np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    chord = half_lat + np.cos(lat)[:, None] * np.cos(lat)[None, :] * half_lon
    angle: npt.NDArray[np.float64] = 2 * np.arcsin(np.sqrt(np.minimum(chord, 1)))
    return MEAN_EARTH_RADIUS_KM * angle
