"""The 46 worked cases: one YAML each; the context is quoted in it."""

from pathlib import Path

import pytest
import yaml

from coalface.law import Case, judge, load_rulebook

CASES = sorted((Path(__file__).parent / "law").glob("*.yml"))


def test_there_are_46_worked_cases() -> None:
    assert len(CASES) == 46


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_worked_case_gives_the_expected_verdict_and_paragraph(path: Path) -> None:
    documented = yaml.safe_load(path.read_text(encoding="utf-8"))
    expected = documented["expected"]

    judgement = judge(Case(**documented["case"]), load_rulebook())

    assert judgement.verdict == expected["verdict"], documented["context"]
    paragraphs = [d.paragraph for d in judgement.deciding][: len(expected["paragraphs"])]
    assert paragraphs == expected["paragraphs"]
    assert bool(judgement.deciding) == bool(expected["paragraphs"])
