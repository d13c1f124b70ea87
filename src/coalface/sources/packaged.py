"""The packaged facts: CSV files under `coalface/data`, read once and checked."""

import gzip
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

from coalface.errors import TableError
from coalface.tables.designations import DESIGNATIONS, check_designations
from coalface.tables.estimates import ESTIMATES, check_estimates
from coalface.tables.flows import (
    FLOWS,
    PROCESSING_INPUTS,
    check_flows,
    check_processing_inputs,
)
from coalface.tables.fx import FX, check_fx
from coalface.tables.hs_concordance import HS_CONCORDANCE, check_hs_concordance
from coalface.tables.hs_nomenclature import HS_NOMENCLATURE, check_hs_nomenclature
from coalface.tables.indicators import INDICATORS, check_indicators
from coalface.tables.mirror_quality import MIRROR_QUALITY, check_mirror_quality
from coalface.tables.ports import PORTS, check_ports
from coalface.tables.prices import PRICES, check_prices
from coalface.tables.reforms import REFORMS, check_reforms
from coalface.tables.schema import Table, dtypes_of
from coalface.tables.shares import SHARES, check_shares
from coalface.tables.sources import SOURCES, check_sources
from coalface.tables.vessel_events import VESSEL_EVENTS, check_vessel_events
from coalface.tables.vessels import VESSELS, check_vessels

__all__ = ["PACKAGED", "PackagedTable", "read_coast", "read_digest", "read_packaged"]


@dataclass(frozen=True, slots=True)
class PackagedTable:
    """Where one packaged table lies and what it must be."""

    path: str
    table: Table
    check: Callable[[pl.DataFrame], None]


PACKAGED: dict[str, PackagedTable] = {
    "flows": PackagedTable("trade/flows.csv", FLOWS, check_flows),
    "processing_inputs": PackagedTable(
        "trade/processing_inputs.csv", PROCESSING_INPUTS, check_processing_inputs
    ),
    "shares": PackagedTable("trade/shares.csv", SHARES, check_shares),
    "mirror_quality": PackagedTable(
        "trade/mirror_quality.csv", MIRROR_QUALITY, check_mirror_quality
    ),
    "estimates": PackagedTable("estimates/estimates.csv", ESTIMATES, check_estimates),
    "indicators": PackagedTable("estimates/indicators.csv", INDICATORS, check_indicators),
    "reforms": PackagedTable("estimates/reforms.csv", REFORMS, check_reforms),
    "prices": PackagedTable("prices/prices.csv", PRICES, check_prices),
    "fx": PackagedTable("fx/fx.csv", FX, check_fx),
    "sources": PackagedTable("sources/sources.csv", SOURCES, check_sources),
    "hs_nomenclature": PackagedTable(
        "goods/hs_nomenclature.csv.gz", HS_NOMENCLATURE, check_hs_nomenclature
    ),
    "hs_concordance": PackagedTable(
        "goods/hs_concordance.csv.gz", HS_CONCORDANCE, check_hs_concordance
    ),
    "ports": PackagedTable("ports/ports.csv", PORTS, check_ports),
    "vessels": PackagedTable("vessels/vessels.csv", VESSELS, check_vessels),
    "vessel_events": PackagedTable("vessels/vessel_events.csv", VESSEL_EVENTS, check_vessel_events),
    "designations": PackagedTable("vessels/designations.csv", DESIGNATIONS, check_designations),
}


@cache
def read_packaged(name: str) -> pl.DataFrame:
    """Read one packaged table, checked; a second call gives the same frame.

    The package holds what was found published. It is not complete: a gap is a gap.

    Args:
        name: A key of `PACKAGED`.

    Returns:
        The table, typed; empty cells are null.

    Raises:
        ValueError: If there is no such table.
        TableError: If the packaged file breaks its own rules.
    """
    if name not in PACKAGED:
        raise ValueError(f"no packaged table {name!r}. There are: {', '.join(sorted(PACKAGED))}.")
    packaged = PACKAGED[name]
    frame = _read_csv(packaged)
    packaged.check(frame)
    return frame


@cache
def read_digest(name: str) -> str:
    """Give the SHA-256 of a packaged table's file, in hexadecimal digits.

    Args:
        name: A key of `PACKAGED`.
    """
    data = (files("coalface") / "data" / PACKAGED[name].path).read_bytes()
    return hashlib.sha256(data).hexdigest()


@cache
def read_coast(name: str) -> str:
    """Read one packaged coast as GeoJSON text.

    Boundaries are those of Natural Earth and imply no endorsement.

    Args:
        name: `coast_wide` (98-136 E, 2 S-46 N) or `coast_yellow_sea` (finer, 116.5-131.5 E).

    Returns:
        GeoJSON; each feature has `country` (ISO 3166 alpha-3, `OTH` for all others).
    """
    return (files("coalface") / "data" / "geo" / f"{name}.geojson").read_text(encoding="utf-8")


def _read_csv(packaged: PackagedTable) -> pl.DataFrame:
    data = (files("coalface") / "data" / packaged.path).read_bytes()
    if packaged.path.endswith(".gz"):
        data = gzip.decompress(data)
    try:
        return pl.read_csv(io.BytesIO(data), schema=dtypes_of(packaged.table))
    except pl.exceptions.PolarsError as error:
        raise TableError(
            f"packaged {packaged.path}: {str(error).rstrip('.')}. Reinstall coalface: the file was "
            "changed."
        ) from error
