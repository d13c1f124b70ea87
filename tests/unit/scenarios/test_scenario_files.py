"""Scenario files: what they say together, and what is told of wrong ones, with the line."""

import re
from pathlib import Path

import pytest
from tests.unit.scenarios.wrong_files import WRONG

from coalface.earnings.parameters import Component
from coalface.errors import DefinitionError, InputError
from coalface.scenarios import scenario_file
from coalface.scenarios.priors import PriorDefinition
from coalface.scenarios.scenario_file import load_scenario, packaged_scenarios

HEAD = "scenario: own\nextends: history\ntitle: My own\n"
PACKAGED = (
    "ban-one-year-earlier",
    "coal-cap-2024",
    "enforcement-doubled",
    "enforcement-lapses",
    "enforcement-pulsed",
    "enforcement-steady",
    "history",
    "no-sanctions",
    "oil-cap-tightened",
    "prepayment-cut",
    "relaxation-roadmap",
)
COAL_BAN, COAL_CAP, REFINED = "UN-2371-8-coal", "UN-2321-26-coal", "UN-2397-5-refined"


def write(folder: Path, text: str, name: str = "own.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "line", "told"), WRONG, ids=[t for t, _, _ in WRONG])
def test_a_wrong_file_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    path = write(tmp_path, HEAD + text + "\n")

    with pytest.raises(DefinitionError, match=told) as error:
        load_scenario(path)

    assert "own.yml" in str(error.value)
    assert re.search("Value error|Input should|Field required", str(error.value)) is None
    assert f"line {line}" in str(error.value) or "not valid YAML" in told


def test_the_eleven_packaged_scenarios_are_in_order() -> None:
    found = packaged_scenarios()

    assert tuple(s.name for s in found) == PACKAGED
    assert [s.name for s in found if len(s.about) < 100] == []
    assert all(len(s.months) == 372 for s in found)


def test_each_step_of_the_roadmap_has_its_condition() -> None:
    steps = load_scenario("relaxation-roadmap").layers[-1].relaxation

    assert len(steps) == 5
    assert [s.condition for s in steps if len(s.condition) < 20] == []


def test_a_file_says_over_what_it_extends_says(tmp_path: Path) -> None:
    text = HEAD + (
        "branches: {settlement: B}\nensemble: {draws: 200, seed: 3}\n"
        "parameters: {pay.kickback_share: 0.1}\ncompare_to: no-sanctions\n"
    )

    found = load_scenario(write(tmp_path, text))

    assert found.branches.id == "kiep.B.statkor.practice"
    assert (found.ensemble.draws, found.ensemble.seed) == (200, 3)
    assert found.parameters == {"pay.kickback_share": 0.1}
    assert found.compare_to == "no-sanctions"
    assert [layer.scenario for layer in found.layers] == ["history", "own"]


def test_a_file_extends_another_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "scenario: first\nextends: history\ntitle: t\n", "first.yml")
    path = write(tmp_path, "scenario: own\nextends: first\ntitle: t\n")

    assert [layer.scenario for layer in load_scenario(path).layers] == ["history", "first", "own"]


def test_a_circle_of_files_is_told(tmp_path: Path) -> None:
    write(tmp_path, "scenario: first\nextends: own\ntitle: t\n", "first.yml")
    path = write(tmp_path, "scenario: own\nextends: first\ntitle: t\n")

    with pytest.raises(DefinitionError, match=r"first\.yml, line 2: a circle: own extends first"):
        load_scenario(path)


def test_a_file_that_extends_itself_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "scenario: own\nextends: own\ntitle: t\n")

    with pytest.raises(DefinitionError, match="line 2: a circle: own extends own"):
        load_scenario(path)


def test_a_long_chain_of_files_ends(tmp_path: Path) -> None:
    for i in range(12):
        base = f"c{i - 1}" if i else "history"
        write(tmp_path, f"scenario: c{i}\nextends: {base}\ntitle: t\n", f"c{i}.yml")

    with pytest.raises(DefinitionError, match="more than 10 files"):
        load_scenario(tmp_path / "c11.yml")


def test_a_wrong_line_of_a_file_that_is_extended_names_that_file(tmp_path: Path) -> None:
    write(tmp_path, "scenario: first\nextends: history\ntitle: t\nmonths: soon\n", "first.yml")
    path = write(tmp_path, "scenario: own\nextends: first\ntitle: t\n")

    with pytest.raises(DefinitionError, match=r"first\.yml, line 4"):
        load_scenario(path)


def test_a_file_that_extends_nothing_must_say_its_months(tmp_path: Path) -> None:
    path = write(tmp_path, "scenario: own\ntitle: t\n")

    with pytest.raises(DefinitionError, match=r"own\.yml, line 1: `months` is missing"):
        load_scenario(path)


def test_extends_is_a_name_and_never_a_path(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    write(tmp_path, "scenario: above\nextends: history\ntitle: t\n", "above.yml")
    path = write(inner, "scenario: own\nextends: ../above\ntitle: t\n")

    with pytest.raises(DefinitionError, match="line 2: extends"):
        load_scenario(path)


def test_a_name_of_a_packaged_scenario_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path, "scenario: history\ntitle: t\nmonths: 2000-01..2001-12\n")

    with pytest.raises(DefinitionError, match="line 1: 'history' is the name of a packaged"):
        load_scenario(path)


def test_a_rule_replaced_in_a_scenario_below_is_not_moved_above_it(tmp_path: Path) -> None:
    text = (
        "scenario: own\nextends: coal-cap-2024\ntitle: t\nrules:\n  change:\n"
        f"    - {{rule: {COAL_BAN}, shift: 1 months}}\n"
    )

    with pytest.raises(DefinitionError, match="line 6: rule UN-2371-8-coal is replaced by a cap"):
        load_scenario(write(tmp_path, text))


def test_a_rule_of_no_base_is_told(tmp_path: Path) -> None:
    text = (
        "scenario: own\nextends: no-sanctions\ntitle: t\nrules:\n  change:\n"
        f"    - {{rule: {COAL_BAN}, drop: true}}\n"
    )

    with pytest.raises(DefinitionError, match=r"line 6: .*does not apply here: base none"):
        load_scenario(write(tmp_path, text))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"", "line 1: expected lines of `key: value`, found nothing. Write one"),
        (b"- a\n- b\n", "expected lines of `key: value`, found a list of 2"),
        (b"x: " + b"[" * 500, "nested more than"),
        (b"# " + b"x" * 1_000_001, "more than 1,000,000 bytes"),
        (b"scenario: a\x00b\n", "not valid YAML"),
        (b"scenario: !!python/object/apply:os.system ['true']\n", "not valid YAML"),
    ],
    ids=["encoding", "empty", "list", "deep", "long", "nul", "python"],
)
def test_what_is_no_plain_text_of_keys_is_refused(tmp_path: Path, raw: bytes, told: str) -> None:
    path = tmp_path / "own.yml"
    path.write_bytes(raw)

    with pytest.raises(DefinitionError, match=told):
        load_scenario(path)


def test_a_mark_of_byte_order_and_windows_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert load_scenario(path).name == "own"


@pytest.mark.parametrize("name", ["historic", "/nowhere/own.yml", "own.txt"])
def test_a_scenario_that_is_nowhere_is_told(name: str) -> None:
    with pytest.raises(InputError):
        load_scenario(name)


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    folder = tmp_path / "own.yml"
    folder.mkdir()

    with pytest.raises(InputError, match="cannot be read"):
        load_scenario(folder)


def test_the_digest_follows_what_is_supposed_and_not_the_words(tmp_path: Path) -> None:
    one = load_scenario(write(tmp_path, HEAD, "a.yml"))
    two = load_scenario(write(tmp_path, HEAD.replace("My own", "Other words"), "b.yml"))
    text = HEAD + "terms:\n  - {from: 2014-01, limit: 0.5}\n"
    three = load_scenario(write(tmp_path, text, "c.yml"))

    assert one.digest == two.digest
    assert three.digest != one.digest


def test_a_relief_may_cut_into_one_of_the_scenario_below(tmp_path: Path) -> None:
    step = f"relaxation:\n  - {{from: 2024-01, to: 2024-12, rule: {COAL_BAN}, lift: true}}\n"
    write(tmp_path, "scenario: first\nextends: history\ntitle: t\n" + step, "first.yml")
    text = step.replace("2024-01", "2024-06")
    path = write(tmp_path, "scenario: own\nextends: first\ntitle: t\n" + text)

    assert len(load_scenario(path).layers) == 3


def test_a_ban_on_oil_may_give_way_to_a_cap_in_barrels(tmp_path: Path) -> None:
    rule = "UN-2375-13-condensates-ngl"
    text = f"relaxation:\n  - {{from: 2025-01, rule: {rule}, cap: {{barrels: 1000}}}}"

    assert load_scenario(write(tmp_path, HEAD + text)).name == "own"


def test_a_value_between_rival_ones_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rivals = (Component(value=1.0, weight=0.5), Component(value=3.0, weight=0.5))
    prior = PriorDefinition(
        id="model.x", meaning="m", unit="u", low=1, mode=1, high=3, reason="r", components=rivals
    )
    monkeypatch.setattr(scenario_file, "load_priors", lambda: {"model.x": prior})
    path = write(tmp_path, HEAD + "parameters: {model.x: 3}\n")

    assert load_scenario(path).parameters == {"model.x": 3}
    write(tmp_path, HEAD + "parameters: {model.x: 2}\n")
    with pytest.raises(DefinitionError, match=r"line 4: model\.x has rival values 1, 3"):
        load_scenario(path)
