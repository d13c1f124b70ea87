"""A good followed through editions of the Harmonized System: a set of codes, never a guess."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from coalface.errors import InputError

__all__ = [
    "MAX_CODES",
    "GoodHistory",
    "find_changes",
    "find_families",
    "follow_good",
]

MAX_CODES = (
    12  # ours: a family that holds more codes than this in any edition is a chapter in all but name
)
NODE = ("hs_revision", "hs_code")
HEADING = 4
HS6 = 6
UNSPECIFIED = "99"  # chapter in which reporters put what they do not specify


@dataclass(frozen=True, slots=True)
class GoodHistory:
    """One good over a span of editions.

    Attributes:
        code: As asked.
        hs_revision: Edition of the code.
        codes: Codes of the family by edition; what to add up in each.
        is_comparable: Sums over these codes are of the same goods in all editions, as far as the
            correspondence table tells.
        reason: Why not, or "".
        changes: `hs_revision, kind, codes, older_codes, note` of each change on the way.
    """

    code: str
    hs_revision: str
    codes: Mapping[str, tuple[str, ...]]
    is_comparable: bool
    reason: str
    changes: pl.DataFrame


def find_families(
    concordance: pl.DataFrame,
    nomenclature: pl.DataFrame,
    *,
    first: str,
    last: str,
    max_codes: int = MAX_CODES,
) -> pl.DataFrame:
    """Find for every code of a span of editions the smallest set that can be added up through it.

    Two codes are of one family where the correspondence tables join them, directly or through
    others. Inside a family nothing is shared out: a split has no weights here. The tables name one
    older code for each newer one, so that a merge shows only as an older code which no newer one
    names; where such a code ends in a heading of the family, what it held may have moved into it,
    and the family is called not comparable rather than guessed.

    Args:
        concordance: Table `hs_concordance`.
        nomenclature: Table `hs_nomenclature`.
        first: Oldest edition, e.g. `HS2002`.
        last: Newest edition.
        max_codes: Families with more codes in one edition are not comparable.

    Returns:
        `hs_revision, hs_code, family` (the first code of the oldest edition in it, with that
        edition)`, n_codes` (most in one edition)`, is_comparable, reason`; sorted.

    Raises:
        InputError: If an edition is not known, or `first` is after `last`.
    """
    steps, nodes = _span(concordance, nomenclature, first, last)
    names = _components(steps, nodes)
    whole = nodes.with_columns(family_id=pl.Series(names))
    sizes = whole.group_by("family_id", "hs_revision").len("n")
    per_family = sizes.group_by("family_id").agg(
        n_codes=pl.col("n").max(), n_editions=pl.col("n").len()
    )
    first_node = pl.format("{}:{}", "hs_revision", "hs_code").first()
    named = whole.group_by("family_id", maintain_order=True).agg(family=first_node)
    ends = _possible_merges(whole, steps, last)
    n_editions = nodes["hs_revision"].n_unique()
    joined = (
        whole.join(named, on="family_id").join(per_family, on="family_id")
        .join(ends, on="family_id", how="left")
    )  # fmt: skip
    reason = (
        pl.when(pl.col("n_codes") > max_codes)
        .then(pl.format("its family holds {} codes in one edition, over {}", "n_codes", max_codes))
        .when(pl.col("n_editions") < n_editions)
        .then(pl.lit("no code stands for it in every edition of the span"))
        .when(pl.col("ended").is_not_null())
        .then(pl.format("{} ended in the same heading and may have been merged in", "ended"))
        .otherwise(pl.lit(""))
    )
    return (
        joined.with_columns(reason=reason)
        .with_columns(is_comparable=pl.col("reason") == "")
        .select(*NODE, "family", "n_codes", "is_comparable", "reason")
        .sort(NODE)
    )


def find_changes(
    concordance: pl.DataFrame, nomenclature: pl.DataFrame, *, first: str, last: str
) -> pl.DataFrame:
    """Find what changed at each edition of a span.

    Returns:
        `hs_revision` (the edition that brought it)`, kind, codes, older_codes`, codes joined by
        `+`: `split` one older, several newer; `merge` one newer, several older; `renumbered`;
        `ended` no newer code names it (perhaps merged); `begun` the table names no older one.

    Raises:
        InputError: As `find_families`.
    """
    steps, nodes = _span(concordance, nomenclature, first, last)
    older = pl.col("older_code")
    by_older = steps.with_columns(n_newer=pl.len().over("hs_revision", "older_code"))
    counted = by_older.with_columns(n_older=pl.len().over("hs_revision", "hs_code"))
    splits = (
        counted.filter(pl.col("n_newer") > 1).group_by("hs_revision", "older_code")
        .agg(codes=pl.col("hs_code").sort().str.join("+"))
        .select("hs_revision", kind=pl.lit("split"), codes="codes", older_codes=older)
    )  # fmt: skip
    merges = (
        counted.filter(pl.col("n_older") > 1).group_by("hs_revision", "hs_code")
        .agg(older_codes=older.sort().str.join("+"))
        .select("hs_revision", kind=pl.lit("merge"), codes="hs_code", older_codes="older_codes")
    )  # fmt: skip
    single = (pl.col("n_newer") == 1) & (pl.col("n_older") == 1) & (pl.col("hs_code") != older)
    renumbered = counted.filter(single).select(
        "hs_revision", kind=pl.lit("renumbered"), codes="hs_code", older_codes=older
    )
    none = pl.lit("")
    editions = pl.DataFrame({"hs_revision": _editions(nodes)}).with_columns(
        next_revision=pl.col("hs_revision").shift(-1)
    )
    ended = (
        nodes.join(editions, on="hs_revision").filter(pl.col("next_revision").is_not_null())
        .join(
            steps,
            left_on=["next_revision", "hs_code"],
            right_on=["hs_revision", "older_code"],
            how="anti",
        )
        .select(
            hs_revision="next_revision", kind=pl.lit("ended"), codes=none, older_codes="hs_code"
        )
    )  # fmt: skip
    begun = (
        nodes.filter(pl.col("hs_revision") > first).join(steps, on=list(NODE), how="anti")
        .select("hs_revision", kind=pl.lit("begun"), codes="hs_code", older_codes=none)
    )  # fmt: skip
    return pl.concat([splits, merges, renumbered, ended, begun]).sort(pl.all())


def follow_good(
    code: str,
    concordance: pl.DataFrame,
    nomenclature: pl.DataFrame,
    *,
    first: str,
    last: str,
    hs_revision: str | None = None,
    max_codes: int = MAX_CODES,
) -> GoodHistory:
    """Follow one code through a span of editions.

    Args:
        code: Six digits.
        concordance: Table `hs_concordance`.
        nomenclature: Table `hs_nomenclature`.
        first: Oldest edition.
        last: Newest edition.
        hs_revision: Edition of `code`; the oldest of the span that has it if None.
        max_codes: See `find_families`.

    Raises:
        InputError: If the span or the code in it is not known.
    """
    families = find_families(concordance, nomenclature, first=first, last=last, max_codes=max_codes)
    at = families.filter(pl.col("hs_code") == code)
    if hs_revision is not None:
        at = at.filter(pl.col("hs_revision") == hs_revision)
    if at.is_empty():
        where = hs_revision or f"{first} to {last}"
        near = _near(code, families)
        raise InputError(
            f"HS {code!r} is no code of six digits in {where}. Of its heading there are: {near}."
        )
    found = at.row(0, named=True)
    own = families.filter(pl.col("family") == found["family"])
    codes = {
        str(edition): tuple(group["hs_code"].sort())
        for (edition,), group in own.group_by("hs_revision", maintain_order=True)
    }
    changes = find_changes(concordance, nomenclature, first=first, last=last)
    reason = str(found["reason"])
    if code.startswith(UNSPECIFIED):
        reason = "the code is no good: it holds whatever reporters did not specify"
    return GoodHistory(
        code=code,
        hs_revision=found["hs_revision"],
        codes=codes,
        is_comparable=not reason,
        reason=reason,
        changes=changes.filter(pl.Series(_touched(changes, codes), dtype=pl.Boolean)),
    )


def _span(
    concordance: pl.DataFrame, nomenclature: pl.DataFrame, first: str, last: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the steps between editions of a span, and its codes of six digits."""
    known = _editions(nomenclature)
    for edition in (first, last):
        if edition not in known:
            raise InputError(f"no HS edition {edition!r}. There are: {', '.join(known)}.")
    if first > last:
        raise InputError(f"HS editions: {first} is after {last}. Give --from before --to.")
    is_in = pl.col("hs_revision").is_between(pl.lit(first), pl.lit(last))
    steps = concordance.filter(is_in & (pl.col("older_revision") >= first))
    listed = nomenclature.filter(is_in & (pl.col("hs_code").str.len_chars() == HS6)).select(NODE)
    older = steps.select(hs_revision="older_revision", hs_code="older_code")
    return steps, pl.concat([listed, steps.select(NODE), older]).unique().sort(NODE)


def _editions(table: pl.DataFrame) -> list[str]:
    return sorted(table["hs_revision"].unique().to_list())


def _components(steps: pl.DataFrame, nodes: pl.DataFrame) -> npt.NDArray[np.int32]:
    """Give the number of the family of each code."""
    numbered = nodes.with_row_index("node")
    ends = steps.join(numbered, on=list(NODE)).join(
        numbered.rename(
            {"hs_revision": "older_revision", "hs_code": "older_code", "node": "older_node"}
        ),
        on=["older_revision", "older_code"],
    )
    shape = (nodes.height, nodes.height)
    links = coo_array((np.ones(ends.height), (ends["node"], ends["older_node"])), shape=shape)
    labels: npt.NDArray[np.int32] = connected_components(links, directed=False)[1]
    return labels


def _possible_merges(whole: pl.DataFrame, steps: pl.DataFrame, last: str) -> pl.DataFrame:
    """Give for each family a code that ended beside it, in the heading of a code of its own."""
    heading = pl.col("hs_code").str.slice(0, HEADING)
    before_last = whole.filter(pl.col("hs_revision") < last).with_columns(heading=heading)
    ended = before_last.join(
        steps,
        left_on=list(NODE),
        right_on=["older_revision", "older_code"],
        how="anti",
    ).select("hs_revision", "heading", ended=pl.format("{} of {}", "hs_code", "hs_revision"))
    beside = before_last.join(ended, on=["hs_revision", "heading"])
    return beside.group_by("family_id").agg(pl.col("ended").min())


def _touched(changes: pl.DataFrame, codes: Mapping[str, tuple[str, ...]]) -> list[bool]:
    """Say which changes are of the codes of one family, each in its own edition."""
    editions = sorted(codes)
    older = dict(zip(editions[1:], editions[:-1], strict=True))
    none: tuple[str, ...] = ()
    return [
        bool(
            set(row["codes"].split("+")) & set(codes.get(row["hs_revision"], none))
            or set(row["older_codes"].split("+"))
            & set(codes.get(older.get(row["hs_revision"], ""), none))
        )
        for row in changes.iter_rows(named=True)
    ]


def _near(code: str, families: pl.DataFrame) -> str:
    same = families.filter(pl.col("hs_code").str.starts_with(code[:HEADING]))
    return ", ".join(sorted(set(same["hs_code"]))) or "none"
