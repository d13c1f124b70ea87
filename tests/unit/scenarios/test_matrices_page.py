"""The page of matrices is what the declared flows say, and nothing else."""

from pathlib import Path

from coalface.scenarios.matrices import (
    balance_sheet_matrix,
    revaluation_matrix,
    transactions_matrix,
)
from coalface.scenarios.matrix_views import markdown

PAGE = Path(__file__).parents[3] / "docs" / "scenarios-matrices.md"


def test_the_page_shows_the_matrices_as_they_are_declared() -> None:
    text = PAGE.read_text(encoding="utf-8")

    for matrix in (transactions_matrix(), balance_sheet_matrix(), revaluation_matrix()):
        assert f"## {matrix.title}\n\n{markdown(matrix)}" in text, (
            f"docs/scenarios-matrices.md does not hold the {matrix.title} as declared in flows.py; "
            "write markdown(matrix) of coalface.scenarios.matrix_views into it"
        )
