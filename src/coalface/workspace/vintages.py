"""Of several releases of one figure, the newest; the older ones stay in the workspace."""

import json

import polars as pl

from coalface.workspace.ledger import Visible
from coalface.workspace.reading import PACKAGED_KIND

__all__ = ["find_undated", "is_dated", "keep_newest"]

_RELEASE = ("source_id", "vintage", "ingest_id")
#: Columns by which most releases are told not to overlap, without a look at each figure.
_SLICE = ("source_id", "reporter", "series", "period_start")
#: What may differ between two releases of one figure, beside the amounts.
_NOT_KEY = {"row_id", "vintage", "locator", "note", "confidence", "description", "ingest_id"}
#: What makes a flow the same flow, whatever the unit and the edition that a release gives it in.
_FLOW_KEY = (
    "source_id",
    "reporter",
    "partner",
    "flow",
    "period_start",
    "period_end",
    "hs_code",
    "reporter_region",
    "trade_mode",
    "transport_mode",
)
_EDITION = "hs_revision"
_CONVERTED = "converted from another edition"  # as the readers write it in `note`
#: A release whose text says when it was: 2024, 2024-05, 2024-05-01, 202405, V202405b.
_DATED = r"^V?((?:19|20)[0-9]{2})-?((?:0[1-9]|1[0-2])?)-?((?:0[1-9]|[12][0-9]|3[01])?)([a-z]?)$"


def is_dated(vintage: str) -> bool:
    """Say whether the text of a release says when it was, so that releases can be ordered by it."""
    return pl.select(pl.lit(vintage).str.contains(_DATED)).item() is True


def find_undated(visible: Visible) -> list[str]:
    """Name the sources of which some releases are dated and some are not: see `keep_newest`."""
    pairs = _named_releases(visible)
    by_source = pairs.group_by("source_id").agg(
        some=pl.col("date").is_null().any(), all=pl.col("date").is_null().all()
    )
    return by_source.filter(pl.col("some") & ~pl.col("all"))["source_id"].sort().to_list()


def keep_newest(rows: pl.DataFrame, visible: Visible) -> pl.DataFrame:
    """Keep of each figure that one source has released several times its newest release.

    The newest is that of the latest `vintage`, then of the latest ingest. Of a source of which any
    release that is read has no vintage, or one that is no date, the latest ingest is the newest: a
    date cannot be set against none. A flow is the same figure in whatever unit or edition of the
    codes it comes; within one vintage, figures in several editions all stay, but one converted
    from another edition goes where the original is there.

    Two rows of one file are two figures, and both stay. Figures of different sources compete, and
    all stay; packaged rows are never left out.

    Args:
        rows: Rows of a table with `source_id` and `vintage`, as `Workspace.scan` gives them,
            narrowed to what is asked for, or to all rows of some reporters: the rows are held in
            memory.
        visible: The ingests that they came with.

    Returns:
        The rows kept, in their order.
    """
    if not set(_RELEASE) <= set(rows.columns) or not _has_rivals(rows):
        return rows
    releases = _releases(rows, visible)
    ranked = rows.join(
        releases,
        on=list(_RELEASE),
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    key = _key(rows)
    edition = [*key, _EDITION] if _is_flows(rows) else key
    found = _newest(_newest(ranked, "release", key), "taken", edition)
    if _is_flows(rows):
        found = _originals(found, key)
    return found.drop("release", "taken")


def _is_flows(rows: pl.DataFrame) -> bool:
    return {*_FLOW_KEY, _EDITION} <= set(rows.columns)


def _key(rows: pl.DataFrame) -> list[str]:
    if _is_flows(rows):
        return list(_FLOW_KEY)
    kinds = (pl.String, pl.Date)
    return [n for n, kind in rows.schema.items() if kind in kinds and n not in _NOT_KEY]


def _newest(ranked: pl.DataFrame, rank: str, key: list[str]) -> pl.DataFrame:
    is_newest = pl.col(rank) == pl.col(rank).max().over(key)
    return ranked.filter(is_newest | pl.col(rank).is_null())


def _originals(ranked: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Leave out copies in another edition of what is there in its own; packaged rows stay."""
    is_copy = pl.col("note").str.contains(_CONVERTED, literal=True).fill_null(value=False)
    is_ranked = pl.col("release").is_not_null()
    has_original = (is_ranked & ~is_copy).any().over(key)
    return ranked.filter(~(is_ranked & is_copy & has_original))


def _has_rivals(rows: pl.DataFrame) -> bool:
    """Say whether two releases of one source speak of one reporter and period at all."""
    names = [name for name in _SLICE if name in rows.columns]
    n_releases = rows.group_by(names).agg(pl.col("vintage", "ingest_id").n_unique())
    return bool(n_releases.select(pl.max_horizontal("vintage", "ingest_id").max() > 1).item())


def _releases(rows: pl.DataFrame, visible: Visible) -> pl.DataFrame:
    """Number releases from the oldest to the newest; packaged rows have none.

    Returns:
        `release`, the place of the vintage, and `taken`, the place of the ingest, by release.
    """
    ingests = visible.read.filter(pl.col("kind") != PACKAGED_KIND).select("ingest_id", "ingest")
    named = _named_releases(visible)
    undated = named.filter(pl.col("date").is_null())["source_id"].unique()
    found = rows.select(_RELEASE).unique().join(ingests, on="ingest_id")
    date = pl.when(~pl.col("source_id").is_in(undated.implode())).then(_date(pl.col("vintage")))
    in_order = found.with_columns(date=date).with_columns(
        order=pl.struct("date", pl.when(pl.col("date").is_null()).then("ingest").alias("by"))
    )
    return in_order.select(
        *_RELEASE, release=pl.col("order").rank("dense").over("source_id"), taken=pl.col("ingest")
    )


def _named_releases(visible: Visible) -> pl.DataFrame:
    """List the releases that the ingests read name: `source_id`, `vintage`, and its `date`."""
    own = visible.read.filter(pl.col("kind") != PACKAGED_KIND)["vintages"]
    pairs = {tuple(p) for text in own for pairs in json.loads(text).values() for p in pairs}
    schema = {"source_id": pl.String, "vintage": pl.String}
    named = pl.DataFrame(sorted(pairs), schema=schema, orient="row")
    return named.with_columns(date=_date(pl.col("vintage")))


def _date(vintage: pl.Expr) -> pl.Expr:
    """Give a text that orders releases by time, null where the vintage does not say its time."""
    groups = vintage.str.extract_groups(_DATED)
    parts = [groups.struct.field(str(number)).fill_null("") for number in (1, 2, 3, 4)]
    return pl.when(vintage.str.contains(_DATED)).then(pl.concat_str(parts))
