"""What of a claim may be handed on: sources are people.

Public claims may be quoted as far as their locator goes. Restricted ones are told in our words
only, without who acted. Of protected ones nothing leaves the workspace but their number.
"""

import csv
import io
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import polars as pl

from coalface.claims.definitions import read_list
from coalface.vocabulary.definitions import Definition

__all__ = [
    "closest",
    "coarse_place",
    "documents_handed_on",
    "handed_on",
    "hide_changes",
    "hide_protected",
    "hide_words",
    "is_wider",
    "names_nobody",
]

PATH = "claims/port_provinces.csv"  # of each port its province by ISO 3166-2
PROTECTED, RESTRICTED, PUBLIC = "protected", "restricted", "public"
WITHHELD = "(protected)"
PLACES = ("places", "origin", "destination")
#: What could lead back to a person, or is in the words of a text that is not public.
_OWN_WORDS = ("locator", "period_text", "actor", "counterparty", "attribution")
#: What may be seen of a protected claim: its number, where it stands in the work, and no word.
_SEEN = frozenset(
    {"claim_id", "document_id", "kind", "extractor", "sensitivity", "review_state", "grade_source",
     "grade_info", "outlet_grade", "reviewed_by", "reviewed_at", "n_chains_low", "n_chains_high"}
)  # fmt: skip
#: Columns in which a word says that something is withheld; all others are empty.
_MARKED = frozenset({"metric", "locator", "title", "publisher", "chain"})
_ABOUT = ("title", "publisher", "url")  # of a document
WEB_ADDRESS = r"^(?i)https?://[^\s\x00-\x20\x7f<>\"']+$"
_COARSE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ID = re.compile(r"([A-Z]{2})-.+")
_ORDER = (PUBLIC, RESTRICTED, PROTECTED)


class _Body(Definition):
    name: str
    kind: str
    names: tuple[str, ...]


class _Bodies(Definition):
    actors: tuple[_Body, ...]


def handed_on(claims: pl.DataFrame, *, is_exact: bool = False) -> tuple[pl.DataFrame, int]:
    """Give claims as they may leave the workspace.

    Places become provinces, days become months. Of claims that are not public, words of the text,
    actors and sources are left out. A place of which no province is known is left out.

    Args:
        claims: Table `claims`, with any further columns.
        is_exact: Keep places and days of *public* claims.

    Returns:
        The claims without the protected ones, and how many those were.
    """
    open_ones = claims.filter(pl.col("sensitivity") != PROTECTED)
    is_public = pl.col("sensitivity") == PUBLIC
    keeps = is_public if is_exact else pl.lit(value=False)
    coarse = open_ones.with_columns(
        *(_coarse_list(open_ones, name, keeps) for name in PLACES),
        valid_from=pl.when(keeps)
        .then("valid_from")
        .otherwise(pl.col("valid_from").dt.month_start()),
        valid_to=pl.when(keeps).then("valid_to").otherwise(pl.col("valid_to").dt.month_end()),
        **{name: pl.when(is_public).then(name) for name in _OWN_WORDS},
    )
    return coarse, claims.height - open_ones.height


def documents_handed_on(documents: pl.DataFrame) -> pl.DataFrame:
    """Give documents as they may leave: of those not public neither title nor publisher."""
    is_public = pl.col("sensitivity") == PUBLIC
    shown = documents.filter(pl.col("sensitivity") != PROTECTED)
    is_address = pl.col("url").str.contains(WEB_ADDRESS)  # others may run when they are opened
    return shown.with_columns(
        url=pl.when(is_address).then("url"),
    ).with_columns(pl.when(is_public).then(name).alias(name) for name in _ABOUT)


def hide_protected(claims: pl.DataFrame) -> pl.DataFrame:
    """Leave of protected claims their number and state only, for a screen that others may see.

    What is not named as open is withheld, columns that are added later too: words, figures, places,
    days, and where in the text they stand.

    Args:
        claims: Table `claims`, with any further columns.
    """
    is_open = pl.col("sensitivity") != PROTECTED
    withheld = [name for name in claims.columns if name not in _SEEN]
    word = pl.lit(WITHHELD)
    instead = {name: word if name in _MARKED else pl.lit(None) for name in withheld}
    instead |= {"attribution": pl.lit([WITHHELD])} if "attribution" in withheld else {}
    return claims.with_columns(
        pl.when(is_open).then(name).otherwise(cell).alias(name) for name, cell in instead.items()
    )


def hide_words(claims: pl.DataFrame) -> pl.DataFrame:
    """Leave out of claims that are not public the words of the text, who acted, and who said so.

    Args:
        claims: Table `claims`, with any further columns.
    """
    is_public = pl.col("sensitivity") == PUBLIC
    return claims.with_columns(pl.when(is_public).then(name).alias(name) for name in _OWN_WORDS)


def hide_changes(reviews: pl.DataFrame, claim_ids: list[str]) -> pl.DataFrame:
    """Withhold of acts on some claims what stood there before, what stands there now, and why.

    Args:
        reviews: Table `reviews`.
        claim_ids: The protected claims.
    """
    is_withheld = pl.col("claim_id").is_in(claim_ids)
    return reviews.with_columns(
        pl.when(is_withheld & pl.col(name).is_not_null())
        .then(pl.lit(WITHHELD))
        .otherwise(name)
        .alias(name)
        for name in ("before", "after", "reason")
    )


def names_nobody(name: str) -> bool:
    """Say whether a name is known to lead to no person.

    Args:
        name: Of a source or an actor.

    Returns:
        True for `document`, codes of countries, and packaged bodies and kinds of people; whatever
        is not known may be somebody's name.
    """
    return name == "document" or bool(_COUNTRY.fullmatch(name)) or name.casefold() in _bodies()


@cache
def _bodies() -> frozenset[str]:
    listed = read_list("actors.yml", _Bodies).actors
    return frozenset(n.casefold() for body in listed for n in (body.name, *body.names))


def closest(levels: Iterable[str]) -> str:
    """Give the level that the fewest people may see; public where there is none."""
    return max(levels, key=_ORDER.index, default=PUBLIC)


def is_wider(new: str, old: str) -> bool:
    """Say whether a level of sensitivity lets more people see something than another."""
    return _ORDER.index(new) < _ORDER.index(old)


def coarse_place(place: str) -> str | None:
    """Give the province or country of a place, or None where it is not known.

    Args:
        place: A port, a code of ISO 3166-1 or -2, or `name:` with a name.

    Source:
        ISO 3166-2 for the provinces of packaged ports.
    """
    if _COARSE.fullmatch(place):
        return place
    country = _ID.fullmatch(place)
    return _provinces().get(place) or (country[1] if country else None)


@cache
def _provinces() -> dict[str, str]:
    text = (files("coalface") / "data" / PATH).read_text(encoding="utf-8")
    return {row["port_id"]: row["province"] for row in csv.DictReader(io.StringIO(text))}


def _coarse_list(claims: pl.DataFrame, name: str, keeps: pl.Expr) -> pl.Expr:
    known = claims[name].explode().drop_nulls().unique()
    found = {place: near for place in known if (near := coarse_place(place)) is not None}
    coarse = pl.col(name).list.eval(
        pl.element().replace_strict(found, default=None, return_dtype=pl.String).drop_nulls()
    )
    return pl.when(keeps).then(name).otherwise(coarse.list.unique(maintain_order=True)).alias(name)
