"""A user's own files: in whole, listed, traced to the row, and the packaged brief unchanged."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.contracts.publisher_files import Record, comtrade_record
from tests.contracts.publisher_writers import write_csv
from tests.packaged_numbers import numbers_on

from coalface.errors import WorkspaceError
from coalface.pipeline import explain_number, find_numbers, open_facts

Coalface = Callable[..., Any]
AS_OF = date(2026, 1, 31)
TOTAL = "balance/2016/china_customs/exports_usd"


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """China's import of anthracite and its total in 2016; the third record has no such partner."""
    records = [
        comtrade_record(cifvalue="1234567890.5", primaryValue="1234567890.5"),
        comtrade_record(cmdCode="TOTAL", cmdDesc="All", cifvalue="2.5e9", primaryValue="2.5e9"),
        comtrade_record(motCode="2100", motDesc="Sea", cifvalue="60000", primaryValue="60000"),
        comtrade_record(partnerCode="9999", partnerISO="XXX", partnerDesc="Nowhere"),
    ]
    return write(tmp_path / "mine.csv", records)


def write(path: Path, records: list[Record]) -> Path:
    return write_csv(path, list(records[0]), records)


def test_with_the_packaged_facts_in_it_every_figure_is_that_of_the_packaged_brief(
    facts: Path,
) -> None:
    packaged = numbers_on(AS_OF)
    imported = find_numbers(AS_OF, facts=open_facts(facts))

    assert list(imported) == list(packaged)
    assert imported == packaged


def test_the_brief_of_a_workspace_names_its_files_with_their_digests(
    coalface: Coalface, facts: Path, own_file: Path, tmp_path: Path
) -> None:
    assert coalface("ingest", own_file, "--vintage", "2024-05-01", "--workspace", facts).code == 0

    out = tmp_path / "brief"
    done = coalface("brief", "--workspace", facts, "--out", out, "--format", "html")

    assert done.code == 0
    assert "1 ingested figures by province" in done.err
    with zipfile.ZipFile(out / "bundle.zip") as bundle:
        run = json.loads(bundle.read("manifest.json"))["run"]
        sources = bundle.read("sources.csv").decode()
        numbers = bundle.read("numbers.csv").decode()
    digest = hashlib.sha256(own_file.read_bytes()).hexdigest()
    assert {"name": "mine.csv", "sha256": digest, "n_rows": 4} in run["inputs"]
    assert {"name": "workspace_version", "value": "2"} in run["parameters"]
    assert "UN Comtrade" in sources
    assert len(set(re.findall(r"flows/[0-9a-f]{16}/[23]", numbers))) == 2


def test_an_ingested_figure_stands_beside_its_rivals_and_is_traced_to_file_row_and_digest(
    coalface: Coalface, facts: Path, own_file: Path
) -> None:
    coalface("ingest", own_file, "--vintage", "2024-05-01", "--workspace", facts)
    alone = explain_number(TOTAL, AS_OF).number

    found = explain_number(TOTAL, AS_OF, facts=open_facts(facts))

    assert found.number.low is not None
    assert found.number.high is not None
    assert found.number.low <= (alone.value or 0) <= found.number.high
    (own,) = [row for row in found.inputs if "mine.csv" in row.locator]
    assert own.source.startswith("United Nations")
    assert "value_cif_usd 2,500,000,000;" in own.figures
    assert "mine.csv, row 3, release 2024-05-01, SHA-256 " in own.locator
    printed = coalface("explain", TOTAL, "--workspace", facts, "--as-of", AS_OF)
    assert printed.code == 0
    assert own.row_id in "".join(printed.out.split())


def test_an_older_version_is_the_brief_as_it_was(
    coalface: Coalface, facts: Path, own_file: Path
) -> None:
    coalface("ingest", own_file, "--workspace", facts)

    command = ("trade", "balance", "--json", "--as-of", AS_OF)
    old = coalface(*command, "--workspace", facts, "--workspace-version", 1)
    new = coalface(*command, "--workspace", facts)

    assert json.loads(old.out)["rows"] == json.loads(coalface(*command).out)["rows"]
    assert json.loads(new.out)["rows"] != json.loads(old.out)["rows"]


def test_rejected_records_are_named_and_kept(
    coalface: Coalface, tmp_path: Path, own_file: Path
) -> None:
    folder = tmp_path / "workspace"

    done = coalface("ingest", "comtrade", own_file, "--workspace", folder, "--json")

    assert done.code == 0
    (file,) = json.loads(done.out)["files"]
    assert (file["n_rows"], file["n_rejected"], file["counts"]["flows"]) == (4, 1, 3)
    assert "row 5, partnerCode" in done.err
    assert "'9999'" in done.err
    again = coalface("ingest", own_file, "--workspace", folder)
    assert "already there, as ingest 1; nothing was done" in again.err


def test_history_and_info_are_readable_and_the_same_as_json(
    coalface: Coalface, facts: Path, own_file: Path
) -> None:
    coalface("ingest", own_file, "--vintage", "2024-05-01", "--workspace", facts)

    for name in ("history", "info"):
        printed = coalface("workspace", name, "--workspace", facts)
        assert printed.code == 0
        assert max(len(line) for line in printed.out.splitlines()) <= 120
    words = coalface("workspace", "history", "--workspace", facts).out.split()
    assert {"mine.csv", "comtrade", "2024-05-01"} <= set(words)
    rows = json.loads(coalface("workspace", "history", "--workspace", facts, "--json").out)["rows"]
    assert [row["kind"] for row in rows] == ["packaged", "comtrade"]
    assert all(len(row["sha256"]) == 64 for row in rows)
    told = json.loads(coalface("workspace", "info", "--workspace", facts, "--json").out)
    assert {"flows", "prices", "sources"} <= {table["table"] for table in told["tables"]}


def test_verify_tells_a_changed_file_by_exit_code_and_compact_is_harmless(
    coalface: Coalface, facts: Path
) -> None:
    assert coalface("workspace", "verify", "--workspace", facts).code == 0
    assert coalface("workspace", "compact", "--workspace", facts).code == 0
    assert coalface("workspace", "verify", "--mend", "--workspace", facts, "--json").code == 0
    path = next((facts / "flows").rglob("part-*.parquet"))
    path.write_bytes(path.read_bytes() + b"x")

    done = coalface("workspace", "verify", "--workspace", facts)

    assert done.code == 1
    assert "was changed" in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("half.csv", "typeCode,freqCode\nC", "nearest kind"),
        ("empty.csv", "", "empty"),
        ("words.txt", "Dear Sir\n", "nearest kind"),
    ],
)
def test_a_file_of_no_kind_is_refused_and_the_workspace_stays(
    coalface: Coalface, facts: Path, tmp_path: Path, name: str, content: str, told: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")

    done = coalface("ingest", tmp_path / name, "--workspace", facts)

    assert done.code == 1
    assert told in done.err
    assert open_facts(facts).parameters == (("workspace_version", "1"),)


def test_an_archive_whose_entry_leaves_the_folder_is_refused_and_nothing_is_written(
    coalface: Coalface, facts: Path, own_file: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "lies.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("../outside.csv", own_file.read_text(encoding="utf-8"))
    before = sorted(tmp_path.rglob("*"))

    done = coalface("ingest", archive, "--workspace", facts)

    assert done.code == 1
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path.parent / "outside.csv").exists()


def test_a_workspace_without_packaged_facts_says_how_to_get_them(
    coalface: Coalface, tmp_path: Path, own_file: Path
) -> None:
    folder = tmp_path / "workspace"
    coalface("ingest", own_file, "--workspace", folder)

    done = coalface("caps", "--workspace", folder)

    assert done.code == 1
    assert "workspace import-packaged" in done.err


def test_a_folder_that_is_no_workspace_is_never_taken_for_the_packaged_facts(
    coalface: Coalface, tmp_path: Path
) -> None:
    done = coalface("caps", "--workspace", tmp_path)

    assert done.code == 1
    assert "is no workspace" in done.err
    with pytest.raises(WorkspaceError, match="there is no workspace at"):
        open_facts(None, 3)


def test_wrong_usage_of_ingest_is_told(coalface: Coalface, own_file: Path) -> None:
    for arguments in (
        ("baci",),
        ("bacci", own_file),
        (own_file, "--flow", "both"),
        (own_file, "--partner", "109"),
        (own_file, "--mapping", "nowhere.yml"),
    ):
        assert coalface("ingest", *arguments).code == 2, arguments


def test_update_check_lists_rules_and_series_older_than_asked(coalface: Coalface) -> None:
    command = ("update-check", "--as-of", AS_OF, "--json")

    every = json.loads(coalface(*command, "--months", 0).out)["rows"]
    old = json.loads(coalface(*command, "--months", 24).out)["rows"]

    assert {row["table"] for row in old} >= {"rules", "flows", "prices"}
    assert all(row["months"] is None or row["months"] >= 24 for row in old)
    assert len(old) < len(every)


def test_a_withdrawn_ingest_is_named_so_and_its_version_stays(
    coalface: Coalface, facts: Path, own_file: Path
) -> None:
    coalface("ingest", own_file, "--workspace", facts)

    done = coalface("workspace", "withdraw", 2, "--workspace", facts)

    assert done.code == 0
    assert "withdrawal of ingest 2, mine.csv" in done.err
    assert "--workspace-version 2 reads them" in done.err
    history = " ".join(coalface("workspace", "history", "--workspace", facts).out.split())
    assert "mine.csv (withdrawn)" in history
    command = ("trade", "balance", "--json", "--as-of", AS_OF)
    old, new = (
        json.loads(coalface(*command, "--workspace", facts, *more).out)["rows"]
        for more in (("--workspace-version", 2), ())
    )
    assert new == json.loads(coalface(*command).out)["rows"] != old
    assert coalface("workspace", "withdraw", 2, "--workspace", facts).code == 1


def test_history_and_verify_take_a_version(coalface: Coalface, facts: Path, own_file: Path) -> None:
    coalface("ingest", own_file, "--workspace", facts)
    older = ("--workspace", facts, "--workspace-version", 1, "--json")

    assert len(json.loads(coalface("workspace", "history", *older).out)["rows"]) == 1
    assert json.loads(coalface("workspace", "verify", *older).out)["n_ingests"] == 1
    assert (
        coalface("workspace", "history", "--workspace", facts, "--workspace-version", 9).code == 1
    )


def test_a_damaged_list_of_ingests_ends_a_check_and_a_clean_up_with_what_to_do(
    coalface: Coalface, facts: Path
) -> None:
    shutil.rmtree(facts / "ingests")
    before = sorted((facts / "flows").rglob("*.parquet"))

    for command in (("verify",), ("verify", "--mend"), ("compact",), ("info",)):
        done = coalface("workspace", *command, "--workspace", facts)
        assert done.code == 1, command
        assert "from a copy" in done.err, command

    assert sorted((facts / "flows").rglob("*.parquet")) == before


def test_marks_in_a_file_name_do_not_steer_the_terminal(
    coalface: Coalface, tmp_path: Path, own_file: Path
) -> None:
    name = "\x1b[31mred\u202e.csv"
    own_file.rename(tmp_path / name)
    folder = tmp_path / "workspace"

    said = coalface("ingest", tmp_path / name, "--workspace", folder, "--json")
    listed = coalface("workspace", "history", "--workspace", folder)

    for text in (said.err, said.out, listed.out):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "red" in text
    assert r"\x1b[31mred\u202e.csv: ingest 1" in said.err
    assert json.loads(said.out)["files"][0]["file"] == name


def test_what_is_read_of_a_name_makes_another_ingest_of_the_same_bytes(
    coalface: Coalface, tmp_path: Path
) -> None:
    folder = tmp_path / "workspace"
    files = [
        tmp_path / f"BACI_HS{hs}_Y2017_V{v}.csv" for hs, v in (("17", "202401"), ("12", "202501"))
    ]
    for file in files:
        file.write_text("t,i,j,k,v,q\n2017,156,408,270111,1000.5,2000\n", encoding="utf-8")
    same = tmp_path / f"my copy of {files[0].name}"
    same.write_bytes(files[0].read_bytes())

    for file in (*files, same):
        assert coalface("ingest", file, "--workspace", folder).code == 0

    rows = json.loads(coalface("workspace", "history", "--workspace", folder, "--json").out)["rows"]
    assert [json.loads(row["options"])["vintage"] for row in rows] == ["V202401", "V202501"]
    assert [json.loads(row["options"])["hs_revision"] for row in rows] == ["HS2017", "HS2012"]


@pytest.mark.parametrize(
    "options",
    [("--flow", "import"), ("--currency", "CNY"), ("--vintage", " "), ("--vintage", "10/2024")],
)
def test_an_option_that_means_nothing_makes_no_ingest(
    coalface: Coalface, tmp_path: Path, options: tuple[str, str]
) -> None:
    file = tmp_path / "BACI_HS17_Y2017_V202401.csv"
    file.write_text("t,i,j,k,v,q\n2017,156,408,270111,1000.5,2000\n", encoding="utf-8")
    folder = tmp_path / "workspace"

    done = coalface("ingest", file, *options, "--workspace", folder)

    assert done.code in {1, 2}
    assert options[0] in done.err
    assert not (folder / "flows").exists()


@pytest.mark.parametrize(
    "options", [("--partner", "109=Narnia"), ("--hs-revision", "HS1066"), ("--encoding", "klingon")]
)
def test_a_country_edition_or_encoding_that_there_is_not_is_refused_before_the_file_is_read(
    coalface: Coalface, tmp_path: Path, options: tuple[str, str]
) -> None:
    file = tmp_path / "customs.csv"
    file.write_bytes(b"\xff not even a table")
    folder = tmp_path / "workspace"

    done = coalface("ingest", "gacc", file, "--flow", "import", *options, "--workspace", folder)

    assert done.code == 1
    assert options[0] in done.err
    assert "Traceback" not in done.err
    assert not (folder / "flows").exists()


def test_an_undated_file_beside_dated_ones_is_told(
    coalface: Coalface, tmp_path: Path, own_file: Path
) -> None:
    folder = tmp_path / "workspace"
    coalface("ingest", own_file, "--vintage", "2024-05-01", "--workspace", folder)

    done = coalface("ingest", own_file, "--workspace", folder)

    assert "taken in last is read as the newest" in done.err


def test_the_reading_of_a_rule_is_never_told_by_a_legal_date(coalface: Coalface) -> None:
    rows = json.loads(coalface("update-check", "--as-of", AS_OF, "--json").out)["rows"]

    rules = [row for row in rows if row["table"] == "rules"]
    assert rules
    assert all(row["months"] is None and row["read_on"] is None for row in rules)
    assert all(row["last_on"] for row in rules)
    for row in rules:
        parts = row["look_at"].split("; ")
        assert all(p.startswith(("http://", "https://")) for p in parts) or "no address" in parts[0]
    printed = coalface("update-check", "--as-of", AS_OF).out
    assert "not recorded" in printed
    assert "Not checked or continued for 12 months or more, as of 2026-01-31" in printed


def test_the_module_runs_as_the_command_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coalface", "--version"], capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("coalface ")
