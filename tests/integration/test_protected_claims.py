"""What the commands show of a protected report."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Coalface = Callable[..., Any]


def test_lists_and_files_of_a_protected_report_hold_no_figure_place_day_or_speaker(
    coalface: Coalface, tmp_path: Path
) -> None:
    text = "Mr Kwon said coal was sold for $4,711 a ton at Rajin on 3 May 2018.\n"
    path, folder, out = tmp_path / "kwon.txt", tmp_path / "w", tmp_path / "queue.csv"
    path.write_text(text + "\nMr Kwon said coal was sold for $9 a ton at Rajin on 3 May 2018.\n")
    closed = ("--sensitivity", "protected")
    coalface("ingest", "reports", path, *closed, "--workspace", folder)

    listed = coalface("claims", "review", "--workspace", folder, "--json", "--out", out)
    checked = coalface("claims", "contradictions", path, *closed, "--quiet-too", "--json")
    printed = coalface("claims", "extract", path, *closed)

    told = [listed.out, out.read_text(), checked.out, printed.out]
    assert "(protected)" in listed.out + out.read_text()
    left = ("4711", "4,711", "RAJIN", "RASON", "Kwon", "2018-05", "trade_price")
    assert [word for word in left if any(word in each for each in told)] == []
