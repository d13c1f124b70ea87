"""Forget a claim or a document: every version, every file, every name of its source."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

import polars as pl

from coalface.errors import InputError
from coalface.workspace import Forgotten, Removal, Workspace

__all__ = ["ForgottenClaims", "forget_claims"]

#: What stands where words were, one for each character, so that no offset moves.
BLANK = "\N{FULL BLOCK}"


@dataclass(frozen=True, slots=True)
class ForgottenClaims:
    """What was forgotten.

    Attributes:
        claim_ids: Claims, with those that stand on the same words.
        document_ids: Documents, where a whole one was forgotten.
        done: Rows and files.
        n_pseudonyms: Names of sources taken out, which no other claim uses.
        files: Files handed on before that hold one of the claims: only a person can call them back.
    """

    claim_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    done: Forgotten
    n_pseudonyms: int
    files: tuple[str, ...]


def forget_claims(workspace: Workspace, which: str, *, at: datetime) -> ForgottenClaims:
    """Take a claim, or a document with all its claims, out of every version of a workspace.

    What stays is that something was forgotten, and when; and of a document the digest of its file
    in the list of ingests, by which the same file is known again. With a claim go its words in the
    text of its document, and the claims that stand on the same words. Copies of the folder, and
    files handed on before, are out of its reach: the latter are named.

    Args:
        workspace: Where it is.
        which: Id of a claim or of a document.
        at: When, in UTC.

    Raises:
        InputError: If nothing has that id, or no longer.
    """
    claims = workspace.scan_every_row("claims").drop_nulls("claim_id").collect()
    texts = workspace.scan_every_row("document_texts").drop_nulls("document_id").collect()
    if which in claims["claim_id"]:
        document_ids: tuple[str, ...] = ()
        own = _on_same_words(claims, which)
        words = _words_of(own.filter(pl.col("claim_id") == which), texts)
        removals = _of_words(own["document_id"][0], words)
    elif which in texts["document_id"] or which in claims["document_id"]:
        document_ids = (which,)
        own = claims.filter(pl.col("document_id") == which)
        removals = _of_document(which) | _of_outlets(workspace, which)
    else:
        _tidy(workspace)  # an earlier call may have been cut short before this
        raise InputError(
            f"no claim or document has the id {which!r}: it may have been forgotten already. "
            "`coalface claims review --all` lists claims with their documents."
        )
    claim_ids = tuple(own["claim_id"].unique().sort())
    files = _files(workspace, claim_ids)
    is_own = pl.col("claim_id").is_in(claim_ids)
    of_claims = {
        "reviews": Removal(is_own),
        "checks": Removal(
            pl.col("claim_ids").list.set_intersection(list(claim_ids)).list.len() > 0
        ),
        "claim_exports": Removal(is_own),
        "claims": Removal(is_own),
    }
    # What ids are found by goes last, so that the same call completes one that was cut short.
    last = ("claims", "document_texts") if document_ids else ("document_texts", "claims")
    both = of_claims | removals
    order = [*(table for table in both if table not in last), *last]
    done = workspace.forget_rows({t: both[t] for t in order if t in both}, at=at)
    return ForgottenClaims(claim_ids, document_ids, done, _tidy(workspace), files)


def _on_same_words(claims: pl.DataFrame, claim_id: str) -> pl.DataFrame:
    """Give all versions of a claim and of those whose words overlap it or are the same."""
    own = claims.filter(pl.col("claim_id") == claim_id)
    same = [
        (pl.col("document_id") == row["document_id"])
        & (
            (pl.col("locator") == row["locator"])
            | ((pl.col("start") < row["end"]) & (pl.col("end") > row["start"]))
        )
        for row in own.iter_rows(named=True)
    ]
    ids = claims.filter(reduce(or_, same) | (pl.col("claim_id") == claim_id))["claim_id"]
    return claims.filter(pl.col("claim_id").is_in(ids.unique().implode()))


def _words_of(versions: pl.DataFrame, texts: pl.DataFrame) -> list[str]:
    """Give the words of a claim as they stand in the text and as its columns hold them."""
    found = dict.fromkeys(versions["locator"])
    joined = versions.drop_nulls(["start", "end"]).join(texts, on="document_id")
    for row in joined.iter_rows(named=True):
        found[row["text"][row["start"] : row["end"]]] = None
    return sorted((words for words in found if words.strip()), key=len, reverse=True)


def _speaks_of(claim_ids: tuple[str, ...]) -> pl.Expr:
    both = pl.col("claim_ids").list.set_intersection(pl.lit(list(claim_ids), pl.List(pl.String)))
    return both.list.len() > 0


def _of_words(document_id: str, words: list[str]) -> dict[str, Removal]:
    is_own = pl.col("document_id") == document_id
    is_in_title = is_own & pl.any_horizontal(
        pl.lit(value=False), *(pl.col("title").str.contains(w, literal=True) for w in words)
    )
    return {
        "documents": Removal(is_in_title, {"title": _blanked("title", words)}),
        "document_texts": Removal(is_own, {"text": _blanked("text", words)}),
    }


def _blanked(column: str, words: list[str]) -> pl.Expr:
    cell = pl.col(column)
    for text in words:
        cell = cell.str.replace_all(text, BLANK * len(text), literal=True)
    return cell


def _of_document(document_id: str) -> dict[str, Removal]:
    is_own = pl.col("document_id") == document_id
    return {name: Removal(is_own) for name in ("document_names", "documents", "document_texts")}


def _of_outlets(workspace: Workspace, document_id: str) -> dict[str, Removal]:
    """Take the letter of an outlet out that publishes no other document."""
    documents = workspace.scan_every_row("documents").drop_nulls("document_id").collect()
    outlets = documents.select("document_id", pl.col("publisher").str.to_lowercase())
    is_own = pl.col("document_id") == document_id
    own, others = (outlets.filter(which)["publisher"] for which in (is_own, ~is_own))
    gone = sorted(set(own.drop_nulls()) - set(others.drop_nulls()))
    return {"outlet_grades": Removal(pl.col("outlet").is_in(gone))} if gone else {}


def _files(workspace: Workspace, claim_ids: tuple[str, ...]) -> tuple[str, ...]:
    exports = workspace.scan_every_row("claim_exports").filter(pl.col("claim_id").is_in(claim_ids))
    found = exports.select("file", "exported_at").unique().sort("exported_at", "file").collect()
    return tuple(f"{file} ({at:%Y-%m-%d})" for file, at in found.iter_rows())


def _tidy(workspace: Workspace) -> int:
    """Take out the pseudonyms that no version of any claim uses."""
    rows = workspace.scan_every_row("claims").select("attribution").collect()
    return workspace.keep_pseudonyms(rows["attribution"].explode().drop_nulls().unique())
