"""What the commands show of a protected report."""

import json
import stat
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


def test_an_edit_of_a_protected_claim_prints_and_stores_no_name(
    coalface: Coalface, tmp_path: Path
) -> None:
    path, folder, out = tmp_path / "kwon.txt", tmp_path / "w", tmp_path / "all.csv"
    path.write_text("Coal was sold for $4,711 a ton at Rajin on 3 May 2018.\n")
    there = ("--workspace", folder)
    coalface("ingest", "reports", path, "--sensitivity", "protected", *there)
    claim = json.loads(coalface("claims", "review", *there, "--json").out)["rows"][0]["claim_id"]
    edit = ("claims", "review", "--edit", claim, "actor=Ms Ri", "--by", "N.", "--reason", "Ms Ri")

    acted = coalface(*edit, *there, "--json")
    seen = coalface("claims", "review", *there, "--all", "--show-protected", "--out", out)

    assert acted.code == seen.code == 0
    told = [acted.out, acted.err, seen.err, out.read_text()]
    assert [words for words in told if "Ms Ri" in words] == []
    review = json.loads(acted.out)["reviews"][0]
    assert (review["field"], review["after"], review["by"]) == ("actor", "(protected)", "N.")
    assert "4,711" in out.read_text()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    shown = coalface("claims", "review", "--show", claim, *there, "--show-protected")
    assert "source-" in shown.out
    assert "Ms Ri" not in shown.out
