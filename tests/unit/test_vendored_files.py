"""Files of others that the tests carry."""

import hashlib
import tomllib
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "browser" / "vendor"


def test_each_vendored_file_is_the_one_that_is_declared() -> None:
    declared = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))["file"]

    for file in declared:
        data = (VENDOR / file["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file["sha256"], file["path"]
        assert (VENDOR / file["licence_file"]).exists()


def test_no_file_stands_there_undeclared() -> None:
    declared = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))["file"]
    known = {f[key] for f in declared for key in ("path", "licence_file")} | {"VENDOR.toml"}

    assert {path.name for path in VENDOR.iterdir()} == known
