"""Reports that are made to harm: addresses that run, signs that command a screen, bombs."""

import zlib
from pathlib import Path

import pytest

from coalface.errors import InputError
from coalface.sources.reports import read_report

FRONT = "---\ntitle: {title}\npublisher: {title}\nurl: {url}\n---\nCoal was $5 a ton.\n"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,<b>", ""),
        ("https://example.org/\x1b]8;;x", ""),
    ],
)
def test_only_an_address_of_the_web_is_taken_from_a_file(
    tmp_path: Path, url: str, kept: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text(FRONT.format(title="A", url=url), encoding="utf-8")

    report = read_report(path)

    assert report.url == kept
    assert any("none of the web" in note for note in report.notes) == (not kept)


def test_an_address_in_a_page_is_judged_alike(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    head = '<link rel="canonical" href="javascript:alert(1)"><title>A\x1b[31m</title>'
    path.write_text(f"<html><head>{head}</head><body>Coal was $5.</body></html>")

    report = read_report(path)

    assert (report.url, report.title) == ("", "A [31m")


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x9b", "\u202e", "\x7f"])
def test_signs_that_command_a_screen_become_blanks_and_no_offset_moves(
    tmp_path: Path, sign: str
) -> None:
    path = tmp_path / "a.md"
    text = FRONT.format(title=f"A{sign}[31mB", url="") + f"Ore\twas {sign}]0;x\n\f6 dollars."
    path.write_text(text, encoding="utf-8")

    report = read_report(path)

    assert report.text == text.replace(sign, " ")
    assert (report.title, report.publisher) == ("A [31mB", "A [31mB")


def write_pdf(path: Path, drawn: bytes, *, n_packed: int = 1, more: bytes = b"") -> None:
    """One page of text, its drawing packed as often as is said."""
    for _ in range(n_packed):
        drawn = zlib.compress(drawn, 9)
    filters = b"[" + b"/FlateDecode " * n_packed + b"]"
    font = b"<</Font<</F1 5 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources" + font + b">>",
        b"<</Length %d/Filter%s%s>>stream\n%s\nendstream" % (len(drawn), filters, more, drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    whole = b"%PDF-1.4\n"
    for number, each in enumerate(objects, start=1):
        whole += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    path.write_bytes(whole + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF")


LINE = b"(Coal was sold for $55 a ton at Rajin in 2018.) Tj T* "
BOMB = b"BT /F1 11 Tf 50 750 Td 14 TL " + LINE * 400_000 + b"ET"


@pytest.mark.parametrize(
    ("n_packed", "more"), [(1, b""), (2, b""), (1, b"/Subtype/Image"), (1, b"/Length1 9")]
)
def test_a_pdf_that_unpacks_to_far_more_is_refused_before_it_is_opened(
    tmp_path: Path, n_packed: int, more: bytes
) -> None:
    path = tmp_path / "bomb.pdf"
    write_pdf(path, BOMB, n_packed=n_packed, more=more)

    with pytest.raises(InputError, match="unpack to more than"):
        read_report(path)


def test_a_packed_pdf_of_usual_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pdf(path, b"BT /F1 11 Tf 50 750 Td 14 TL " + LINE * 20 + b"ET")

    assert "sold for $55 a ton" in read_report(path).text


@pytest.mark.parametrize("text", ["1," * 6_000, "1,2\n" * 150_000])
def test_a_text_of_figures_only_is_refused_as_no_report(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match="figures"):
        read_report(path)
