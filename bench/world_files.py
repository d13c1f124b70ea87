"""Write a world's years as the publishers do: BACI CSV with its country file, UN Comtrade CSV."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from coalface.sources.packaged import read_packaged

if TYPE_CHECKING:
    from bench.world import World

__all__ = ["write_baci", "write_comtrade", "write_truth"]

BATCH = 1_000_000
KG_PER_T = 1000.0
BACI_RELEASE = "V202501"
#: All columns of the current download, in order; what is not made here is constant or empty.
COMTRADE_COLUMNS = (
    "typeCode",
    "freqCode",
    "refPeriodId",
    "refYear",
    "refMonth",
    "period",
    "reporterCode",
    "reporterISO",
    "reporterDesc",
    "flowCode",
    "flowDesc",
    "partnerCode",
    "partnerISO",
    "partnerDesc",
    "partner2Code",
    "partner2ISO",
    "partner2Desc",
    "classificationCode",
    "classificationSearchCode",
    "isOriginalClassification",
    "cmdCode",
    "cmdDesc",
    "aggrLevel",
    "isLeaf",
    "customsCode",
    "customsDesc",
    "mosCode",
    "motCode",
    "motDesc",
    "qtyUnitCode",
    "qtyUnitAbbr",
    "qty",
    "isQtyEstimated",
    "altQtyUnitCode",
    "altQtyUnitAbbr",
    "altQty",
    "isAltQtyEstimated",
    "netWgt",
    "isNetWgtEstimated",
    "grossWgt",
    "isGrossWgtEstimated",
    "cifvalue",
    "fobvalue",
    "primaryValue",
    "legacyEstimationFlag",
    "isReported",
    "isAggregate",
)
CONSTANT: dict[str, object] = {
    "typeCode": "C",
    "freqCode": "A",
    "refMonth": 52,
    "partner2Code": 0,
    "partner2ISO": "W00",
    "partner2Desc": "World",
    "classificationCode": "H5",
    "classificationSearchCode": "HS",
    "isOriginalClassification": True,
    "aggrLevel": 6,
    "isLeaf": True,
    "customsCode": "C00",
    "customsDesc": "TOTAL CPC",
    "mosCode": 0,
    "motCode": 0,
    "motDesc": "TOTAL MOT",  # codespell:ignore
    "qtyUnitCode": 8,
    "qtyUnitAbbr": "kg",
    "isQtyEstimated": False,
    "altQtyUnitCode": -1,
    "altQtyUnitAbbr": "N/A",
    "isAltQtyEstimated": False,
    "isNetWgtEstimated": False,
    "isGrossWgtEstimated": False,
    "legacyEstimationFlag": 0,
    "isReported": False,
    "isAggregate": True,
}


def write_baci(world: "World", year: int, folder: Path) -> Path:
    """Write one year of BACI, and the country file beside it."""
    countries = _countries(world).select(
        country_code="code", country_name="name", country_iso2="iso2", country_iso3="iso3"
    )
    countries.write_csv(folder / f"country_codes_{BACI_RELEASE}.csv")
    path = folder / f"BACI_HS17_Y{year}_{BACI_RELEASE}.csv"
    with path.open("wb") as file:
        for i, part in enumerate(world.baci(year)):
            part.write_csv(file, include_header=i == 0, null_value="NA", float_precision=3)
    return path


def write_comtrade(world: "World", year: int, folder: Path) -> Path:
    """Write one year of the current Comtrade download: imports and exports, UTF-8."""
    books = world.books(year)
    countries, goods = _countries(world), _goods(world)
    path = folder / f"comtrade_{year}.csv"
    with path.open("wb") as file:
        for start in range(0, books.height, BATCH):
            rows = _as_comtrade(books.slice(start, BATCH), year, countries, goods)
            rows.write_csv(file, include_header=start == 0)
    return path


def write_truth(world: "World", year: int, folder: Path) -> Path:
    """Write what was truly traded, and the planted swaps and shifts, apart from the books."""
    path = folder / f"truth_{year}.parquet"
    world.truth(year).write_parquet(path)
    world.swaps(year).write_parquet(folder / f"swaps_{year}.parquet")
    world.shifts().write_parquet(folder / "shifts.parquet")
    return path


def _as_comtrade(
    books: pl.DataFrame, year: int, countries: pl.DataFrame, goods: pl.DataFrame
) -> pl.DataFrame:
    is_import = pl.col("flow") == "import"
    named = books.with_columns(
        _looked_up(side, countries, column).alias(f"{side}{ending}")
        for side in ("reporter", "partner")
        for column, ending in (("code", "Code"), ("iso3", "ISO"), ("name", "Desc"))
    )
    kilos = (pl.col("mass_t") * KG_PER_T).round(3)
    filled = named.with_columns(
        refPeriodId=pl.lit(year * 10_000 + 101),
        refYear=pl.lit(year),
        period=pl.lit(year),
        flowCode=pl.when(is_import).then(pl.lit("M")).otherwise(pl.lit("X")),
        flowDesc=pl.when(is_import).then(pl.lit("Import")).otherwise(pl.lit("Export")),
        cmdCode=pl.col("hs_code"),
        cmdDesc=_looked_up("hs_code", goods, "description"),
        qty=kilos,
        netWgt=kilos,
        altQty=pl.lit(None, pl.Float64),
        grossWgt=pl.lit(None, pl.Float64),
        cifvalue=pl.col("value_cif_usd"),
        fobvalue=pl.col("value_fob_usd"),
        primaryValue=pl.coalesce("value_cif_usd", "value_fob_usd"),
        **{name: pl.lit(value) for name, value in CONSTANT.items()},
    )
    return filled.select(COMTRADE_COLUMNS)


def _looked_up(column: str, table: pl.DataFrame, value: str) -> pl.Expr:
    """Give for each code what stands beside it, through the enumeration's own whole numbers."""
    return pl.lit(table[value]).gather(pl.col(column).to_physical().cast(pl.UInt32))


def _countries(world: "World") -> pl.DataFrame:
    """Give code, name and ISO codes in the order of the world's States."""
    path = files("coalface") / "data" / "countries" / "countries.csv"
    names = pl.read_csv(path.read_bytes()).select("iso3", "iso2", "name")
    places = world.places
    return pl.DataFrame({"iso3": places.iso3, "code": places.numeric}).join(
        names, on="iso3", how="left", maintain_order="left"
    )


def _goods(world: "World") -> pl.DataFrame:
    known = read_packaged("hs_nomenclature").filter(pl.col("hs_revision") == "HS2017")
    return pl.DataFrame({"hs_code": world.places.goods}).join(
        known, on="hs_code", how="left", maintain_order="left"
    )
