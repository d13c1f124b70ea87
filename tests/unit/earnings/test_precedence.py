"""Rules of precedence are data: a wrong one is refused with file and line."""

import shutil
from importlib import resources
from pathlib import Path

import pytest

from coalface.earnings.imputation import MODELS
from coalface.earnings.precedence import (
    find_line,
    find_reading,
    load_lines,
    load_readings,
    read_lines,
    read_readings,
)
from coalface.errors import DefinitionError

PACKAGED = Path(str(resources.files("coalface") / "data" / "parameters" / "precedence"))


def changed(tmp_path: Path, folder: str, file: str, old: str, new: str) -> Path:
    copy = Path(shutil.copytree(PACKAGED / folder, tmp_path / folder))
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def test_the_account_has_every_channel_that_it_should() -> None:
    names = {line.id for line in load_lines()}

    assert {
        "declared_coal",
        "electricity",
        "undeclared_coal",
        "other_banned_goods",
        "fish_licences",
        "workers",
        "tourism",
        "cyber",
        "arms",
        "kaesong",
        "border_trade",
        "declared_imports",
        "refined_petroleum",
        "crude",
    } <= names
    assert {line.imputation for line in load_lines()} <= {"", *MODELS}


def test_by_rule_comes_first_and_chooses_nothing_itself() -> None:
    assert load_readings()[0].id == "by_rule"
    assert load_readings()[0].choose == {}


def test_a_preferred_choice_goes_to_the_head_and_the_others_keep_their_order() -> None:
    line = find_line("cyber")

    ordered = find_reading("inss_2024").ordered(line)

    assert ordered[0].id == "inss_2024"
    rest = [c.id for c in line.choices if c.id != "inss_2024"]
    assert [c.id for c in ordered[1:]] == rest


def test_published_only_has_no_model_for_any_line() -> None:
    reading = find_reading("published_only")

    assert {reading.model(line) for line in load_lines()} == {""}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("crude.yml", "declared_imports:", "declared_importz:", r"crude\.yml, line 7: line"),
        ("cyber.yml", "id: msmt", "id: trm", r"cyber\.yml, line \d+: choice 'trm' stands twice"),
        (
            "declared_coal.yml",
            "two_scale_bridge",
            "guess",
            r"declared_coal\.yml, line 7: imputation 'guess' is not known",
        ),
        ("workers.yml", "kind: estimate", "kind: guess", r"workers\.yml, line \d+: choices"),
        ("workers.yml", "side: income", "side: incom", r"workers\.yml, line 5: side"),
        (
            "border_trade.yml",
            "crossings: border.crossings_yearly",
            "crossings: border.crossing",
            r"border_trade\.yml, line \d+: parameter 'border\.crossing'",
        ),
    ],
)
def test_a_wrong_line_is_refused_with_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(DefinitionError, match=said):
        read_lines(changed(tmp_path, "lines", file, old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cyber:", "cybar:", r"inss_2024\.yml, line 7: line 'cybar' is not known"),
        ("cyber: inss_2024", "cyber: inss", r"inss_2024\.yml, line 7: choice of cyber 'inss'"),
        ("choose:", "chose:", r"inss_2024\.yml, line 3: unknown key 'chose'"),
    ],
)
def test_a_reading_that_names_the_unknown_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(DefinitionError, match=said):
        read_readings(changed(tmp_path, "readings", "inss_2024.yml", old, new), load_lines())
