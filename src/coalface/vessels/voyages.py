"""Voyages: chains of calls, seen or inferred, with the chance of each leg and its alternatives."""

from dataclasses import dataclass

import polars as pl

from coalface.vessels.cargo import estimate_cargo
from coalface.vessels.innocent import ELSEWHERE
from coalface.vessels.meeting_settings import VoyageSettings

__all__ = ["VoyagesFound", "find_voyages"]

LOADED_M = 0.5  # change of stated draught that tells: FleetLeaks practitioners, 0.5 to 1 m
LOADING_SCORES = {"deeper": 0.85, "same": 0.4, "lighter": 0.1}  # by stated draught alone; ours
GUESSED = "One of the two calls was not seen: it is inferred within a silence."
NO_DRAUGHT = "No draught was stated on the way."
SHIP_COLUMNS = ("mmsi", "vessel_id", "deadweight_t", "length_m", "beam_m", "full_draught_m")


@dataclass(frozen=True, slots=True)
class VoyagesFound:
    """Voyages with what they rest on.

    Attributes:
        events: Table `voyages` without `evidence_id`, by ship and number.
        evidence: One row an event, in the same order.
    """

    events: pl.DataFrame
    evidence: pl.DataFrame


def find_voyages(
    visits: pl.DataFrame,
    statics: pl.DataFrame | None = None,
    ships: pl.DataFrame | None = None,
    *,
    settings: VoyageSettings,
) -> VoyagesFound:
    """Chain each call to the ones that may be the next.

    The chance of a leg is that both calls took place and none in between did; calls are taken to
    be independent. A voyage says where a ship went, not what it carried.

    Args:
        visits: Table `port_visits`.
        statics: Table `statics`, for draughts; None if there is none.
        ships: `mmsi`, `vessel_id`, `deadweight_t`, `length_m`, `beam_m`, `full_draught_m`, of
            which any may be null; None if nothing is known.
        settings: Longest leg and number of alternatives.

    Returns:
        Voyages; rows of one `voyage_no` are alternatives, `rank` 1 the likeliest.
    """
    calls = visits.sort("mmsi", "arrived_at", "port_id", "kind").with_row_index("call")
    legs = _ranked(_legs(calls, settings), settings)
    legs = _with_draughts(legs, statics)
    legs = legs.join(_ship_table(ships), on="mmsi", how="left", maintain_order="left")
    legs = legs.with_columns(
        vessel_id=pl.coalesce("vessel_id", pl.format("mmsi-{}", "mmsi")),
        loading_score=_loading_score(),
    )
    cargo = [_cargo(row, settings) for row in legs.iter_rows(named=True)]
    sizes = pl.DataFrame(
        cargo, schema=["cargo_t_low", "cargo_t_mid", "cargo_t_high"], orient="row",
    ).cast(pl.Float64)  # fmt: skip
    legs = pl.concat([legs, sizes], how="horizontal")
    return VoyagesFound(_events(legs), _evidence(legs))


def _legs(calls: pl.DataFrame, settings: VoyageSettings) -> pl.DataFrame:
    """List for each call the next few, with the chance that each of them is the next."""
    parts = []
    away = pl.lit(1.0)
    for k in range(1, 2 * settings.top + 2):
        later = [pl.col(c).shift(-k).over("mmsi") for c in ("port_id", "arrived_at", "p", "kind")]
        parts.append(
            calls.select(
                "call",
                "mmsi",
                "kind",
                from_port="port_id",
                departed_at=pl.coalesce("departed_at", "departed_latest_at"),
                to_port=later[0],
                arrived_at=later[1],
                to_kind=later[3],
                p_from="p",
                p=pl.col("p") * away * later[2],
            ).filter(pl.col("to_port").is_not_null())
        )
        away = away * (1.0 - later[2])
    table = pl.concat(parts)
    days = (pl.col("arrived_at") - pl.col("departed_at")).dt.total_seconds() / 86400
    in_time = (days <= settings.max_days) & (pl.col("arrived_at") >= pl.col("departed_at"))
    elsewhere = pl.col("from_port") != pl.col("to_port")
    return table.filter(in_time & elsewhere & (pl.col("p") >= settings.min_p))


def _ranked(legs: pl.DataFrame, settings: VoyageSettings) -> pl.DataFrame:
    order = legs.sort("call", "p", "arrived_at", descending=[False, True, False])
    top = order.group_by("call", maintain_order=True).head(settings.top)
    is_new = pl.col("call") != pl.col("call").shift()
    top = top.sort("mmsi", "call", maintain_order=True)
    return top.with_columns(
        rank=pl.int_range(1, pl.len() + 1).over("call"),
        voyage_no=is_new.fill_null(value=True).cast(pl.Int64).cum_sum().over("mmsi"),
    )


def _with_draughts(legs: pl.DataFrame, statics: pl.DataFrame | None) -> pl.DataFrame:
    """Add the stated draught before the loading call and on the way."""
    names = ("draught_before_m", "draught_m")
    if statics is None:
        return legs.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in names)
    known = statics.filter(pl.col("draught_m") > 0).select("mmsi", "received_at", "draught_m")
    known = known.drop_nulls().sort("received_at", "mmsi", "draught_m")
    table = legs.with_row_index("leg")
    before = known.rename({"draught_m": "draught_before_m"})
    hours = pl.duration(hours=24 * 3)
    for frame, at in ((before, pl.col("departed_at") - hours), (known, pl.col("arrived_at"))):
        table = table.with_columns(at=at).sort("at", "leg").join_asof(
            frame, left_on="at", right_on="received_at", by="mmsi", check_sortedness=False
        )  # fmt: skip
        table = table.drop("received_at", strict=False)
    return table.sort("leg").drop("leg", "at")


def _ship_table(ships: pl.DataFrame | None) -> pl.DataFrame:
    schema = dict.fromkeys(SHIP_COLUMNS, pl.Float64()) | {
        "mmsi": pl.Int64(),
        "vessel_id": pl.String(),
    }
    if ships is None:
        return pl.DataFrame(schema=schema)
    known = [pl.col(c) if c in ships.columns else pl.lit(None).alias(c) for c in SHIP_COLUMNS]
    return ships.select(known).cast(schema).unique("mmsi", keep="first", maintain_order=True)  # type: ignore[arg-type]


def _loading_score() -> pl.Expr:
    change = pl.col("draught_m") - pl.col("draught_before_m")
    return (
        pl.when(change >= LOADED_M)
        .then(LOADING_SCORES["deeper"])
        .when(change <= -LOADED_M)
        .then(LOADING_SCORES["lighter"])
        .when(change.is_not_null())
        .then(LOADING_SCORES["same"])
    )


def _cargo(
    row: dict[str, float | None], settings: VoyageSettings
) -> tuple[float | None, float | None, float | None]:
    known = estimate_cargo(
        deadweight_t=row["deadweight_t"],
        length_m=row["length_m"],
        beam_m=row["beam_m"],
        draught_m=row["draught_m"],
        full_draught_m=row["full_draught_m"],
        shares=settings.deadweight_share,
    )
    return (None, None, None) if known is None else (known.low_t, known.mid_t, known.high_t)


def _evidence(legs: pl.DataFrame) -> pl.DataFrame:
    p = legs["p"].to_list()
    causes = ("this leg", [round(v, 6) for v in p]), (ELSEWHERE, [round(1 - v, 6) for v in p])
    told = [pl.struct(cause=pl.lit(cause), p=pl.Series(chance, dtype=pl.Float64))
            for cause, chance in causes]  # fmt: skip
    is_guessed = (pl.col("kind") == "inferred") | (pl.col("to_kind") == "inferred")
    against = (
        pl.when(is_guessed).then(pl.lit(GUESSED)),
        pl.when(pl.col("draught_m").is_null()).then(pl.lit(NO_DRAUGHT)),
    )
    loading = [round(v, 6) for v in legs["p_from"].to_list()]
    return legs.select(
        inputs=pl.lit([], pl.List(pl.Int64)),
        alternatives=pl.concat_list(told),
        counter_evidence=pl.concat_list(against).list.drop_nulls(),
        sensitivity=pl.struct(p_of_loading_call=pl.Series(loading, dtype=pl.Float64)),
        draught_before_m="draught_before_m",
        draught_m="draught_m",
    )


def _events(legs: pl.DataFrame) -> pl.DataFrame:
    return legs.select(
        "vessel_id",
        "mmsi",
        "voyage_no",
        pl.col("rank").cast(pl.Int64),
        "from_port",
        "to_port",
        "departed_at",
        "arrived_at",
        "p",
        "loading_score",
        "cargo_t_low",
        "cargo_t_mid",
        "cargo_t_high",
    )
