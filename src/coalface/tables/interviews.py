"""Table `interviews`: one row is one answer of one respondent to one question of a questionnaire.

A respondent is a code and a kind, never a name. `chain` says whose knowledge an answer is: those
who heard it from one another, or from one person, share it. An empty answer was not given.
"""

import polars as pl

from coalface.errors import TableError
from coalface.tables.schema import Column, Table, check_table

__all__ = ["INTERVIEWS", "check_interviews"]

INTERVIEWS = Table(
    name="interviews",
    columns=(
        Column("question_id", required=True),
        Column("question"),
        Column("respondent", required=True, pattern=r"^[A-Z]{1,3}[0-9]{1,4}$"),
        Column("kind", required=True),
        Column("chain", required=True),
        Column("answer"),
    ),
    key=("question_id", "respondent"),
)


def check_interviews(interviews: pl.DataFrame) -> None:
    """Check that a frame is a table `interviews`, each respondent of one kind and chain throughout.

    Args:
        interviews: The frame to check.

    Raises:
        TableError: At the first fault, naming row, column, found and expected.
    """
    check_table(interviews, INTERVIEWS)
    if "all" in interviews["kind"]:
        raise TableError("interviews, column kind: found 'all', which names all kinds together.")
    for name in ("kind", "chain"):
        several = interviews.group_by("respondent").agg(pl.col(name).unique().sort())
        wrong = several.filter(pl.col(name).list.len() > 1).sort("respondent")
        if wrong.height:
            respondent, found = wrong.row(0)
            raise TableError(
                f"interviews, respondent {respondent!r}, column {name}: found {found}, expected "
                f"one {name} for each respondent in all answers."
            )
