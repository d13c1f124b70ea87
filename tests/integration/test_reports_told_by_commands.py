"""What the commands on reports tell of files, of restricted reports, and of very many claims."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.pipeline.claim_store import open_store
from coalface.workspace import Workspace

Coalface = Callable[..., Any]
SLIP = """Officials pointed to the rules. Resolution 2375 of August 2017 had already banned coal,
an official said. The price of coal was 450 yuan a ton in July 2024, he said.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def rows(coalface: Coalface, *arguments: object) -> list[dict[str, Any]]:
    done = coalface(*arguments, "--json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["rows"]
    return found


@pytest.mark.parametrize("command", ["contradictions", "corrections"])
def test_checks_of_a_restricted_report_give_figures_without_words_in_a_closed_file(
    coalface: Coalface, tmp_path: Path, command: str
) -> None:
    path, out = tmp_path / "slip.txt", tmp_path / "checks.csv"
    path.write_text(SLIP, encoding="utf-8")
    words = ("claims", command, path, "--sensitivity", "restricted")

    done = coalface(*words, "--json", "--out", out)

    found = json.loads(done.out)["rows"]
    assert "2017-09-11" in repr(found)  # the arithmetic stays
    for told in (done.out, out.read_text(encoding="utf-8"), coalface(*words).out):
        assert not [w for w in ("of August 2017", "“", "official") if w in told]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_checks_of_a_stored_restricted_report_quote_nothing(
    coalface: Coalface, tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "slip.txt"
    path.write_text(SLIP, encoding="utf-8")
    coalface("ingest", "reports", path, "--sensitivity", "restricted", "--workspace", folder)

    found = rows(coalface, "claims", "contradictions", "--workspace", folder)

    own = [row for row in found if row["sensitivity"] == "restricted"]
    assert own
    assert not [w for w in ("of August 2017", "“") if w in repr(own)]
    assert any("“" in row["explanation"] for row in found)  # of public ones the words stay


@pytest.mark.parametrize("command", [("claims", "extract"), ("ingest", "reports")])
@pytest.mark.parametrize(("name", "told"), [("folder.txt", "is a folder"), ("link.txt", "a link")])
def test_what_is_no_file_is_told_for_what_it_is(
    coalface: Coalface, tmp_path: Path, command: tuple[str, str], name: str, told: str
) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")

    done = coalface(*command, tmp_path / name, "--workspace", tmp_path / "w")

    assert done.code != 0
    assert told in done.err
    assert "there is no such file" not in done.err


def test_what_is_known_of_a_report_is_told_at_ingest(
    coalface: Coalface, tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "plain.txt"
    path.write_text(SLIP, encoding="utf-8")
    address = "https://paper.example/slip"
    about = ("--publisher", "A Paper", "--title", "A slip", "--url", address)

    done = coalface("ingest", "reports", path, *about, "--workspace", folder)

    assert done.code == 0, done.err
    (kept,) = open_store(Workspace(folder)).documents.to_dicts()
    assert (kept["publisher"], kept["title"], kept["url"]) == ("A Paper", "A slip", address)


def test_what_is_known_of_a_report_is_refused_of_other_files(
    coalface: Coalface, tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    done = coalface("ingest", path, "--title", "A slip", "--workspace", folder)

    assert done.code != 0
    assert "--title: of the kind reports only" in done.err


def test_of_many_claims_a_screen_shows_the_first_and_a_file_has_all(
    coalface: Coalface, tmp_path: Path
) -> None:
    path, out = tmp_path / "long.txt", tmp_path / "all.csv"
    line = "Coal cost {n} yuan a ton in July 2024, he said.\n"
    path.write_text("".join(line.format(n=n) for n in range(100, 1150)), encoding="utf-8")

    printed = coalface("claims", "extract", path)
    coalface("claims", "extract", path, "--out", out)

    assert "50 further claims not printed" in printed.out
    assert (": 1,050 claims" in printed.out, "1100 yuan" in printed.out) == (True, False)
    assert pl.read_csv(out).height == 1050
