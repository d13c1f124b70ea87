"""The stage of the seeded world: real country codes, HS6 codes and capitals.

Everything that is drawn here is unknown to the detectors: they are handed the books only.
"""

import csv
import gzip
import io
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

__all__ = ["CORE", "Floats", "Ints", "Places", "make_places", "stream"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
NUMERIC = {  # codes that trade statistics use instead of ISO 3166's
    "USA": "842", "FRA": "251", "IND": "699", "NOR": "579", "CHE": "757", "TWN": "490",
}  # fmt: skip
CORE = (
    "KOR", "PRK", "CHN", "JPN", "RUS", "USA", "DEU", "IND", "SAU", "NLD", "SGP", "HKG",
    "TTO", "THA", "MEX", "BRA", "GBR", "FRA", "AUS", "ZAF",  # codespell:ignore
)  # fmt: skip
#: How large a State is beside the others, in log units, before its own draw; the rest are near 0.
SIZES = {
    "CHN": 4.5, "USA": 4.5, "DEU": 4.0, "JPN": 3.6, "KOR": 3.6, "GBR": 3.3, "FRA": 3.3, "NLD": 3.3,
    "IND": 3.0, "HKG": 2.8, "SGP": 2.8, "MEX": 2.6, "RUS": 2.4, "BRA": 2.4, "SAU": 2.0, "PRK": -0.6,
}  # fmt: skip
ANCHORS = ("270111", "260111", "290511", "271019", "854231", "670411", "720221", "500200")
EARTH_KM = 6371.0
REVISION = "HS2017"


@dataclass(frozen=True, slots=True)
class Places:
    """Who trades what, and how far apart they lie.

    Attributes:
        iso3: Codes of the States, the first of them `KOR` and `PRK`.
        numeric: Their codes in trade statistics.
        size: Log size of each.
        distance_km: Between capitals, `(exporter, importer)`.
        goods: HS6 codes, sorted.
    """

    iso3: tuple[str, ...]
    numeric: tuple[int, ...]
    size: Floats
    distance_km: Floats
    goods: tuple[str, ...]


def stream(seed: int, *key: int) -> np.random.Generator:
    """Give the random stream of one part of the world: the same whatever else is made."""
    return np.random.default_rng([seed, *key])


def make_places(seed: int, n_countries: int, n_goods: int) -> Places:
    """Choose States (the core first) and goods."""
    rows = {row["iso3"]: row for row in _capitals() if row["iso3"] != "XKX"}
    rng = stream(seed, 1)
    rest = [code for code in sorted(rows) if code not in CORE]
    chosen = (*CORE, *(rest[i] for i in rng.permutation(len(rest))))[:n_countries]
    size = rng.normal(0.0, 1.6, len(chosen))
    size = np.where(
        [code in SIZES for code in chosen],
        [SIZES.get(code, 0.0) for code in chosen] + 0.1 * size,
        size,
    )
    return Places(
        iso3=chosen,
        numeric=tuple(int(NUMERIC.get(code, rows[code]["iso_numeric"])) for code in chosen),
        size=size,
        distance_km=_distances([rows[code] for code in chosen]),
        goods=_goods(rng, n_goods),
    )


def _capitals() -> list[dict[str, str]]:
    path = files("coalface") / "data" / "countries" / "capitals.csv"
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def _distances(rows: list[dict[str, str]]) -> Floats:
    """Give great circles between unit vectors; a State lies 100 km from itself and its nearest."""
    lat = np.radians([float(row["lat_deg"]) for row in rows])
    lon = np.radians([float(row["lon_deg"]) for row in rows])
    points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    angles: Floats = np.arccos(np.clip(points.T @ points, -1, 1))
    return np.maximum(EARTH_KM * angles, 100.0)


def _goods(rng: np.random.Generator, n_goods: int) -> tuple[str, ...]:
    data = (files("coalface") / "data" / "goods" / "hs_nomenclature.csv.gz").read_bytes()
    text = io.StringIO(gzip.decompress(data).decode("utf-8"))
    codes = {r["hs_code"] for r in csv.DictReader(text) if r["hs_revision"] == REVISION}
    rest = sorted(code for code in codes if len(code) == 6 and code not in ANCHORS)
    wanted = [*ANCHORS, *(rest[i] for i in rng.permutation(len(rest)))][:n_goods]
    return tuple(sorted(wanted))
