"""Table `identity_events`: one row is one contradiction of identity or position, at its date.

A contradiction has innocent causes: a mistyped number, a shared set, a fault, a jammed area.
"""

from coalface.tables.schema import Column, Table, checker

__all__ = ["IDENTITY_EVENTS", "IDENTITY_KINDS", "POSITION_KINDS", "check_identity_events"]

#: What was sent about the ship contradicts itself, the registry's digits, or another ship.
IDENTITY_KINDS = (
    "clone",
    "shared_mmsi",
    "same_imo_two_mmsi",
    "handshake",
    "reflagged",
    "renamed",
    "imo_changed",
    "imo_invalid",
    "mmsi_invalid",
    "dimensions_changed",
    "toggled",
    "listed_imo",
)
#: What was sent about the position cannot be so.
POSITION_KINDS = (
    "ring",
    "offset",
    "drift",
    "frozen",
    "replay",
    "jump_and_return",
    "on_land",
    "area_interference",
)

IDENTITY_EVENTS = Table(
    name="identity_events",
    columns=(
        Column("mmsi", "integer", required=True),
        Column("mmsi_2", "integer"),
        Column("imo", pattern=r"^[0-9]{7}$"),
        Column("at", "instant"),  # unknown where no message that shows it has a time
        Column("ends_at", "instant"),
        Column("kind", required=True, choices=frozenset((*IDENTITY_KINDS, *POSITION_KINDS))),
        Column("detail", required=True),
        Column("n_positions", "integer", low=0),
        Column("lat_deg", "number"),
        Column("lon_deg", "number"),
        Column("p", "number", low=0, high=1),
        Column("evidence_id", required=True),
    ),
    key=("evidence_id",),
)
check_identity_events = checker(IDENTITY_EVENTS)
