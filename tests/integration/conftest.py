"""Run a command in this process as a user would, keep what it printed; and a workspace for it."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coalface.cli.main import run
from coalface.pipeline.intake import import_packaged
from coalface.workspace import Workspace


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Coalface = Callable[..., Done]


@pytest.fixture
def coalface(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Coalface:
    def call(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["coalface", *(str(a) for a in arguments)])
        code = 0
        try:
            run()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the packaged facts, which no test changes."""
    folder = tmp_path_factory.mktemp("imported") / "workspace"
    import_packaged(Workspace.make(folder))
    return folder


@pytest.fixture
def facts(imported: Path, tmp_path: Path) -> Path:
    """A workspace with the packaged facts."""
    return Path(shutil.copytree(imported, tmp_path / "workspace"))
