"""Forget a claim or a document: every version, every file, every name of its source."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

import polars as pl

from coalface.errors import InputError
from coalface.workspace import Forgotten, Intent, Removal, Workspace

__all__ = ["ForgottenClaims", "forget_claims"]


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
        InputError: If nothing has that id, or no longer; what an earlier call began is complete.
    """
    for intent, done in workspace.finish_forgetting():
        if any(which in removal.values for removal in intent.rows.values()):
            return _completed(intent, done)
    claims = workspace.scan_every_row("claims").drop_nulls("claim_id").collect()
    texts = workspace.scan_every_row("document_texts").drop_nulls("document_id").collect()
    if which in claims["claim_id"]:
        document_ids: tuple[str, ...] = ()
        own = _on_same_words(claims, which)
        words = _words_of(own.filter(pl.col("claim_id") == which), texts)
        removals = _of_words(own["document_id"][0], tuple(words))
    elif which in texts["document_id"] or which in claims["document_id"]:
        document_ids = (which,)
        own = claims.filter(pl.col("document_id") == which)
        removals = _of_document(which) | _of_outlets(workspace, which)
    else:
        raise InputError(
            f"no claim or document has the id {which!r}: it may have been forgotten already. "
            f"`coalface claims review --all` lists claims with their documents."
        )
    claim_ids = tuple(own["claim_id"].unique().sort())
    files = _files(workspace, claim_ids)
    of_claims = {
        "reviews": Removal("claim_id", claim_ids),
        "checks": Removal("claim_ids", claim_ids),
        "claim_exports": Removal("claim_id", claim_ids),
        "claims": Removal("claim_id", claim_ids),
    }
    # What ids are found by goes last.
    last = ("claims", "document_texts") if document_ids else ("document_texts", "claims")
    both = of_claims | removals
    order = [*(table for table in both if table not in last), *last]
    intent = Intent({t: both[t] for t in order if t in both}, at, files)
    done = workspace.forget_rows(intent)
    return ForgottenClaims(claim_ids, document_ids, done, done.n_pseudonyms, files)


def _completed(intent: Intent, done: Forgotten) -> ForgottenClaims:
    """Tell what an earlier call asked, which was cut short and is complete now."""
    names = intent.rows.get("document_names")
    return ForgottenClaims(
        intent.rows["claims"].values,
        names.values if names else (),
        done,
        done.n_pseudonyms,
        intent.files,
    )


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


def _of_words(document_id: str, words: tuple[str, ...]) -> dict[str, Removal]:
    if not words:
        return {}
    return {
        "documents": Removal("document_id", (document_id,), {"title": words}),
        "document_texts": Removal("document_id", (document_id,), {"text": words}),
    }


def _of_document(document_id: str) -> dict[str, Removal]:
    names = ("document_names", "documents", "document_texts")
    return {name: Removal("document_id", (document_id,)) for name in names}


def _of_outlets(workspace: Workspace, document_id: str) -> dict[str, Removal]:
    """Take the letter of an outlet out that publishes no other document."""
    documents = workspace.scan_every_row("documents").drop_nulls("document_id").collect()
    outlets = documents.select("document_id", pl.col("publisher").str.to_lowercase())
    is_own = pl.col("document_id") == document_id
    own, others = (outlets.filter(which)["publisher"] for which in (is_own, ~is_own))
    gone = tuple(sorted(set(own.drop_nulls()) - set(others.drop_nulls())))
    return {"outlet_grades": Removal("outlet", gone)} if gone else {}


def _files(workspace: Workspace, claim_ids: tuple[str, ...]) -> tuple[str, ...]:
    exports = workspace.scan_every_row("claim_exports").filter(pl.col("claim_id").is_in(claim_ids))
    found = exports.select("file", "exported_at").unique().sort("exported_at", "file").collect()
    return tuple(f"{file} ({at:%Y-%m-%d})" for file, at in found.iter_rows())
