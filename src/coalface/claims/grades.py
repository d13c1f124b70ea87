"""Grades by the Admiralty code: two marks, judged apart, and never made into one number."""

import re
from dataclasses import dataclass

import polars as pl

from coalface.claims.scales import read_scales, stix_confidence
from coalface.errors import InputError

__all__ = [
    "UNGRADED",
    "Grade",
    "check_grade",
    "grade_marks",
    "read_grade",
    "with_default_grades",
    "with_stix_confidence",
]

CONFIRMED_BY_OTHERS = 1
NEEDED_CHAINS = 2
_MARKS = re.compile(r"([A-Fa-f])\s*([1-6])")


@dataclass(frozen=True, slots=True)
class Grade:
    """Reliability of the source, A to F, and credibility of what it says, 1 to 6.

    F and 6 say that it cannot be judged; they are not the worst of a row.
    """

    source: str
    info: int

    def __str__(self) -> str:
        """Give the two marks side by side."""
        return f"{self.source}{self.info}"

    @property
    def words(self) -> str:
        """Give both marks in words."""
        scale = read_scales().admiralty
        return (
            f"source: {scale.reliability[self.source]}; information: {scale.credibility[self.info]}"
        )


#: What every claim has until an analyst has graded it.
UNGRADED = Grade("F", 6)


def read_grade(text: str) -> Grade:
    """Read two marks as an analyst writes them, e.g. `B2`.

    Raises:
        InputError: If they are no grade.
    """
    found = _MARKS.fullmatch(text.strip())
    if found is None:
        raise InputError(
            f"grade {text!r}: expected two marks, A to F for the source and 1 to 6 for what it "
            "says, as in B2. F and 6 stand for what cannot be judged."
        )
    return Grade(found[1].upper(), int(found[2]))


def check_grade(grade: Grade, n_chains: int) -> None:
    """Check that a claim called confirmed by other sources has others, by chains and not by papers.

    Args:
        grade: The grade to be given.
        n_chains: Chains that are known to be independent and say the same.

    Raises:
        InputError: If credibility is 1 and there is no second chain.
    """
    if grade.info == CONFIRMED_BY_OTHERS and n_chains < NEEDED_CHAINS:
        raise InputError(
            f"grade {grade}: credibility 1 says that other sources confirm it; found {n_chains} "
            f"independent chain, expected {NEEDED_CHAINS} or more. Papers that quote one figure "
            f"are one source. Grade it {grade.source}2, or confirm the other claim first."
        )


def with_default_grades(claims: pl.DataFrame) -> pl.DataFrame:
    """Fill the marks that nobody has set with F and 6."""
    return claims.with_columns(
        pl.col("grade_source").fill_null(UNGRADED.source),
        pl.col("grade_info").fill_null(UNGRADED.info),
    )


def grade_marks() -> pl.Expr:
    """Give the two marks of table `claims` side by side, as they are shown: `B2`."""
    source = pl.col("grade_source").fill_null(UNGRADED.source)
    info = pl.col("grade_info").fill_null(UNGRADED.info)
    return pl.concat_str(source, info.cast(pl.String)).alias("grade")


def with_stix_confidence(claims: pl.DataFrame) -> pl.DataFrame:
    """Add `stix_confidence`, for files that are handed on; null where credibility is 6."""
    found = [stix_confidence(mark) for mark in claims["grade_info"]]
    return claims.with_columns(stix_confidence=pl.Series(found, dtype=pl.Int64))
