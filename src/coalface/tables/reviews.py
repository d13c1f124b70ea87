"""Tables `reviews`, `outlet_grades` and `claim_exports`: what analysts did, where claims went.

A review is one act of one person on one claim, never changed afterwards. An outlet has a letter of
its own, beside the marks of the people it quotes; the last one counts. `claim_exports` has one row
for each claim that a file handed on contains, so that a forgotten claim can be called back.
"""

from coalface.tables.claims import SOURCE_GRADES
from coalface.tables.schema import Column, Table, checker

__all__ = [
    "ACTIONS",
    "CLAIM_EXPORTS",
    "OUTLET_GRADES",
    "REVIEWS",
    "check_claim_exports",
    "check_outlet_grades",
    "check_reviews",
]

ACTIONS = frozenset({"confirm", "edit", "grade", "judge", "reject", "merge"})

REVIEWS = Table(
    name="reviews",
    columns=(
        Column("review_id", required=True),
        Column("claim_id", required=True),
        Column("action", required=True, choices=ACTIONS),
        Column("by", required=True),
        Column("reviewed_at", "instant", required=True),
        Column("field"),
        Column("before"),
        Column("after"),
        Column("reason"),
    ),
    key=("review_id",),
)
OUTLET_GRADES = Table(
    name="outlet_grades",
    columns=(
        Column("outlet", required=True),
        Column("grade_source", required=True, choices=SOURCE_GRADES),
        Column("by", required=True),
        Column("graded_at", "instant", required=True),
        Column("reason"),
    ),
    key=("outlet", "graded_at"),
)
CLAIM_EXPORTS = Table(
    name="claim_exports",
    columns=(
        Column("export_id", required=True),
        Column("claim_id", required=True),
        Column("file", required=True),
        Column("format", required=True),
        Column("sha256", required=True, pattern=r"^[0-9a-f]{64}$"),
        Column("exported_at", "instant", required=True),
    ),
    key=("export_id", "claim_id"),
)
check_reviews = checker(REVIEWS)
check_outlet_grades = checker(OUTLET_GRADES)
check_claim_exports = checker(CLAIM_EXPORTS)
