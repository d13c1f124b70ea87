"""Read the records of a large JSON file one after another, without holding the file."""

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coalface.errors import InputError
from coalface.sources.text_blocks import open_bytes

__all__ = ["Record", "read_json_records"]

Record = dict[str, str | bool | None]
MAX_RECORD_CHARS = 1 << 20
SPACE = " \t\r\n"
# Numbers stay as they are written, so that a code keeps its zeros and an amount its digits.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


@dataclass(slots=True)
class _Text:
    """The text of a file from some place on, read on as needed."""

    path: Path
    parts: Iterator[str]
    text: str = ""
    at: int = 0
    n_records: int = field(default=0)

    def peek(self) -> str:
        """Give the next character that is no blank, or nothing at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in SPACE:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.read_on():
                return ""

    def read_on(self) -> bool:
        part = next(self.parts, None)
        self.text = self.text[self.at :] + (part or "")
        self.at = 0
        return part is not None

    def take(self, expected: str) -> None:
        found = self.peek()
        if found != expected:
            raise self.error(f"expected {expected!r}, found {found or 'the end of the file'!r}")
        self.at += 1

    def value(self) -> object:
        """Read one value, reading on while it is not whole."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                whole = len(self.text) - self.at > MAX_RECORD_CHARS
                if whole or not self.read_on():
                    raise self.error(f"{error.msg}") from error
                continue
            except RecursionError as error:
                raise self.error("brackets inside brackets without end") from error
            if end == len(self.text) and self.read_on():
                continue  # a number may go on
            self.at = end
            return value

    def error(self, what: str) -> InputError:
        return InputError(
            f"{self.path.name}, after record {self.n_records}: {what}. The file is cut short or "
            "damaged; fetch it again. Nothing was kept."
        )


def read_json_records(path: Path, key: str, block_bytes: int) -> Iterator[Record]:
    """Read the flat objects of the list under one key of a JSON object.

    Args:
        path: The file, in UTF-8; one packed with gzip is unpacked within bounds.
        key: The key of the list, e.g. `data`; a bare list is read as well.
        block_bytes: Bytes to read at a time.

    Returns:
        The records in order; numbers are text, as written.

    Raises:
        InputError: If the file is no JSON, is cut, has no such list, or a record is not flat; or
            if its `count` says another number of records.
    """
    text = _Text(path, _decoded(path, block_bytes))
    if text.peek() == "[":
        yield from _records(text)
        return
    text.take("{")
    n_said: object = None
    has_list = False
    while text.peek() not in {"}", ""}:
        name = text.value()
        text.take(":")
        if name == key and text.peek() == "[":
            has_list = True
            yield from _records(text)
        else:
            value = text.value()
            n_said = value if name == "count" else n_said
        if text.peek() == ",":
            text.take(",")
    text.take("}")
    if not has_list:
        raise InputError(f"{path.name}: no list under the key {key!r}. Is it a reply of that API?")
    if n_said is not None and n_said != str(text.n_records):
        raise InputError(
            f"{path.name}: `count` says {n_said} records, found {text.n_records}. The file is not "
            "whole, or was changed; fetch it again."
        )


def _records(text: _Text) -> Iterator[Record]:
    text.take("[")
    while text.peek() not in {"]", ""}:
        record = text.value()
        if not isinstance(record, dict):
            raise text.error("a list entry is no object")
        if any(isinstance(value, dict | list) for value in record.values()):
            raise text.error("a record holds a list or an object; expected plain values")
        text.n_records += 1
        yield record
        if text.peek() != "]":
            text.take(",")
    text.take("]")


def _decoded(path: Path, block_bytes: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with open_bytes(path) as file:
        try:
            while data := file.read(block_bytes):
                yield decoder.decode(data)
            yield decoder.decode(b"", True)  # noqa: FBT003 - the end
        except UnicodeDecodeError as error:
            raise InputError(f"{path.name}: not UTF-8 ({error.reason}). Fetch it again.") from error
