"""What was reported, as a brief or a screen shows it: confirmed claims, contradictions, slips."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from coalface.claims.chains import with_chain_counts, with_chains
from coalface.claims.grades import UNGRADED, grade_marks
from coalface.claims.sensitivity import documents_handed_on, handed_on
from coalface.claims.statements import state_claim, with_statements

__all__ = [
    "SHOWN",
    "Reported",
    "find_contradictions",
    "find_corrections",
    "hold_back",
    "make_reported",
    "with_short_quotes",
    "with_words",
]

CONFIRMED = "confirmed"
_QUOTE = re.compile("“([^“”]*)”")
NOT_PUBLIC = "a source that is not public"
MAX_WORDS = 14  # of a text that is another's: enough to find the place
SHOWN = ("high", "warn")
SLIPS = ("conflict", "implausible")  # a breach of a measure is no slip of the pen
LOOK = "both texts: `coalface claims review --show ID --show-protected` shows them to who may see"
HELD_BACK = "the arithmetic is held back: it would quote a claim that is not public"
_CLAIMS = (
    "claim_id", "subject", "kind", "metric", "statement", "value_low", "value_high", "unit",
    "currency", "per", "places", "valid_from", "valid_to", "source", "document_id", "published",
    "grade", "hedge", "polarity", "status", "n_chains_low", "n_chains_high", "locator",
    "sensitivity",
)  # fmt: skip
_DOCUMENTS = ("document_id", "title", "publisher", "published", "published_basis", "url",
              "language")  # fmt: skip
_CONTRADICTIONS = ("check_id", "test", "verdict", "level", "size", "claim_ids", "fact_ids",
                   "statements", "explanation", "would_settle", "hint")  # fmt: skip
_CORRECTIONS = ("check_id", "claim_id", "document_id", "in_print", "test", "verdict", "evidence",
                "reading", "would_settle")  # fmt: skip
NOT_TRUE = (
    "A claim is what a document says, not what is true; a contradiction does not say who is wrong, "
    "and a reading that would fit is no correction."
)
TWO_MARKS = (
    "Grades are two marks of the Admiralty code, never one number: the source from A (reliable) to "
    f"F, what it says from 1 (confirmed) to 6. {UNGRADED}: nobody has graded it."
)


@dataclass(frozen=True, slots=True)
class Reported:
    """What may be shown of confirmed claims, places by province and days by month.

    Attributes:
        claims: One row a claim, by subject, metric and period: `subject`, `statement` in our words,
            `source` from the outermost to the first, `grade`, the fewest and most independent
            chains behind it (`n_chains_low`, `n_chains_high`), `locator` of public ones.
        contradictions: Checks of these claims that warn or are high, high first, each with
            `statements` of its claims.
        corrections: Slips in print: high checks with a reading that would fit.
        documents: Those in which the claims stand.
        notes: What a reader must be told.
    """

    claims: pl.DataFrame
    contradictions: pl.DataFrame
    corrections: pl.DataFrame
    documents: pl.DataFrame
    notes: tuple[str, ...]


def make_reported(claims: pl.DataFrame, documents: pl.DataFrame, checks: pl.DataFrame) -> Reported:
    """Put together what may be shown of claims. Those not confirmed are not looked at.

    Args:
        claims: Table `claims`, the last version of each.
        documents: Table `documents`.
        checks: Table `checks` of these claims.

    Returns:
        Tables and notes. No protected claim is among them, nor a check that speaks of one.
    """
    confirmed = claims.filter(pl.col("review_state") == CONFIRMED)
    counted = with_chain_counts(with_chains(confirmed, documents))
    shown, n_protected = handed_on(counted)
    open_documents = documents_handed_on(documents)
    told = with_words(shown, open_documents)
    ids = set(told["claim_id"])
    checked = checks.filter(
        pl.col("level").is_in(SHOWN)
        & pl.col("claim_ids").list.eval(pl.element().is_in(sorted(ids))).list.all()
    )
    closed = told.filter(pl.col("sensitivity") != "public")["claim_id"]
    checked = with_short_quotes(hold_back(checked, closed))
    return Reported(
        claims=told.sort("subject", "metric", "valid_from", "claim_id").select(_CLAIMS),
        contradictions=find_contradictions(checked, told),
        corrections=find_corrections(checked, told),
        documents=documents_handed_on(documents)
        .join(told, on="document_id", how="semi")
        .select(_DOCUMENTS),
        notes=_notes(told, n_protected, claims.height - confirmed.height),
    )


def with_words(claims: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Add `subject`, `statement`, `source` and `grade`; a locator that is too long is left out."""
    publishers = dict(documents.select("document_id", "publisher").iter_rows())
    names = [
        (publishers.get(document) or document) if level == "public" else NOT_PUBLIC
        for document, level in claims.select("document_id", "sensitivity").iter_rows()
    ]
    links = zip(names, claims["attribution"].to_list(), strict=True)
    source = [" > ".join([name, *_beyond(name, chain or ())]) for name, chain in links]
    n_words = pl.col("locator").str.split(" ").list.len()
    return with_statements(claims).with_columns(
        grade_marks(),
        source=pl.Series(source, dtype=pl.String),
        subject=pl.col("commodity").fill_null(pl.lit("trade")),
        locator=pl.when(n_words <= MAX_WORDS).then("locator"),
    )


def hold_back(checks: pl.DataFrame, claim_ids: pl.Series) -> pl.DataFrame:
    """Take the words out of checks that speak of some claims: they quote them, with their days.

    Args:
        checks: Table `checks`.
        claim_ids: Claims of which no words may be shown.

    Returns:
        The checks; of those concerned the claims and the verdict stay, and no figure.
    """
    is_open = ~pl.col("claim_ids").list.eval(pl.element().is_in(claim_ids.implode())).list.any()
    return checks.with_columns(
        explanation=pl.when(is_open).then("explanation").otherwise(pl.lit(HELD_BACK)),
        hint=pl.when(is_open).then("hint"),
        would_settle=pl.when(is_open).then("would_settle").otherwise(pl.lit(LOOK)),
        size=pl.when(is_open).then("size"),
        fact_ids=pl.when(is_open).then("fact_ids").otherwise(pl.lit([], pl.List(pl.String))),
    )


def with_short_quotes(checks: pl.DataFrame) -> pl.DataFrame:
    """Cut what checks quote of a text to as many words as it takes to find the place.

    Args:
        checks: Table `checks`.
    """
    short = {
        name: pl.Series([text and _QUOTE.sub(_cut, text) for text in checks[name]], dtype=pl.String)
        for name in ("explanation", "hint")
    }
    return checks.with_columns(**short)


def find_corrections(checks: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """List slips in print: what stands there, the evidence against it, and what would fit.

    The reading is a hint. Only the publisher can correct what was printed.

    Args:
        checks: Table `checks`.
        claims: Table `claims` with the columns of `with_words`; it has all claims of the checks.

    Returns:
        One row a high check that has a hint or rests on a fact, of the claim that it names first;
        `reading` is null where none was found that fits.
    """
    by_id = {row["claim_id"]: row for row in claims.iter_rows(named=True)}
    is_slip = pl.col("hint").is_not_null() | (pl.col("fact_ids").list.len() > 0)
    slips = checks.filter(pl.col("verdict").is_in(SLIPS) & is_slip)
    rows = [
        {
            "check_id": check["check_id"],
            "claim_id": check["claim_ids"][0],
            "document_id": by_id[check["claim_ids"][0]]["document_id"],
            "in_print": _said(by_id[check["claim_ids"][0]]),
            "test": check["test"],
            "verdict": check["verdict"],
            "evidence": check["explanation"],
            "reading": check["hint"],
            "would_settle": check["would_settle"],
        }
        for check in slips.iter_rows(named=True)
        if check["claim_ids"] and check["claim_ids"][0] in by_id
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_CORRECTIONS, pl.String()), orient="row")


def find_contradictions(checks: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Put checks in order, the gravest first, with what each of their claims says.

    Args:
        checks: Table `checks`.
        claims: Table `claims` with the columns of `with_words`; it has all claims of the checks.

    Returns:
        The checks with `statements`.
    """
    by_id = {row["claim_id"]: row for row in claims.iter_rows(named=True)}
    said = [[_said(by_id[i]) for i in ids] for ids in checks["claim_ids"]]
    order = pl.col("level").replace_strict({level: i for i, level in enumerate((*SHOWN, "quiet"))})
    return (
        checks.with_columns(statements=pl.Series(said, dtype=pl.List(pl.String)))
        .sort(order, pl.col("size"), "check_id", descending=[False, True, False], nulls_last=True)
        .select(_CONTRADICTIONS)
    )


def _cut(quote: re.Match[str]) -> str:
    words = quote[1].split()
    return quote[0] if len(words) <= MAX_WORDS else f"“{' '.join(words[:MAX_WORDS])} ...”"


def _beyond(publisher: str, chain: Iterable[str]) -> list[str]:
    """Give the links behind the publisher, who often stands in the chain once more."""
    first, *others = [*chain, ""]
    is_same = first.startswith("document") or first.casefold() in publisher.casefold()
    return [link for link in ((() if is_same else (first,)) + (*others,)) if link]


def _said(claim: Mapping[str, Any]) -> str:
    return f"{state_claim(claim)} [{claim['source']}]"


def _notes(shown: pl.DataFrame, n_protected: int, n_open: int) -> tuple[str, ...]:
    notes = [NOT_TRUE, TWO_MARKS]
    n_ungraded = shown.filter(pl.col("grade") == str(UNGRADED)).height
    if n_ungraded:
        notes.append(f"Not graded: {n_ungraded:,} of {shown.height:,} claims.")
    if n_open:
        notes.append(f"Left out, as no analyst has confirmed them: {n_open:,} claims.")
    if n_protected:
        notes.append(f"Left out, as their sources are protected: {n_protected:,} claims.")
    if "restricted" in shown["sensitivity"]:
        notes.append("Of restricted claims neither words nor actors nor sources are shown.")
    return tuple(notes)
