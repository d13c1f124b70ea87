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

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.tables.flows import value_usd
from coalface.trade.annual_books import HS6_DIGITS, AnnualBook

__all__ = ["SIDES", "Block", "SeriesStore"]

SIDES = ("export", "import")  # whose record it is: the exporter's or the importer's
MAX_CELLS = 4_000_000  # of a group of goods: its index stays within the processor's cache
BATCH_ROWS = 1_000_000
RECORD = np.dtype([("key", "<i4"), ("year", "<i4"), ("value", "<f8")])
COLUMNS = ("reporter", "partner", "flow", "period_start", "hs_code")
VALUES = ("value_cif_usd", "value_fob_usd", "value_mixed_usd")
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
        path = self._file(number)
        rows = np.fromfile(path, dtype=RECORD) if path.exists() else np.empty(0, dtype=RECORD)
        first = number * self._goods_a_file * self._per_good
        places = rows["key"] - np.int32(first)
        is_there = np.zeros(self._goods_a_file * self._per_good, dtype=bool)
        is_there[places] = True
        keys = np.flatnonzero(is_there)
        place_of = np.empty(len(is_there), dtype=np.int32)
        place_of[keys] = np.arange(len(keys), dtype=np.int32)
        n_years = len(self.book.years)
        cells = place_of[places].astype(np.int64) * n_years + rows["year"]
        total = np.bincount(cells, weights=rows["value"], minlength=len(keys) * n_years)
        # To the cent, so that the order of months within a year leaves no trace.
        values: Floats = np.asarray(np.round(total, 2), dtype=np.float64)
        return self._block(keys.astype(np.int64) + first, values.reshape(len(keys), n_years))

    def _block(self, keys: Ints, values: Floats) -> Block:
        n = len(self.book.parties)
        pair, importer = np.divmod(keys, n)
        pair, exporter = np.divmod(pair, n)
        good, side = np.divmod(pair, len(SIDES))
        return Block(good, side, exporter, importer, values)

    def _file(self, number: int) -> Path:
        return Path(self._folder.name) / f"{number:05}.bin"

    def _set_down(self, flows: pl.LazyFrame) -> None:
        small = flows.filter(self.book.rows).select(*self._small()).drop_nulls(["key"])
        with ExitStack() as stack:
            files = [
                stack.enter_context(self._file(i).open("wb", buffering=0))
                for i in range(self.n_files)
            ]
            pool = stack.enter_context(ThreadPoolExecutor(1))
            waiting: Future[None] | None = None
            for batch in small.collect_batches(
                chunk_size=BATCH_ROWS, maintain_order=False, engine="streaming"
            ):
                if waiting is not None:
                    waiting.result()  # one batch waits at most, or memory grows
                waiting = pool.submit(self._write, batch, files)
            if waiting is not None:
                waiting.result()

    def _write(self, batch: pl.DataFrame, files: Sequence[RawIOBase]) -> None:
        self._note_reported(batch)
        for number, rows in self._split(batch):
            files[number].write(rows.data)
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
        year = pl.col("period_start").dt.year().cast(pl.Int32) - book.years[0]
        return (
            (pair * n + importer).alias("key"),
            year.alias("year"),
            value_usd().fill_null(float("nan")).alias("value"),
            reporter.alias("reporter"),
            side.alias("side"),
        )

    def _note_reported(self, batch: pl.DataFrame) -> None:
        n, n_years = len(self.book.parties), self.reported.shape[2]
        side, reporter, year = (batch[c].to_numpy() for c in ("side", "reporter", "year"))
        cells = (side * n + reporter) * n_years + self._year_place(year)
        seen = np.bincount(cells, minlength=self.reported.size) > 0
        self.reported |= seen.reshape(self.reported.shape)

    def _year_place(self, years: NDArray[np.int32]) -> NDArray[np.int32]:
        """Give each year's place in the book's years, which may have holes."""
        first, last = self.book.years[0], self.book.years[-1]
        places = np.zeros(last - first + 1, dtype=np.int32)
        for place, year in enumerate(self.book.years):
            places[year - first] = place
        return np.asarray(places[years])

    def _split(self, batch: pl.DataFrame) -> Iterator[tuple[int, NDArray[np.void]]]:
        key = batch["key"].to_numpy()
        number = (key // np.int32(self._goods_a_file * self._per_good)).astype(np.uint16)
        order = np.argsort(number, kind="stable")  # two bytes: sorted by counting
        rows = np.empty(len(key), dtype=RECORD)
        rows["key"] = key[order]
        rows["year"] = self._year_place(batch["year"].to_numpy())[order]
        rows["value"] = batch["value"].to_numpy()[order]
        ends = np.cumsum(np.bincount(number, minlength=self.n_files))
        start = 0
        for i, end in enumerate(ends.tolist()):
            if end > start:
                yield i, rows[start:end]
            start = end
