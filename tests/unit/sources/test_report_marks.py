"""What a report strikes out is not read, and that its tables are not read is told."""

from pathlib import Path

import pytest

from coalface.sources.report_marks import count_tables, without_struck
from coalface.sources.reports import read_report

TABLE = "| Month | Tons |\n|---|---:|\n| Jan | 100,000 |\n| Feb | 140,000 |\n"
ROWS = "<tr><td>Jan</td><td>100,000</td></tr><tr><td>Feb</td><td>140,000</td></tr>"


def read(tmp_path: Path, name: str, text: str) -> tuple[str, str]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    report = read_report(path)
    return report.text, " ".join(report.notes)


def test_words_struck_out_of_markdown_become_blanks_and_no_offset_moves(tmp_path: Path) -> None:
    text, notes = read(tmp_path, "a.md", "Coal cost ~~90 dollars\na ton~~ 80 dollars a ton.\n")

    assert text == "Coal cost " + " " * 12 + "\n" + " " * 7 + " 80 dollars a ton.\n"
    assert "1 passage struck out was left out" in notes


@pytest.mark.parametrize(
    "text",
    [
        "about ~90 and ~~ 95 dollars ~~ a ton",
        "~~~\n90 dollars\n~~~",
        "~~90 dollars\n\na ton~~",
        "from ~~90 dollars",
    ],
)
def test_other_tildes_strike_nothing_out(text: str) -> None:
    assert without_struck(text) == (text, 0)


def test_plain_text_is_left_as_it_is(tmp_path: Path) -> None:
    text, notes = read(tmp_path, "a.txt", f"Coal cost ~~90~~ 80 dollars.\n\n{TABLE}")

    assert ("~~90~~" in text, notes) == (True, "")


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_what_a_page_strikes_out_is_left_out_and_told(tmp_path: Path, tag: str) -> None:
    page = f"<html><body><p>Coal cost <{tag}>90</{tag}> 80 dollars.</p></body></html>"

    text, notes = read(tmp_path, "a.html", page)

    assert text == "Coal cost 80 dollars."
    assert "1 passage struck out was left out" in notes


@pytest.mark.parametrize(
    ("text", "n_tables"),
    [
        (TABLE, 1),
        (f"{TABLE}\nText.\n\n{TABLE}", 2),
        ("a | b\n:--|:-:\n1 | 2\n", 1),
        ("Heading\n-------\n\n---\n\n- a - b\n", 0),
    ],
)
def test_tables_of_markdown_are_counted(text: str, n_tables: int) -> None:
    assert count_tables(text) == n_tables


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"<table>{ROWS}</table>", "1 table is not read"),
        (f"<table>{ROWS}</table><table>{ROWS}</table>", "2 tables are not read"),
        (f"<table><tr><td>menu</td><td><table>{ROWS}</table></td></tr></table>", "1 table is"),
        ("<table><tr><td>All of the text.</td></tr></table>", ""),
        (f"<div hidden><table>{ROWS}</table></div>", "1 elements left out"),
    ],
)
def test_tables_of_a_page_are_told_where_they_hold_rows_of_cells(
    tmp_path: Path, body: str, told: str
) -> None:
    notes = read(tmp_path, "a.html", f"<html><body><p>Text.</p>{body}</body></html>")[1]

    assert told in notes
    assert ("not read as a table" in notes) == (told.partition(" ")[2].startswith("table"))
