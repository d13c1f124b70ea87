"""Tests see no workspace and no screen of the developer's; property tests take the time they need."""

import os
import tempfile
from pathlib import Path

from hypothesis import settings

os.environ["XDG_DATA_HOME"] = str(Path(tempfile.gettempdir()) / "coalface-tests-have-no-data")
os.environ.pop("COALFACE_WORKSPACE", None)
os.environ.pop("COLUMNS", None)  # some shells set it, and workers of tests have 80
# The same examples on every machine.
settings.register_profile("coalface", deadline=None, derandomize=True)
settings.load_profile("coalface")
