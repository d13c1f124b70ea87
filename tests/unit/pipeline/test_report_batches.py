"""Many reports at once: nothing of one that fails, nothing lost of the others."""

from pathlib import Path

import polars as pl
import pytest

from coalface.errors import InputError
from coalface.pipeline import report_intake
from coalface.pipeline.report_batches import extract_files, usual_executor
from coalface.pipeline.report_intake import (
    ReportFacts,
    extract_file,
    extract_reports,
    read_report_file,
)

TEXT = "Songlim shipped {n},000 tonnes of coal at 50 USD per tonne in 2019.\n"


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    paths = []
    for n in range(1, 26):
        paths.append(tmp_path / f"report-{n:02}.txt")
        paths[-1].write_text("" if n == 7 else TEXT.format(n=n), encoding="utf-8")
    return paths


def test_a_report_that_cannot_be_read_is_named_and_the_others_are_read(
    reports: list[Path],
) -> None:
    told: list[tuple[int, int]] = []

    read = extract_files(
        reports, ReportFacts(), tell=lambda done, total: told.append((done, total))
    )

    assert len(read.found) == 24
    assert len(read.unread) == 1
    assert "report-07.txt" in read.unread[0]
    assert told == [(10, 25), (20, 25), (25, 25)]


def test_reports_keep_their_order_and_claims_in_other_processes(reports: list[Path]) -> None:
    here = extract_files(reports, ReportFacts())
    there = extract_files(reports, ReportFacts(), executor="processes:2")

    assert there.unread == here.unread
    assert [r.document for r in there.found] == [r.document for r in here.found]
    for one, other in zip(here.found, there.found, strict=True):
        assert one.claims.height > 0
        assert one.claims.equals(other.claims)


def test_reports_read_together_have_the_claims_of_each_alone(reports: list[Path]) -> None:
    together = extract_files(reports, ReportFacts("restricted"))

    for one in together.found:
        alone = extract_file(
            next(path for path in reports if path.read_text() == one.document.text),
            ReportFacts("restricted"),
        )
        assert one.claims.equals(alone.claims)
        assert one.claims["sensitivity"].unique().to_list() == ["restricted"]


def test_reports_taken_in_one_go_have_the_claims_of_each_alone(reports: list[Path]) -> None:
    some = [path for path in reports if path.read_text()][:5]
    facts = ReportFacts("restricted")

    found = extract_reports([read_report_file(path, facts, None) for path in some])

    for path, one in zip(some, found, strict=True):
        assert one.claims.equals(extract_file(path, facts).claims)


def test_one_content_under_two_names_is_read_under_both(reports: list[Path]) -> None:
    reports[2].write_text(reports[1].read_text(), encoding="utf-8")

    read = extract_files(reports, ReportFacts())

    assert len(read.found) == 24
    assert read.found[1].claims.equals(read.found[2].claims)


def test_a_fault_in_one_report_costs_none_of_the_others(
    reports: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(claims: pl.DataFrame) -> None:
        if "9,000 tonnes" in " ".join(claims["locator"]):
            raise InputError("9,000 is no figure")

    monkeypatch.setattr(report_intake, "check_claims", check)

    read = extract_files(reports, ReportFacts())

    assert len(read.found) == 22  # 9,000 and 19,000
    assert [why for why in read.unread if "no figure" in why] == ["9,000 is no figure"] * 2


def test_a_few_reports_start_no_other_process() -> None:
    assert usual_executor(3) == "serial"
