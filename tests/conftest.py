"""Tests see no workspace of the developer's; property tests take the time they need."""

import os
import tempfile
from pathlib import Path

from hypothesis import settings

os.environ["XDG_DATA_HOME"] = str(Path(tempfile.gettempdir()) / "coalface-tests-have-no-data")
os.environ.pop("COALFACE_WORKSPACE", None)
# The same examples on every machine.
settings.register_profile("coalface", deadline=None, derandomize=True)
settings.load_profile("coalface")
