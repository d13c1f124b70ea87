"""Tests see no workspace or screen of the developer's; property tests take the time they need."""

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ["XDG_DATA_HOME"] = str(Path(tempfile.gettempdir()) / "coalface-tests-have-no-data")
os.environ.pop("COALFACE_WORKSPACE", None)
os.environ.pop("COLUMNS", None)  # some shells set it, and workers of tests have 80
# The same examples on every machine.
settings.register_profile("coalface", deadline=None, derandomize=True)
settings.load_profile("coalface")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Give all tests of a file to one worker (`-n 2`): what they share is made once."""
    from xdist.scheduler import LoadFileScheduling  # noqa: PLC0415 - only there with xdist

    return LoadFileScheduling(config, log)
