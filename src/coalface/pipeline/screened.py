"""Read and screen a user's file of cases, batch by batch."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.law import Judgement, load_rulebook
from coalface.sources.cases import CasesRead, read_case, read_case_batches
from coalface.tables.verdicts import VERDICT_COLUMNS
from coalface.trade.screening import Screened, screen_batches

__all__ = ["ScreenedBatch", "screen_facts", "screen_file"]


@dataclass(frozen=True, slots=True)
class ScreenedBatch:
    """Some rows of a user's file: how they were read, and what the law says of them.

    `screened` is None where every row was rejected.
    """

    read: CasesRead
    screened: Screened | None

    @property
    def verdicts(self) -> pl.DataFrame:
        """Give table `verdicts` of the rows that were not rejected."""
        if self.screened is None:
            return pl.DataFrame(schema=VERDICT_COLUMNS)
        return self.screened.verdicts

    @property
    def coded_verdicts(self) -> pl.DataFrame:
        """Give the same table with each text stored once: few judgements answer many rows."""
        if self.screened is None:
            kinds = {n: pl.Categorical if t is pl.String else t for n, t in VERDICT_COLUMNS.items()}
            return pl.DataFrame(schema=kinds | {"case_id": pl.String})
        coded = self.screened.columns.with_columns(pl.col(pl.String).cast(pl.Categorical))
        return replace(self.screened, columns=coded).verdicts

    @property
    def verdict_of_rows(self) -> pl.Series:
        """Give the verdict alone, which is far quicker than the whole table."""
        if self.screened is None:
            return pl.Series("verdict", dtype=pl.String)
        return self.screened.select("verdict").to_series()

    @property
    def gravest_of_rows(self) -> pl.Series:
        """Give the gravest verdict that each row could come to: by its bounds, else its own."""
        if self.screened is None:
            return pl.Series("verdict", dtype=pl.String)
        both = self.screened.select("verdict", "bound_most")
        return both.select(pl.coalesce("bound_most", "verdict").alias("verdict")).to_series()

    @property
    def n_to_review(self) -> int:
        """Count the rows at which a person must look."""
        if self.screened is None:
            return 0
        return int(self.screened.select("needs_review").to_series().sum())

    @property
    def judgements(self) -> Iterator[Judgement]:
        """Give the judgement of each row that was not rejected."""
        if self.screened is not None:
            yield from (self.screened.judgements[row] for row in self.screened.rows)


def screen_file(
    path: Path, *, encoding: str = "utf-8", ignore: Sequence[str] = ()
) -> Iterator[ScreenedBatch]:
    """Read and screen a file of cases, batch by batch.

    Args:
        path: CSV, Parquet or XLSX.
        encoding: How a text file is written.
        ignore: Columns of the file to leave out.

    Raises:
        InputError: If the file as a whole cannot be read.
    """
    return _screen(read_case_batches(path, encoding=encoding, ignore=ignore))


def screen_facts(facts: Mapping[str, str]) -> ScreenedBatch:
    """Screen one case from its facts as text.

    Raises:
        InputError: If a fact cannot be read; names each.
    """
    read = read_case(facts)
    if len(read.rejects):
        raise InputError(
            "; ".join(
                f"{r['column']} {r['found']!r}: {r['reason']}; expected {r['expected']}"
                for r in read.rejects.iter_rows(named=True)
            )
        )
    return next(_screen([read]))


def _screen(reads: Iterable[CasesRead]) -> Iterator[ScreenedBatch]:
    waiting: deque[CasesRead] = deque()

    def cases() -> Iterator[pl.DataFrame]:
        for read in reads:
            waiting.append(read)
            if len(read.cases):
                yield read.cases

    for screened in screen_batches(cases(), load_rulebook()):
        yield from _without_cases(waiting)
        yield ScreenedBatch(waiting.popleft(), screened)
    yield from _without_cases(waiting)


def _without_cases(waiting: deque[CasesRead]) -> Iterator[ScreenedBatch]:
    """Hand on the batches of which every row was rejected."""
    while waiting and not len(waiting[0].cases):
        yield ScreenedBatch(waiting.popleft(), None)
