"""Whether the two messages around a silence come from one ship."""

from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.same_ship import (
    ENDS,
    log_odds_of_move,
    log_odds_of_statics,
    prior_log_odds,
)
from coalface.vessels.silence_settings import TrackSettings
from coalface.vessels.tracks import HOUR_US

__all__ = ["p_same_ship_of"]

Floats = NDArray[np.float64]
Side = Literal["backward", "forward"]
SIDES: tuple[tuple[str, Side], ...] = (("starts_at", "backward"), ("ends_at", "forward"))
IDENTITY = ("imo", "name", "length_m")


def p_same_ship_of(
    table: pl.DataFrame,
    joins: pl.DataFrame,
    statics: pl.DataFrame | None,
    settings: TrackSettings,
) -> Floats:
    """Give for each silence the chance that both its ends are one ship's; NaN where it is open.

    Where two ships send the number by turns, and the names say that another sent after the silence
    than before, a short way speaks for neither: ships of one number are often of one port.

    Args:
        table: Silences, with what `shared_numbers.mark_silences` adds.
        joins: Joins between runs.
        statics: Table `statics`, or None.
        settings: Weights.
    """
    move = log_odds_of_move(_ends(table, ""), _ends(table, "end_"), settings)
    move = np.where(table["are_two_users"].to_numpy(), np.minimum(move, 0.0), move)
    log_odds = move + prior_log_odds(table["is_shared"].to_numpy(), settings)
    joined = table.select(start_row="row", end_row="end_row").join(
        joins.drop("segment_id"),
        on=["start_row", "end_row"],
        how="left",
        maintain_order="left",
    )["p_same_ship"]
    known = joined.fill_null(np.nan).to_numpy().clip(1e-9, 1 - 1e-9)
    log_odds = np.where(
        np.isnan(known), log_odds, np.minimum(np.log(known / (1 - known)), log_odds)
    )
    if statics is not None and statics.height:
        sent = log_odds_of_statics(*_identities(table, statics), settings)
        is_unknown = (table["is_shared"] & ~table["is_one_user"]).to_numpy()  # whose name it was
        log_odds = log_odds + np.where(is_unknown, np.minimum(sent, 0.0), sent)
    p = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -50.0, 50.0)))
    return np.where(table["is_open"].to_numpy(), np.nan, p)


def _ends(table: pl.DataFrame, side: str) -> dict[str, NDArray[np.generic]]:
    columns = {
        name: table[f"{side}{name}"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in ENDS
        if name not in ("hours", "transponder_class")
    }
    at = "ends_at" if side else "starts_at"
    columns["hours"] = table[at].to_physical().to_numpy() / HOUR_US
    columns["transponder_class"] = table[f"{side}transponder_class"].fill_null("").to_numpy()
    return columns


def _identities(table: pl.DataFrame, statics: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give what was last sent before each silence, and first sent after it."""
    sent = statics.filter(pl.col("received_at").is_not_null()).sort("received_at", "row")
    sides = []
    for at, strategy in SIDES:
        found = table.select("gap", "mmsi")
        for name in IDENTITY:
            some = sent.filter(pl.col(name).is_not_null()).select("mmsi", "received_at", name)
            near = (
                table.select("gap", "mmsi", received_at=at)
                .sort("received_at")
                .join_asof(
                    some, on="received_at", by="mmsi", strategy=strategy, check_sortedness=False
                )
                .select("gap", name)
            )
            found = found.join(near, on="gap", how="left", maintain_order="left")
        sides.append(found)
    return sides[0], sides[1]
