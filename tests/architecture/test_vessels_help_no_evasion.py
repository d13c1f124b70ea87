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
        "results", "show_identities", "statics",
    }  # fmt: skip
