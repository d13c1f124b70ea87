"""The PDF."""

import pytest
from pypdfium2 import PdfDocument
from tests.brief_builders import make_brief

from coalface.brief.model import Source
from coalface.brief.pdf import render_pdf


def test_same_brief_gives_the_same_bytes() -> None:
    assert render_pdf(make_brief()) == render_pdf(make_brief())


def test_pdf_is_tagged_and_claims_ua_1() -> None:
    pdf = render_pdf(make_brief())

    assert pdf.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in pdf
    assert b"pdfuaid:part" in pdf


def test_letters_that_the_fonts_lack_do_not_stop_the_pdf() -> None:
    hangul = Source("a", "조선 무역", url="https://example.org/a")

    assert render_pdf(make_brief(sources=(hangul, Source("b", "B"))))


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("“수입액은 23억7천만 달러” gives 2.37 billion", "“[Korean]” gives 2.37 billion"),
        ("北朝鮮の貿易", "[Japanese]"),
        ("Yearbook 2019年鉴, page 7", "Yearbook 2019[Chinese], page 7"),
        ("see 석탄 and 鐵", "see [Korean] and [Chinese]"),
        ("a \U0001f600 b", "a ? b"),
    ],
)
def test_words_that_the_fonts_lack_are_named_by_their_language(title: str, printed: str) -> None:
    pdf = render_pdf(make_brief(sources=(Source("a", title), Source("b", "B"))))
    with PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)

    assert printed in " ".join(text.split())


def test_markup_in_a_title_is_printed_and_not_run() -> None:
    bad = Source("a", '#panic("no") $x$ *b* <label>', url="https://example.org/a")

    assert render_pdf(make_brief(sources=(bad, Source("b", "B"))))


def test_address_in_hangul_is_written_so_that_it_still_leads_there() -> None:
    source = Source("a", "A", url="https://example.org/\uc11d\ud0c4?id=1&b=%20")

    pdf = render_pdf(make_brief(sources=(source, Source("b", "B"))))

    assert b"https://example.org/%EC%84%9D%ED%83%84?id=1&b=%20" in pdf
