"""Declared trade that a voyage may stand in: figures of the port's State whose period it meets."""

import polars as pl

__all__ = ["find_flow_links"]

FLOW_COLUMNS = ("row_id", "reporter", "partner", "flow", "hs_code", "period_start", "period_end")
DPRK = "PRK"
NO_CARGO = ("2716",)  # electricity


def find_flow_links(
    voyages: pl.DataFrame, flows: pl.DataFrame, states_of_ports: dict[str, str]
) -> pl.DataFrame:
    """List the published figures in which the cargo of a voyage would stand, if it was declared.

    A link says that the days meet and that the figure is of the State at the other end. It does
    not say that the ship carried the good, nor that it was declared: a figure of a month meets
    each of that month's voyages.

    Args:
        voyages: Table `voyages`; ways between two DPRK ports or two foreign ones have no link.
        flows: Table `flows`; goods without mass are linked too, then without a part of it.
        states_of_ports: ISO 3166-1 alpha-3 code of each port's State, by `port_id`.

    Returns:
        One row a voyage and figure, in the order of the voyages: its `evidence_id`, `rank`, the
        figure's `row_id` and key columns, `p_in_period` (chance that this way was sailed and its
        arrival, for figures of the DPRK's exports, or departure, for its imports, lies within the
        period), and `part_low` to `part_high`, what the cargo would be of the figure's mass.

    Source:
        Interval overlap with a stated chance, as the specification of voyages asks; ours.
    """
    state = pl.col("from_port", "to_port").replace_strict(
        states_of_ports, default=None, return_dtype=pl.String
    )
    ways = voyages.with_row_index("way").with_columns(
        state.name.map(lambda name: name.replace("port", "state"))
    )
    at = pl.coalesce("arrived_at", "departed_at").dt.date()
    exports = ways.filter(from_state=DPRK).filter(pl.col("to_state") != DPRK)
    imports = ways.filter(to_state=DPRK).filter(pl.col("from_state") != DPRK)
    ends = pl.concat(
        [
            exports.with_columns(reporter="to_state", flow=pl.lit("import"), on=at),
            imports.with_columns(
                reporter="from_state", flow=pl.lit("export"), on=pl.col("departed_at").dt.date()
            ),
        ]
    )
    is_cargo = ~pl.col("hs_code").str.slice(0, 4).is_in(NO_CARGO)
    figures = flows.filter(is_cargo, partner=DPRK).select(*FLOW_COLUMNS, "mass_t")
    met = ends.join(figures, on=["reporter", "flow"]).filter(
        (pl.col("on") >= pl.col("period_start")) & (pl.col("on") < pl.col("period_end"))
    )
    mass = pl.when(pl.col("mass_t") > 0).then(pl.col("mass_t"))
    return met.sort("way", "period_start", "period_end", "hs_code", "row_id").select(
        "evidence_id",
        "rank",
        *FLOW_COLUMNS,
        p_in_period="p",
        part_low=pl.col("cargo_t_low") / mass,
        part_high=pl.col("cargo_t_high") / mass,
    )
