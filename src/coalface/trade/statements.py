"""Published statements checked against other sources, with the law beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from coalface.law import Rulebook
from coalface.trade.figures import Figure, number
from coalface.trade.standing import Standing, find_standing
from coalface.trade.statement_checks import Finding, Result, check_claim
from coalface.trade.statement_evidence import Evidence, find_evidence
from coalface.trade.statement_forms import Claim, Statement, load_statements
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = [
    "CheckedClaim",
    "CheckedStatement",
    "check_statements",
    "numbers",
    "statements_table",
]

LAW_CLAIMS = {"not_covered": "not_listed", "exempted": "exempt"}
ORDER: tuple[Result, ...] = ("differs", "agrees_rounded", "agrees")


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim with what other sources say to it."""

    id: str
    kind: str
    said: Number
    found: Number
    result: Result
    reason: str


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """One published statement, checked.

    Attributes:
        id: Its name.
        title: The good.
        code: HS code or union.
        source_id: Who said it.
        locator: Where.
        claims: Each claim with its own result.
        result: `differs` if any claim does; else `agrees_rounded` or `agrees` if any claim does;
            `cannot_tell` where no other source speaks to any.
        competing: Figures of other sources for the same good and years.
        beside: Wider figures that help to judge.
        later: What the years after brought, as other sources print them.
        standing: What the law says of the good over the statement's year; None for totals.
        law_said: What the source says of the law.
        law_result: `fits`, `imprecise`, `contested` or `contradicted` by the standing; "" where
            the source says nothing of the law.
        law_note: Why.
    """

    id: str
    title: str
    code: str
    source_id: str
    locator: str
    claims: tuple[CheckedClaim, ...]
    result: Result
    competing: tuple[Number, ...]
    beside: tuple[Number, ...]
    later: tuple[Number, ...]
    standing: Standing | None
    law_said: str
    law_result: str
    law_note: str

    @property
    def printed(self) -> tuple[Number, ...]:
        """Give the numbers in order."""
        claims = tuple(n for claim in self.claims for n in (claim.said, claim.found))
        return (*claims, *self.competing, *self.beside, *self.later)


def check_statements(
    flows: pl.DataFrame,
    processing_inputs: pl.DataFrame,
    shares: pl.DataFrame,
    book: Rulebook,
    *,
    statements: Sequence[Statement] | None = None,
) -> tuple[CheckedStatement, ...]:
    """Check published statements against figures of other sources.

    A statement is never checked against its own source. Agreement means that nothing published
    contradicts it and something bears on it; the reason says how much that is.

    Args:
        flows: Table `flows`.
        processing_inputs: Table `processing_inputs`.
        shares: Table `shares`.
        book: The rules, for the standing of each good.
        statements: What to check; the packaged statements if None.

    Returns:
        One row a statement, in the order given.
    """
    chosen = load_statements() if statements is None else tuple(statements)
    evidence = {
        source_id: find_evidence(source_id, flows, processing_inputs, shares)
        for source_id in dict.fromkeys(s.source_id for s in chosen)
    }
    return tuple(_check(s, evidence[s.source_id], book) for s in chosen)


def numbers(rows: Sequence[CheckedStatement]) -> tuple[Number, ...]:
    """Give all printed numbers of some statements, in order."""
    return tuple(n for row in rows for n in row.printed)


def statements_table(rows: Sequence[CheckedStatement]) -> pl.DataFrame:
    """Give the statements as a flat table, one row a claim."""
    return pl.DataFrame(
        [
            {
                "statement_id": row.id,
                "good": row.title,
                "hs_code": row.code,
                "source_id": row.source_id,
                "locator": row.locator,
                "claim": claim.id,
                "kind": claim.kind,
                "unit": claim.said.unit,
                "said": claim.said.value,
                "found": claim.found.value,
                "result": claim.result,
                "reason": claim.reason,
                "statement_result": row.result,
                "verdict": row.standing.verdict if row.standing else None,
                "why": row.standing.why if row.standing else None,
                "law_said": row.law_said,
                "law_result": row.law_result,
                "law_note": row.law_note,
                "inputs": ";".join(inputs_of((claim.said, claim.found))),
            }
            for row in rows
            for claim in row.claims
        ],
        infer_schema_length=None,
    )


def _check(statement: Statement, evidence: Evidence, book: Rulebook) -> CheckedStatement:
    found = [(c, check_claim(c, statement, evidence)) for c in statement.claims]
    results = {finding.result for _, finding in found}
    period = (statement.period_start, statement.period_end)
    has_law = statement.code != "TOTAL"
    standing = find_standing(statement.good, book, period=period) if has_law else None
    return CheckedStatement(
        id=statement.id,
        title=statement.title,
        code=statement.code,
        source_id=statement.source_id,
        locator=statement.locator,
        claims=tuple(_checked(statement, claim, finding) for claim, finding in found),
        result=next((r for r in ORDER if r in results), "cannot_tell"),
        competing=_competing(statement, evidence),
        beside=_beside(statement, evidence),
        later=_later(statement, evidence),
        standing=standing,
        law_said=statement.law_said,
        law_result=_law_result(statement, standing),
        law_note=statement.law_note,
    )


def _law_result(statement: Statement, standing: Standing | None) -> str:
    """Hold what a source says of the law against the verdict, in one word."""
    if standing is None or not statement.law_claim:
        return ""
    if standing.verdict == "contested":
        return "contested"
    if standing.verdict == LAW_CLAIMS[statement.law_claim]:
        return "fits"
    return "imprecise" if standing.verdict in LAW_CLAIMS.values() else "contradicted"


def _checked(statement: Statement, claim: Claim, finding: Finding) -> CheckedClaim:
    stem = f"statements/{statement.id}/{claim.id}"
    words = f"{statement.title}, {claim.id.replace('-', ' ')}"
    return CheckedClaim(
        id=claim.id,
        kind=claim.kind,
        said=number(
            finding.said,
            f"{stem}/said",
            f"{words}: as said",
            finding.unit,
            how=f"{statement.source_id}, {statement.locator}",
        ),
        found=number(
            finding.found,
            f"{stem}/found",
            f"{words}: as others print it",
            finding.unit,
            how=finding.reason,
        ),
        result=finding.result,
        reason=finding.reason,
    )


def _competing(statement: Statement, evidence: Evidence) -> tuple[Number, ...]:
    """Give other sources' figures for the years that the statement speaks of."""
    years = statement.years | {statement.period_start.year}
    return tuple(
        _plain(statement, "competing", f"{code}/{o.period}", f"HS {code} in {o.period}", o.value)
        for code in statement.codes
        for o in evidence.series(code)
        if o.year in years and o.value is not None
    )


def _beside(statement: Statement, evidence: Evidence) -> tuple[Number, ...]:
    years = range(statement.period_start.year - 3, statement.period_end.year)
    return tuple(
        _plain(statement, "beside", f"{wider.code}/{year}", f"{wider.name}, {year}", figure)
        for wider in statement.beside
        for year in years
        if (figure := evidence.wider(wider, year)) is not None
    )


def _later(statement: Statement, evidence: Evidence) -> tuple[Number, ...]:
    return tuple(
        _plain(statement, "later", o.period, f"{statement.title}, {o.period}, since then", o.value)
        for o in evidence.series(statement.code)
        if o.is_full_year and o.starts_on >= statement.period_end and o.value is not None
    )


def _plain(statement: Statement, part: str, key: str, label: str, figure: Figure | None) -> Number:
    return number(
        figure, f"statements/{statement.id}/{part}/{key}", label, "USD", how="as published"
    )
