"""Where ships lie: ports with a radius each by how well they are placed, and cells of quays.

No berth of a DPRK port is in the packaged list of cells: there the port's position and its stated
quality are all there is, so that the radius is wide and the berth itself has no figure.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.geodesy import M_PER_NMI, haversine_m
from coalface.vessels.meeting_settings import PortVisitSettings
from coalface.vessels.nearest import NearestPlaces

__all__ = ["Berths", "berth_of", "make_berths"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Berths:
    """Places where a ship lies in port.

    Attributes:
        places: One row a place: `port_id`, `country`, `lat_deg`, `lon_deg`, `radius_m`.
        ports: One row a port: `port_id`, `country`, `lat_deg`, `lon_deg`, `radius_m`.
    """

    places: pl.DataFrame
    ports: pl.DataFrame


def make_berths(
    ports: pl.DataFrame,
    cells: pl.DataFrame,
    *,
    settings: PortVisitSettings,
) -> Berths:
    """Join ports and anchorage cells to places with a port each.

    Args:
        ports: Table `ports`.
        cells: `cell`, `lat_deg`, `lon_deg`, `label`, `iso3`: cells at the shore; those of open
            roads are better left out.
        settings: Radii.

    Returns:
        Places. A cell belongs to the nearest port within reach, or to its own label
        (`cell:ISO3:LABEL`) if there is none.
    """
    known = ports.filter(pl.col("kind").str.contains("port")).select(
        "port_id",
        "country",
        "lat_deg",
        "lon_deg",
        radius_m=pl.col("position_quality").replace_strict(
            settings.radius_m, default=min(settings.radius_m.values()), return_dtype=pl.Float64
        ),
    )
    index = NearestPlaces(known["lat_deg"].to_numpy(), known["lon_deg"].to_numpy())
    lat, lon = cells["lat_deg"].to_numpy(), cells["lon_deg"].to_numpy()
    nearest, _ = index.find(lat, lon, within_m=settings.port_cells_nmi * M_PER_NMI)
    has_port = pl.Series(nearest >= 0)
    picked = known.select("port_id", "country")[np.maximum(nearest, 0)]
    of_cells = cells.select(
        port_id=pl.when(has_port)
        .then(picked["port_id"])
        .otherwise(pl.format("cell:{}:{}", "iso3", "label")),
        country=pl.when(has_port).then(picked["country"]).otherwise("iso3"),
        lat_deg="lat_deg",
        lon_deg="lon_deg",
        radius_m=pl.lit(settings.cell_m),
    )
    return Berths(places=pl.concat([known, of_cells]), ports=known)


def berth_of(berths: Berths, lat: Floats, lon: Floats) -> pl.DataFrame:
    """Find the port in which each position lies, if any; a port's own circle comes first.

    Args:
        berths: From `make_berths`.
        lat: Latitudes, degrees.
        lon: Longitudes, degrees.

    Returns:
        One row a position: `port_id`, `country` (null at no berth), `berth_share` (distance to
        the middle of the place as a share of its radius).
    """
    n_ports = len(berths.ports)
    found = []
    for table in (berths.places[:n_ports], berths.places[n_ports:]):
        index = NearestPlaces(table["lat_deg"].to_numpy(), table["lon_deg"].to_numpy())
        most = max(table["radius_m"].to_list(), default=1.0)
        place, _ = index.find(lat, lon, within_m=most)
        row = table[np.maximum(place, 0)] if len(table) else table.clear(len(lat))
        metres = haversine_m(lat, lon, row["lat_deg"].to_numpy(), row["lon_deg"].to_numpy())
        share = np.where(place >= 0, metres / row["radius_m"].to_numpy(), np.inf)
        found.append(row.select("port_id", "country").with_columns(berth_share=share))
    first, second = found
    use_first = pl.Series((first["berth_share"] <= 1.0).to_numpy())
    is_any = use_first | (second["berth_share"] <= 1.0)
    joined = [
        pl.when(is_any)
        .then(pl.when(use_first).then(first[name]).otherwise(second[name]))
        .alias(name)
        for name in ("port_id", "country", "berth_share")
    ]
    return pl.DataFrame({"place": np.arange(len(lat))}).select(joined)
