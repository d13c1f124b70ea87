"""Read one report of prose: text, Markdown, HTML or PDF."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from coalface.errors import InputError
from coalface.sources.report_bounds import check_figures
from coalface.sources.report_datelines import find_dateline
from coalface.sources.report_html import (
    MAX_DEPTH,
    declared_encoding,
    nesting_of,
    read_html,
)
from coalface.sources.report_marks import count_tables, notes_on, without_struck
from coalface.sources.report_pdf import read_pdf
from coalface.sources.report_shapes import (
    Report,
    read_day,
    read_web_address,
    without_controls,
)
from coalface.sources.report_texts import (
    Decoded,
    decode,
    find_front_matter,
    find_headings,
    refuse_binary,
)

__all__ = ["MAX_PDF_BYTES", "MAX_TEXT_BYTES", "read_report"]

#: A long novel is 3 MB of text. What is longer is a dump or a table, and has readers of its own.
MAX_TEXT_BYTES = 16 << 20
#: Most bytes of a PDF are pictures.
MAX_PDF_BYTES = 256 << 20
_HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_ENDINGS = frozenset({".md", ".markdown"})
#: Where a day begins first, it is tomorrow elsewhere.
_GRACE = timedelta(days=1)


def read_report(path: Path, *, today: date | None = None) -> Report:
    """Read a report; by what the file holds, then by its ending.

    Nothing in a file is run, and nothing that it names is fetched. The text keeps every character
    of a text file, so that spans count in the file as its author wrote it; signs that command a
    screen become blanks.

    Args:
        path: The file.
        today: Refuse a stated day of publication after this one; not checked where None.

    Returns:
        The report with its digest and what it says of itself.

    Raises:
        InputError: If it is too large, packed to harm, a table, empty, of another kind, a scan
            without text, or states a day of publication in the future.
    """
    name = path.name
    content = _bytes_of(path)
    digest = hashlib.sha256(content).hexdigest()
    if content[:1024].lstrip().startswith(b"%PDF-") or path.suffix.lower() == ".pdf":
        report = _pdf(content, name, digest)
    else:
        refuse_binary(content, name)
        is_html = path.suffix.lower() in _HTML_ENDINGS or _looks_like_html(content)
        read = _html if is_html else _text
        report = read(content, path, digest)
    _check_day(report, today)
    check_figures(report.text, name)
    return _harmless(report)


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024)
            limit = MAX_PDF_BYTES if head.lstrip().startswith(b"%PDF-") else MAX_TEXT_BYTES
            if size > limit:
                raise InputError(
                    f"{path.name}: {size:,} bytes; at most {limit:,} are read as one report. "
                    "Split it, or save the article without what surrounds it."
                )
            return head + file.read(limit)
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror}).") from error


def _looks_like_html(content: bytes) -> bool:
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html"))


def _pdf(content: bytes, name: str, digest: str) -> Report:
    read = read_pdf(content, name)
    return Report(
        name, digest, "pdf", read.text, title=read.title, parts=read.pages, notes=read.notes
    )


def _html(content: bytes, path: Path, digest: str) -> Report:
    decoded = decode(content, path.name, declared_encoding(content))
    depth = nesting_of(decoded.text)
    if depth > MAX_DEPTH:
        raise InputError(
            f"{path.name}: its elements nest {depth:,} deep; at most {MAX_DEPTH:,} are read. The "
            "page is broken or made to harm: save its text instead."
        )
    page = read_html(decoded.text)
    if not page.text.strip():
        raise InputError(
            f"{path.name}: the page holds no text that a reader would see. Pages that a script "
            "fills are empty when saved: save the page as the browser shows it, or as PDF."
        )
    notes = [*decoded.notes]
    if page.n_dropped:
        notes.append(
            f"{path.name}: {page.n_dropped} elements left out: scripts, styles, forms, hidden."
        )
    notes.extend(notes_on(path.name, page.n_tables, page.n_struck))
    return _with_facts(
        Report(
            path.name, digest, "html", page.text, parts=tuple(page.headings), notes=tuple(notes)
        ),
        page.facts,
    )


def _text(content: bytes, path: Path, digest: str) -> Report:
    decoded: Decoded = decode(content, path.name)
    facts, front = find_front_matter(decoded.text)
    is_markdown = path.suffix.lower() in _MARKDOWN_ENDINGS
    text, n_struck = without_struck(decoded.text) if is_markdown else (decoded.text, 0)
    n_tables = count_tables(text) if is_markdown else 0
    headings = find_headings(text, front.end if front else 0) if is_markdown else ()
    named = {
        "title": facts.get("title", "") or (headings[0].label if headings else ""),
        "publisher": facts.get("publisher", "") or facts.get("source", ""),
        "published": facts.get("published", "") or facts.get("date", "") or find_dateline(text),
        "url": facts.get("url", ""),
        "language": facts.get("language", "") or facts.get("lang", ""),
    }
    report = Report(
        path.name,
        digest,
        "markdown" if is_markdown else "text",
        text,
        parts=(*([front] if front else []), *headings),
        notes=(*decoded.notes, *notes_on(path.name, n_tables, n_struck)),
    )
    return _with_facts(report, named)


def _with_facts(report: Report, facts: Mapping[str, str]) -> Report:
    stated = facts.get("published", "")
    published = read_day(stated)
    notes = report.notes
    if stated and published is None:
        notes = (
            *notes,
            f"{report.name}: the day of publication {stated[:40]!r} could not be read; write it "
            "as 2024-09-18. Relative dates stay open.",
        )
    return Report(
        report.name,
        report.sha256,
        report.kind,
        report.text,
        facts.get("title", ""),
        facts.get("publisher", ""),
        published,
        "stated" if published else "none",
        facts.get("url", ""),
        facts.get("language", ""),
        report.parts,
        notes,
    )


def _harmless(report: Report) -> Report:
    """Take out what could act on whoever prints or opens it: commands to a screen, addresses."""
    url = read_web_address(report.url)
    note = f"{report.name}: its address is none of the web (http, https) and was left out."
    return replace(
        report,
        text=without_controls(report.text),
        title=without_controls(report.title, is_line=True),
        publisher=without_controls(report.publisher, is_line=True),
        language=without_controls(report.language, is_line=True),
        url=url,
        parts=tuple(
            replace(part, label=without_controls(part.label, is_line=True)) for part in report.parts
        ),
        notes=(*report.notes, *([note] if report.url.strip() and not url else [])),
    )


def _check_day(report: Report, today: date | None) -> None:
    if today and report.published and report.published > today + _GRACE:
        raise InputError(
            f"{report.name}: says it was published on {report.published}, after today ({today}). "
            "Correct the day in the file, or give it with --published."
        )
