"""Put pseudonyms for people whom reports that are not public name, however the names came in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from coalface.claims.review import Act, read_texts
from coalface.claims.sensitivity import names_nobody
from coalface.pipeline.claim_store import ClaimStore
from coalface.workspace import Workspace

__all__ = ["acts_under_pseudonyms", "claims_under_pseudonyms", "is_protected"]

PUBLIC, PROTECTED = "public", "protected"
#: Columns of table `claims` in which people are named.
NAMED = ("actor", "counterparty", "attribution")


def claims_under_pseudonyms(
    workspace: Workspace, claims: pl.DataFrame, outlet: str | None
) -> pl.DataFrame:
    """Put pseudonyms for everybody whom claims of a report that is not public name.

    What keeps its words is known to be harmless: the report, its outlet, and packaged names.

    Args:
        workspace: Where the pseudonyms are kept.
        claims: Table `claims`, of one report.
        outlet: Who published it.
    """
    cells = [claims["attribution"].explode(), claims["actor"], claims["counterparty"]]
    told = pl.concat([cell.rename("name") for cell in cells]).drop_nulls().unique().sort()
    names = workspace.give_pseudonyms(_people(told, outlet))
    return claims.with_columns(
        pl.col("actor", "counterparty").replace(names),
        attribution=pl.col("attribution").list.eval(pl.element().replace(names)),
    )


def acts_under_pseudonyms(
    workspace: Workspace,
    store: ClaimStore,
    acts: Sequence[Act],
    rows: Mapping[str, Mapping[str, Any]],
) -> list[Act]:
    """Put pseudonyms for everybody whom analysts name in claims of reports that are not public.

    Args:
        workspace: Where the pseudonyms are kept.
        store: What it holds of reports.
        acts: What is done; each of them can be done.
        rows: The last version of each claim, by its id.

    Returns:
        The acts, in their order. A name that has a pseudonym is taken out of the reason too.
    """
    return [
        act
        if _levels(store, rows[act.claim_id]) == {PUBLIC}
        else _closed(workspace, store, act, rows)
        for act in acts
    ]


def is_protected(store: ClaimStore, claim: Mapping[str, Any]) -> bool:
    """Say whether a claim is protected, or the report in which it stands."""
    return PROTECTED in _levels(store, claim)


def _levels(store: ClaimStore, claim: Mapping[str, Any]) -> set[str]:
    about = store.documents.filter(pl.col("document_id") == claim["document_id"])
    return {claim["sensitivity"], *about["sensitivity"]}


def _closed(
    workspace: Workspace, store: ClaimStore, act: Act, rows: Mapping[str, Mapping[str, Any]]
) -> Act:
    is_own = pl.col("document_id") == rows[act.claim_id]["document_id"]
    outlets = store.documents.filter(is_own)["publisher"].drop_nulls()
    told = {name: read_texts(act.changes[name]) for name in NAMED if name in act.changes}
    people = _people((name for cell in told.values() for name in cell), *outlets[-1:])
    names = workspace.give_pseudonyms(people) if people else {}
    known = {words: name for name, words in workspace.read_pseudonyms().items()}
    changes = {n: "|".join(names.get(name, name) for name in cell) for n, cell in told.items()}
    return replace(act, changes={**act.changes, **changes}, reason=_without(act.reason, known))


def _people(told: Iterable[str], outlet: str | None = None) -> list[str]:
    return [name for name in told if name not in {"", outlet} and not names_nobody(name)]


def _without(words: str, names: Mapping[str, str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, names[name])
    return words
