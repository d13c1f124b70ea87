"""Every packaged statement gives the result that its case expects, claim by claim."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.trade.statement_forms import load_statements
from coalface.trade.statements import CheckedStatement, check_statements

CASES: dict[str, dict[str, Any]] = {
    name: case
    for path in sorted((Path(__file__).parent / "statements").glob("*.yml"))
    for name, case in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}


@pytest.fixture(scope="module")
def checked() -> dict[str, CheckedStatement]:
    flows, inputs, shares = map(read_packaged, ("flows", "processing_inputs", "shares"))
    return {row.id: row for row in check_statements(flows, inputs, shares, load_rulebook())}


def test_every_packaged_statement_has_its_case() -> None:
    assert {s.id for s in load_statements()} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_statement_gives_the_expected_result_with_the_law_beside_it(
    name: str, checked: dict[str, CheckedStatement]
) -> None:
    expected, row = CASES[name], checked[name]

    assert {claim.id: claim.result for claim in row.claims} == expected["claims"]
    assert row.result == expected["result"]
    assert (row.standing.verdict if row.standing else None) == expected.get("verdict")
    assert (row.standing.why if row.standing else "") == expected.get("why", "")
    assert row.law_result == expected.get("law_result", "")
    checks = row.standing.next_checks if row.standing else ()
    assert any(expected.get("next_check", "") in check for check in (*checks, ""))


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if {"competing", "later"} & set(c)])
def test_competing_and_later_figures_stand_beside_the_statement(
    name: str, checked: dict[str, CheckedStatement]
) -> None:
    row, case = checked[name], CASES[name]

    for part in ("competing", "later"):
        found = {n.inputs[0]: n.value for n in getattr(row, part)}
        assert case.get(part, {}).items() <= found.items()
