"""Nothing public of the vessels room gives reception or detectability by area or for later."""

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import typer

import coalface.vessels
from coalface.cli.main import app
from coalface.vessels.detect import EVENT_TABLES

SOURCE = Path(str(coalface.vessels.__file__)).parent
RECEPTION = re.compile(r"reception|slots|(^|_)rates?(_|$)|heard|expected|detectab", re.IGNORECASE)
LATER = re.compile(
    r"forecast|predict|future|next_pass|schedule|avoid|waypoint|route", re.IGNORECASE
)
#: Modules in which reception is estimated; only the weighing of silences may open them.
INTERNAL = {"reception", "reception_cells", "neighbours", "silence_evidence", "silence_hazard"}
WEIGHING = {"silence_table", "silence_evidence", "silence_hazard", "neighbours", "reception",
            "reception_cells", "causes", "gaps", "silence_signs", "gap_evidence"}  # fmt: skip
#: What a function takes that could be asked of any place.
AREA = {"lat", "lon", "lat_deg", "lon_deg", "cell", "cells", "area", "bbox", "at", "time", "month"}
#: Estimates over cells: only silences that were found are put to them.
PRIVATE = {
    "reception": ("estimate_reception", "rates_of", "cell_rates"),
    "rule_events": ("satellite_positions_per_day",),
}
#: Public names that speak of reception: settings and what silences and stays of the past give.
REVIEWED = {
    "causes.is_reception_known",
    "reception.Reception",
    "reception_cells.Slots",
    "reception_cells.make_slots",
    "silence_evidence.RATE_SHAPE",
    "silence_evidence.heard_evidence",
    "silence_settings.ReceptionSettings",
}
#: Numbers of cells: arithmetic of a grid, no reception.
GRID = {"cell_of", "neighbour_cells"}


def modules() -> list[str]:
    return [m.name for m in pkgutil.walk_packages(coalface.vessels.__path__, "coalface.vessels.")]


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.module.rsplit(".", 1)[-1]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module is not None
        and node.module.startswith("coalface.vessels")
    }


def test_only_the_weighing_of_silences_opens_the_reception_model() -> None:
    outside = [p for p in SOURCE.parent.rglob("*.py") if p.stem not in WEIGHING]

    assert {str(p): hits for p in outside if (hits := imports_of(p) & INTERNAL)} == {}


def test_no_public_name_speaks_of_a_time_to_come_or_a_way_to_take() -> None:
    for name in modules():
        module = importlib.import_module(name)
        for public in getattr(module, "__all__", ()):
            value = getattr(module, public)
            taken = inspect.signature(value).parameters if inspect.isfunction(value) else {}
            assert not [w for w in (public, *taken) if LATER.search(w)], f"{name}.{public}"


def test_no_public_name_gives_reception_but_of_silences_and_stays_that_are_past() -> None:
    public = {
        f"{name.rsplit('.', 1)[-1]}.{each}"
        for name in modules()
        for each in getattr(importlib.import_module(name), "__all__", ())
        if RECEPTION.search(each)
    }

    assert public == REVIEWED


def test_no_public_function_takes_a_place_and_gives_reception_there() -> None:
    for name in modules():
        module = importlib.import_module(name)
        for each in getattr(module, "__all__", ()):
            value = getattr(module, each)
            if not inspect.isfunction(value) or each in GRID:
                continue
            taken = {*inspect.signature(value).parameters}
            speaks = RECEPTION.search(each) or name.rsplit(".", 1)[-1] in INTERNAL
            assert not (speaks and taken & AREA), f"{name}.{each}"


def test_estimates_that_could_be_asked_of_any_cell_are_private() -> None:
    for module, names in PRIVATE.items():
        found = importlib.import_module(f"coalface.vessels.{module}")
        assert all(hasattr(found, f"_{n}") and not hasattr(found, n) for n in names), module


def test_no_table_of_results_has_reception_but_at_a_silence() -> None:
    for table in EVENT_TABLES:
        found = [c.name for c in table.columns if RECEPTION.search(c.name)]
        allowed = {"cause_reception_hole", "expected_messages", "n_neighbours_heard",
                   "n_neighbours_expected"} if table.name == "gaps" else set()  # fmt: skip
        assert set(found) <= allowed, table.name


def test_no_command_on_vessels_takes_a_place_or_a_time() -> None:
    group = typer.main.get_command(app).commands["vessels"]  # type: ignore[attr-defined]
    taken = {p.name for command in group.commands.values() for p in command.params}

    assert taken - {"help"} == {
        "as_json", "evidence_id", "executor", "imo", "mapping", "out", "positions", "preset",
        "results", "show_identities", "statics", "workspace",
    }  # fmt: skip
