"""Runs the notebooks of the docs: cells in order, in one place, with what each shows at its end.

`python tests/notebooks.py` runs them and writes their outputs back, after the model has changed.
"""

import ast
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

__all__ = ["NOTEBOOKS", "read_notebook", "run_notebook", "shown_in"]

NOTEBOOKS = tuple(sorted((Path(__file__).parents[1] / "docs" / "notebooks").glob("*.ipynb")))
Shown = dict[str, str]


def read_notebook(path: Path) -> dict[str, Any]:
    """Read a notebook as plain data."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def shown_in(notebook: dict[str, Any]) -> list[Shown]:
    """Give what each code cell shows, as it is stored; empty where a cell shows nothing."""
    found = []
    for cell in _code_cells(notebook):
        data = [output["data"] for output in cell["outputs"]]
        found.append({kind: "".join(text) for each in data for kind, text in each.items()})
    return found


def run_notebook(notebook: dict[str, Any]) -> list[Shown]:
    """Run every code cell and give what each shows."""
    space: dict[str, Any] = {"__name__": "notebook"}
    with _own_format():
        return [_run("".join(cell["source"]), space) for cell in _code_cells(notebook)]


def _code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@contextmanager
def _own_format() -> Iterator[None]:
    """Keep what a notebook sets for printing tables to itself."""
    with pl.Config():
        yield


def _run(source: str, space: dict[str, Any]) -> Shown:
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), space)  # noqa: S102 - our own notebook
    if not isinstance(last, ast.Expr):
        return {}
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), space)  # noqa: S307
    if hasattr(value, "_repr_svg_"):
        return {"image/svg+xml": value._repr_svg_()}
    return {"text/plain": repr(value)}


def _write(path: Path) -> None:
    notebook = read_notebook(path)
    for n, (cell, shown) in enumerate(
        zip(_code_cells(notebook), run_notebook(notebook), strict=True), start=1
    ):
        cell["execution_count"] = n
        data = {kind: text.splitlines(keepends=True) for kind, text in shown.items()}
        output = {
            "data": data,
            "execution_count": n,
            "metadata": {},
            "output_type": "execute_result",
        }
        cell["outputs"] = [output] if shown else []
    text = json.dumps(notebook, indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    for each in NOTEBOOKS:
        _write(each)
