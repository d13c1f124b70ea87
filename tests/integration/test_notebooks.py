"""The notebooks run, and what they show is what the model gives."""

import re
from pathlib import Path

import pytest
from tests.notebooks import NOTEBOOKS, read_notebook, run_notebook, shown_in

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def numbers(text: str) -> list[float]:
    return [float(found) for found in NUMBER.findall(text)]


def words(text: str) -> str:
    """Give what is no number, without the widths of columns."""
    return re.sub(r"[\s─═┬┴┼╞╪╡│┆┌┐└┘-]+", " ", NUMBER.sub("#", text))


def test_there_are_two_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["a-year-earlier", "what-the-data-cannot-tell"]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_running_it_gives(path: Path) -> None:
    notebook = read_notebook(path)

    again = run_notebook(notebook)

    for stored, found in zip(shown_in(notebook), again, strict=True):
        advice = "run `python tests/notebooks.py`"
        assert set(stored) == set(found), advice
        for kind, text in found.items():
            assert words(text) == words(stored[kind]), advice
            assert numbers(text) == pytest.approx(numbers(stored[kind]), rel=0.02, abs=0.02), advice


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_listed_small_and_names_no_place_on_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert f"notebooks/{path.name}" in (path.parents[1] / "index.md").read_text(encoding="utf-8")
    assert len(text) < 60_000
    assert not re.search(r"/(home|root|tmp|Users)/", text)
    assert all(any(shown.values()) for shown in shown_in(read_notebook(path))[1:])
