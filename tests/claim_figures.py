"""Claims written short: a figure with its scale word, and what a case shares."""

from typing import Any

import polars as pl

from coalface.tables.claims import CLAIMS, check_claims
from coalface.tables.schema import dtypes_of

__all__ = ["claims_of", "make_claim", "make_claims"]

SCALES = {"million": 1e6, "billion": 1e9, "Mt": 1e6, "kt": 1e3, "short ton": 0.90718474, "kg": 1e-3}
MASSES = ("Mt", "kt", "t", "short ton", "kg")
_PLAIN: dict[str, Any] = {
    "document_id": "report",
    "start": 0,
    "end": 10,
    "locator": "words of the claim",
    "kind": "value",
    "metric": "export_value",
    "hedge": "asserted",
    "polarity": "affirmed",
    "status": "current",
    "sensitivity": "public",
    "extractor": "hand",
    "review_state": "proposed",
}


def claims_of(case: dict[str, Any]) -> pl.DataFrame:
    return make_claims(*(case.get("all", {}) | claim for claim in case["claims"]))


def make_claims(*claims: dict[str, Any], **shared: Any) -> pl.DataFrame:
    rows = [{"claim_id": f"c{n}"} | make_claim(**(shared | c)) for n, c in enumerate(claims)]
    frame = pl.DataFrame(rows, schema=dtypes_of(CLAIMS), orient="row")
    check_claims(frame)
    return frame


def make_claim(**columns: Any) -> dict[str, Any]:
    """One row; `value` fills both ends of a figure, or the one that a bound leaves."""
    columns.setdefault("end", columns.get("start", 0) + 10)
    row = dict.fromkeys(dtypes_of(CLAIMS)) | _PLAIN
    value, unit = columns.pop("value", None), columns.get("unit", "")
    if value is not None:
        op = columns.setdefault("op", "eq")
        low = None if op in ("lt", "le") else value
        high = None if op in ("gt", "ge") else columns.pop("value_high", value)
        scale = SCALES.get(unit, 1.0)
        standard = "t" if unit in MASSES else columns.get("currency", unit)
        row |= {"value_low": low, "value_high": high, "unit_std": standard}
        row |= {
            "value_std_low": None if low is None else low * scale,
            "value_std_high": None if high is None else high * scale,
        }
    return {k: v for k, v in (row | {"op": "none"} | columns).items() if k != "claim_id" or v}
