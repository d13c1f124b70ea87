"""Read a scenario: its file and those that it extends, checked as a whole before anything runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from coalface.law.rulebook import Rulebook, load_rulebook
from coalface.scenarios.branches import Branches
from coalface.scenarios.months import month_axis
from coalface.scenarios.priors import load_priors
from coalface.scenarios.scenario_checks import Context, check_layer
from coalface.scenarios.scenario_models import Ensemble, ScenarioFile
from coalface.scenarios.scenario_text import (
    ScenarioText,
    find_text,
    packaged_names,
    sibling_text,
)
from coalface.vocabulary.definitions import read_definition
from coalface.vocabulary.near_names import did_you_mean

__all__ = ["Scenario", "load_scenario", "packaged_scenarios"]

MOST_LAYERS = 10
#: Keys that tell, and change nothing.
WORDS = {"scenario", "title", "about", "extends", "compare_to", "why", "condition"}
DEFAULT_BASE = "un-1718"


@dataclass(frozen=True)
class Scenario:
    """A named set of choices, whole: what its file says over what the ones that it extends say.

    It holds no result and no forecast: only what is supposed.

    Attributes:
        name: Of the file.
        title: In words.
        about: What it supposes and what it does not mean.
        months: First days of the months that it runs over.
        base: Whose rules hold before any change: `none`, `un-1718`, or that as of a day.
        layers: The files, the one that extends nothing first.
        branches: The rival readings that hold.
        ensemble: How many draws, and what is asked of them.
        parameters: Parameters set to one value, by id.
        compare_to: Name of the scenario that it is told against, or None.
    """

    name: str
    title: str
    about: str
    months: tuple[date, ...]
    base: str
    layers: tuple[ScenarioFile, ...]
    branches: Branches
    ensemble: Ensemble
    parameters: Mapping[str, float]
    compare_to: str | None

    @property
    def digest(self) -> str:
        """Give a digest of all that it supposes; names, titles and words do not count."""
        layers = [layer.model_dump(mode="json", exclude_defaults=True) for layer in self.layers]
        said = [bare for layer in layers if (bare := _without_words(layer))]
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def load_scenario(name_or_path: str | Path, book: Rulebook | None = None) -> Scenario:
    """Read a scenario and check it whole.

    Args:
        name_or_path: Name of a packaged scenario, or path of a file of your own.
        book: The rules that it changes; the packaged ones if None.

    Raises:
        InputError: If there is no such scenario.
        DefinitionError: If it, or one that it extends, is wrong: with file, line, what was found,
            what was expected, and what to do.
    """
    texts = _chain(find_text(name_or_path))
    read = [(t, read_definition(t.text, t.file, ScenarioFile)) for t in reversed(texts)]
    layers = tuple(layer for _, layer in read)
    _check_name(texts[0], layers[-1])
    scenario = _folded(layers)
    context = Context(scenario.months, scenario.base, book or load_rulebook(), load_priors())
    if not layers[0].months:
        raise read[0][0].error("`months` is missing. Give a span such as 2000-01..2030-12.")
    for i, (text, layer) in enumerate(read):
        check_layer(text, layer, layers[:i], context)
    return scenario


def packaged_scenarios() -> tuple[Scenario, ...]:
    """Read all packaged scenarios, in order of their names."""
    return tuple(load_scenario(name) for name in packaged_names())


def _without_words(found: Any) -> Any:
    if isinstance(found, dict):
        return {k: _without_words(v) for k, v in found.items() if k not in WORDS}
    return [_without_words(item) for item in found] if isinstance(found, list) else found


def _chain(text: ScenarioText) -> list[ScenarioText]:
    """Give a file and those that it extends, one after the other."""
    texts, names = [text], []
    while True:
        layer = read_definition(texts[-1].text, texts[-1].file, ScenarioFile)
        names.append(layer.scenario)
        if layer.extends is None:
            return texts
        where = texts[-1]
        if layer.extends in names:
            told = " extends ".join([*names[names.index(layer.extends) :], layer.extends])
            raise where.error(f"a circle: {told}. Let one of them extend nothing.", "extends")
        if len(texts) == MOST_LAYERS:
            raise where.error(f"more than {MOST_LAYERS} files extend one another.", "extends")
        found = sibling_text(layer.extends, where)
        if found is None:
            known = packaged_names()
            raise where.error(
                f"extends {layer.extends!r}, which is neither packaged nor a file beside this one"
                f"{did_you_mean(layer.extends, known)} Packaged are {', '.join(known)}.",
                "extends",
            )
        texts.append(found)


def _check_name(text: ScenarioText, layer: ScenarioFile) -> None:
    if text.folder is not None and layer.scenario in packaged_names():
        raise text.error(
            f"{layer.scenario!r} is the name of a packaged scenario. Choose another, and extend "
            "the packaged one if this changes it.",
            "scenario",
        )
    if layer.compare_to is None:
        return
    if layer.compare_to == layer.scenario:
        raise text.error("a scenario cannot be compared to itself.", "compare_to")
    if sibling_text(layer.compare_to, text) is None:
        known = packaged_names()
        raise text.error(
            f"compare_to {layer.compare_to!r} is neither packaged nor a file beside this one"
            f"{did_you_mean(layer.compare_to, known)}",
            "compare_to",
        )


def _folded(layers: tuple[ScenarioFile, ...]) -> Scenario:
    last = layers[-1]
    spans = [layer.months for layer in layers if layer.months is not None]
    choices: dict[str, str] = {}
    parameters: dict[str, float] = {}
    for layer in layers:
        choices |= layer.branches.model_dump(exclude_none=True)
        parameters |= layer.parameters
    bases = [layer.rules.base for layer in layers if layer.rules.base is not None]
    ensembles = [layer.ensemble for layer in layers if layer.ensemble is not None]
    compared = [layer.compare_to for layer in layers if layer.compare_to is not None]
    return Scenario(
        name=last.scenario,
        title=last.title,
        about=last.about,
        months=month_axis(*spans[-1]) if spans else (),
        base=bases[-1] if bases else DEFAULT_BASE,
        layers=layers,
        branches=Branches(**choices),  # type: ignore[arg-type]  # checked by the file's model
        ensemble=ensembles[-1] if ensembles else Ensemble(),
        parameters=parameters,
        compare_to=compared[-1] if compared else None,
    )
