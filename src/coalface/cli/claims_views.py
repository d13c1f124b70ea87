"""What a reader sees of claims, checks and interviews."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from coalface.claims.statements import state_claim, with_statements
from coalface.cli.printing import View, counted

if TYPE_CHECKING:
    from coalface.pipeline.claim_reviews import ShownClaim

__all__ = [
    "claims_view",
    "contradictions_view",
    "corrections_view",
    "matrix_view",
    "queue_view",
    "shown_view",
]

MOST_SHOWN = 1000  # more than anybody reads on a screen
PROPOSED = "A claim is what a document says, not what is true. None is used before it is confirmed."
NOT_WRONG = "A conflict does not say who is wrong; a reading that would fit is no correction."
BY_CHAIN = (
    "Counted by chains: respondents who share a source count once. That many agree does not make "
    "it so."
)


def claims_view(claims: pl.DataFrame, title: str, notes: Sequence[str] = ()) -> View:
    """Give what is printed of extracted claims."""
    rows = [
        (row["document_id"], _span(row), row["kind"].replace("_", " "),
         row["statement"], row["locator"])
        for row in with_statements(claims.head(MOST_SHOWN)).iter_rows(named=True)
    ]  # fmt: skip
    n_more = claims.height - len(rows)
    more = [f"{counted(n_more, 'further claim')} not printed: --out or --json has all."]
    notes = (*notes, *more * bool(n_more))
    heads = ("!Document", ">Span", "Kind", "What it says, in our words", "~In the text")
    return View(f"{title}: {counted(claims.height, 'claim')}", heads, rows, (*notes, PROPOSED))


def queue_view(queue: pl.DataFrame, title: str) -> View:
    """Give what is printed of the claims that wait for an analyst."""
    rows = [
        (
            row["claim_id"], row["review_state"],
            f"{row['grade_source']}{row['grade_info']}; outlet {row['outlet_grade']}",
            _chains(row["n_chains_low"], row["n_chains_high"]), row["statement"], row["locator"],
            row["publisher"] or row["title"] or row["document_id"],
        )
        for row in with_statements(queue).iter_rows(named=True)
    ]  # fmt: skip
    heads = ("!Claim", "State", "Grade", ">Chains", "What it says, in our words", "~In the text",
             "~Publisher")  # fmt: skip
    note = (
        "Grades: source A to F, what it says 1 to 6, F6 not graded; two marks, never one number. "
        "An outlet has its own letter. "
        "Chains: independent sources that say the same, fewest and most."
    )
    return View(f"{title}: {counted(len(rows), 'claim')}", heads, rows, (note, PROPOSED))


def shown_view(shown: "ShownClaim") -> View:
    """Give what is printed of one claim: its place in the text, its columns, its history."""
    claim = shown.claim
    place = f"...{shown.before}[[{shown.words}]]{shown.after}..."
    rows = [("in the text", " ".join(place.split()))]
    rows += [(name, _cell(value)) for name, value in claim.items() if value not in (None, [])]
    rows += [
        (f"{act['reviewed_at']:%Y-%m-%d %H:%M}", _told(act))
        for act in shown.reviews.iter_rows(named=True)
    ]
    return View(f"{claim['claim_id']}: {state_claim(claim)}", ("!", ""), rows, (PROPOSED,))


def contradictions_view(checks: pl.DataFrame, n_claims: int, notes: Sequence[str]) -> View:
    """Give what is printed of checks."""
    rows = [
        (row["verdict"].replace("_", " "), row["test"].replace("_", " "), row["explanation"],
         row["hint"] or "", row["would_settle"])
        for row in checks.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("Verdict", "Test", "What was compared", "~A reading that would fit",
             "~What would settle it")  # fmt: skip
    title = f"{counted(len(rows), 'check')} of {counted(n_claims, 'claim')}"
    return View(title, heads, rows, (*notes, NOT_WRONG))


def corrections_view(slips: pl.DataFrame, n_claims: int, notes: Sequence[str]) -> View:
    """Give what is printed of slips in print."""
    rows = [
        (row["claim_id"], row["in_print"], row["evidence"], row["reading"] or "none found",
         row["would_settle"])
        for row in slips.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("!Claim", "In print", "What stands against it", "A reading that would fit",
             "~What would settle it")  # fmt: skip
    title = f"{counted(len(rows), 'slip')} in print, of {counted(n_claims, 'claim')}"
    return View(title, heads, rows, (*notes, NOT_WRONG))


def matrix_view(agreement: pl.DataFrame, title: str, notes: Sequence[str]) -> View:
    """Give what is printed of how far respondents agree."""
    rows = [
        (
            f"{row['question_id']}: {row['question']}" if row["question"] else row["question_id"],
            row["kind"], f"{row['n_answered']} of {row['n_respondents']}", f"{row['n_chains']}",
            row["answer"] or "", _agree(row["n_chains_agree"], row["agreement_share"]),
            row["answers"],
        )
        for row in agreement.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("Question", "Respondents", ">Answered", ">Chains", "Most say", ">Agree", "~Answers")
    return View(title, heads, rows, (*notes, BY_CHAIN))


def _span(claim: Mapping[str, Any]) -> str:
    return "" if claim["start"] is None else f"{claim['start']}-{claim['end']}"


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _told(act: Mapping[str, Any]) -> str:
    change = f" {act['field']}" if act["field"] else ""
    words = f"{act['action']}{change}: {act['before']} -> {act['after']}, by {act['by']}"
    return f"{words} ({act['reason']})" if act["reason"] else words


def _chains(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}-{high}"


def _agree(n_chains: int | None, share: float | None) -> str:
    if n_chains is None:
        return "no answer leads"
    return "one chain" if share is None else f"{n_chains} ({share:.0%})"
