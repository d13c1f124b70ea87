"""Table `gaps`: one row is one silence of one segment. It says that nothing was received, no more.

A silence still open at the end of the data has `is_open`, and `ends_at` is the last `sent_at` of
the whole input. The causes are probabilities that sum to 1; `p_deliberate` is one of them. A preset
that is a bare rule gives none: they are null, and `level` is `by_rule`.
"""

from coalface.tables.schema import Column, Table, checker

__all__ = ["CAUSES", "GAPS", "JOINED_LATER", "LEVELS", "check_gaps"]

#: What may explain a silence; each has a column `cause_NAME`.
CAUSES = (
    "reception_hole",
    "satellite_revisit",
    "moored_off",
    "low_power",
    "identity_switch",
    "area_interference",
    "provider_cut",
    "deliberate",
    "unknown",
)
#: Columns put beside a silence from the calls of the same run; they are no part of its evidence.
JOINED_LATER = ("last_port", "next_port")
#: How strong the finding is, in the words that are printed.
LEVELS = frozenset(
    {"likely_disabled", "possible", "not_distinguishable", "possible_two_ship_gap", "by_rule"}
)

GAPS = Table(
    name="gaps",
    columns=(
        Column("segment_id", required=True),
        Column("mmsi", "integer", required=True),
        Column("starts_at", "instant", required=True),
        Column("ends_at", "instant", required=True),
        Column("is_open", "boolean", required=True),
        Column("duration_h", "number", required=True, low=0),
        Column("start_row", "integer", required=True),
        Column("end_row", "integer"),
        Column("lat_deg", "number", required=True),
        Column("lon_deg", "number", required=True),
        Column("end_lat_deg", "number"),
        Column("end_lon_deg", "number"),
        Column("distance_nmi", "number", low=0),
        Column("implied_speed_kn", "number", low=0),
        Column("p_same_ship", "number", low=0, high=1),
        Column("p_deliberate", "number", low=0, high=1),
        *(Column(f"cause_{cause}", "number", low=0, high=1) for cause in CAUSES),
        Column("log_bayes_factor", "number"),
        Column("expected_messages", "number", low=0),
        Column("n_neighbours_heard", "integer", low=0),
        Column("n_neighbours_expected", "number", low=0),
        Column("level", required=True, choices=LEVELS),
        *(Column(name) for name in JOINED_LATER),
        Column("evidence_id", required=True),
    ),
    key=("evidence_id",),
)
check_gaps = checker(GAPS)
