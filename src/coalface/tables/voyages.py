"""Table `voyages`: one row is one way from a loading port to the next, with its probability.

Rows of one `voyage_no` are alternatives: their `p` sum to at most 1, and `rank` 1 is the likeliest.
Cargo is a range from draught and deadweight where they are known, else null: no figure.
"""

from coalface.tables.schema import Column, Table, checker

__all__ = ["VOYAGES", "check_voyages"]

VOYAGES = Table(
    name="voyages",
    columns=(
        Column("vessel_id", required=True),
        Column("mmsi", "integer"),
        Column("voyage_no", "integer", required=True),
        Column("rank", "integer", required=True, low=1),
        Column("from_port", required=True),
        Column("to_port"),
        Column("departed_at", "instant"),
        Column("arrived_at", "instant"),
        Column("p", "number", required=True, low=0, high=1),
        Column("loading_score", "number", low=0, high=1),
        Column("cargo_t_low", "number", low=0),
        Column("cargo_t_mid", "number", low=0),
        Column("cargo_t_high", "number", low=0),
        Column("evidence_id", required=True),
    ),
    key=("evidence_id",),
    bounds=(("cargo_t_low", "cargo_t_mid"), ("cargo_t_mid", "cargo_t_high")),
)
check_voyages = checker(VOYAGES)
