"""Table `claims`: one row is who says what of which time and place, with the span that says it.

A claim is what a document states, not what is true. `start` and `end` count code points of the
document's text, the end excluded; `valid_from` and `valid_to` are the first and the last day of
which it speaks, *both included*, as in the annotation guide; `value_low` and `value_high` keep
the figure as stated, even where it is a slip.
"""

import polars as pl

from coalface.errors import TableError
from coalface.tables.schema import Column, Table, check_table

__all__ = [
    "CLAIMS",
    "FLOWS",
    "HEDGES",
    "KINDS",
    "OPERATORS",
    "POLARITIES",
    "REVIEW_STATES",
    "SENSITIVITIES",
    "SOURCE_GRADES",
    "STATUSES",
    "check_claims",
]

KINDS = frozenset(
    {
        "price",
        "quantity",
        "value",
        "share",
        "growth_rate",
        "ratio",
        "discount",
        "penalty",
        "payment_term",
        "rule",
        "movement",
        "event",
        "practice",
        "cause",
    }
)
#: Of the country spoken of, whatever side reports.
FLOWS = frozenset({"export", "import"})
OPERATORS = frozenset({"eq", "approx", "gt", "ge", "lt", "le", "range", "none"})
HEDGES = frozenset({"asserted", "estimated", "hearsay", "forecast"})
POLARITIES = frozenset({"affirmed", "negated", "unknown"})
STATUSES = frozenset({"current", "past", "ended", "planned", "conditional"})
SENSITIVITIES = frozenset({"public", "restricted", "protected"})
REVIEW_STATES = frozenset({"proposed", "confirmed", "edited", "rejected", "merged"})
#: Admiralty code: reliability of the source; credibility 1 to 6 stands apart from it.
SOURCE_GRADES = frozenset("ABCDEF")

CLAIMS = Table(
    name="claims",
    columns=(
        Column("claim_id", required=True),
        Column("document_id", required=True),
        Column("published", "date"),
        Column("start", "integer", low=0),
        Column("end", "integer", low=0),
        Column("locator", required=True),
        Column("kind", required=True, choices=KINDS),
        Column("metric", required=True),
        Column("commodity"),  # "; " between several
        Column("actor"),
        Column("counterparty"),
        Column("flow", choices=FLOWS),
        Column("op", required=True, choices=OPERATORS),
        Column("value_low", "number"),
        Column("value_high", "number"),
        Column("unit"),
        Column("currency"),
        Column("per"),
        Column("value_std_low", "number"),
        Column("value_std_high", "number"),
        Column("unit_std"),
        Column("places", "texts"),
        Column("origin", "texts"),
        Column("destination", "texts"),
        Column("period_text"),
        Column("valid_from", "date"),
        Column("valid_to", "date"),  # inclusive
        Column("attribution", "texts"),  # outermost first
        Column("hedge", required=True, choices=HEDGES),
        Column("polarity", required=True, choices=POLARITIES),
        Column("status", required=True, choices=STATUSES),
        Column("sensitivity", required=True, choices=SENSITIVITIES),
        Column("extractor", required=True),
        Column("rule_id"),
        Column("score", "number", low=0, high=1),
        Column("review_state", required=True, choices=REVIEW_STATES),
        Column("grade_source", choices=SOURCE_GRADES),
        Column("grade_info", "integer", low=1, high=6),
        Column("reviewed_by"),
        Column("reviewed_at", "instant"),
        Column("recorded_at", "instant"),
        Column("supersedes"),
    ),
    key=("claim_id",),
    bounds=(
        ("start", "end"),
        ("value_low", "value_high"),
        ("value_std_low", "value_std_high"),
    ),
)


def check_claims(claims: pl.DataFrame) -> None:
    """Check that a frame is a table `claims`.

    That a claim passes says nothing of whether it is true.

    Args:
        claims: The frame to check.

    Raises:
        TableError: At the first fault, naming row, column, found and expected.
    """
    check_table(claims, CLAIMS)
    backwards = claims.filter(pl.col("valid_from") > pl.col("valid_to"))
    if backwards.height:
        row = backwards.row(0, named=True)
        raise TableError(
            f"claims, row {row['claim_id']!r}, column valid_from: found {row['valid_from']}, "
            f"expected a day not after valid_to {row['valid_to']} (both days are included)."
        )
