"""What a workspace may hold: its tables, and the columns that it adds to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from deltalake import Field, Schema
from deltalake.schema import ArrayType, PrimitiveType

from coalface.tables.checks import CHECKS, check_checks
from coalface.tables.claims import CLAIMS, check_claims
from coalface.tables.designations import DESIGNATIONS, check_designations
from coalface.tables.documents import (
    DOCUMENT_NAMES,
    DOCUMENT_TEXTS,
    DOCUMENTS,
    check_document_names,
    check_document_texts,
    check_documents,
)
from coalface.tables.estimates import ESTIMATES, check_estimates
from coalface.tables.flows import FLOWS, PROCESSING_INPUTS, check_flows, check_processing_inputs
from coalface.tables.fx import FX, check_fx
from coalface.tables.hs_concordance import HS_CONCORDANCE, check_hs_concordance
from coalface.tables.hs_nomenclature import HS_NOMENCLATURE, check_hs_nomenclature
from coalface.tables.indicators import INDICATORS, check_indicators
from coalface.tables.ingests import INGESTS
from coalface.tables.mirror_quality import MIRROR_QUALITY, check_mirror_quality
from coalface.tables.ports import PORTS, check_ports
from coalface.tables.prices import PRICES, check_prices
from coalface.tables.reforms import REFORMS, check_reforms
from coalface.tables.rejects import REJECTS, check_rejects
from coalface.tables.reviews import (
    CLAIM_EXPORTS,
    OUTLET_GRADES,
    REVIEWS,
    check_claim_exports,
    check_outlet_grades,
    check_reviews,
)
from coalface.tables.schema import Table, dtypes_of
from coalface.tables.shares import SHARES, check_shares
from coalface.tables.sources import SOURCES, check_sources
from coalface.tables.vessel_events import VESSEL_EVENTS, check_vessel_events
from coalface.tables.vessels import VESSELS, check_vessels

__all__ = [
    "ATTEMPT",
    "LEDGER",
    "MARKER",
    "MERGED",
    "OF_REPORTS",
    "REJECTED",
    "RUNNING",
    "TABLES",
    "StoredTable",
    "attempt_folder",
    "attempt_of",
    "delta_schema",
    "partitions_of",
    "table_folder",
]

MARKER = "coalface-workspace.json"  # what says that a folder is a workspace
RUNNING = "running"  # one lock for each attempt at an ingest
ATTEMPT = "attempt"  # the partition: which attempt wrote a file
_PREFIX = f"{ATTEMPT}="
LEDGER, REJECTED = "ingests", "rejects"
MERGED = "merged"  # folder of the parts of `ingests` that compaction put together

_DELTA = {
    pl.String: "string",
    pl.Float64: "double",
    pl.Int64: "long",
    pl.Date: "date",
    pl.Boolean: "boolean",
    pl.Datetime: "timestamp",
}


@dataclass(frozen=True, slots=True)
class StoredTable:
    """One table: its columns as a user knows them, and the check of its rows."""

    columns: Mapping[str, pl.DataType]
    check: Callable[[pl.DataFrame], None]

    @property
    def stored(self) -> dict[str, pl.DataType]:
        """Give the columns as they stand in a file: `ingest_id` is added."""
        return {**self.columns, "ingest_id": pl.String()}


def _stored(table: Table, check: Callable[[pl.DataFrame], None]) -> StoredTable:
    return StoredTable(dtypes_of(table), check)


#: Every table that a file may fill. A batch for any other is refused.
TABLES: Mapping[str, StoredTable] = {
    "flows": _stored(FLOWS, check_flows),
    "processing_inputs": _stored(PROCESSING_INPUTS, check_processing_inputs),
    "shares": _stored(SHARES, check_shares),
    "mirror_quality": _stored(MIRROR_QUALITY, check_mirror_quality),
    "estimates": _stored(ESTIMATES, check_estimates),
    "indicators": _stored(INDICATORS, check_indicators),
    "reforms": _stored(REFORMS, check_reforms),
    "prices": _stored(PRICES, check_prices),
    "fx": _stored(FX, check_fx),
    "sources": _stored(SOURCES, check_sources),
    "hs_nomenclature": _stored(HS_NOMENCLATURE, check_hs_nomenclature),
    "hs_concordance": _stored(HS_CONCORDANCE, check_hs_concordance),
    "ports": _stored(PORTS, check_ports),
    "vessels": _stored(VESSELS, check_vessels),
    "vessel_events": _stored(VESSEL_EVENTS, check_vessel_events),
    "designations": _stored(DESIGNATIONS, check_designations),
    "documents": _stored(DOCUMENTS, check_documents),
    "document_names": _stored(DOCUMENT_NAMES, check_document_names),
    "document_texts": _stored(DOCUMENT_TEXTS, check_document_texts),
    "claims": _stored(CLAIMS, check_claims),
    "checks": _stored(CHECKS, check_checks),
    "reviews": _stored(REVIEWS, check_reviews),
    "outlet_grades": _stored(OUTLET_GRADES, check_outlet_grades),
    "claim_exports": _stored(CLAIM_EXPORTS, check_claim_exports),
    REJECTED: StoredTable({name: kind() for name, kind in REJECTS.items()}, check_rejects),
}

#: Tables that may hold words of reports, protected ones too: only their owner reads their files.
OF_REPORTS = frozenset(
    {"documents", "document_names", "document_texts", "claims", "checks", "reviews",
     "outlet_grades", "claim_exports"}
)  # fmt: skip


def table_folder(folder: Path, table: str) -> Path:
    """Give the folder of one table of a workspace."""
    return folder / table


def attempt_folder(folder: Path, table: str, attempt: str) -> Path:
    """Give the folder of what one attempt wrote of one table, named as other readers expect."""
    name = f"{_PREFIX}{attempt}" if partitions_of(table) else attempt
    return table_folder(folder, table) / name


def attempt_of(folder_name: str) -> str:
    """Give the attempt whose folder has this name."""
    return folder_name.removeprefix(_PREFIX)


def delta_schema(table: str) -> Schema:
    """Give the columns of a table as Delta Lake knows them, the partition last."""
    columns = INGESTS if table == LEDGER else TABLES[table].stored | {ATTEMPT: pl.String()}
    return Schema([Field(name, _delta_type(kind)) for name, kind in columns.items()])


def _delta_type(kind: pl.DataType) -> PrimitiveType | ArrayType:
    if isinstance(kind, pl.List):
        return ArrayType(_delta_type(kind.inner), contains_null=True)  # type: ignore[arg-type]
    return PrimitiveType(_DELTA[kind.base_type()])


def partitions_of(table: str) -> list[str]:
    """Give the columns by which a table is parted: all but `ingests` by attempt."""
    return [] if table == LEDGER else [ATTEMPT]
