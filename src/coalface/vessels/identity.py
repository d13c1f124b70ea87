"""Contradictions of identity in what ships say of themselves, each at its date.

Every field is typed by a crew: an error is likelier than a lie, and a change may be in order.
"""

from collections.abc import Sequence
from datetime import timedelta

import polars as pl

from coalface.vessels.contradictions import (
    Contradictions,
    join_contradictions,
    make_contradictions,
)
from coalface.vessels.identity_settings import IdentitySettings
from coalface.vessels.numbers import country_of_mmsi_expr, mmsi_class_expr
from coalface.vessels.presets import Preset

__all__ = ["find_identity_events"]

DIGITS = 7
MAX_VALUES = 5  # named of those that came by turns

#: How the columns of static messages are called in words.
SPELLED = {"name": "Name", "imo": "IMO number"}


def find_identity_events(
    statics: pl.DataFrame, listings: pl.DataFrame, *, preset: Preset
) -> Contradictions:
    """Find contradictions within static messages.

    Args:
        statics: Table `statics` after hygiene, in any order.
        listings: Table `designations`; `imo`, `name`, `list`, `listed_on`, `delisted_on` are read.
        preset: Its section of `IdentitySettings`.

    Returns:
        Events of kinds `same_imo_two_mmsi`, `reflagged`, `renamed`, `imo_changed`, `toggled`,
        `dimensions_changed`, `imo_invalid`, `mmsi_invalid` and `listed_imo`; only the last is also
        found of messages without a time, and has none then.
    """
    settings = preset.need(IdentitySettings)
    said = statics.filter(pl.col("received_at").is_not_null()).sort("mmsi", "received_at", "row")
    parts = [
        *_changes(said, "name", "renamed", settings),
        *_changes(said, "imo", "imo_changed", settings),
        _dimension_changes(said, settings),
        *_one_hull_two_numbers(said),
        _invalid_numbers(said),
        _invalid_imos(said),
        _listed(statics, listings),
    ]
    return join_contradictions([make_contradictions(part) for part in parts])


def _runs(said: pl.DataFrame, column: str) -> pl.DataFrame:
    """Give the spells in which each ship said one value: value, first and last time, first row."""
    known = said.filter(pl.col(column).is_not_null())
    is_new = (pl.col(column) != pl.col(column).shift(1)).over("mmsi").fill_null(value=True)
    return (
        known.with_columns(spell=is_new.cast(pl.Int64).cum_sum().over("mmsi"))
        .group_by("mmsi", "spell", maintain_order=True)
        .agg(
            pl.col(column).first().alias("value"),
            pl.col("imo").drop_nulls().first().alias("imo_seen"),
            first_at=pl.col("received_at").first(),
            last_at=pl.col("received_at").last(),
            first_row=pl.col("row").first(),
            last_row=pl.col("row").last(),
        )
    )


def _changes(
    said: pl.DataFrame, column: str, kind: str, settings: IdentitySettings
) -> Sequence[pl.DataFrame]:
    before = {c: pl.col(c).shift(1).over("mmsi") for c in ("value", "last_at", "last_row")}
    runs = _runs(said, column).with_columns(
        old=before["value"],
        old_at=before["last_at"],
        old_row=before["last_row"],
        older=pl.col("value").shift(2).over("mmsi"),
        older_at=pl.col("last_at").shift(2).over("mmsi"),
    )
    changed = runs.filter(pl.col("old").is_not_null())
    is_back = (pl.col("value") == pl.col("older")) & (
        pl.col("first_at") - pl.col("older_at") <= timedelta(days=settings.toggle_days)
    )
    is_back = is_back.fill_null(value=False)
    shape: list[str | pl.Expr] = [
        "mmsi",
        pl.col("imo_seen").alias("imo"),
        pl.col("old_at").alias("at"),
        pl.col("first_at").alias("ends_at"),
        pl.concat_list("old_row", "first_row").alias("inputs"),
    ]
    word = pl.lit(SPELLED.get(column, column))
    text = pl.format("{}: {} became {}.", word, "old", "value")
    back = changed.filter(is_back).select(*shape, "older", "old", "value")
    return (
        changed.filter(~is_back).select(*shape, kind=pl.lit(kind), detail=text),
        _toggled(back, word, settings),
    )


def _toggled(back: pl.DataFrame, word: pl.Expr, settings: IdentitySettings) -> pl.DataFrame:
    """Tell values that come back by turns once a number and hull, with how often they did."""
    whose = ("mmsi", "imo")
    waited = pl.col("ends_at") - pl.col("ends_at").shift(1)
    is_new = (waited > timedelta(days=settings.toggle_days)).over(whose).fill_null(value=True)
    once = pl.format("{}: {}, {}, and {} again.", word, *_firsts("older", "old", "value"))
    values = pl.concat_list("older", "old").explode().unique(maintain_order=True)
    often = pl.format(
        "{}: {} by turns, {} times.", word, values.head(MAX_VALUES).str.join(", "), pl.len()
    )
    return (
        back.with_columns(spell=is_new.cast(pl.Int64).cum_sum().over(whose))
        .group_by(*whose, "spell", maintain_order=True)
        .agg(
            at=pl.col("at").min(),
            ends_at=pl.col("ends_at").max(),
            inputs=pl.col("inputs").explode().unique().sort(),
            kind=pl.lit("toggled"),
            detail=pl.when(pl.len() == 1).then(once).otherwise(often),
        )
        .drop("spell")
    )


def _firsts(*names: str) -> list[pl.Expr]:
    return [pl.col(name).first() for name in names]


def _dimension_changes(said: pl.DataFrame, settings: IdentitySettings) -> pl.DataFrame:
    known = said.filter(pl.col("length_m").is_not_null())
    before = known.with_columns(
        old=pl.col("length_m").shift(1).over("mmsi"),
        old_at=pl.col("received_at").shift(1).over("mmsi"),
        old_row=pl.col("row").shift(1).over("mmsi"),
    )
    change = (pl.col("length_m") - pl.col("old")).abs()
    is_other = (change >= settings.dimension_m) & (
        change > settings.like_share * pl.max_horizontal("old", "length_m")
    )
    no_time = pl.col("received_at") - pl.col("old_at") < timedelta(days=settings.yard_days)
    return before.filter(is_other & no_time).select(
        "mmsi",
        "imo",
        pl.col("old_at").alias("at"),
        pl.col("received_at").alias("ends_at"),
        kind=pl.lit("dimensions_changed"),
        detail=pl.format(
            "Length: {} m became {} m, no time for a yard between.", "old", "length_m"
        ),
        inputs=pl.concat_list("old_row", "row"),
    )


def _one_hull_two_numbers(said: pl.DataFrame) -> Sequence[pl.DataFrame]:
    """Find hulls (IMO) that sent under two numbers: at once, or one after the other."""
    spells = (
        said.filter(pl.col("imo").is_not_null())
        .group_by("imo", "mmsi")
        .agg(
            first_at=pl.col("received_at").min(),
            last_at=pl.col("received_at").max(),
            first_row=pl.col("row").first(),
            last_row=pl.col("row").last(),
        )
        .sort("imo", "first_at", "mmsi")
        .with_columns(
            mmsi_old=pl.col("mmsi").shift(1).over("imo"),
            old_at=pl.col("last_at").shift(1).over("imo"),
            old_row=pl.col("last_row").shift(1).over("imo"),
        )
        .filter(pl.col("mmsi_old").is_not_null())
    )
    flags = [country_of_mmsi_expr(pl.col(c)) for c in ("mmsi_old", "mmsi")]
    shape: list[str | pl.Expr] = [
        pl.col("mmsi_old").alias("mmsi"),
        pl.col("mmsi").alias("mmsi_2"),
        "imo",
        pl.concat_list("old_row", "first_row").alias("inputs"),
    ]
    is_at_once = pl.col("first_at") <= pl.col("old_at")
    at_once = spells.filter(is_at_once).select(
        *shape,
        at=pl.col("first_at"),
        ends_at=pl.min_horizontal("old_at", "last_at"),
        kind=pl.lit("same_imo_two_mmsi"),
        detail=pl.format("IMO {} was sent under two numbers in the same days.", "imo"),
    )
    one_after = spells.filter(~is_at_once & flags[0].ne_missing(flags[1])).select(
        *shape,
        at=pl.col("old_at"),
        ends_at=pl.col("first_at"),
        kind=pl.lit("reflagged"),
        detail=pl.format(
            "IMO {}: the digits of its number were those of {}, then of {}.",
            "imo",
            *(flag.fill_null("no country") for flag in flags),
        ),
    )
    return at_once, one_after


def _invalid_numbers(said: pl.DataFrame) -> pl.DataFrame:
    odd = said.filter(mmsi_class_expr(pl.col("mmsi")) == "invalid")
    return odd.group_by("mmsi").agg(
        pl.col("received_at").min().alias("at"),
        pl.col("imo").drop_nulls().first(),
        kind=pl.lit("mmsi_invalid"),
        detail=pl.lit("No class of station has a number of this form."),
        inputs=pl.col("row").head(1),
    )


def _invalid_imos(said: pl.DataFrame) -> pl.DataFrame:
    sent = pl.col("imo_sent").str.extract(r"([0-9]{7,})")
    odd = said.with_columns(sent=sent).filter(
        pl.col("imo").is_null() & (pl.col("sent").cast(pl.Int64, strict=False) > 0)
    )
    return (
        odd.group_by("mmsi", "sent")
        .agg(
            pl.col("received_at").min().alias("at"),
            kind=pl.lit("imo_invalid"),
            detail=pl.format(
                "Sent as IMO number: {}; its check digit is wrong.", pl.col("sent").first()
            ),
            inputs=pl.col("row").head(1),
        )
        .drop("sent")
    )


def _listed(said: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    listed = (
        listings.filter(pl.col("imo").is_not_null())
        .sort("imo", "listed_on", "list", nulls_last=True)
        .group_by("imo", maintain_order=True)
        .agg(
            pl.col("name").first().alias("listed_name"),
            lists=pl.format(
                "{} ({}{})",
                "list",
                pl.col("listed_on").cast(pl.String).fill_null("date not known"),
                pl.when(pl.col("delisted_on").is_not_null())
                .then(pl.format(", delisted {}", pl.col("delisted_on").cast(pl.String)))
                .otherwise(pl.lit("")),
            )
            .unique(maintain_order=True)
            .str.join(", "),
        )
    )
    return (
        said.join(listed, on="imo")
        .group_by("mmsi", "imo")
        .agg(
            at=pl.col("received_at").min(),
            ends_at=pl.col("received_at").max(),
            kind=pl.lit("listed_imo"),
            detail=pl.format(
                "Sent the IMO number of {}, listed: {}. The number may be another hull's.",
                pl.col("listed_name").first(),
                pl.col("lists").first(),
            ),
            inputs=pl.col("row").sort().head(1),
        )
    )
