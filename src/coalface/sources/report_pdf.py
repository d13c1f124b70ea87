"""Text of a PDF, page by page; a scan without text is refused and said to be one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium

from coalface.errors import InputError
from coalface.sources.report_bounds import check_inflated
from coalface.sources.report_shapes import ReportPart

__all__ = ["MAX_PAGES", "PdfText", "read_pdf"]

MAX_PAGES = 5000
#: A page with fewer letters and digits than this holds a stamp or a page number, not text.
MIN_SIGNS_A_PAGE = 25
#: A page of newspaper holds some thirty thousand.
MAX_SIGNS_A_PAGE = 1_000_000
_SIGN = re.compile(r"\w")
_HYPHEN = re.compile("[\x02\ufffe](?=\n|$)")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
PAGE_BREAK = "\n\f\n"


@dataclass(frozen=True, slots=True)
class PdfText:
    """Text of all pages, where each lies, the title that the file states, and notes."""

    text: str
    pages: tuple[ReportPart, ...]
    title: str
    notes: tuple[str, ...]


def read_pdf(content: bytes, name: str) -> PdfText:
    """Take the text out of a PDF.

    Scripts and attachments in the file are neither run nor opened. When the file was made says
    nothing of when the report was published, so that day is not taken.

    Args:
        content: The file's bytes.
        name: Named in errors.

    Returns:
        The text with its pages; pages that hold pictures only are named in a note.

    Raises:
        InputError: If it is broken, packed to harm, locked with a password, longer than
            `MAX_PAGES`, or a scan without text.
    """
    check_inflated(content, name)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise InputError(_why_closed(name, error)) from error
    try:
        if len(document) > MAX_PAGES:
            raise InputError(
                f"{name}: has {len(document):,} pages; at most {MAX_PAGES:,} are read. Split it."
            )
        texts = list(_page_texts(document, name))
        title = str(document.get_metadata_dict().get("Title") or "").strip()
    finally:
        document.close()
    empty = [number for number, text in enumerate(texts, start=1) if not _holds_text(text)]
    if len(empty) == len(texts):
        raise InputError(
            f"{name}: its {len(texts)} pages hold pictures and no text: a scan. Have its text "
            "recognised (OCR) and give the result as PDF or text."
        )
    return _join(texts, title, tuple(_notes(name, empty)))


def _why_closed(name: str, error: Exception) -> str:
    if "password" in str(error).lower():
        return f"{name}: the PDF is locked with a password. Save a copy without one."
    return f"{name}: this PDF cannot be opened ({error}). It may be cut short: fetch it again."


def _page_texts(document: pdfium.PdfDocument, name: str) -> Iterator[str]:
    for index in range(len(document)):
        try:
            page = document[index]
            text_page = page.get_textpage()
            if text_page.count_chars() > MAX_SIGNS_A_PAGE:
                raise InputError(
                    f"{name}, page {index + 1}: holds more than {MAX_SIGNS_A_PAGE:,} signs. It is "
                    "made to harm, or no page of text: leave that page out."
                )
            text = text_page.get_text_range()
            text_page.close()
            page.close()
        except pdfium.PdfiumError as error:
            raise InputError(
                f"{name}, page {index + 1}: cannot be read ({error}). Save the PDF anew, or leave "
                "that page out."
            ) from error
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        yield _NO_TEXT.sub("", _HYPHEN.sub("-", text))


def _holds_text(text: str) -> bool:
    return len(_SIGN.findall(text)) >= MIN_SIGNS_A_PAGE


def _notes(name: str, empty: list[int]) -> Iterator[str]:
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (" ..." if len(empty) > 10 else "")  # noqa: PLR2004
        yield f"{name}: {len(empty)} pages hold no text (pages {shown}); pictures are not read."


def _join(texts: list[str], title: str, notes: tuple[str, ...]) -> PdfText:
    pages: list[ReportPart] = []
    start = 0
    for number, text in enumerate(texts, start=1):
        pages.append(ReportPart(start, start + len(text), "page", str(number)))
        start += len(text) + len(PAGE_BREAK)
    return PdfText(PAGE_BREAK.join(texts), tuple(pages), title, notes)
