"""Every case on claims gives the rows that it expects, and stays quiet where it says so."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from tests.claim_figures import claims_of

from coalface.claims.checks import find_checks
from coalface.claims.facts import Facts
from coalface.law.rulebook import load_rulebook
from coalface.sources.packaged import read_packaged

CASES: dict[str, dict[str, Any]] = {
    name: case
    for path in sorted((Path(__file__).parent / "claims").glob("checks*.yml"))
    for name, case in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}
TABLES = ("flows", "fx", "prices", "ports", "indicators")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(rulebook=load_rulebook(), **{name: read_packaged(name) for name in TABLES})


@pytest.mark.parametrize("name", CASES)
def test_case_gives_the_rows_that_it_expects(name: str, facts: Facts) -> None:
    case = CASES[name]

    checks = find_checks(claims_of(case), facts)

    for wanted in case.get("expect", []):
        assert [row for row in checks.iter_rows(named=True) if _is_wanted(row, wanted)], wanted
    if case.get("quiet"):
        assert checks.filter(pl.col("level") != "quiet").is_empty()
    spoken = set(checks["claim_ids"].explode(empty_as_null=True).to_list())
    assert not spoken & set(case.get("nothing_on", []))


def _is_wanted(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return (
        row["test"] == wanted["test"]
        and set(row["claim_ids"]) == set(wanted["claims"])
        and row["verdict"] == wanted.get("verdict", row["verdict"])
        and wanted.get("explanation", "") in row["explanation"]
        and wanted.get("hint", "") in (row["hint"] or "")
    )
