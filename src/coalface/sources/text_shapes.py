"""See from the bytes of a block whether it is a table: the same number of cells in each record."""

import re

import numpy as np

from coalface.sources.text_blocks import count_byte

__all__ = ["BLANKS", "has_odd_blanks", "is_table"]

QUOTED = re.compile(rb'"[^"]*"')
BLANKS = " \t\u00a0\u3000"  # what is trimmed from both ends of a cell


def is_table(
    text: bytes, delimiter: bytes, n_columns: int, n_records: int, *, each: bool = True
) -> bool:
    """Say whether records have so many cells, counting delimiters outside quotation marks.

    Args:
        text: Whole records.
        delimiter: What parts the cells.
        n_columns: Cells of a record.
        n_records: Records that were split.
        each: Look at each record, not at their sum, in which one cell too few makes up for one too
            many elsewhere.
    """
    bare = QUOTED.sub(b"", text) if b'"' in text else text
    n_marks = n_columns - 1
    if not each or not n_marks:
        return count_byte(bare, delimiter) == n_records * n_marks
    data = np.frombuffer(bare, dtype=np.uint8)
    is_mark = (data == ord(delimiter)).view(np.uint8)
    ends = np.flatnonzero(data == ord("\n"))[: n_records - 1]
    if np.count_nonzero(is_mark) != n_records * n_marks or len(ends) != n_records - 1:
        return False
    # Counting in small numbers is fast; where a count overflows, the sum is already too large.
    small = np.uint8 if n_marks <= np.iinfo(np.uint8).max else np.uint32
    counts = np.add.reduceat(is_mark, np.concatenate([[0], ends]), dtype=small)
    return bool((counts == n_marks).all())


def has_odd_blanks(text: bytes) -> bool:
    """Say whether blanks other than spaces occur: tabs, fixed and ideographic spaces."""
    if b"\t" in text:
        return True
    return not text.isascii() and any(blank.encode() in text for blank in BLANKS[2:])
