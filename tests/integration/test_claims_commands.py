"""Claims from the command line: read, reviewed, checked, used, handed on, forgotten."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.claims.review import Act
from coalface.pipeline import find_packaged, open_facts
from coalface.pipeline.claim_reviews import review_claims
from coalface.pipeline.claim_store import open_store
from coalface.pipeline.report_intake import ReportFacts, ingest_report
from coalface.pipeline.reports import find_reported
from coalface.workspace import Workspace

Coalface = Callable[..., Any]
REPORT = """---
title: Coal at the pier
publisher: A Paper
published: 2024-09-18
url: https://paper.example/coal
---

Buyers in Dandong paid 400 yuan a ton for coal in July 2024, a trader said. In August 2024 the price
of coal was 450 yuan a ton, he said.
"""
SLIP = """Officials pointed to the rules. Resolution 2375 of August 2017 had already banned coal,
an official said. The price of coal was 450 yuan a ton in July 2024, he said.
"""
UNTOLD = "Coal cost 4711 yuan a ton in July 2024, he said.\n"
BY = ("--by", "A. Nalyst")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "pier.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that tests do not change: one price is proposed, two are confirmed."""
    place = tmp_path_factory.mktemp("kept")
    store = Workspace.make(place / "workspace")
    at = datetime(2026, 1, 31, tzinfo=UTC)
    for name, text, facts in (
        ("pier.md", REPORT, ReportFacts()),
        ("secret.txt", UNTOLD, ReportFacts(sensitivity="protected")),
    ):
        (place / name).write_text(text, encoding="utf-8")
        ingest_report(store, place / name, facts, at=at)
    prices = open_store(store).latest.filter(pl.col("kind") == "price")["claim_id"].to_list()
    review_claims(store, [Act("confirm", claim, BY[1], at) for claim in prices[1:]])
    return store.folder


def rows(coalface: Coalface, *arguments: object) -> list[dict[str, Any]]:
    done = coalface(*arguments, "--json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["rows"]
    return found


def prices_of(coalface: Coalface, folder: Path) -> list[str]:
    queue = rows(coalface, "claims", "review", "--workspace", folder)
    return [row["claim_id"] for row in queue if row["kind"] == "price"]


def test_extract_prints_claims_with_their_spans_and_stores_nothing(
    coalface: Coalface, report: Path
) -> None:
    before = sorted(report.parent.iterdir())
    found = rows(coalface, "claims", "extract", report)

    prices = [row for row in found if row["kind"] == "price"]
    assert [(row["value_low"], row["currency"]) for row in prices] == [(400, "CNY"), (450, "CNY")]
    assert all(row["locator"] in " ".join(REPORT.split()) for row in found)
    assert all(row["review_state"] == "proposed" for row in found)
    assert sorted(report.parent.iterdir()) == before


def test_without_a_file_it_reads_invented_reports_and_says_so(coalface: Coalface) -> None:
    done = coalface("claims", "extract", "--json")

    told = json.loads(done.out)
    assert "INVENTED" in told["banner"][0]
    assert len({row["document_id"] for row in told["rows"]}) == 12


def test_what_a_protected_report_says_is_printed_on_request_only(
    coalface: Coalface, report: Path
) -> None:
    hidden = coalface("claims", "extract", report, "--sensitivity", "protected", "--json")
    shown = coalface(
        "claims", "extract", report, "--sensitivity", "protected", "--show-protected", "--json"
    )

    assert "400 yuan" not in hidden.out
    assert "400 yuan" in shown.out


def test_ingest_and_extract_store_one_document_once(
    coalface: Coalface, report: Path, folder: Path
) -> None:
    copy = report.with_name("same.md")
    copy.write_bytes(report.read_bytes())

    for command in (("ingest", "reports"), ("claims", "extract")):
        assert coalface(*command, report, copy, "--workspace", folder).code == 0

    store = Workspace(folder)
    assert store.read("documents").height == 1
    assert store.read("document_names")["name"].to_list() == ["pier.md", "same.md"]
    assert store.read("claims")["claim_id"].is_unique().all()


def test_a_claim_enters_prices_and_what_was_reported_when_it_is_confirmed_and_not_before(
    coalface: Coalface, report: Path, folder: Path
) -> None:
    coalface("workspace", "import-packaged", "--workspace", folder)
    coalface("ingest", "reports", report, "--workspace", folder)
    first, second = prices_of(coalface, folder)
    day = date(2026, 1, 31)
    packaged = open_facts(folder).read("prices").height

    def used() -> tuple[set[str], set[str], list[str]]:
        facts = open_facts(folder)
        ids = {first, second}
        reported = set(find_reported(workspace=Workspace(folder)).claims["claim_id"]) & ids
        found = find_packaged("discounts", day, facts=facts)
        told = [d.price.id for d in found if any(i in d.price.id for i in ids)]
        return set(facts.read("prices")["source_id"]) & ids, reported, told

    assert used() == (set(), set(), [])
    coalface("claims", "review", "--confirm", first, *BY, "--workspace", folder)
    assert used()[:2] == ({first}, {first})
    assert all(first in number for number in used()[2])
    assert used()[2]
    assert open_facts(folder).read("prices").height == packaged + 1
    coalface("claims", "review", "--edit", first, "commodity=coal dust", *BY, "--workspace", folder)
    assert used() == (set(), set(), [])


def test_a_brief_names_public_reports_among_its_inputs_and_no_others(
    coalface: Coalface, report: Path, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(UNTOLD, encoding="utf-8")
    coalface("workspace", "import-packaged", "--workspace", folder)
    coalface("ingest", "reports", report, "--workspace", folder)
    coalface("ingest", "reports", secret, "--sensitivity", "protected", "--workspace", folder)
    for claim in prices_of(coalface, folder):
        coalface("claims", "review", "--confirm", claim, *BY, "--workspace", folder)

    facts = open_facts(folder)

    told = [file.name for file in facts.list_inputs([])]
    assert len(told) == 2
    assert told[1].startswith("report doc-")
    assert "4711" not in str(facts.read("prices").tail(5).to_dicts())


def test_a_price_of_a_claim_is_explained_down_to_its_claim(
    coalface: Coalface, report: Path, folder: Path
) -> None:
    coalface("workspace", "import-packaged", "--workspace", folder)
    coalface("ingest", "reports", report, "--workspace", folder)
    first, _ = prices_of(coalface, folder)
    coalface("claims", "review", "--confirm", first, *BY, "--workspace", folder)

    number = f"discounts/prices/claim/{first}/price_usd_per_t"
    done = coalface("explain", number, "--workspace", folder)

    assert done.code == 0, done.err
    assert first in done.out
    assert "400 yuan" not in done.out


def test_reviewing_says_who_and_when_and_keeps_the_earlier_version(
    coalface: Coalface, report: Path, folder: Path
) -> None:
    coalface("ingest", "reports", report, "--workspace", folder)
    first, second = prices_of(coalface, folder)

    assert (
        coalface("claims", "review", "--grade", first, "B2", *BY, "--workspace", folder).code == 0
    )
    coalface("claims", "review", "--confirm", first, "--confirm", second, *BY,
             "--workspace", folder)  # fmt: skip
    judged = coalface("claims", "review", "--judge", first, "0.7", *BY, "--workspace", folder)

    assert "likely (55-80 %)" in judged.err
    listed = {r["claim_id"]: r for r in rows(coalface, "claims", "review", "--all",
                                             "--workspace", folder)}  # fmt: skip
    assert (listed[first]["review_state"], listed[first]["reviewed_by"]) == ("confirmed", BY[1])
    assert (listed[first]["grade_source"], listed[first]["grade_info"]) == ("B", 2)
    assert listed[first]["reviewed_at"]
    earlier = rows(coalface, "claims", "review", "--workspace", folder, "--workspace-version", 1)
    assert {row["review_state"] for row in earlier} == {"proposed"}
    versions = Workspace(folder).read("claims").filter(pl.col("claim_id") == first)
    assert versions["review_state"].to_list() == ["proposed", "proposed", "confirmed"]


def test_a_claim_is_shown_in_its_place_with_its_history(coalface: Coalface, kept: Path) -> None:
    (first,) = prices_of(coalface, kept)

    done = coalface("claims", "review", "--show", first, "--workspace", kept, "--json")

    told = json.loads(done.out)
    assert told["before"] + told["words"] + told["after"] in REPORT
    assert told["words"] in told["claim"]["locator"]
    assert [version["review_state"] for version in told["versions"]] == ["proposed"]
    assert "[[" in coalface("claims", "review", "--show", first, "--workspace", kept).out


def test_a_protected_claim_is_shown_on_request_only(coalface: Coalface, kept: Path) -> None:
    listed = rows(coalface, "claims", "review", "--all", "--workspace", kept)
    claim = next(r["claim_id"] for r in listed if r["sensitivity"] == "protected")
    words = ("claims", "review", "--show", claim, "--workspace", kept)

    refused, shown = coalface(*words), coalface(*words, "--show-protected")

    assert (refused.code, "4711" in refused.err + refused.out) == (1, False)
    assert "4711" in shown.out


@pytest.mark.parametrize(
    ("words", "told", "code"),
    [
        (("--confirm", "ID"), "by whom", 1),
        (("--grade", "ID", *BY), "one word after it", 1),
        (("--grade", "ID", "Z9", *BY), "two marks", 1),
        (("--edit", "ID", "commodity", *BY), "FIELD=VALUE", 1),
        (("--edit", "ID", "colour=red", *BY), "colour", 1),
        (("--merge", "ID", *BY), "into which other", 1),
        (("--confirm", "ID", "--edit", "ID", *BY), "one kind of act", 2),
        (("--reason", "why"), "say what to do", 2),
        (("--confirm", "ID", "more", *BY), "its own --confirm", 1),
        (("--confirm", "c-none", *BY), "no claim has the id", 1),
    ],
)
def test_an_act_that_cannot_be_done_is_told_and_changes_nothing(
    coalface: Coalface, kept: Path, words: tuple[str, ...], told: str, code: int
) -> None:
    (first,) = prices_of(coalface, kept)
    before = Workspace(kept).see().ingests.filter(pl.col("kind") == "review").height

    done = coalface(
        "claims", "review", *(first if w == "ID" else w for w in words), "--workspace", kept
    )

    assert (done.code, told in re.sub(r"[│\s]+", " ", done.err)) == (code, True), done.err
    assert Workspace(kept).see().ingests.filter(pl.col("kind") == "review").height == before


def test_contradictions_of_a_file_give_arithmetic_and_what_would_settle_it(
    coalface: Coalface, tmp_path: Path
) -> None:
    path = tmp_path / "slip.txt"
    path.write_text(SLIP, encoding="utf-8")

    found = rows(coalface, "claims", "contradictions", path)

    assert {row["verdict"] for row in found} == {"conflict"}
    assert any("2017-09-11" in row["explanation"] for row in found)
    assert all(row["would_settle"] and row["states"] == ["proposed"] for row in found)


def test_checks_of_a_protected_report_quote_nothing(coalface: Coalface, tmp_path: Path) -> None:
    path = tmp_path / "slip.txt"
    path.write_text(SLIP, encoding="utf-8")

    done = coalface("claims", "contradictions", path, "--sensitivity", "protected", "--json")

    assert json.loads(done.out)["rows"]
    assert "August 2017" not in done.out


def test_corrections_of_the_packaged_claims_are_slips_with_their_evidence(
    coalface: Coalface,
) -> None:
    found = rows(coalface, "claims", "corrections")

    assert found
    assert all(row["evidence"] and row["in_print"] and row["would_settle"] for row in found)


def test_recorded_checks_replace_the_earlier_ones(
    coalface: Coalface, report: Path, folder: Path
) -> None:
    coalface("ingest", "reports", report, "--workspace", folder)
    arguments = ("claims", "contradictions", "--workspace", folder, "--record")

    first = rows(coalface, *arguments)
    again = rows(coalface, *arguments)

    assert first == again
    assert Workspace(folder).read("checks").height == len(first)


def test_the_matrix_of_the_invented_set_says_that_it_is_invented(coalface: Coalface) -> None:
    done = coalface("claims", "matrix")

    assert done.code == 0
    assert "INVENTED" in done.out
    assert "all" in done.out


@pytest.mark.parametrize(
    ("form", "name"),
    [("ftm", "a.json"), ("statements", "a.csv"), ("claimreview", "b.json"), ("csv", "b.csv"),
     ("parquet", "a.parquet"), ("xlsx", "a.xlsx")],
)  # fmt: skip
def test_each_form_is_written_without_what_is_not_confirmed_or_protected(
    coalface: Coalface, kept: Path, tmp_path: Path, form: str, name: str
) -> None:
    out = tmp_path / name
    done = coalface("claims", "export", "--format", form, "--out", out, "--by", "A desk",
                    "--workspace", kept)  # fmt: skip

    assert done.code == 0, done.err
    assert "not confirmed: left out" in done.err
    assert "protected: left out" in done.err
    data = out.read_bytes()
    assert b"4711" not in data
    assert b"A. Nalyst" not in data


def test_an_export_has_provinces_and_months_and_words_of_at_most_14(
    coalface: Coalface, kept: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.parquet"

    coalface("claims", "export", "--format", "parquet", "--out", out, "--workspace", kept)

    frame = pl.read_parquet(out)
    assert "CN-DANDONG" not in frame["places"].explode().to_list()
    assert frame.filter(pl.col("valid_from").dt.day() != 1).is_empty()
    assert max(len(words.split()) for words in frame["locator"].drop_nulls()) <= 14
    assert frame.filter(pl.col("document_id").str.starts_with("doc-")).height == 1


def test_forgetting_names_the_files_that_were_handed_on(
    coalface: Coalface, report: Path, folder: Path, tmp_path: Path
) -> None:
    coalface("ingest", "reports", report, "--workspace", folder)
    first, _ = prices_of(coalface, folder)
    coalface("claims", "review", "--confirm", first, *BY, "--workspace", folder)
    coalface("claims", "export", "--format", "csv", "--out", tmp_path / "given.csv",
             "--workspace", folder)  # fmt: skip
    document = Workspace(folder).read("documents")["document_id"].item()

    done = coalface("claims", "forget", document, "--workspace", folder)

    assert done.code == 0, done.err
    assert "given.csv" in done.err
    assert rows(coalface, "claims", "review", "--all", "--workspace", folder) == []
    assert coalface("workspace", "verify", "--workspace", folder).code == 0
    assert not [p for p in folder.rglob("*") if p.is_file() and b"400 yuan" in p.read_bytes()]


@pytest.mark.parametrize(
    "words",
    [("ingest", "reports"), ("ingest", "reports", "none.md"), ("claims", "extract", "none.md")],
)
def test_a_report_that_is_not_there_is_told(
    coalface: Coalface, folder: Path, words: tuple[str, ...]
) -> None:
    done = coalface(*words, "--workspace", folder)

    assert done.code == 1
    assert "no such file" in done.err or "which reports" in done.err
