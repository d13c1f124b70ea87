"""Reports that are made to harm: addresses that run, signs that command a screen, bombs."""

from pathlib import Path

import pytest

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
