"""What was reported: confirmed claims, packaged and a user's own, and what checks find in them."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from coalface.claims.checks import find_checks
from coalface.claims.facts import Facts as CheckFacts
from coalface.claims.reported import Reported, make_reported
from coalface.law import load_rulebook
from coalface.pipeline.claim_store import open_store
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.sources.packaged_reports import read_packaged_claims, read_packaged_documents
from coalface.workspace import Workspace

__all__ = ["ClaimSet", "facts_for_checks", "find_reported", "gather_claims"]

CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """Claims with the documents in which they stand.

    Attributes:
        claims: Table `claims`, the last version of each.
        documents: Table `documents`.
    """

    claims: pl.DataFrame
    documents: pl.DataFrame


def gather_claims(workspace: Workspace | None = None, as_of: date | None = None) -> ClaimSet:
    """Gather the packaged claims and those of a workspace, whatever their state.

    Args:
        workspace: A user's own; none where None.
        as_of: Leave out documents published after this day; one without a date stays.

    Returns:
        Claims by their ids; a workspace's claim never stands for a packaged one, and is public only
        where its report is.
    """
    sets = [ClaimSet(read_packaged_claims(), read_packaged_documents())]
    if workspace is not None:
        store = open_store(workspace)
        sets.append(ClaimSet(_in_our_words(store.latest, store.documents), store.documents))
    claims = pl.concat([each.claims for each in sets])
    if as_of is not None:
        claims = claims.filter(pl.col("published").is_null() | (pl.col("published") <= as_of))
    return ClaimSet(claims, pl.concat([each.documents for each in sets]))


def _in_our_words(claims: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Let a claim that was opened be restricted while its report is not public.

    Its figure may be told then, coarse and in our words; the words and names of the report stay.
    """
    closed = documents.filter(pl.col("sensitivity") != "public")["document_id"]
    is_opened = (pl.col("sensitivity") == "public") & pl.col("document_id").is_in(closed.implode())
    return claims.with_columns(
        sensitivity=pl.when(is_opened).then(pl.lit("restricted")).otherwise("sensitivity")
    )


def facts_for_checks(facts: Facts = PACKAGED_FACTS) -> CheckFacts:
    """Give what claims are held against: law, trade, rates, prices, output, ports, ships."""
    vessels = facts.read("vessels")
    ships = vessels.select("name", "imo", mmsi=pl.lit(None, pl.Int64))
    return CheckFacts(
        rulebook=load_rulebook(),
        flows=facts.read("flows"),
        fx=facts.read("fx"),
        prices=facts.read("prices"),
        ports=facts.read("ports"),
        ships=ships,
        indicators=facts.read("indicators"),
    )


def find_reported(
    as_of: date | None = None,
    *,
    facts: Facts = PACKAGED_FACTS,
    workspace: Workspace | None = None,
) -> Reported:
    """Find what may be shown of confirmed claims, and what checks find in them.

    Args:
        as_of: Leave out documents published after this day.
        facts: What claims are held against.
        workspace: A user's own claims beside the packaged ones.

    Returns:
        Tables and notes. A claim that no analyst has confirmed is not in them, nor does any check
        rest on one.
    """
    gathered = gather_claims(workspace, as_of)
    confirmed = gathered.claims.filter(pl.col("review_state") == CONFIRMED)
    is_public = pl.col("sensitivity") != "protected"
    checks = find_checks(confirmed.filter(is_public), facts_for_checks(facts))
    return make_reported(gathered.claims, gathered.documents, checks)
