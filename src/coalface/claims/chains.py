"""Source chains: who stands behind a claim. Papers that quote one body are one source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import polars as pl

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["Chain", "find_chain", "with_chain_counts", "with_chains"]

PATH = "claims/origins.yml"
_FIRST_LINK = re.compile(r"^document\s*:?\s*", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+", re.UNICODE)
#: What makes two claims speak of the same thing, where they are counted as confirming.
SUBJECT = ("kind", "metric", "commodity", "flow", "per", "unit_std", "valid_from", "valid_to")


class _Unnamed(Definition):
    source: str
    words: tuple[str, ...]


class _Body(Definition):
    id: str
    names: tuple[str, ...]
    behind: str | None = None
    source: str | None = None


class _Origins(Definition):
    unnamed: _Unnamed
    bodies: tuple[_Body, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a chain of attribution begins.

    Attributes:
        root: The innermost source that has a name: a body's id, else the name in small letters.
        is_unnamed: Somebody without a name stands behind an outlet. Two such chains may be one
            person's. Behind a known body it does not matter: the body answers for it.
    """

    root: str
    is_unnamed: bool


def find_chain(attribution: Sequence[str], publisher: str) -> Chain:
    """Find the first source that a chain names.

    Whether that source is right, or has said so, is not known.

    Args:
        attribution: From the outermost source to the first one; `document` is the report itself.
        publisher: Of the report; of a reprint, `Paper via Reprint`, the first.

    Returns:
        The root of the chain.
    """
    outlet = re.split(r" (?:via|in) ", publisher, maxsplit=1)[0]
    links = [outlet, *(_FIRST_LINK.sub("", link) for link in attribution)]
    named = [link for link in links if link.strip() and not _is_unnamed(link)]
    last = next((link for link in reversed(links) if link.strip()), "")
    if not named:
        return Chain("not known", is_unnamed=True)
    body = _body(named[-1])
    return Chain(body or _plain(named[-1]), body is None and _is_unnamed(last))


def with_chains(claims: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Add `chain` and `is_unnamed` to claims.

    Args:
        claims: Table `claims`.
        documents: Table `documents`, for the publishers.
    """
    publishers = dict(documents.select("document_id", "publisher").iter_rows())
    found = [
        find_chain(links or (), publishers.get(document) or document)
        for links, document in claims.select("attribution", "document_id").iter_rows()
    ]
    return claims.with_columns(
        chain=pl.Series([c.root for c in found], dtype=pl.String),
        is_unnamed=pl.Series([c.is_unnamed for c in found], dtype=pl.Boolean),
    )


def with_chain_counts(claims: pl.DataFrame) -> pl.DataFrame:
    """Count the independent chains behind what each claim says, fewest and most.

    Claims count together where they speak of the same thing and period and their figures meet.
    All chains that end in somebody without a name may be one person: in the fewest they count as
    one, in the most each outlet counts for itself.

    Args:
        claims: Table `claims` with the columns of `with_chains`.

    Returns:
        The claims, in their order, with `n_chains_low` and `n_chains_high`.
    """
    key = [*SUBJECT, "polarity", "low", "high"]
    own = claims.with_columns(
        low=pl.col("value_std_low").fill_null(float("-inf")),
        high=pl.col("value_std_high").fill_null(float("inf")),
    )
    figures = own.select(key).unique().with_row_index("figure")  # few, however many say the same
    subject = key[:-2]
    pairs = figures.join(figures, on=subject, nulls_equal=True, suffix="_other").filter(
        (pl.col("low") <= pl.col("high_other")) & (pl.col("low_other") <= pl.col("high"))
    )
    said = own.join(figures, on=key, nulls_equal=True).select(
        pl.col("figure").alias("figure_other"), "chain", "is_unnamed"
    )
    named = pl.col("chain").filter(~pl.col("is_unnamed"))
    has_more = pl.col("chain").filter("is_unnamed").is_in(named.implode()).not_().any()
    counts = (
        pairs.select("figure", "figure_other")
        .join(said.unique(), on="figure_other")
        .group_by("figure")
        .agg(
            n_chains_low=(named.n_unique() + has_more).cast(pl.Int64),
            n_chains_high=pl.col("chain").n_unique().cast(pl.Int64),
        )
    )
    counted = figures.join(counts, on="figure").drop("figure")
    return own.join(counted, on=key, how="left", nulls_equal=True, maintain_order="left").drop(
        "low", "high"
    )


@cache
def _origins() -> _Origins:
    text = (files("coalface") / "data" / PATH).read_text(encoding="utf-8")
    return read_definition(text, PATH.rsplit("/", 1)[-1], _Origins)


@cache
def _bodies() -> dict[str, str]:
    """Give the id of each body, or of the one whose figures it passes on, by its plain names."""
    by_id = {body.id: body for body in _origins().bodies}
    return {
        _plain(name): body.behind if body.behind in by_id else body.id
        for body in _origins().bodies
        for name in body.names
    }


@cache
def _unnamed_words() -> frozenset[str]:
    return frozenset(_origins().unnamed.words)


def _plain(link: str) -> str:
    return " ".join(word.casefold() for word in _WORDS.findall(link))


@lru_cache(maxsize=4096)  # few outlets and bodies stand in many claims
def _body(link: str) -> str | None:
    text = f" {_plain(link)} "
    known = _bodies()
    found = [name for name in known if f" {name} " in text]
    return known[max(found, key=len)] if found else None


def _is_unnamed(link: str) -> bool:
    if _body(link) is not None:
        return False
    words = _plain(link).split()
    return any(w in _unnamed_words() for w in words) or link.startswith("source-")
