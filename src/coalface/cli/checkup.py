"""What `coalface doctor` looks at."""

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from importlib.util import find_spec
from typing import Literal

from coalface.cli.printing import counted
from coalface.errors import CoalfaceError
from coalface.law import load_rulebook
from coalface.sources.packaged import PACKAGED, read_packaged

__all__ = ["Finding", "check_installation"]

# What an absence of an optional library means to a user.
OPTIONAL = {"playwright": "browser tests (extra `browser`)", "hypothesis": "tests (extra `test`)"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: Literal["ok", "missing", "optional"]
    detail: str


def check_installation() -> list[Finding]:
    """Check the installation; nothing is written and nothing outside the machine is asked."""
    return [
        Finding("Python", "ok", f"{platform.python_version()} at {sys.executable}"),
        *_libraries(),
        *_tables(),
        _rulebook(),
        _fonts(),
        *_optional(),
    ]


def _libraries() -> Iterator[Finding]:
    for line in metadata.requires("coalface") or ():
        if "extra ==" in line:
            continue
        name = line.split(";")[0].strip()
        bare = next(
            name[:i] for i in range(len(name) + 1) if i == len(name) or name[i] in "<>=!~ ["
        )
        try:
            yield Finding(bare, "ok", f"{metadata.version(bare)} (needs {name})")
        except metadata.PackageNotFoundError:
            yield Finding(bare, "missing", f"needs {name}: pip install '{name}'")


def _tables() -> Iterator[Finding]:
    for name in PACKAGED:
        try:
            n_rows = len(read_packaged(name))
        except (CoalfaceError, OSError) as error:
            yield Finding(f"table {name}", "missing", str(error))
        else:
            yield Finding(f"table {name}", "ok", f"{counted(n_rows, 'row')}, checked")


def _rulebook() -> Finding:
    try:
        book = load_rulebook()
    except (CoalfaceError, OSError) as error:
        return Finding("rulebook", "missing", str(error))
    n_rules = f"{len(book.measures)} UN measures, {len(book.national)} national rules, checked"
    return Finding("rulebook", "ok", n_rules)


def _fonts() -> Finding:
    folder = resources.files("coalface") / "brief" / "assets"
    fonts = sorted(_font_names(folder))
    if not fonts:
        return Finding("fonts", "missing", "no packaged font; the PDF would differ: reinstall")
    return Finding("fonts", "ok", ", ".join(fonts))


def _font_names(folder: resources.abc.Traversable) -> Iterator[str]:
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.is_dir():
            yield from _font_names(entry)
        elif entry.name.endswith((".ttf", ".otf")):
            yield entry.name


def _optional() -> Iterator[Finding]:
    for name, use in OPTIONAL.items():
        if find_spec(name) is None:
            yield Finding(name, "optional", f"not installed; only for {use}")
        else:
            yield Finding(name, "ok", metadata.version(name))
