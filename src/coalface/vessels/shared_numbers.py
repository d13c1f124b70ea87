"""Numbers that two ships send, at one time or by turns; and who sent at either end of a silence.

Positions alone betray this only where no ship could make the way: two ships of one port that use
a number by turns look like one that falls silent for a day or two. The names that they send do not.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

import polars as pl

from coalface.vessels.silence_settings import TrackSettings

__all__ = ["SHARED", "find_shared_numbers", "mark_silences", "seen_at_once"]

#: What is known of each number that two ships may send; a number that is not named has one.
SHARED = {
    "mmsi": pl.Int64(),
    "at_once_h": pl.Float64(),  # longest time for which two runs of it were open
    "n_users": pl.Int64(),  # names sent steadily, or with a length or hull number of their own
    "n_turns": pl.Int64(),  # how often one followed another
    "is_mixed": pl.Boolean(),  # so quickly that a name does not say whose the next position is
}
_SEEN = ("mmsi", "at_once_h")
_SENT = ("mmsi", "name", "received_at")
_MESSAGES = {
    "mmsi": pl.Int64(), "name": pl.String(), "received_at": pl.Datetime("us", "UTC"),
    "spell": pl.Int64(), "has_own": pl.Boolean(),
}  # fmt: skip
HOUR = timedelta(hours=1)
Strategy = Literal["backward", "forward"]
SIDES: tuple[tuple[str, str, Strategy], ...] = (
    ("before", "starts_at", "backward"),
    ("after", "ends_at", "forward"),
)


def seen_at_once(segments: pl.DataFrame, settings: TrackSettings) -> pl.DataFrame:
    """Give the numbers with two runs open at one time, and for how long at most.

    Hours of it may be interference, a jump or a replay; days are another ship.

    Args:
        segments: Of whole numbers, from `find_segments`.
        settings: Which runs count.

    Returns:
        Columns `mmsi` and `at_once_h`, by number.
    """
    several = segments.filter(
        pl.col("n") >= settings.min_run_messages,
        pl.col("n_simultaneous").max().over("mmsi") > 1,
    ).sort("mmsi", "starts_at", "segment_id")
    until = pl.col("ends_at").cum_max().shift(1).over("mmsi")
    both = pl.min_horizontal(until, "ends_at") - pl.col("starts_at")
    return (
        several.with_columns(at_once_h=pl.when(until.is_not_null()).then(both / HOUR))
        .group_by("mmsi", maintain_order=True)
        .agg(pl.col("at_once_h").max())
        .select(pl.col(name).cast(SHARED[name]) for name in _SEEN)
        .filter(pl.col("at_once_h") > 0)
    )


def find_shared_numbers(
    seen: Sequence[pl.DataFrame], statics: pl.DataFrame | None, settings: TrackSettings
) -> pl.DataFrame:
    """Find the numbers that two ships may send, by where they were and by what they said.

    One ship with two sets of different entries looks the same: of its silences, too, nobody can
    tell whether a set fell silent or another took its place.

    Args:
        seen: Results of `seen_at_once`, of all ships together.
        statics: Table `statics`, if there is one.
        settings: What makes a user.

    Returns:
        Columns `SHARED`, one row a number that is worth a doubt, by number.
    """
    known = pl.concat([pl.DataFrame(schema={k: SHARED[k] for k in _SEEN}), *seen])
    turns = _turns(_messages_of_users(statics, settings), settings)
    every = known.join(turns, on="mmsi", how="full", coalesce=True)
    return (
        _filled(every)
        .filter((pl.col("at_once_h") >= settings.at_once_h) | (pl.col("n_users") > 1))
        .select(pl.col(name).cast(kind) for name, kind in SHARED.items())
        .sort("mmsi")
    )


def _filled(numbers: pl.DataFrame) -> pl.DataFrame:
    return numbers.with_columns(
        pl.col("at_once_h").fill_null(0.0),
        pl.col("n_users").fill_null(1),
        pl.col("n_turns").fill_null(0),
        pl.col("is_mixed").fill_null(value=False),
    )


def mark_silences(
    table: pl.DataFrame,
    shared: pl.DataFrame,
    statics: pl.DataFrame | None,
    settings: TrackSettings,
) -> pl.DataFrame:
    """Say of each silence whether its number is two ships', and who sent at its ends.

    Args:
        table: Silences: `mmsi`, `starts_at`, `ends_at`, `is_open`, `n_elsewhere`.
        shared: Result of `find_shared_numbers`.
        statics: Table `statics`, if there is one.
        settings: How old a name may be to say who sends.

    Returns:
        The table with `at_once_h`, `n_users`, `n_turns`, `is_mixed`; `is_shared` (two ships may
        send the number); `is_one_user`, `are_two_users` (both false where the names do not tell);
        `is_elsewhere` (the number was heard elsewhere meanwhile: it was never silent).
    """
    known = shared.with_columns(is_shared=pl.lit(value=True))
    facts = _filled(
        table.select("mmsi").join(known, on="mmsi", how="left", maintain_order="left")
    ).with_columns(pl.col("is_shared").fill_null(value=False))
    marked = pl.concat([table, facts.drop("mmsi")], how="horizontal")
    users = _users_at_ends(marked, statics, settings)
    least = pl.when("is_shared").then(1).otherwise(settings.min_run_messages)
    is_elsewhere = pl.col("n_elsewhere") >= least
    return pl.concat([marked, users], how="horizontal").with_columns(is_elsewhere=is_elsewhere)


def _users_at_ends(
    marked: pl.DataFrame, statics: pl.DataFrame | None, settings: TrackSettings
) -> pl.DataFrame:
    """Say whose names were sent before and after each silence of a number sent by turns."""
    told = marked.select("mmsi", "starts_at", "ends_at").with_row_index("nth")
    is_told = (marked["n_users"] > 1) & ~marked["is_mixed"] & ~marked["is_open"]
    turned = told.filter(is_told)
    sent = _messages_of_users(statics if len(turned) else None, settings)
    for side, at, strategy in SIDES:
        name = _name_near(turned, sent, at, strategy, settings).select(
            pl.all().name.prefix(f"{side}_")
        )
        turned = pl.concat([turned, name], how="horizontal")
    is_same = pl.col("before_name") == pl.col("after_name")
    turned = turned.select(
        "nth",
        is_one_user=is_same & pl.col("before_is_fresh") & pl.col("after_is_fresh"),
        are_two_users=~is_same,
    )
    return (
        told.select("nth")
        .join(turned, on="nth", how="left", maintain_order="left")
        .select(pl.col("is_one_user", "are_two_users").fill_null(value=False))
    )


def _name_near(
    turned: pl.DataFrame, sent: pl.DataFrame, at: str, strategy: Strategy, settings: TrackSettings
) -> pl.DataFrame:
    """Give the name last sent before, or first after, a time of each silence; is it fresh?"""
    ordered = sent.sort("received_at", "mmsi", "name").select(*_SENT, sent_at="received_at")
    age = (pl.col("received_at") - pl.col("sent_at")).abs() / HOUR
    return (
        turned.select("nth", "mmsi", received_at=at)
        .sort("received_at")
        .join_asof(ordered, on="received_at", by="mmsi", strategy=strategy, check_sortedness=False)
        .sort("nth")
        .select("name", is_fresh=age <= settings.name_age_h)
    )


def _messages_of_users(statics: pl.DataFrame | None, settings: TrackSettings) -> pl.DataFrame:
    """Give the dated messages of each number with two users, those of its users alone, in order.

    The name sent most is one user's. Another is one if it came with a length or hull number of its
    own, or if more than a letter of it differs and it was sent on end so many times: no single
    error does that.
    """
    if statics is None or statics.is_empty():
        return pl.DataFrame(schema=_MESSAGES)
    dated = pl.col("name").is_not_null() & pl.col("received_at").is_not_null()
    several = (
        statics.lazy()
        .filter(dated)
        .select(*_SENT, "imo", "length_m")
        .filter(pl.col("name").n_unique().over("mmsi") > 1)
        .collect()
        .sort("mmsi", "received_at", "name")
        .with_columns(spell=_spells())
    )
    names = (
        several.with_columns(on_end=pl.len().over("mmsi", "spell"))
        .group_by("mmsi", "name")
        .agg(
            pl.len(),
            pl.col("on_end").max(),
            pl.col("length_m").median(),
            imo=pl.col("imo").drop_nulls().mode().min(),
        )
        .sort("mmsi", "len", "name", descending=[False, True, False])
    )
    users = names.filter(_is_user(names, settings)).filter(pl.len().over("mmsi") > 1)
    return several.join(
        users.select("mmsi", "name", has_own=_has_own(settings)),
        on=["mmsi", "name"],
        maintain_order="left",
    ).with_columns(spell=_spells())


def _is_user(names: pl.DataFrame, settings: TrackSettings) -> pl.Series:
    main = names.select(pl.col("name").first().over("mmsi")).to_series()
    is_other = [not _is_slip(a, b) for a, b in zip(names["name"], main, strict=True)]
    is_steady = names["on_end"] >= settings.min_on_end
    has_own = names.select(_has_own(settings)).to_series()
    return (names["name"] == main) | has_own | (is_steady & pl.Series(is_other, dtype=pl.Boolean))


def _has_own(settings: TrackSettings) -> pl.Expr:
    """Say whether a name came with another length or hull number than the first of its number."""
    length, imo = (pl.col(name).first().over("mmsi") for name in ("length_m", "imo"))
    longest = pl.max_horizontal("length_m", length)
    is_unlike = (pl.col("length_m") - length).abs() > settings.like_share * longest
    return is_unlike.fill_null(value=False) | (pl.col("imo") != imo).fill_null(value=False)


def _is_slip(name: str, other: str) -> bool:
    """Say whether one letter put wrong, in or out makes one name of the other."""
    short, long = sorted((name, other), key=len)
    same = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    is_changed = len(short) == len(long)
    return len(long) - len(short) <= 1 and short[same + is_changed :] == long[same + 1 :]


def _spells() -> pl.Expr:
    """Number the spells in which a number sent one name."""
    is_new = (pl.col("name") != pl.col("name").shift(1)).fill_null(value=True)
    return is_new.cast(pl.Int64).cum_sum().over("mmsi")


def _turns(sent: pl.DataFrame, settings: TrackSettings) -> pl.DataFrame:
    """Count users and turns of each number; a name that was changed for good is one ship's."""
    counted = sent.group_by("mmsi").agg(
        n_users=pl.col("name").n_unique(),
        n_turns=pl.col("spell").max() - 1,
        n=pl.len(),
        has_own=pl.col("has_own").any(),
    )
    came_back = pl.col("n_turns") >= pl.col("n_users")
    is_mixed = pl.col("n") < settings.min_on_end * (pl.col("n_turns") + 1)
    return counted.filter(came_back | pl.col("has_own")).select(
        "mmsi", "n_users", "n_turns", is_mixed=is_mixed
    )
