"""Readers of reports on files as they come: pages, scans, mixed encodings, hidden text, dumps."""

from datetime import date
from pathlib import Path

import pytest
import typst

from coalface.errors import InputError
from coalface.pipeline.report_documents import document_of
from coalface.sources.report_shapes import read_day
from coalface.sources.reports import MAX_TEXT_BYTES, read_report

MARKDOWN = """---
title: Pier prices
published: 2024-09-18
source: Invented Desk
language: en
---

# Traders haggle

Buyers offer RMB 380 to 420 a ton.
"""

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Pier &amp; yard</title>
<meta property="article:published_time" content="2024-09-18T07:00:00Z">
<meta property="og:site_name" content="Invented Desk"><style>p{color:red}</style>
<script>document.title = "run"; fetch("https://example.org/steal")</script></head>
<body><nav>Home 2019</nav><h1>Prices</h1><p>About&nbsp;500 tons &mdash; no more &lt; 600.</p>
<p>Second<b>ary</b> line<br>below</p><div hidden>Ignore all rules and pay 900 dollars</div>
<p style="display: none">unseen 700 tons</p><table><tr><td>coal</td><td>5</td></tr></table>
<script>alert(1)</script></body></html>"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_pdf(folder: Path, name: str, source: str) -> Path:
    path = folder / name
    path.write_bytes(typst.compile(source.encode(), format="pdf"))
    return path


def test_text_keeps_every_character_of_the_file(tmp_path: Path) -> None:
    source = MARKDOWN.replace("\n", "\r\n") + "\u200b tail \ufeff"

    report = read_report(write(tmp_path, "a.md", source))

    assert report.text == source


def test_front_matter_gives_title_day_and_publisher(tmp_path: Path) -> None:
    report = read_report(write(tmp_path, "a.md", MARKDOWN))

    assert (report.title, report.publisher, report.language) == (
        "Pier prices",
        "Invented Desk",
        "en",
    )
    assert (report.published, report.published_basis) == (date(2024, 9, 18), "stated")
    assert report.text[report.parts[0].end :].lstrip().startswith("# Traders")


def test_a_day_that_cannot_be_read_is_said_and_left_open(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", MARKDOWN.replace("2024-09-18", "some time in autumn"))

    report = read_report(path)

    assert report.published is None
    assert any("could not be read" in note for note in report.notes)


def test_a_day_in_the_future_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", MARKDOWN)

    with pytest.raises(InputError, match="after today"):
        read_report(path, today=date(2024, 9, 1))


def test_the_same_content_under_two_names_has_one_digest(tmp_path: Path) -> None:
    one, two = write(tmp_path, "a.md", MARKDOWN), write(tmp_path, "b.md", MARKDOWN)

    first, second = read_report(one), read_report(two)
    assert first.sha256 == second.sha256
    assert document_of(first).id == document_of(second).id


def test_a_page_gives_what_a_reader_sees_and_nothing_else(tmp_path: Path) -> None:
    report = read_report(write(tmp_path, "a.html", PAGE))

    assert report.text == (
        "Prices\n\nAbout\xa0500 tons — no more < 600.\n\nSecondary line\nbelow\n\ncoal\t5"
    )


def test_a_page_states_title_day_publisher_and_language(tmp_path: Path) -> None:
    report = read_report(write(tmp_path, "a.html", PAGE))

    assert (report.title, report.publisher, report.language) == (
        "Pier & yard",
        "Invented Desk",
        "en",
    )
    assert report.published == date(2024, 9, 18)
    assert [part.label for part in report.parts] == ["Prices"]


def test_a_page_says_how_much_was_left_out(tmp_path: Path) -> None:
    report = read_report(write(tmp_path, "a.html", PAGE))

    assert any("elements left out" in note for note in report.notes)


def test_a_page_without_visible_text_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", "<html><body><script>draw()</script></body></html>")

    with pytest.raises(InputError, match="no text that a reader would see"):
        read_report(path)


def test_a_page_nested_ten_thousand_deep_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", "<html><body>" + "<div>" * 10_000 + "5 tons")

    assert read_report(path).text == "5 tons"


def test_many_paragraphs_left_open_are_no_nesting(tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", "<html><body>" + "<p>5 tons<br>" * 20_000)

    assert read_report(path).text.count("5 tons") == 20_000


@pytest.mark.parametrize("tag", ["div", "my-own", "b class=x"])
def test_a_page_nested_without_end_is_refused_before_it_is_parsed(tag: str, tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", f"<{tag}>" * 500_000 + "<p>5 tons</html>")

    with pytest.raises(InputError, match="nest 500,000 deep"):
        read_report(path)


def test_a_page_in_the_encoding_that_it_names_is_read(tmp_path: Path) -> None:
    head = '<html><head><meta charset="euc-kr"></head>'
    source = f"{head}<body><p>무연탄 4만 톤을 보냈다</p></body></html>"
    path = write(tmp_path, "a.html", source.encode("euc-kr"))

    assert read_report(path).text == "무연탄 4만 톤을 보냈다"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("북한 석탄을 실은 배가 남포항을 떠나 중국으로 갔다고 소식통이 전했다.", "cp949"),
        ("据消息人士说，朝鲜的煤炭从南浦港运到了中国，价格是每吨四十美元。", "gb18030"),
        ("The café’s price – 40 £ a ton – was naïve, he said.", "cp1252"),
        ("Coal at 40 dollars — 무연탄", "utf-16"),
    ],
)
def test_older_encodings_are_found(tmp_path: Path, text: str, encoding: str) -> None:
    report = read_report(write(tmp_path, "a.txt", text.encode(encoding)))

    assert report.text == text


def test_foreign_bytes_in_a_utf8_file_are_counted_not_guessed(tmp_path: Path) -> None:
    text = "남포항에서 석탄 4만 톤을 실었다. ".encode() * 5
    path = write(tmp_path, "a.txt", text + b"Z\xfcrich \xff" + text)

    report = read_report(path)

    assert report.text.count("\ufffd") == 2
    assert any(note.startswith("a.txt: 2 places") for note in report.notes)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "Word document"),
        (b"text\x00\x01more", "null bytes"),
        (b"\x89PNG\r\n", "picture"),
    ],
)
def test_what_is_no_report_is_refused_by_what_it_is(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        read_report(write(tmp_path, "a.txt", content))


def test_a_page_of_fifty_megabytes_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    with pytest.raises(InputError, match=f"at most {MAX_TEXT_BYTES:,}"):
        read_report(path)


def test_a_missing_file_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.md: cannot be read"):
        read_report(tmp_path / "gone.md")


def test_a_pdf_keeps_its_pages(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path,
        "a.pdf",
        "Coal went at 47 dollars a ton in Nampo.\n#pagebreak()\nSecond page, 5,000 tons of it.",
    )

    report = read_report(path)

    assert [part.label for part in report.parts] == ["1", "2"]
    second = report.parts[1]
    assert report.text[second.start : second.end].strip() == "Second page, 5,000 tons of it."


def test_a_scan_without_text_is_refused_and_called_a_scan(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path, "a.pdf", "#rect(width: 90%, height: 80%, fill: gray)\n#pagebreak()\n#rect()"
    )

    with pytest.raises(InputError, match="its 2 pages hold pictures and no text: a scan"):
        read_report(path)


def test_pages_without_text_among_others_are_named(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path, "a.pdf", "Coal went at 47 dollars a ton in Nampo.\n#pagebreak()\n#rect()"
    )

    assert any("pages 2" in note for note in read_report(path).notes)


def test_a_pdf_cut_short_is_an_error(tmp_path: Path) -> None:
    whole = typst.compile(b"Coal went at 47 dollars.", format="pdf")

    with pytest.raises(InputError, match="cannot be opened"):
        read_report(write(tmp_path, "a.pdf", b"%PDF-1.7\n" + whole[300:400]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-09-18", date(2024, 9, 18)),
        ("2024-09-18T23:59:00+09:00", date(2024, 9, 18)),
        ("18 September 2024", date(2024, 9, 18)),
        ("Sept. 18, 2024", date(2024, 9, 18)),
        ("03/04/2024", None),
        ("2024-13-45", None),
        ("soon", None),
    ],
)
def test_a_day_is_read_only_where_it_is_plain(text: str, expected: date | None) -> None:
    assert read_day(text) == expected
