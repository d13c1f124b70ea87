"""The smallest valid tables. Each keyword is one column: a list, or one value for every row."""

from datetime import date
from typing import Any

import polars as pl

from coalface.tables.designations import DESIGNATIONS
from coalface.tables.estimates import ESTIMATES
from coalface.tables.flows import FLOWS, PROCESSING_INPUTS
from coalface.tables.fx import FX
from coalface.tables.indicators import INDICATORS
from coalface.tables.prices import PRICES
from coalface.tables.reforms import REFORMS
from coalface.tables.schema import Table, dtypes_of
from coalface.tables.shares import SHARES
from coalface.tables.sources import SOURCES
from coalface.tables.vessel_events import VESSEL_EVENTS

_TRACE = {
    "source_id": "test-2020",
    "vintage": "2020",
    "locator": "made up for a test",
    "confidence": "high",
}
_YEAR = {"period_start": date(2016, 1, 1), "period_end": date(2017, 1, 1)}
_CHINA_IMPORT = {"reporter": "CHN", "partner": "PRK", "flow": "import"} | _YEAR


def make_flows(**columns: Any) -> pl.DataFrame:
    """China's import of anthracite in 2016, unless told otherwise."""
    default = {"dataset": "annual", "hs_code": "270111", "hs_revision": "HS2012"}
    return _make(FLOWS, _CHINA_IMPORT | default | _TRACE, columns)


def make_processing_inputs(**columns: Any) -> pl.DataFrame:
    default = {"flow": "export", "hs_code": "6703", "description": "hair"}
    return _make(PROCESSING_INPUTS, _CHINA_IMPORT | default | _TRACE, columns)


def make_estimates(**columns: Any) -> pl.DataFrame:
    default = {"dataset": "channels", "channel": "cyber", "item": "thefts", "who": "a firm"}
    return _make(ESTIMATES, _YEAR | default | _TRACE, columns)


def make_indicators(**columns: Any) -> pl.DataFrame:
    default = {"indicator": "rice_price", "unit": "KPW/kg", "who": "an agency"}
    return _make(INDICATORS, _YEAR | default | _TRACE, columns)


def make_reforms(**columns: Any) -> pl.DataFrame:
    default = {"on": date(2016, 1, 1), "precision": "day", "what": "a rule"}
    return _make(REFORMS, default | _TRACE, columns)


def make_prices(**columns: Any) -> pl.DataFrame:
    default = {"dataset": "benchmark_annual", "series": "coal", "currency": "USD", "unit": "t"}
    return _make(PRICES, _YEAR | default | _TRACE, columns)


def make_fx(**columns: Any) -> pl.DataFrame:
    default = {"frequency": "annual", "pair": "CNY per USD", "rate": 6.64}
    return _make(FX, _YEAR | default | _TRACE, columns)


def make_shares(**columns: Any) -> pl.DataFrame:
    default = {"indicator": "share of imports", "hs_code": "2611", "partner": "PRK", "share": 0.4}
    return _make(SHARES, _YEAR | default | _TRACE, columns)


def make_sources(**columns: Any) -> pl.DataFrame:
    default = {"source_id": "test-2020", "title": "A page", "publisher": "A press", "kind": "news"}
    return _make(SOURCES, default, columns)


def make_designations(**columns: Any) -> pl.DataFrame:
    default = {"imo": "9074729", "name": "A SHIP", "list": "UN-1718", "measure": "port entry ban"}
    basis = {"date_basis": "date in the annex", "listed_on": date(2017, 10, 3)}
    return _make(DESIGNATIONS, default | basis | _TRACE, columns)


def make_vessel_events(**columns: Any) -> pl.DataFrame:
    default = {"imo": "9074729", "vessel": "A SHIP", "event": "load", "date_precision": "day"}
    period = {"period_start": date(2017, 9, 1), "period_end": date(2017, 9, 2)}
    return _make(VESSEL_EVENTS, default | period | _TRACE, columns)


def _make(table: Table, default: dict[str, Any], columns: dict[str, Any]) -> pl.DataFrame:
    height = max((len(v) for v in columns.values() if isinstance(v, list)), default=1)
    cells = {"row_id": [f"{table.name}/{i}" for i in range(height)]} | default | columns
    dtypes = dtypes_of(table)
    unknown = set(cells) - set(dtypes)
    assert not unknown, f"{table.name} has no column {sorted(unknown)}"
    return pl.DataFrame(
        {
            name: cell if isinstance(cell := cells.get(name), list) else [cell] * height
            for name in dtypes
        },
        schema=dtypes,
        strict=False,
    )
