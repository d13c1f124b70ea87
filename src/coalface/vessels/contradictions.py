"""What every contradiction carries: its row, its inputs, and what else it may be."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from coalface.tables.identity_events import IDENTITY_EVENTS
from coalface.tables.schema import dtypes_of

__all__ = ["ALTERNATIVES", "Contradictions", "join_contradictions", "make_contradictions"]

MAX_INPUTS = 200  # rows named as evidence of one event: the first ones
#: What else may explain each kind; the likeliest innocent cause first.
ALTERNATIVES: dict[str, tuple[str, ...]] = {
    "clone": ("a second set on board, or a spare of the same ship", "a number typed in wrong"),
    "shared_mmsi": ("a number typed in wrong at installation", "nets or boats sharing a number"),
    "same_imo_two_mmsi": ("a change of flag in which both sets sent for a while", "a mistyped IMO"),
    "handshake": ("a change of flag or owner with a new number", "two ships passing by chance"),
    "reflagged": ("a regular change of flag",),
    "renamed": ("a regular change of name", "a typing error and its correction"),
    "imo_changed": ("a typing error and its correction",),
    "imo_invalid": ("a typing error", "a ship without an IMO number"),
    "mmsi_invalid": ("a set never given its number",),
    "dimensions_changed": ("the antenna's place entered anew", "a typing error"),
    "toggled": ("two sets on board with different entries", "a typing error and its correction"),
    "listed_imo": ("a number typed in wrong", "a number used by another hull", "delisted since"),
    "ring": ("jamming or spoofing of satellite navigation by others", "trawling or a search"),
    "offset": ("a number shared by two ships", "spoofing of satellite navigation by others"),
    "drift": ("a ship adrift or towed", "a fault of the speed log"),
    "frozen": ("a fault of the receiver of satellite navigation",),
    "replay": ("messages stored and sent on late",),
    "jump_and_return": ("a bit error", "a message of another ship of the same number"),
    "on_land": ("a river or canal that the packaged coast does not show", "a ship on a lorry"),
    "area_interference": ("jamming near a conflict or an exercise",),
}
#: What a finder fills in; the rest of the table is empty.
FOUND = ("mmsi", "at", "kind", "detail")


@dataclass(frozen=True, slots=True)
class Contradictions:
    """Contradictions and their evidence, row by row.

    Attributes:
        events: Table `identity_events` without `evidence_id`.
        evidence: `inputs`, `alternatives`, `counter_evidence`, one row an event.
    """

    events: pl.DataFrame
    evidence: pl.DataFrame


def make_contradictions(found: pl.DataFrame) -> Contradictions:
    """Bring what a finder saw into the form of the table.

    Args:
        found: At least `mmsi, at, kind, detail`; what it has of the table's other columns, and
            `inputs` (rows of positions or statics).

    Returns:
        Events ordered by ship, time and kind, and their evidence.
    """
    dtypes = {k: v for k, v in dtypes_of(IDENTITY_EVENTS).items() if k != "evidence_id"}
    missing = {
        k: v for k, v in (dtypes | {"inputs": pl.List(pl.Int64)}).items() if k not in found.columns
    }
    full = found.with_columns(pl.lit(None, dtype=v).alias(k) for k, v in missing.items())
    full = full.sort("mmsi", "at", "kind", "mmsi_2", "detail", nulls_last=True)
    evidence = full.select(
        pl.col("inputs").fill_null([]).list.sort().list.head(MAX_INPUTS),
        alternatives=pl.col("kind").replace_strict(
            {kind: list(words) for kind, words in ALTERNATIVES.items()},
            return_dtype=pl.List(pl.String),
        ),
        counter_evidence=pl.lit([], pl.List(pl.String)),
    )
    return Contradictions(full.select(pl.col(k).cast(v) for k, v in dtypes.items()), evidence)


def join_contradictions(parts: Sequence[Contradictions]) -> Contradictions:
    """Put contradictions together, in order of ship, time and kind."""
    if not parts:
        kinds = dtypes_of(IDENTITY_EVENTS)
        bare = pl.DataFrame(schema={name: kinds[name] for name in FOUND})
        return make_contradictions(bare)
    both = pl.concat([pl.concat([p.events, p.evidence], how="horizontal") for p in parts]).sort(
        "mmsi", "at", "kind", "mmsi_2", "detail", nulls_last=True
    )
    names = parts[0].events.columns
    return Contradictions(both.select(names), both.drop(names))
