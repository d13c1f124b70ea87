"""The numbers of ships: the check digit of an IMO number, the class and country of an MMSI."""

import csv
from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl

__all__ = [
    "MMSI_CLASSES",
    "MmsiClass",
    "country_of_mmsi",
    "country_of_mmsi_expr",
    "has_imo_check_digit",
    "imo_expr",
    "mid_countries",
    "mmsi_class",
    "mmsi_class_expr",
]

MmsiClass = Literal[
    "ship", "coast", "group", "sar_aircraft", "handheld", "sart", "craft", "aid", "invalid"
]
MMSI_CLASSES: tuple[MmsiClass, ...] = (
    "ship",
    "coast",
    "group",
    "sar_aircraft",
    "handheld",
    "sart",
    "craft",
    "aid",
    "invalid",
)
#: First and one past the last number of each class; ITU-R M.585-9, annex 1.
_RANGES: tuple[tuple[MmsiClass, int, int], ...] = (
    ("coast", 2_000_000, 8_000_000),
    ("group", 20_000_000, 80_000_000),
    ("sar_aircraft", 111_000_000, 112_000_000),
    ("ship", 200_000_000, 800_000_000),
    ("handheld", 800_000_000, 900_000_000),
    ("sart", 970_000_000, 980_000_000),
    ("craft", 980_000_000, 990_000_000),
    ("aid", 990_000_000, 1_000_000_000),
)
#: Where the three country digits stand: the class, and what to divide the number by.
_MID_DIVISOR: dict[MmsiClass, int] = {
    "ship": 1_000_000,
    "coast": 10_000,
    "group": 100_000,
    "sar_aircraft": 1_000,
    "craft": 10_000,
    "aid": 10_000,
}


def has_imo_check_digit(imo: str) -> bool:
    """Say whether an IMO number has seven digits of which the last one checks.

    A number that checks need not be that of the ship which sends it.

    Source:
        IMO Resolution A.1117(30): digits 1 to 6 times 7 to 2; the sum ends in digit 7.
    """
    if len(imo) != 7 or not (imo.isascii() and imo.isdigit()):  # noqa: PLR2004 - seven digits
        return False
    total = sum(int(digit) * weight for digit, weight in zip(imo, range(7, 1, -1), strict=False))
    return total % 10 == int(imo[6])


def imo_expr(sent: pl.Expr) -> pl.Expr:
    """Give the seven digits of what was sent as IMO number, null where the check digit is wrong.

    `IMO9307839`, `9307839` and `9307839.0` are one number; `0` and seven zeros are none.
    """
    digits = sent.cast(pl.String).str.extract(r"^(?i)\s*(?:IMO)?\s*([0-9]{7})(?:\.0)?\s*$", 1)
    number = digits.cast(pl.Int64)
    weights = range(7, 1, -1)
    total = sum(
        (number // 10 ** (6 - place) % 10 * weight for place, weight in enumerate(weights)),
        start=pl.lit(0, dtype=pl.Int64),
    )
    is_right = (total % 10 == number % 10) & (number > 0)
    return pl.when(is_right).then(digits)


def mmsi_class(mmsi: int) -> MmsiClass:
    """Give the class of a number by its digits; `invalid` if no class has it."""
    return next((name for name, low, high in _RANGES if low <= mmsi < high), "invalid")


def mmsi_class_expr(mmsi: pl.Expr) -> pl.Expr:
    """Give `mmsi_class` as an expression."""
    known = pl.lit("invalid")
    for name, low, high in _RANGES:
        known = pl.when((mmsi >= low) & (mmsi < high)).then(pl.lit(name)).otherwise(known)
    return known


@cache
def mid_countries() -> dict[int, str]:
    """Give the country (ISO 3166 alpha-2) of each three country digits that we hold.

    Digits say where the number was issued, not where the ship is registered today.

    Source:
        ITU, Table of Maritime Identification Digits, as packaged in `data/vessels/mid.csv`.
    """
    text = (files("coalface") / "data" / "vessels" / "mid.csv").read_text(encoding="utf-8")
    return {int(row["mid"]): row["country"] for row in csv.DictReader(text.splitlines())}


def country_of_mmsi(mmsi: int) -> str | None:
    """Give the country of a number's digits, or None where they name none."""
    divisor = _MID_DIVISOR.get(mmsi_class(mmsi))
    return None if divisor is None else mid_countries().get(mmsi // divisor % 1000)


def country_of_mmsi_expr(mmsi: pl.Expr) -> pl.Expr:
    """Give `country_of_mmsi` as an expression."""
    mid = pl.lit(None, dtype=pl.Int64)
    for name, low, high in _RANGES:
        if name in _MID_DIVISOR:
            is_in = (mmsi >= low) & (mmsi < high)
            mid = pl.when(is_in).then(mmsi // _MID_DIVISOR[name] % 1000).otherwise(mid)
    return mid.replace_strict(mid_countries(), default=None, return_dtype=pl.String)
