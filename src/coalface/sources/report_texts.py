"""Decode text of unknown origin, and read what Markdown says of itself at its head."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from coalface.errors import InputError
from coalface.sources.report_shapes import ReportPart

__all__ = ["Decoded", "decode", "find_front_matter", "find_headings", "refuse_binary"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("cp949", "gb18030", "big5", "cp1252")
_OTHER_KINDS = {
    b"PK\x03\x04": "a Word document or an archive (ZIP)",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "a Parquet file",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"{\\rtf": "a rich-text document (RTF)",
}
_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<body>(?:.*\r?\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_LINE = re.compile(r"^(?P<key>[A-Za-z_-]{1,40})[ \t]*:[ \t]*(?P<value>[^\r\n]*)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<words>[^\r\n]*)", re.MULTILINE)
_HANGUL, _HAN, _KANA = (
    re.compile(r"[가-힣]"),
    re.compile(r"[一-鿿]"),
    re.compile(r"[\u3040-\u30ff]"),
)
#: Han signs that are common in running Chinese: text in a wrong encoding holds few of them.
_COMMON = re.compile(
    r"[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年動产時這國於來後說們會對]"
)
#: With fewer broken bytes than one in so many good ones, a file is UTF-8 with some foreign parts.
MIN_GOOD_TO_BROKEN = 2


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as decoded, the encoding found, and what could not be decoded."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def refuse_binary(content: bytes, name: str) -> None:
    """Refuse a file that holds no text.

    Args:
        content: The file's bytes.
        name: Named in the error.

    Raises:
        InputError: If it is of another kind, or holds null bytes.
    """
    for mark, kind in _OTHER_KINDS.items():
        if content.startswith(mark):
            raise InputError(
                f"{name}: this is {kind}, not text, Markdown, HTML or PDF. Save it as one of these."
            )
    if b"\x00" in content[:8192] and not content.startswith(tuple(mark for mark, _ in _MARKS)):
        raise InputError(
            f"{name}: holds null bytes, so it is no text. Reports are read as text, Markdown, HTML "
            "or PDF."
        )


def decode(content: bytes, name: str, declared: str = "") -> Decoded:
    """Decode bytes: by their mark, as UTF-8, as declared, or as the encoding that fits best.

    UTF-8 with some foreign bytes in it stays UTF-8: each is shown as U+FFFD, and counted.

    Args:
        content: The file's bytes.
        name: Named in errors.
        declared: Encoding that the file itself names, or empty.

    Returns:
        The text, with a note wherever it was not plain UTF-8.

    Raises:
        InputError: If the file is empty.
    """
    if not content.strip():
        raise InputError(f"{name}: the file is empty.")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _with_losses(content[len(mark) :], encoding, name)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _is_mostly_utf8(content):
        return _with_losses(content, "utf-8", name)
    return _as_legacy(content, name, declared)


def _with_losses(content: bytes, encoding: str, name: str) -> Decoded:
    text = content.decode(encoding, "replace")
    n_broken = text.count("\ufffd") - (
        content.count("\ufffd".encode()) if encoding == "utf-8" else 0
    )
    if n_broken <= 0:
        return Decoded(text, encoding)
    return Decoded(
        text,
        encoding,
        (
            f"{name}: {n_broken} places are not {encoding.upper()}; each is shown as U+FFFD "
            "and holds no figure.",
        ),
    )


def _is_mostly_utf8(content: bytes) -> bool:
    """Say whether the bytes that are not ASCII are in the main whole signs of UTF-8."""
    text = content.decode("utf-8", "replace")
    n_broken = text.count("\ufffd")
    n_good = sum(not sign.isascii() for sign in text) - n_broken
    return n_good >= MIN_GOOD_TO_BROKEN * n_broken


def _as_legacy(content: bytes, name: str, declared: str) -> Decoded:
    candidates = dict.fromkeys([*([declared] if _is_known(declared) else []), *_LEGACY])
    best, best_score = "cp1252", -1.0
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        score = _plausibility(text) + (0.5 if encoding == declared else 0.0)
        if score > best_score:
            best, best_score = encoding, score
    decoded = _with_losses(content, best, name)
    note = f"{name}: read as {best}, not UTF-8. Save it as UTF-8 if names look wrong."
    return Decoded(decoded.text, best, (note, *decoded.notes))


def _is_known(encoding: str) -> bool:
    """Say whether Python knows an encoding of text by this name."""
    try:
        return bool(encoding) and codecs.lookup(encoding)._is_text_encoding  # noqa: SLF001
    except LookupError:
        return False


def _plausibility(text: str) -> float:
    """Give the share of signs beyond ASCII that are usual in Korean, Chinese or Latin text."""
    signs = "".join(sign for sign in text if not sign.isascii())
    if not signs:
        return 0.0
    n_hangul, n_common = len(_HANGUL.findall(signs)), len(_COMMON.findall(signs))
    n_latin = sum("\u00a0" <= sign <= "\u017f" or "\u2010" <= sign <= "\u2044" for sign in signs)
    n_han = len(_HAN.findall(signs))
    usual = n_hangul + n_latin * 0.6 + (n_han if n_common * 12 >= n_han else n_han * 0.2)
    return usual / len(signs)


def find_front_matter(text: str) -> tuple[Mapping[str, str], ReportPart | None]:
    """Read the lines `key: value` at the head of a text, between two lines of dashes.

    Args:
        text: The text.

    Returns:
        Values by key in small letters, quotes taken off, and where the head lies; nothing of it is
        run: what is no plain line is left out.
    """
    head = _FRONT_MATTER.match(text)
    if head is None:
        return {}, None
    values = {
        line["key"].lower(): line["value"].strip().strip("\"'")
        for line in _LINE.finditer(head["body"])
    }
    return values, ReportPart(0, head.end(), "front_matter")


def find_headings(text: str, start: int) -> tuple[ReportPart, ...]:
    """Find the headings of Markdown.

    Args:
        text: The text.
        start: Where to begin, after the front matter.

    Returns:
        Headings by start, each with its words as label.
    """
    return tuple(
        ReportPart(match.start(), match.end(), "heading", match["words"].strip(" #"))
        for match in _HEADING.finditer(text, start)
    )
