"""Acts of analysts on the claims of a workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from coalface.claims.chains import with_chain_counts, with_chains
from coalface.claims.grades import UNGRADED, check_grade, read_grade
from coalface.claims.review import OPEN, Act, apply_act
from coalface.claims.sensitivity import hide_changes, is_wider
from coalface.errors import InputError
from coalface.pipeline.claim_names import acts_under_pseudonyms, is_protected
from coalface.pipeline.claim_store import ClaimStore, find_claims, open_store, store_rows
from coalface.tables.claims import SENSITIVITIES, SOURCE_GRADES
from coalface.tables.reviews import OUTLET_GRADES
from coalface.tables.schema import dtypes_of
from coalface.workspace import Workspace

__all__ = [
    "ShownClaim",
    "grade_outlet",
    "hide_protected_reviews",
    "list_queue",
    "review_claims",
    "show_claim",
]

KIND = "review"
AROUND = 240  # code points of the text on either side of a span
MERGEABLE = (*OPEN, "confirmed")


def list_queue(store: ClaimStore, *, shows_all: bool = False) -> pl.DataFrame:
    """Give the claims that wait for an analyst, or all of them, in the order of their documents.

    Returns:
        The last version of each, with `title`, `publisher`, `outlet_grade` (the letter of the
        publisher, F until one is given), and the chains of `with_chain_counts`.
    """
    letters = dict(store.outlets.select("outlet", "grade_source").iter_rows())
    about = store.documents.select(
        "document_id",
        "title",
        "publisher",
        outlet_grade=pl.col("publisher")
        .str.to_lowercase()
        .replace_strict(letters, default=UNGRADED.source, return_dtype=pl.String)
        .fill_null(UNGRADED.source),
    )
    counted = with_chain_counts(with_chains(store.latest, store.documents))
    listed = counted if shows_all else counted.filter(pl.col("review_state").is_in(OPEN))
    return listed.join(about, on="document_id", how="left", maintain_order="left")


def grade_outlet(
    workspace: Workspace, outlet: str, letter: str, *, by: str, at: datetime, reason: str = ""
) -> None:
    """Give an outlet its own letter; it says nothing of the people that it quotes.

    Args:
        workspace: Where its documents are.
        outlet: Publisher of one of them, in any case.
        letter: A to F.
        by: Who.
        at: When, in UTC.
        reason: Why, or nothing.

    Raises:
        InputError: If no document has that publisher, the letter is none, or nobody is named.
    """
    known = {p.lower() for p in open_store(workspace).documents["publisher"].drop_nulls()}
    if outlet.lower() not in known:
        raise InputError(
            f"no document is published by {outlet!r}. `coalface claims review --all` names the "
            "publishers; give one as it stands there."
        )
    if letter.upper() not in SOURCE_GRADES:
        raise InputError(f"outlet {outlet!r}: found {letter!r}, expected a letter from A to F.")
    if not by.strip():
        raise InputError(f"outlet {outlet!r}: by whom? Name the analyst with --by.")
    row = {
        "outlet": outlet.lower(),
        "grade_source": letter.upper(),
        "by": by,
        "graded_at": at,
        "reason": reason or None,
    }
    rows = pl.DataFrame([row], schema=dtypes_of(OUTLET_GRADES))
    store_rows(workspace, "grade of an outlet", KIND, {"outlet_grades": rows})


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim with what an analyst needs to judge it.

    Attributes:
        claim: Its last version.
        before: Words of the text before its span.
        words: Its span, as it stands in the text.
        after: Words after it.
        versions: Table `claims`, its versions, the oldest first.
        reviews: Table `reviews` of what was done with it.
        is_protected: The claim is, or the report in which it stands.
    """

    claim: dict[str, Any]
    before: str
    words: str
    after: str
    versions: pl.DataFrame
    reviews: pl.DataFrame
    is_protected: bool


def show_claim(workspace: Workspace, claim_id: str) -> ShownClaim:
    """Show a claim in its place in the text, with its history.

    Args:
        workspace: Where it is.
        claim_id: The claim.

    Raises:
        InputError: If there is no such claim.
    """
    store = open_store(workspace)
    claim = find_claims(store, [claim_id])[claim_id]
    is_own = pl.col("document_id") == claim["document_id"]
    texts = workspace.scan("document_texts").filter(is_own).collect()["text"]
    text = texts[-1] if len(texts) else ""
    start, end = claim["start"] or 0, claim["end"] or 0
    mine = pl.col("claim_id") == claim_id
    return ShownClaim(
        claim=claim,
        before=text[max(0, start - AROUND) : start],
        words=text[start:end] or claim["locator"],
        after=text[end : end + AROUND],
        versions=store.versions.filter(mine),
        reviews=store.reviews.filter(mine),
        is_protected=is_protected(store, claim),
    )


def review_claims(workspace: Workspace, acts: Sequence[Act]) -> pl.DataFrame:
    """Apply acts, all of them or none, and store what they made.

    Whom an analyst names in a claim of a report that is not public gets a pseudonym, as those get
    whom the report names.

    Args:
        workspace: Where the claims are.
        acts: One or more, each on another claim.

    Returns:
        Table `reviews` of what was done; see `hide_protected_reviews` before it is shown.

    Raises:
        InputError: If one of them cannot be done.
    """
    if len({act.claim_id for act in acts}) != len(acts):
        raise InputError("one claim is named twice. Give each claim once.")
    store = open_store(workspace)
    rows = find_claims(store, [act.claim_id for act in acts])
    for act in acts:
        _check(store, act, rows)
    for act in acts:
        apply_act(rows[act.claim_id], act)  # before anybody gets a pseudonym: it may be refused
    closed = acts_under_pseudonyms(workspace, store, acts, rows)
    made = [apply_act(rows[act.claim_id], act) for act in closed]
    claims = pl.concat([new for new, _ in made])
    reviews = pl.concat([told for _, told in made])
    tables = {"reviews": reviews} | ({"claims": claims} if claims.height else {})
    store_rows(workspace, f"{acts[0].action}: {len(acts)} of claims", KIND, tables)
    return reviews


def hide_protected_reviews(workspace: Workspace, reviews: pl.DataFrame) -> pl.DataFrame:
    """Leave of what was done with protected claims who did what and when, for others to see.

    Args:
        workspace: Where the claims are.
        reviews: Table `reviews`.
    """
    store = open_store(workspace)
    rows = find_claims(store, reviews["claim_id"].unique().to_list())
    return hide_changes(reviews, [i for i, claim in rows.items() if is_protected(store, claim)])


def _check(store: ClaimStore, act: Act, rows: dict[str, dict[str, Any]]) -> None:
    if act.at.utcoffset() is None:
        raise ValueError("an act's time is in UTC: give it a time zone")
    earlier = rows[act.claim_id]["recorded_at"]
    if earlier is not None and act.at < earlier:
        raise InputError(
            f"{act.action} {act.claim_id}: the clock says {act.at:%Y-%m-%d %H:%M:%S}, but the "
            f"claim was recorded {earlier:%Y-%m-%d %H:%M:%S}. Set the clock of this machine."
        )
    if act.action == "edit":
        _check_level(store, act, rows[act.claim_id]["document_id"])
    if act.action == "grade":
        check_grade(read_grade(act.value), _n_chains(store, act.claim_id))
    if act.action == "merge" and act.value:
        state = find_claims(store, [act.value])[act.value]["review_state"]
        if state not in MERGEABLE:
            raise InputError(
                f"merge {act.claim_id}: found {act.value} {state}, expected a claim that stands: "
                f"{', '.join(MERGEABLE)}."
            )


def _check_level(store: ClaimStore, act: Act, document_id: str) -> None:
    """Refuse to close a claim whose document stays open: its words and sources would stay too."""
    level = act.changes.get("sensitivity", "").strip()
    found = store.documents.filter(pl.col("document_id") == document_id)["sensitivity"]
    if level not in SENSITIVITIES or not found.len() or not is_wider(found[-1], level):
        return
    raise InputError(
        f"edit {act.claim_id}: {level} would protect nobody: its document is {found[-1]}, with its "
        "text, its title and the names of its sources, also in earlier versions. Run `coalface "
        f"claims forget {document_id}`, then take the file in again with --again --sensitivity "
        f"{level}."
    )


def _n_chains(store: ClaimStore, claim_id: str) -> int:
    """Count independent chains among the confirmed claims and this one."""
    is_counted = (pl.col("review_state") == "confirmed") | (pl.col("claim_id") == claim_id)
    counted = with_chain_counts(with_chains(store.latest.filter(is_counted), store.documents))
    return int(counted.filter(pl.col("claim_id") == claim_id)["n_chains_low"].item())
