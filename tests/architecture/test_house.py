"""The house keeps its shape: sizes, directions, names, weight, and what never enters it."""

import ast
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import coalface
from coalface.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "coalface"
HEAVY = (
    "altair",
    "deltalake",
    "fastexcel",
    "jinja2",
    "numpy",
    "polars",
    "pyarrow",
    "pydantic",
    "typst",
    "vl_convert",
    "xlsxwriter",
    "yaml",
)
MAX_LINES = 400
MAX_COMMAND_LINES = 60


def modules() -> list[str]:
    return [m.name for m in pkgutil.walk_packages(coalface.__path__, "coalface.")]


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - git as the developer has it
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:  # an unpacked archive: all files but what tools made
        skipped = (".venv", "egg-info", "__pycache__", "_cache", ".git/")
        return [p for p in ROOT.rglob("*") if p.is_file() and not any(s in str(p) for s in skipped)]
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_imports_point_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("folder", ["src", "tests", "bench"])
def test_no_module_is_longer_than_the_limit(folder: str) -> None:
    sizes = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }

    assert {str(p): n for p, n in sizes.items() if n >= MAX_LINES} == {}


def test_a_command_only_parses_calls_and_prints() -> None:
    files = {Path(inspect.getfile(inspect.unwrap(command))) for _, command in COMMANDS}
    sizes = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in files}

    assert {name: n for name, n in sizes.items() if n >= MAX_COMMAND_LINES} == {}


def test_every_public_name_exists_and_every_module_names_its_own() -> None:
    for name in modules():
        module = importlib.import_module(name)
        has_code = any(
            isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Assign)
            for node in ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body
        )
        public = getattr(module, "__all__", ())
        assert public or not has_code, f"{name} has no __all__"
        assert [n for n in public if not hasattr(module, n)] == [], name


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {Path(*m.split(".")).name for m in modules()}

    assert names & {"utils", "helpers", "common", "base", "misc"} == set()


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in done.stderr.split()}


def test_importing_the_package_loads_no_heavy_library() -> None:
    assert loaded_by("import coalface") & {*HEAVY, "typer", "rich"} == set()


def test_commands_of_other_rooms_do_not_load_the_engine_of_scenarios() -> None:
    rooms = ("screening", "facts", "workspace_actions", "claims_acts", "vessels_view")

    for room in rooms:
        seen = f"'coalface.scenarios.month' in sys.modules, 'scipy.stats' in sys.modules, '{room}'"
        done = subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", f"import sys, coalface.cli.{room}\nprint({seen})"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == ["False", "False", room]


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\nsys.argv = ['coalface', '--help']\nfrom coalface.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit:\n    pass"
    )

    assert loaded_by(code) & set(HEAVY) == set()


def test_help_comes_in_half_a_second() -> None:
    code = "from coalface.cli.main import run; run()"
    seconds = []
    for _ in range(5):
        before = os.times()
        asked = [sys.executable, "-c", code, "--help"]
        subprocess.run(asked, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own code
        after = os.times()
        # Of the processor: what else a machine is doing must not count.
        seconds.append(
            after.children_user + after.children_system
            - before.children_user - before.children_system
        )  # fmt: skip

    assert min(seconds) < 0.5


def test_no_tracked_file_names_a_package_registry_or_a_place_on_one_machine() -> None:
    registries = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com")
    places = re.compile(r"(?<![\w./])/(?:wo" + r"rk|fa" + r"rm|home/\w+|root)/[\w.]")
    binary = {".ttf", ".woff2", ".gz", ".png", ".pdf", ".xlsx", ".parquet"}
    for path in tracked_files():
        if path.suffix in binary:
            continue
        text = path.read_text(encoding="utf-8")
        assert not [r for r in registries if r in text], path
        assert not places.search(text), path


def test_data_holds_no_python() -> None:
    assert list((SOURCE / "data").rglob("*.py")) == []


def test_the_lock_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)

    assert "://" not in lock
    assert lock.count("--hash=sha256:") >= len(pins)
    assert {"polars", "typer", "pytest", "ruff"} <= set(pins)


def test_pyproject_says_what_users_rely_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["requires-python"] == ">=3.11"
    assert project["license"] == "Apache-2.0"
    assert project["scripts"] == {"coalface": "coalface.cli.main:run"}
    assert {"test", "dev", "browser"} <= set(project["optional-dependencies"])
    assert project["version"] == coalface.__version__


def test_readme_begins_with_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines[:6] if line.startswith("python3 -m venv")]

    assert commands == [
        "python3 -m venv .venv && .venv/bin/pip install -q -e . "
        "&& .venv/bin/coalface brief --out brief",
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' "
        "&& .venv/bin/python -m pytest -q -n 2",
    ]


def test_ci_runs_each_tool_and_the_readme_itself() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    for tool in ("ruff", "mypy", "lint-imports", "yamllint", "codespell", "README.md", "browser"):
        assert tool in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100
