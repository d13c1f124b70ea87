"""The PDF."""

import pytest
from pypdfium2 import PdfDocument
from tests.brief_builders import make_block, make_brief, make_number, make_table

from coalface.brief.model import Column, KeyNumber, Source, Tag
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


@pytest.mark.parametrize(("title", "is_said"), [("조선 무역", True), ("Trade", False)])
def test_the_pdf_says_that_it_names_a_language_instead_of_quoting(
    title: str, *, is_said: bool
) -> None:
    pdf = render_pdf(make_brief(sources=(Source("a", title), Source("b", "B"))))
    with PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)

    assert ("the fonts of this PDF lack them" in " ".join(text.split())) == is_said


def test_markup_in_a_title_is_printed_and_not_run() -> None:
    bad = Source("a", '#panic("no") $x$ *b* <label>', url="https://example.org/a")

    assert render_pdf(make_brief(sources=(bad, Source("b", "B"))))


def test_address_in_hangul_is_written_so_that_it_still_leads_there() -> None:
    source = Source("a", "A", url="https://example.org/\uc11d\ud0c4?id=1&b=%20")

    pdf = render_pdf(make_brief(sources=(source, Source("b", "B"))))

    assert b"https://example.org/%EC%84%9D%ED%83%84?id=1&b=%20" in pdf


def box(pdf: bytes, words: str) -> tuple[float, float, float, float]:
    """Give left, bottom, right and top of the first place of some words."""
    with PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            found = text.search(words, match_case=True).get_next()
            if found is not None:
                boxes = [text.get_charbox(found[0] + i) for i in range(found[1])]
                left, bottom, right, top = zip(*boxes, strict=True)
                return min(left), min(bottom), max(right), max(top)
    raise AssertionError(words)


def test_a_long_word_of_a_narrow_column_is_not_printed_over_its_neighbour() -> None:
    tale = "Somebody was said to have carried many things over a river by night, " * 4
    names = ("Implausibility", "Said", "Arithmetic", "Settles", "Source")
    cells = (Tag("implausibleness", "covered"), tale, tale, tale, "next")
    table = make_table(columns=tuple(Column(name) for name in names), rows=(cells,))

    pdf = render_pdf(make_brief(blocks=(make_block(tables=(table,), figures=()),)))

    assert box(pdf, "Implausibility")[2] < box(pdf, "Said")[0]
    assert box(pdf, "implausibleness")[2] < box(pdf, "Somebody")[0]


def test_an_amount_of_a_table_stands_on_one_line_with_its_unit() -> None:
    tale = "Somebody was said to have carried many things over a river by night, " * 9
    numbers = tuple(make_number(f"t/{i}", 2.63e9 + i * 1e7) for i in range(3))
    names = ("A", "B", "C", "D", "E")
    table = make_table(
        columns=tuple(Column(name) for name in names), rows=((tale, *numbers, tale),)
    )

    pdf = render_pdf(make_brief(blocks=(make_block(tables=(table,), figures=()),)))

    _, bottom, _, top = box(pdf, "US$ 2.63 bn")
    assert top - bottom < 9


def test_a_frame_grows_with_its_words() -> None:
    long = KeyNumber(make_number("t/k", 1.0), "a long tale of many rivals " * 16 + "lastword", ())

    pdf = render_pdf(make_brief(key_numbers=(long, *make_brief().key_numbers * 3)))

    with PdfDocument(pdf) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "lastword" in text
    said, below, heading = (box(pdf, w) for w in ("lastword", "no range", "1 Trade stood"))
    assert said[1] > below[1] > heading[3]
