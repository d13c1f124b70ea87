"""Emergence at scale: which of all series of trade rose above their own history, or are new."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.trade.annual_books import AnnualBook, choose_book
from coalface.trade.false_discoveries import Dependence, find_q_values
from coalface.trade.series_blocks import SIDES, SeriesStore
from coalface.trade.shift_tests import (
    Calibration,
    ShiftTests,
    calibrate,
    estimate_tail,
    weigh_first_seen,
    weigh_shifts,
)
from coalface.trade.yearly_records import (
    FirstSeen,
    Record,
    find_first_seen,
    find_record,
    joined_records,
)

__all__ = ["LevelShifts", "ShiftQuestion", "find_level_shifts"]

Floats = NDArray[np.float64]
THREADS = 2
CHECK_SERIES = 200_000  # our choice: about so many series serve each check year
CHECK_YEARS = 3
T_95 = 1.645  # 90 % of a normal law lies within; Student's is a little wider


@dataclass(frozen=True, slots=True)
class ShiftQuestion:
    """What is asked of a table.

    Attributes:
        exporter: Only series of this exporter, or None for all.
        importer: Only series of this importer, or None for all.
        year: The last year; the newest whole one where None.
        n_last: How many years up to it must have risen together.
        fdr: Share of false findings to expect among those kept.
        dependence: `positive` or `any`; see `find_q_values`.
        source_id: The publisher, where the table holds several.
    """

    exporter: str | None = None
    importer: str | None = None
    year: int | None = None
    n_last: int = 1
    fdr: float = 0.05
    dependence: Dependence = "positive"
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class LevelShifts:
    """What was found.

    Attributes:
        table: One row a finding, by money: `exporter, importer, hs_code, recorded_by, year, kind,
            value_usd, expected_usd, expected_low_usd, expected_high_usd, excess_usd, ratio,
            n_years_reported, n_years_traded, first_year, p_value, q_value, surprise, rank_money,
            rank_surprise`.
        book: What was read, and what was left out.
        year: The last year.
        n_series: Series traded in the last years, of all parties.
        n_tested: Of those asked about, how many could be tested.
        n_untested: How many could not, because their reporter published no earlier year.
        calibration: What the years before say of the p-values.
    """

    table: pl.DataFrame
    book: AnnualBook
    year: int
    n_series: int
    n_tested: int
    n_untested: int
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class _Gathered:
    record: Record
    checks: list[Record]
    seen: FirstSeen


def find_level_shifts(
    flows: pl.LazyFrame | pl.DataFrame, question: ShiftQuestion | None = None
) -> LevelShifts:
    """Find the series whose last years lie above their own history, or that are new and large.

    A finding says that the books show more than chance explains. It does not say why: a re-coding,
    a mix-up of partners, a price, a late report or a new mine look alike here.

    Args:
        flows: Table `flows`, in any order; read once, in batches.
        question: What is asked; all exporters and the newest year where not given.

    Returns:
        The findings with their chance and their money. Series of other parties are not reported
        but do tell how much goods of their kind usually move.

    Raises:
        InputError: If the table holds no such publisher, year or party, or no history.

    Source:
        Scales after Smyth (2004); false discoveries after Benjamini and Hochberg (1995).
    """
    asked = question or ShiftQuestion()
    book = choose_book(flows, source_id=asked.source_id, until=asked.year)
    last = _last_place(book, asked)
    with SeriesStore(flows, book) as store:
        gathered = _gather(store, last, asked.n_last)
    tail = estimate_tail(gathered.checks)
    calibration = _check(gathered.checks, tail)
    record = gathered.record
    family = np.flatnonzero(_is_asked(record, book, asked))
    tests = _test(gathered, asked.n_last, tail, calibration)
    chosen, of_chosen = record.where(family), _of_rows(tests, family)
    can = chosen.n_reported > 0
    tested, of_tested = chosen.where(can), _of_rows(of_chosen, np.flatnonzero(can))
    table = _table(tested, of_tested, book, last, asked)
    return LevelShifts(
        table=table,
        book=book,
        year=book.years[last],
        n_series=len(record),
        n_tested=len(tested),
        n_untested=len(chosen) - len(tested),
        calibration=calibration,
    )


def _last_place(book: AnnualBook, asked: ShiftQuestion) -> int:
    year = asked.year if asked.year is not None else book.years[-1]
    if year not in book.years:
        raise InputError(f"{book.source_id}: no whole year {year}; there are {_span(book.years)}.")
    last = book.years.index(year)
    if last < asked.n_last:
        raise InputError(
            f"{book.source_id}: {_span(book.years)} leave no year before the last {asked.n_last}. "
            "A level shift needs earlier years: ingest some, or choose a later --year."
        )
    for party in (asked.exporter, asked.importer):
        if party is not None and party not in book.parties:
            raise InputError(f"{book.source_id}: no row names {party!r}. Use an ISO 3166 code.")
    return last


def _span(years: tuple[int, ...]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _gather(store: SeriesStore, last: int, n_last: int) -> _Gathered:
    """Take from each block what the tests need; blocks are worked on side by side."""
    step = max(1, store.n_rows // len(store.book.years) // CHECK_SERIES)
    check_years = range(max(2, last - CHECK_YEARS), last)  # each needs two years before it

    def of_block(number: int) -> tuple[Record, list[Record], FirstSeen]:
        block, reported = store.block(number), store.reported
        some = block.every(step)
        return (
            find_record(block, reported, last, n_last=n_last),
            [find_record(some, reported, year) for year in check_years],
            find_first_seen(block, reported, last + 1 - n_last),
        )

    with ThreadPoolExecutor(THREADS) as pool:
        records, checks, seen = zip(*pool.map(of_block, range(store.n_files)), strict=True)
    by_year = [joined_records(list(of_year)) for of_year in zip(*checks, strict=True)]
    return _Gathered(
        record=joined_records(list(records)),
        checks=[check.where(check.n_traded > 0) for check in by_year],
        seen=FirstSeen(
            np.concatenate([s.good for s in seen]),
            np.concatenate([s.exporter for s in seen]),
            np.concatenate([s.log_value for s in seen]),
        ),
    )


def _check(checks: list[Record], tail: float) -> Calibration:
    p_values = [weigh_shifts(check, tail=tail).p_value for check in checks if len(check)]
    return calibrate(np.concatenate(p_values)) if p_values else Calibration()


def _test(gathered: _Gathered, n_last: int, tail: float, calibration: Calibration) -> ShiftTests:
    """Test all series: those with a history against it, the others against first appearances."""
    record = gathered.record
    old = weigh_shifts(record, n_last=n_last, tail=tail)
    new = weigh_first_seen(record, gathered.seen)
    is_old = record.n_traded > 0
    return ShiftTests(
        expected_log=np.where(is_old, old.expected_log, new.expected_log),
        scale=np.where(is_old, old.scale, new.scale),
        weight=np.where(is_old, old.weight, new.weight),
        p_value=np.where(is_old, calibration.apply(old.p_value), new.p_value),
    )


def _is_asked(record: Record, book: AnnualBook, asked: ShiftQuestion) -> NDArray[np.bool_]:
    is_asked = np.ones(len(record), dtype=bool)
    if asked.exporter is not None:
        is_asked &= record.exporter == book.parties.index(asked.exporter)
    if asked.importer is not None:
        is_asked &= record.importer == book.parties.index(asked.importer)
    return is_asked


def _of_rows(tests: ShiftTests, rows: NDArray[np.int64]) -> ShiftTests:
    return replace(
        tests,
        expected_log=tests.expected_log[rows],
        scale=tests.scale[rows],
        weight=tests.weight[rows],
        p_value=tests.p_value[rows],
    )


def _table(
    record: Record, tests: ShiftTests, book: AnnualBook, last: int, asked: ShiftQuestion
) -> pl.DataFrame:
    q_values = find_q_values(tests.p_value, dependence=asked.dependence)
    rows = np.flatnonzero(q_values <= asked.fdr)
    kept, found = record.where(rows), _of_rows(tests, rows)
    is_new = kept.n_traded == 0
    # What is new was expected to be nothing; a known series to be as its history had it.
    expected = np.where(is_new, 0.0, np.exp(found.expected_log))
    reach = T_95 * found.scale
    columns = {
        **dict(_names(kept, book)),
        "year": np.full(len(rows), book.years[last]),
        "kind": np.where(is_new, "first_seen", "level_shift"),
        "value_usd": kept.value_usd,
        "expected_usd": expected,
        "expected_low_usd": np.where(is_new, 0.0, np.exp(found.expected_log - reach)),
        "expected_high_usd": np.exp(found.expected_log + reach),
        "n_years_reported": kept.n_reported,
        "n_years_traded": kept.n_traded,
        "first_year": np.array(book.years)[kept.first_year],
        "p_value": found.p_value,
        "q_value": q_values[rows],
    }
    return _ranked(pl.DataFrame(columns))


def _names(record: Record, book: AnnualBook) -> Iterator[tuple[str, NDArray[np.str_]]]:
    parties = np.array(book.parties)
    yield "exporter", parties[record.exporter]
    yield "importer", parties[record.importer]
    yield "hs_code", np.array(book.goods)[record.good]
    yield "recorded_by", np.array(["exporter", "importer"])[record.side]
    assert len(SIDES) == 2  # noqa: PLR2004


def _ranked(found: pl.DataFrame) -> pl.DataFrame:
    key = ("exporter", "importer", "hs_code", "recorded_by")
    expected = pl.col("expected_usd")
    told = found.with_columns(
        excess_usd=pl.col("value_usd") - expected,
        ratio=pl.when(expected > 0).then(pl.col("value_usd") / expected),
        surprise=-pl.col("p_value").log10(),
    ).sort("excess_usd", *key, descending=[True, *[False] * len(key)])
    by_surprise = pl.col("surprise").rank("ordinal", descending=True).cast(pl.Int64)
    return told.with_columns(
        rank_money=pl.int_range(1, pl.len() + 1, dtype=pl.Int64), rank_surprise=by_surprise
    )
