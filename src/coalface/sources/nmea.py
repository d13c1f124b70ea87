"""Raw AIS: sentences AIVDM and AIVDO, with tag blocks or a suffix that says when they came.

Decoding is that of pyais. Ours is the account: each line ends as a row, as a part of a row, as a
message of another kind, or as a refused line with its reason.
"""

import io
from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from pyais.exceptions import AISBaseException
from pyais.messages import AISSentence, GatehouseSentence, NMEASentenceFactory

from coalface.sources.ais_cells import empty_rejects, reject_rows
from coalface.sources.ais_files import opened
from coalface.sources.nmea_fields import position_of, static_of
from coalface.sources.reading import FileBatch
from coalface.tables.positions import POSITIONS
from coalface.tables.schema import Table, dtypes_of
from coalface.tables.statics import STATICS

__all__ = ["looks_like_nmea", "read_nmea"]

MAX_LINE_BYTES = 1024  # a sentence has 82 characters, with a tag block some hundred
MAX_OPEN_GROUPS = 1024  # groups waiting for their other parts; sequence numbers come again soon
BATCH_LINES = 500_000
SNIFFED_LINES = 100
STARTS = b"!\\$"
EPOCH_FROM, EPOCH_TO = 946_684_800, 4_102_444_800  # 2000 to 2100, in seconds


@dataclass(slots=True)
class _Open:
    """A message whose other parts are still to come: its parts, first line and time."""

    line: int
    sent_at: datetime | None
    station: str | None
    parts: dict[int, AISSentence] = field(default_factory=dict)


@dataclass(slots=True)
class _Account:
    """What became of the lines so far."""

    table: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[tuple[int, str, str]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    open_groups: OrderedDict[tuple[Any, ...], _Open] = field(default_factory=OrderedDict)
    wrapped_at: datetime | None = None
    n_lines: int = 0


def looks_like_nmea(path: Path) -> bool:
    """Say whether one of the first lines of a file, comments aside, begins as a sentence does.

    Raises:
        InputError: If there is no such file, or it cannot be unpacked.
    """
    n_read = 0
    with opened(path) as stream:
        for line in _lines(io.BufferedReader(stream)):
            text = line.strip()
            if not text or text[:1] == b"#":
                continue
            if text[0] in STARTS and (b"VDM," in text or b"VDO," in text):
                return True
            n_read += 1
            if n_read == SNIFFED_LINES:
                break
    return False


def read_nmea(
    path: Path, table: str = "positions", *, batch_lines: int = BATCH_LINES
) -> Iterator[FileBatch]:
    """Read the positions or the static messages of a file of AIS sentences.

    A sentence whose checksum is wrong is refused. A message without a time has a null `sent_at`;
    hygiene counts it. Parts of a message are joined by number, sequence, channel and station.

    Args:
        path: Sentences, one a line; packed as `opened` unpacks them.
        table: `positions` (types 1 to 3, 18, 19 and 27) or `statics` (5, 19 and 24).
        batch_lines: Lines of one batch; results do not depend on it.

    Yields:
        Batches; `row` is the line of the message's first part, from 0. The last one has notes that
        count the lines of other kinds.

    Raises:
        InputError: If the file cannot be opened or unpacked.
    """
    account = _Account(table)
    with opened(path) as stream:
        for line in _lines(io.BufferedReader(stream)):
            _take(line, account)
            account.n_lines += 1
            if account.n_lines % batch_lines == 0:
                yield _batch(account, path.name, batch_lines)
    _close(account, list(account.open_groups))
    yield _batch(account, path.name, account.n_lines % batch_lines, _notes(account, path.name))


def _lines(file: io.BufferedReader) -> Iterator[bytes]:
    """Give lines no longer than the limit; the rest of a longer one is skipped."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            rest = file.readline(1 << 20)
            line = line[:MAX_LINE_BYTES] + b"\0" if rest else line
            if not rest or rest.endswith(b"\n"):
                break
        yield line


def _take(line: bytes, account: _Account) -> None:
    """Put one line where it belongs."""
    text = line.strip()
    if not text:
        account.others["blank"] += 1
    elif text[:1] == b"#":
        account.others["comment"] += 1
    elif text[0] not in STARTS:
        _refuse(account, "not_a_sentence", text)
    elif len(line) > MAX_LINE_BYTES:
        _refuse(account, "too_long", text[:40])
    else:
        _take_sentence(text, account)


def _take_sentence(text: bytes, account: _Account) -> None:
    body, suffix = _without_suffix(text)
    try:
        sentence = NMEASentenceFactory.produce(body)
    except AISBaseException:
        known = b"VDM" in body or b"VDO" in body
        if known or not body.startswith(b"$"):
            _refuse(account, "broken_sentence", text)
        else:
            account.others["other_sentence"] += 1
        return
    except (ValueError, IndexError, TypeError):
        _refuse(account, "broken_sentence", text)
        return
    if isinstance(sentence, GatehouseSentence):
        account.wrapped_at = sentence.timestamp.replace(tzinfo=UTC)
        account.others["wrapper"] += 1
    elif isinstance(sentence, AISSentence):
        _take_part(sentence, suffix, text, account)
    else:
        account.others["other_sentence"] += 1


def _take_part(sentence: AISSentence, suffix: bytes, text: bytes, account: _Account) -> None:
    if not sentence.is_valid:
        _refuse(account, "checksum", text)
        return
    if not sentence.payload:
        _refuse(account, "empty_payload", text)
        return
    sent_at, station = _time_and_station(sentence, suffix, account)
    if sentence.frag_cnt == 1:
        _decode(sentence, account.n_lines, sent_at, station, account)
        return
    key = (sentence.frag_cnt, sentence.seq_id, sentence.channel, station)
    group = account.open_groups.get(key)
    if group is not None and sentence.frag_num in group.parts:
        _close(account, [key])  # the number came again: the old message will not be whole
        group = None
    if group is None:
        group = account.open_groups[key] = _Open(account.n_lines, sent_at, station)
        if len(account.open_groups) > MAX_OPEN_GROUPS:
            _close(account, [next(iter(account.open_groups))])
    group.parts[sentence.frag_num] = sentence
    if len(group.parts) == sentence.frag_cnt:
        del account.open_groups[key]
        account.others["joined_part"] += sentence.frag_cnt - 1
        whole = AISSentence.assemble_from_iterable(
            [group.parts[number] for number in sorted(group.parts)]
        )
        _decode(whole, group.line, group.sent_at or sent_at, group.station, account)


def _decode(
    sentence: AISSentence,
    line: int,
    sent_at: datetime | None,
    station: str | None,
    account: _Account,
) -> None:
    try:
        message = sentence.decode().asdict(enum_as_int=True)
    except (AISBaseException, ValueError, KeyError, IndexError, TypeError):
        account.rejects.append((line, "undecodable", sentence.raw.decode("ascii", "replace")))
        return
    read = position_of if account.table == "positions" else static_of
    row = read(message)
    if row is None:
        account.others[f"type_{sentence.ais_id}"] += 1
        return
    when = "sent_at" if account.table == "positions" else "received_at"
    station_column = {"receiver": station} if account.table == "positions" else {}
    account.rows.append({"row": line, when: sent_at, **station_column, **row})


def _time_and_station(
    sentence: AISSentence, suffix: bytes, account: _Account
) -> tuple[datetime | None, str | None]:
    """Give when and by whom a sentence was received: tag block, then suffix, then wrapper."""
    if sentence.tag_block is not None:
        sentence.tag_block.init()
        if sentence.tag_block.is_valid:
            epoch = _instant(sentence.tag_block.receiver_timestamp)
            return epoch, sentence.tag_block.source_station
        account.others["broken_tag_block"] += 1
    fields = suffix.decode("ascii", "replace").split(",") if suffix else []
    station = next((f for f in fields if f[:1] in {"r", "b"} and f[1:].isalnum()), None)
    times = [t for t in map(_instant, fields) if t is not None]
    if times:
        return times[-1], station
    wrapped, account.wrapped_at = account.wrapped_at, None
    return wrapped, station


def _without_suffix(text: bytes) -> tuple[bytes, bytes]:
    """Part what the US Coast Guard's receivers add after the checksum, with its comma."""
    star = text.rfind(b"*")
    end = star + 3
    if star < 0 or len(text) <= end or text[end : end + 1] != b",":
        return text, b""
    return text[:end], text[end + 1 :]


def _instant(text: str | None) -> datetime | None:
    """Read epoch seconds or milliseconds; None where the text is neither."""
    if not text or not text.isdigit():
        return None
    epoch = int(text)
    if epoch >= EPOCH_FROM * 1000:
        epoch, milliseconds = divmod(epoch, 1000)
    else:
        milliseconds = 0
    if not EPOCH_FROM <= epoch < EPOCH_TO:
        return None
    return datetime.fromtimestamp(epoch, UTC).replace(microsecond=milliseconds * 1000)


def _refuse(account: _Account, reason: str, text: bytes) -> None:
    account.rejects.append((account.n_lines, reason, text[:60].decode("ascii", "replace")))


def _close(account: _Account, keys: list[tuple[Any, ...]]) -> None:
    """Refuse the messages of which parts never came, each part by itself."""
    for key in keys:
        group = account.open_groups.pop(key)
        for part in group.parts.values():
            text = part.raw.decode("ascii", "replace")
            account.rejects.append((group.line, "incomplete_group", text))


def _batch(
    account: _Account, file_name: str, n_lines: int, notes: tuple[str, ...] = ()
) -> FileBatch:
    table: Table = POSITIONS if account.table == "positions" else STATICS
    rows = pl.DataFrame(account.rows, schema=dtypes_of(table), orient="row")
    rows = rows.with_columns(source_id=pl.lit("nmea"))
    found = pl.DataFrame(
        account.rejects,
        schema={"row": pl.Int64, "reason": pl.String, "found": pl.String},
        orient="row",
    )
    rejects = empty_rejects()
    if len(found):
        refused = reject_rows(
            found, file_name=file_name, column="", expected="a whole sentence", reason=""
        )
        rejects = refused.with_columns(found["reason"])
    account.rows, account.rejects = [], []
    return FileBatch(account.table, rows, rejects, n_lines, notes)


def _notes(account: _Account, file_name: str) -> tuple[str, ...]:
    return tuple(
        f"{file_name}: {count:,} lines: {kind}" for kind, count in sorted(account.others.items())
    )
