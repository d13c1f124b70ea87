"""Whether a name given to a comparison is a scenario or the folder of a run."""

from pathlib import Path

import pytest

from coalface.errors import InputError
from coalface.pipeline import scenarios
from coalface.pipeline.scenarios import RunOptions, compare_scenarios


def make_folder(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    (folder / name / "manifest.json").write_text("no run", encoding="utf-8")


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_folder_called_like_a_scenario_does_not_replace_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_folder(tmp_path, "history")
    asked: list[str] = []

    def stop(name: str, *_: object, **__: object) -> None:
        asked.append(name)
        raise InputError("seen")

    monkeypatch.setattr(scenarios, "simulate_scenario", stop)

    with pytest.raises(InputError, match="seen"):
        compare_scenarios("history", "no-sanctions", RunOptions(draws=100))

    assert asked == ["history"]


def test_a_folder_with_a_slash_is_a_run(tmp_path: Path) -> None:
    make_folder(tmp_path, "history")

    with pytest.raises(InputError, match="no manifest of a run can be read there"):
        compare_scenarios("./history", "no-sanctions", RunOptions(draws=100))


def test_a_bare_name_of_a_run_is_told_to_take_a_slash(tmp_path: Path) -> None:
    make_folder(tmp_path, "mine")

    with pytest.raises(InputError, match=r"Write \./mine for that run"):
        compare_scenarios("mine", "history", RunOptions(draws=100))
