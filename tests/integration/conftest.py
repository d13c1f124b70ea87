"""Run a command in this process as a user would, and keep what it printed."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from coalface.cli.main import run


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
