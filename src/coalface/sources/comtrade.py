"""Read UN Comtrade's files of goods: the CSV of today, and that of the site before 2023."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from coalface.sources.comtrade_rows import comtrade_batches
from coalface.sources.headers import check_header, check_not_shifted, find_text_delimiter
from coalface.sources.publishers import Publisher, read_publisher
from coalface.sources.reading import FileBatch, ReadOptions
from coalface.sources.text_blocks import find_file_encoding
from coalface.sources.text_tables import TextLayout, read_chunks, read_first_records

__all__ = ["read_comtrade", "read_comtrade_legacy"]

ENCODINGS = ("utf-8", "latin-1")  # Latin-1 reads any bytes, so it comes last
N_LOOKED_AT = 50


def _read(path: Path, options: ReadOptions, *, publisher_id: str) -> Iterator[FileBatch]:
    publisher = read_publisher(publisher_id)
    layout = find_layout(path, publisher, options.encoding)
    chunks = read_chunks(
        path, layout, block_bytes=options.block_bytes, batch_rows=options.batch_rows
    )
    return comtrade_batches(chunks, path, publisher, options)


def find_layout(path: Path, publisher: Publisher, encoding: str | None) -> TextLayout:
    """Find how a file is laid out, and hold its first records against its header.

    A last cell that every record has beyond the header, and that is empty, is left out: some
    downloads end each line with a comma.
    """
    is_checked = encoding is None
    encoding = encoding or find_file_encoding(path, ENCODINGS)
    delimiter = find_text_delimiter(path, [c.name for c in publisher.columns], encoding)
    header, *records = read_first_records(path, delimiter, encoding, n_records=N_LOOKED_AT)
    if records and all(len(r) == len(header) + 1 and not r[-1] for r in records):
        header = [*header, ""]
    names = check_header(path, header, publisher)
    check_not_shifted(path, header, records, publisher)
    return TextLayout(names, delimiter, encoding, header=tuple(header), is_checked=is_checked)


read_comtrade = partial(_read, publisher_id="comtrade")
read_comtrade_legacy = partial(_read, publisher_id="comtrade_legacy")
