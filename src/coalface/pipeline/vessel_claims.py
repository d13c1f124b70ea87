"""What confirmed claims say of a listed ship, as lines of its dossier."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from coalface.claims.reported import with_words
from coalface.claims.sensitivity import handed_on
from coalface.pipeline.claim_checks import open_claims
from coalface.pipeline.reports import gather_claims
from coalface.vessels.dossier import NO_CLAIMS, Dossier
from coalface.vessels.dossier_entries import Entry, in_order

__all__ = ["with_claims"]

KIND = "claim"
#: Columns in which a report names a ship.
_NAMING = ("actor", "counterparty", "commodity", "locator")
BY_NUMBER = "named by its IMO number"
BY_NAME = "named by name only: ships take each other's names"
TOLD = (
    "Claims are what reports say; of public reports only, with the marks of the Admiralty code, "
    "F6 where nobody has graded them."
)
NONE_FOUND = "No confirmed claim of a public report names this ship."


def with_claims(found: Dossier, folder: Path | None = None) -> Dossier:
    """Add what confirmed claims of public reports say of a ship.

    A claim that gives only a name may speak of another hull, and says so.

    Args:
        found: The dossier of a listed ship.
        folder: The workspace; the packaged claims are always looked at.

    Returns:
        The dossier with entries of kind `claim`, in its order.
    """
    gathered = gather_claims(open_claims(folder))
    is_usable = (pl.col("review_state") == "confirmed") & (pl.col("sensitivity") == "public")
    usable = gathered.claims.filter(is_usable)
    has_number = _names(rf"\b{found.imo}\b")
    own = usable.filter(has_number | _any_name(found.names)).with_columns(has_number=has_number)
    shown = with_words(handed_on(own, is_exact=True)[0], gathered.documents)
    entries = [_entry(row) for row in shown.iter_rows(named=True)]
    notes = tuple(note for note in found.notes if note != NO_CLAIMS)
    every = in_order((*found.entries, *entries))
    return replace(found, entries=every, notes=(*notes, TOLD if entries else NONE_FOUND))


def _names(pattern: str) -> pl.Expr:
    return pl.any_horizontal(
        pl.col(name).str.contains(pattern).fill_null(value=False) for name in _NAMING
    )


def _any_name(names: tuple[str, ...]) -> pl.Expr:
    """Say which claims give one of the names as words of their own, whatever their case.

    A name without letters (7-28) is left out: it would be met in days.
    """
    told = [name for name in names if len(name) > 1 and any(map(str.isalpha, name))]
    quoted = [name.replace("\\", "").replace("|", " ") for name in told]
    escaped = ["".join(c if c.isalnum() else f"\\{c}" if c.isascii() else c for c in n)
               for n in quoted]  # fmt: skip
    pattern = "|".join(escaped).replace("\\ ", " ")
    return _names(rf"(?i)\b(?:{pattern})\b") if pattern else pl.lit(value=False)


def _entry(claim: Mapping[str, Any]) -> Entry:
    is_by_number = claim["has_number"]
    return Entry(
        on=claim["valid_from"] or claim["published"],
        kind=KIND,
        what=f"{claim['statement']} [{claim['source']}]",
        strength=f"{claim['grade']}; {BY_NUMBER if is_by_number else BY_NAME}",
        innocent="",
        against="" if is_by_number else "the report gives no hull number",
        source=claim["claim_id"],
    )
