"""Whatever a scenario file holds, it is read whole or refused with a message."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalface.errors import CoalfaceError, DefinitionError
from coalface.scenarios.scenario_file import Scenario, load_scenario
from coalface.scenarios.scenario_models import DRIVERS, ScenarioFile

KEYS = sorted(ScenarioFile.model_fields)
INNER = ["from", "to", "level", "rate", "rule", "cap", "route", "pulse", "shift", "drop", "limit"]
INNER += [
    "tonnes",
    "per",
    "every",
    "lasts",
    "draws",
    "quantiles",
    "change",
    "base",
    "why",
    *DRIVERS,
]
WORDS = ["history", "2017-08", "2000-01..2030-12", "un-1718", "UN-2371-8-coal", "-12 months", "all"]
WORDS += ["ship-to-ship", "year", "none", "9999-99", "-99999 months", "un-1718@9999-12-31", ""]
SCALARS = (
    st.sampled_from(WORDS)
    | st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.dates()
    | st.text(max_size=10)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(INNER) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scenarios")


def read(folder: Path, text: str) -> Scenario | str:
    path = folder / "own.yml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        return load_scenario(path)
    except CoalfaceError as error:
        return str(error)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(change=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4))
def test_any_values_under_the_known_keys_are_read_or_refused(
    folder: Path, change: dict[str, Any]
) -> None:
    whole = {"scenario": "own", "extends": "history", "title": "t"} | change

    found = read(folder, yaml.safe_dump(whole, allow_unicode=True))

    assert isinstance(found, Scenario) or "own.yml" in found


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_read_or_refused(folder: Path, text: str) -> None:
    found = read(folder, text)

    assert isinstance(found, str)
    assert found


@settings(max_examples=60, deadline=None)
@given(
    at=st.integers(0, 300), what=st.sampled_from(["{", "}", "- ", ":", "\t", "&a ", "*a", "0", "%"])
)
def test_a_sound_file_with_one_slip_is_read_or_refused(folder: Path, at: int, what: str) -> None:
    sound = (
        "scenario: own\nextends: history\ntitle: t\nrules:\n  change:\n"
        "    - {rule: UN-2371-8-coal, shift: -12 months}\nenforcement:\n"
        "  - {route: all, from: 2018-01, to: 2018-12, level: 0.5, why: x}\n"
        "relaxation:\n  - {from: 2024-01, rule: UN-2371-8-iron, cap: {tonnes: 1.0e+6}}\n"
    )

    found = read(folder, sound[:at] + what + sound[at:])

    assert isinstance(found, Scenario) or "own.yml" in found


def test_deep_nesting_ends_in_a_message(folder: Path) -> None:
    path = folder / "deep.yml"
    path.write_text("a: " + "{a: " * 5000)

    with pytest.raises(DefinitionError, match="nested more than"):
        load_scenario(path)
