"""The one JSON text of a content, value by value or a whole column at a time.

Keys are sorted, times are in UTC, numbers have ten digits: the same finding gives the same text on
any machine. A column's texts are those of its values, made by columns.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["canonical", "fields_text", "quoted", "texts_of"]

SIGNIFICANT = 10  # digits of a number: below them lies the rounding of the machine
ESCAPED = r'["\\\x00-\x1f]'
WHOLE, BROKEN = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%.6fZ"
#: Between these a number has no exponent, and all its digits stand before and after one point.
LEAST_PLAIN, MOST_PLAIN = 1e-4, 1e10
POWERS = 10.0 ** np.arange(SIGNIFICANT + 5)
DOUBTFUL = 1e-4  # a product of this size is wrong by a millionth
_NOTHING: Mapping[str, pl.Series] = {}
quoted: Callable[[str], str] = json.encoder.encode_basestring
Floats = NDArray[np.float64]


def canonical(content: Any) -> str:
    """Give the one JSON text of a content: keys sorted, times in UTC, ten digits, no blanks.

    Raises:
        TypeError: If the content holds what JSON and times cannot say.
    """
    write = _WRITERS.get(type(content))
    if write is not None:
        return write(content)
    if isinstance(content, Mapping):
        names = {str(key): item for key, item in content.items()}
        return "{" + ",".join([f"{quoted(k)}:{canonical(names[k])}" for k in sorted(names)]) + "}"
    if isinstance(content, datetime | date):
        return quoted(content.isoformat().replace("+00:00", "Z"))
    if isinstance(content, Iterable):
        return _list(content)
    raise TypeError(f"{type(content).__name__} has no canonical form")


def texts_of(values: pl.Series) -> pl.Series:
    """Give the canonical text of each value of a column; null is `null`."""
    dtype = values.dtype
    if isinstance(dtype, pl.Struct):
        texts = _struct_texts(values)
    elif isinstance(dtype, pl.List):
        texts = _list_texts(values)
    elif dtype.is_float():
        texts = _float_texts(values)
    elif dtype.is_integer() or dtype == pl.Boolean:
        texts = values.cast(pl.String)
    elif isinstance(dtype, pl.String | pl.Enum | pl.Categorical):
        texts = _string_texts(values.cast(pl.String))
    elif isinstance(dtype, pl.Datetime) and dtype.time_zone == "UTC":
        texts = _instant_texts(values)
    else:
        texts = pl.Series(values.name, [canonical(v) for v in values], dtype=pl.String)
    return texts.fill_null("null")


def fields_text(frame: pl.DataFrame, ready: Mapping[str, pl.Series] = _NOTHING) -> pl.Series:
    """Give the canonical text of each row as an object that leaves out what is null.

    Args:
        frame: The values.
        ready: Further members whose texts are made already.
    """
    texts = {name: texts_of(frame[name]) for name in frame.columns}
    known = {name: frame[name].is_not_null() for name in frame.columns}
    cells = [
        pl.when(known[name] if name in known else ready[name].is_not_null()).then(
            pl.lit(f"{quoted(name)}:") + pl.lit({**texts, **ready}[name])
        )
        for name in sorted({**texts, **ready})
    ]
    if not cells:
        return pl.Series(["{}"] * frame.height, dtype=pl.String)
    inner = pl.concat_str(cells, separator=",", ignore_nulls=True)
    return pl.select(text=pl.lit("{") + inner + pl.lit("}")).to_series()


def _struct_texts(values: pl.Series) -> pl.Series:
    frame = values.struct.unnest()
    pieces: list[pl.Expr] = []
    for name in sorted(frame.columns):
        pieces += [
            pl.lit(f"{',' if pieces else '{'}{quoted(name)}:"),
            pl.lit(texts_of(frame[name])),
        ]
    whole = pl.concat_str(*pieces, pl.lit("}"))
    return frame.select(pl.when(values.is_not_null()).then(whole)).to_series()


def _list_texts(values: pl.Series) -> pl.Series:
    sizes = values.list.len().fill_null(0)
    inner = texts_of(values.filter(sizes > 0).explode())
    ends = np.append(0, sizes.to_numpy().astype(np.int64).cumsum())
    # By its buffers: `from_arrays` loads pandas where that is installed, for a third of a second.
    form, words = pa.large_list(pa.large_string()), inner.to_arrow().cast("large_string")
    lists = pa.Array.from_buffers(
        form, len(values), [None, pa.py_buffer(ends)], 0, children=[words]
    )
    joined = pl.Series(values=pl.from_arrow(lists)).list.join(",")
    text = pl.lit("[") + pl.lit(joined) + pl.lit("]")
    return pl.select(pl.when(pl.lit(values.is_not_null())).then(text)).to_series()


def _float_texts(values: pl.Series) -> pl.Series:
    numbers = values.cast(pl.Float64).fill_null(math.nan).to_numpy() + 0.0  # no minus zero
    rounded, is_sure = _rounded(numbers)
    texts = pl.Series(rounded).cast(pl.String).str.strip_suffix(".0").to_frame("text")
    rest: list[str | None] = [None] * len(numbers)
    for i in np.flatnonzero(~is_sure & np.isfinite(numbers)).tolist():
        rest[i] = _number(numbers[i])
    sure, others = pl.Series(is_sure), pl.Series(rest, dtype=pl.String)
    return texts.select(pl.when(sure).then("text").otherwise(others)).to_series()


def _rounded(numbers: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Round numbers to the digits told, and say of which the shortest text is then the one told.

    Others are too small, too large, or so near the middle between two texts that the product with
    a power of ten may fall on the wrong side.
    """
    size = np.abs(numbers)
    is_sure = (size >= LEAST_PLAIN) & (size < MOST_PLAIN)
    places = SIGNIFICANT - 1 - np.floor(np.log10(np.where(is_sure, size, 1.0))).astype(np.int64)
    scale = POWERS[places]
    scaled = np.where(is_sure, numbers, 0.0) * scale
    whole = np.rint(scaled)
    is_sure &= np.abs(np.abs(scaled - whole) - 0.5) > DOUBTFUL
    is_sure &= (np.abs(whole) >= MOST_PLAIN / 10) & (np.abs(whole) < MOST_PLAIN)
    return whole / scale, is_sure | (size == 0)


def _string_texts(values: pl.Series) -> pl.Series:
    if values.str.contains(ESCAPED).any():
        return pl.Series([None if v is None else quoted(v) for v in values], dtype=pl.String)
    return pl.select(pl.lit('"') + pl.lit(values) + pl.lit('"')).to_series()


def _instant_texts(values: pl.Series) -> pl.Series:
    whole, broken = values.dt.strftime(WHOLE), values.dt.strftime(BROKEN)
    is_whole = values.dt.microsecond() == 0
    text = pl.when(is_whole).then(whole).otherwise(broken)
    return pl.select(pl.lit('"') + text + pl.lit('"')).to_series()


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "null"
    return f"{value + 0.0:.{SIGNIFICANT}g}"


def _list(values: Iterable[Any]) -> str:
    return "[" + ",".join([canonical(value) for value in values]) + "]"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: quoted,
    float: _number,
    int: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
    list: _list,
}
