"""The PDF."""

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


def test_markup_in_a_title_is_printed_and_not_run() -> None:
    bad = Source("a", '#panic("no") $x$ *b* <label>', url="https://example.org/a")

    assert render_pdf(make_brief(sources=(bad, Source("b", "B"))))


def test_address_in_hangul_is_written_so_that_it_still_leads_there() -> None:
    source = Source("a", "A", url="https://example.org/\uc11d\ud0c4?id=1&b=%20")

    pdf = render_pdf(make_brief(sources=(source, Source("b", "B"))))

    assert b"https://example.org/%EC%84%9D%ED%83%84?id=1&b=%20" in pdf
