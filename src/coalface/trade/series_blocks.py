"""A large table of flows as blocks of yearly series, in memory that does not grow with it.

Rows are read once in batches, turned into small numbers (a key and a year), and set down in
scratch files by group of goods. Each file then becomes one dense block (series, year).
"""

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, fields
from io import RawIOBase
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.tables.flows import value_usd
from coalface.trade.annual_books import HS6_DIGITS, AnnualBook

__all__ = ["SIDES", "Block", "SeriesStore"]

SIDES = ("export", "import")  # whose record it is: the exporter's or the importer's
MAX_CELLS = 4_000_000  # of a group of goods: its index stays within the processor's cache
BATCH_ROWS = 1_000_000
CELLS, VALUES = np.dtype("int64"), np.dtype("float64")  # of the two files of a group
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Block:
    """Some series, all those of some goods.

    Attributes:
        good: Place of each series' code in the book's `goods`.
        side: Place in `SIDES` of whose record it is.
        exporter: Place in the book's `parties`.
        importer: Place in the book's `parties`.
        values: In USD, (series, year); 0 where no row was published, NaN where a row gave none.
    """

    good: Ints
    side: Ints
    exporter: Ints
    importer: Ints
    values: Floats

    @property
    def reporter(self) -> Ints:
        """Give the place in `parties` of who published each series."""
        return np.where(self.side == 0, self.exporter, self.importer)

    def every(self, step: int) -> "Block":
        """Give one series in `step`, chosen by its codes and so the same in any order of rows."""
        chosen = (self.good + self.exporter * 7 + self.importer * 13) % step == 0
        return Block(**{f.name: getattr(self, f.name)[chosen] for f in fields(Block)})


class SeriesStore:
    """The series of one book, read once; use as a context, which removes the scratch files.

    Attributes:
        book: What was read.
        reported: True where a party published anything at all, (side, party, year).
        n_rows: Rows set down.
    """

    def __init__(self, flows: pl.LazyFrame | pl.DataFrame, book: AnnualBook) -> None:
        self.book = book
        n = len(book.parties)
        self._per_good = len(SIDES) * n * n
        self._goods_a_file = max(1, MAX_CELLS // self._per_good)
        self.n_files = -(-len(book.goods) // self._goods_a_file)
        self.reported: NDArray[np.bool_] = np.zeros((len(SIDES), n, len(book.years)), dtype=bool)
        self.n_rows = 0
        self._folder = tempfile.TemporaryDirectory(prefix="coalface-series-")
        try:
            self._set_down(flows.lazy())
        except BaseException:
            self._folder.cleanup()
            raise

    def __enter__(self) -> "SeriesStore":
        """Give the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the scratch files."""
        self._folder.cleanup()

    def blocks(self) -> Iterator[Block]:
        """Give all series, block by block, in the order of goods, sides and parties."""
        for number in range(self.n_files):
            yield self.block(number)

    def block(self, number: int) -> Block:
        """Give one block; different threads may ask for different ones."""
        cells, amounts = (self._rows(number, kind) for kind in (CELLS, VALUES))
        n_years = len(self.book.years)
        first = number * self._goods_a_file * self._per_good
        cells -= first * n_years
        places = (cells // n_years).astype(np.int32)
        is_there = np.zeros(self._goods_a_file * self._per_good, dtype=bool)
        is_there[places] = True
        keys = np.flatnonzero(is_there)
        place_of = np.empty(len(is_there), dtype=np.int32)
        place_of[keys] = np.arange(len(keys), dtype=np.int32)
        # Each series' years lie together, in the order of keys.
        cells += (place_of[places].astype(np.int64) - places) * n_years
        total = np.bincount(cells, weights=amounts, minlength=len(keys) * n_years)
        # To the cent, so that the order of months within a year leaves no trace.
        values: Floats = np.asarray(np.round(total, 2), dtype=np.float64)
        return self._block(keys.astype(np.int64) + first, values.reshape(len(keys), n_years))

    def _rows(self, number: int, kind: np.dtype[Any]) -> NDArray[Any]:
        path = self._file(number, kind)
        return np.fromfile(path, dtype=kind) if path.exists() else np.empty(0, dtype=kind)

    def _block(self, keys: Ints, values: Floats) -> Block:
        n = len(self.book.parties)
        pair, importer = np.divmod(keys, n)
        pair, exporter = np.divmod(pair, n)
        good, side = np.divmod(pair, len(SIDES))
        return Block(good, side, exporter, importer, values)

    def _file(self, number: int, kind: np.dtype[Any]) -> Path:
        return Path(self._folder.name) / f"{number:05}.{kind.name}"

    def _set_down(self, flows: pl.LazyFrame) -> None:
        with ExitStack() as stack:
            files = [
                tuple(
                    stack.enter_context(self._file(i, kind).open("wb", buffering=0))
                    for kind in (CELLS, VALUES)
                )
                for i in range(self.n_files)
            ]
            pool = stack.enter_context(ThreadPoolExecutor(1))
            waiting: Future[None] | None = None
            for batch in self._batches(flows):
                if waiting is not None:
                    waiting.result()  # one batch waits at most, or memory grows
                waiting = pool.submit(self._write, batch, files)
            if waiting is not None:
                waiting.result()

    def _batches(self, flows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
        for rows in self.book.read(flows):
            small = rows.select(*self._small()).drop_nulls(["cell"])
            yield from small.collect_batches(
                chunk_size=BATCH_ROWS, maintain_order=False, engine="streaming"
            )

    def _write(self, batch: pl.DataFrame, files: Sequence[Sequence[RawIOBase]]) -> None:
        """Sort a batch by group of goods, and add each group's rows to its two files."""
        cell = batch["cell"].to_numpy()
        a_file = self._goods_a_file * self._per_good * len(self.book.years)
        number = (cell // a_file).astype(np.uint16)
        order = np.argsort(number, kind="stable")  # two bytes: sorted by counting
        columns = (cell[order], batch["value"].to_numpy()[order])
        ends = np.cumsum(np.bincount(number, minlength=self.n_files)).tolist()
        for of_group, start, end in zip(files, [0, *ends[:-1]], ends, strict=True):
            if end > start:
                for file, column in zip(of_group, columns, strict=True):
                    file.write(column[start:end].data)
        seen = np.bincount(batch["reported"].to_numpy(), minlength=self.reported.size) > 0
        self.reported |= seen.reshape(self.reported.shape)
        self.n_rows += len(batch)

    def _small(self) -> tuple[pl.Expr, ...]:
        """Turn a row into its key, year and value; a row that is no single pair has no key."""
        book = self.book
        parties, goods = pl.Enum(book.parties), pl.Enum(book.goods)
        n = len(book.parties)
        code = pl.col("hs_code")
        if book.digits != (HS6_DIGITS,):
            code = code.str.slice(0, HS6_DIGITS)

        def place(column: pl.Expr, kind: pl.Enum) -> pl.Expr:
            return column.cast(kind, strict=False).to_physical().cast(pl.Int32)

        reporter, partner = (place(pl.col(c), parties) for c in ("reporter", "partner"))
        is_import = pl.col("flow") == "import"
        exporter = pl.when(is_import).then(partner).otherwise(reporter)
        importer = pl.when(is_import).then(reporter).otherwise(partner)
        side = is_import.cast(pl.Int32)
        pair = (place(code, goods) * len(SIDES) + side) * n + exporter
        key = (pair * n + importer).cast(pl.Int64)
        n_years, year = len(book.years), self._year_place()
        return (
            (key * n_years + year).alias("cell"),
            value_usd().fill_null(float("nan")).alias("value"),
            ((side * n + reporter) * n_years + year).alias("reported"),
        )

    def _year_place(self) -> pl.Expr:
        """Give each year's place in the book's years, which may have holes."""
        first, last = self.book.years[0], self.book.years[-1]
        year = pl.col("period_start").dt.year().cast(pl.Int32)
        if last - first + 1 == len(self.book.years):
            return year - first
        places = {y: i for i, y in enumerate(self.book.years)}
        return year.replace_strict(places, default=None, return_dtype=pl.Int32)
