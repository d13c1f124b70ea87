"""Block 8: what reports say, where they contradict one another, and slips in print."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from coalface.brief.model import Block, Cell, Cite, Column, Source, Strength, Table, Tag, Text, Tone
from coalface.brief.place_names import with_place_names
from coalface.claims.reported import Reported

__all__ = ["build_reported", "list_documents"]

MOST_CLAIMS, MOST_CHECKS = 14, 6
LEVELS: dict[str, Tone] = {"high": "covered", "warn": "contested"}
DOCUMENT = "claims/"


def build_reported(reported: Reported | None) -> Block | None:
    """Build block 8; None where no claim is confirmed.

    A claim is what a document says, not what is true; only claims that a person confirmed are
    shown. The fullest table is in the bundle.
    """
    if reported is None or reported.claims.is_empty():
        return None
    claims = _chosen(reported)
    checks = _once_a_claim(reported.contradictions).head(MOST_CHECKS)
    slips = _not_yet_told(reported.corrections, checks).head(MOST_CHECKS)
    tables = [_claims(claims, len(reported.claims))]
    if not checks.is_empty():
        tables.append(_contradictions(checks, reported))
    if not slips.is_empty():
        tables.append(_corrections(slips, len(reported.corrections)))
    shown = {*claims["document_id"], *slips["document_id"], *_documents_of(checks, reported)}
    cited = [d for d in reported.documents["document_id"] if d in shown]
    return Block(
        id="reported",
        number="8",
        heading=_heading(reported),
        subtitle="Claims that a person has read and confirmed, with the grade of source and of "
        "information apart, and what arithmetic, law and trade figures say of them",
        strength=_strength(claims["grade"]),
        tables=tuple(tables),
        notes=tuple((note,) for note in reported.notes),
        sources=tuple(f"{DOCUMENT}{d}" for d in cited),
    )


def list_documents(documents: pl.DataFrame) -> tuple[Source, ...]:
    """Give the documents that claims stand in as sources of a brief."""
    return tuple(
        Source(
            id=f"{DOCUMENT}{row['document_id']}",
            title=row["title"] or row["document_id"],
            publisher=row["publisher"] or "",
            year=str(row["published"].year) if row["published"] else "",
            url=row["url"] or "",
            kind="report",
            language=row["language"] or "",
            access="read for its claims",
        )
        for row in documents.iter_rows(named=True)
    )


def _heading(reported: Reported) -> Text:
    n_high = int((reported.contradictions["level"] == "high").sum())
    n_slips = len(reported.corrections)
    words = f"{len(reported.claims)} claims, each read and confirmed as said: "
    checks = f"{n_high} check{'s' if n_high != 1 else ''} by figures, law or other reports "
    conflicts = f"{'contradict' if n_high != 1 else 'contradicts'} what is said"
    slips = f"{n_slips} likely slip{'s' if n_slips != 1 else ''} in print"
    return (f"{words}{checks}{conflicts}, {slips}",)


def _strength(grades: Iterable[str]) -> Strength:
    """Give the strength of the weakest source of what is printed; one not graded is weak."""
    worst = max(grade[0] for grade in grades)
    return "high" if worst == "A" else "medium" if worst == "B" else "low"


def _once_a_claim(checks: pl.DataFrame) -> pl.DataFrame:
    """Keep the first check of each claim and verdict, in order; all are in the bundle."""
    about = pl.col("claim_ids").list.first()
    return checks.with_columns(about=about).unique(
        ["about", "verdict"], keep="first", maintain_order=True
    )


def _not_yet_told(slips: pl.DataFrame, checks: pl.DataFrame) -> pl.DataFrame:
    """Leave out slips without a reading that fits, where the check of the claim stands above."""
    told = checks["about"].drop_nulls().to_list()
    return slips.filter(pl.col("reading").is_not_null() | ~pl.col("claim_id").is_in(told))


def _chosen(reported: Reported) -> pl.DataFrame:
    """Choose what is printed: claims in dispute first, then the newest of each subject."""
    disputed = set(reported.contradictions["claim_ids"].explode().drop_nulls())
    ranked = reported.claims.with_columns(
        is_disputed=pl.col("claim_id").is_in(list(disputed)),
        place=pl.col("valid_from").rank("ordinal", descending=True).over("subject", "metric"),
    ).sort(
        "is_disputed", "place", "subject", "claim_id", descending=[True, False, False, False],
        nulls_last=True,
    )  # fmt: skip
    return ranked.head(MOST_CLAIMS).sort("subject", "valid_from", "claim_id", nulls_last=True)


def _documents_of(checks: pl.DataFrame, reported: Reported) -> set[str]:
    ids = list(checks["claim_ids"].explode().drop_nulls())
    return set(reported.claims.filter(pl.col("claim_id").is_in(ids))["document_id"])


def _claims(claims: pl.DataFrame, n_all: int) -> Table:
    left = f" {n_all - len(claims)} more are in the bundle." if n_all > len(claims) else ""
    return Table(
        id="claims",
        caption="What was reported",
        columns=(
            Column("Subject"),
            Column("Reported"),
            Column("Grade"),
            Column("Chains", "right"),
            Column("Claim"),
            Column("Source"),
        ),
        rows=tuple(_claim_row(row) for row in claims.iter_rows(named=True)),
        note="Grade: reliability of the source A to F, credibility of what it says 1 to 6; F and "
        "6 mean that it cannot be judged. Chains: independent ways by which reports of the same "
        f"come, however many papers print it.{left}",
    )


def _claim_row(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    low, high = row["n_chains_low"], row["n_chains_high"]
    return (
        row["subject"],
        with_place_names(row["statement"]),
        row["grade"],
        str(low) if low == high else f"{low} to {high}",
        row["claim_id"],
        Cite((f"{DOCUMENT}{row['document_id']}",)),
    )


def _contradictions(checks: pl.DataFrame, reported: Reported) -> Table:
    known = dict(reported.claims.select("claim_id", "document_id").iter_rows())
    rows = []
    for row in checks.iter_rows(named=True):
        documents = _once(known[c] for c in row["claim_ids"] if c in known)
        rows.append(
            (
                Tag(row["verdict"], LEVELS.get(row["level"], "plain")),
                "; ".join(map(with_place_names, row["statements"])),
                row["explanation"],
                row["would_settle"] or "",
                Cite(tuple(f"{DOCUMENT}{d}" for d in documents)),
            )
        )
    n_left = len(reported.contradictions) - len(checks)
    return Table(
        id="contradictions",
        caption="Where reports do not fit with one another, with the law or with trade figures",
        columns=(
            Column("Verdict"),
            Column("Said"),
            Column("The arithmetic"),
            Column("What would settle it"),
            Column("Source"),
        ),
        rows=tuple(rows),
        note=f"{n_left} more are in the bundle." if n_left else "",
    )


def _corrections(slips: pl.DataFrame, n_all: int) -> Table:
    n_left = n_all - len(slips)
    return Table(
        id="corrections",
        caption="Slips in print, with the reading that would fit",
        columns=(
            Column("In print"),
            Column("What speaks against it"),
            Column("Reading that fits"),
            Column("Source"),
        ),
        rows=tuple(
            (
                with_place_names(row["in_print"]),
                row["evidence"],
                row["reading"] or "none found",
                Cite((f"{DOCUMENT}{row['document_id']}",)),
            )
            for row in slips.iter_rows(named=True)
        ),
        note="A reading is a hint. The words of the document stand until their author mends them."
        + (f" {n_left} more are in the bundle." if n_left else ""),
    )


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
