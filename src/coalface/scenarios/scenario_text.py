"""Scenario files as text: found by name or path, read as plain data, with the line of each key."""

from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from coalface.errors import DefinitionError, InputError
from coalface.vocabulary.definitions import yaml_complaint
from coalface.vocabulary.near_names import did_you_mean

__all__ = ["ScenarioText", "find_text", "packaged_names", "sibling_text"]

Location = tuple[int | str, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SUFFIXES = (".yml", ".yaml")
MOST_BYTES = 1_000_000
MOST_DEPTH = 12


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """The text of one scenario file, and where it is from.

    Attributes:
        file: Named in errors.
        text: The document.
        folder: Where a user's file lies, in which files that it extends are looked for; None for
            a packaged one.
    """

    file: str
    text: str
    folder: Path | None = None

    def line(self, *where: int | str) -> int:
        """Give the line of a key, or of the nearest one above it."""
        lines = _lines_of(yaml.compose(self.text, Loader=_Loader))
        return next((lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in lines), 1)

    def error(self, problem: str, *where: int | str) -> DefinitionError:
        """Give the error of a problem at a key: file, line, problem."""
        return DefinitionError(f"{self.file}, line {self.line(*where)}: {problem}")


def packaged_names() -> tuple[str, ...]:
    """List the packaged scenarios by name, in order of the alphabet."""
    return tuple(sorted(f.name.removesuffix(".yml") for f in _packaged_files()))


def find_text(name_or_path: str | Path) -> ScenarioText:
    """Find a scenario by the name of a packaged one, or by the path of a user's file.

    Raises:
        InputError: If there is neither; lists the packaged ones.
        DefinitionError: If the file is no plain YAML text.
    """
    name = str(name_or_path)
    if name in packaged_names():
        return _packaged_text(name)
    path = Path(name_or_path)
    if path.suffix not in SUFFIXES:
        known = packaged_names()
        raise InputError(
            f"no packaged scenario {name!r}{did_you_mean(name, known)} Packaged are "
            f"{', '.join(known)}. A file of your own ends in .yml."
        )
    return _read(path)


def sibling_text(name: str, beside: ScenarioText) -> ScenarioText | None:
    """Find the scenario that a file names: a packaged one, else one in the same folder.

    The name holds no path: a file can never make another folder be read.
    """
    if name in packaged_names():
        return _packaged_text(name)
    if beside.folder is None:
        return None
    paths = [beside.folder / f"{name}{suffix}" for suffix in SUFFIXES]
    return next((_read(path) for path in paths if path.is_file()), None)


def _packaged_files() -> list[Traversable]:
    folder = resources.files("coalface") / "data" / "scenarios" / "packaged"
    return [f for f in folder.iterdir() if f.name.endswith(".yml")]


def _packaged_text(name: str) -> ScenarioText:
    file = next(f for f in _packaged_files() if f.name == f"{name}.yml")
    return ScenarioText(file.name, file.read_text(encoding="utf-8"))


def _read(path: Path) -> ScenarioText:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}. Give a scenario file.") from (
            error
        )
    if len(raw) > MOST_BYTES:
        raise DefinitionError(
            f"{path.name}: more than {MOST_BYTES:,} bytes; a scenario is a page. Give another file."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DefinitionError(
            f"{path.name}, line {line}: byte {raw[error.start]:#04x} is not UTF-8 text. Save the "
            "file as UTF-8."
        ) from error
    found = ScenarioText(path.name, text, path.resolve().parent)
    _check_plain(found)
    return found


def _check_plain(found: ScenarioText) -> None:
    """Refuse references and deep nesting, with which a small file can be made to fill memory."""
    depth = 0
    try:
        for event in yaml.parse(found.text, Loader=_Loader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise DefinitionError(
                    f"{found.file}, line {line}: a YAML reference (& or *). Write it out."
                )
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_DEPTH:
                raise DefinitionError(
                    f"{found.file}, line {line}: nested more than {MOST_DEPTH} deep. A scenario "
                    "needs a few levels; mend the indents."
                )
    except yaml.YAMLError as error:
        raise DefinitionError(yaml_complaint(found.file, error)) from error


def _lines_of(node: yaml.Node | None, path: Location = ()) -> dict[Location, int]:
    if node is None:
        return {}
    lines = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines |= _lines_of(value, (*path, key.value))
            lines[(*path, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines |= _lines_of(item, (*path, index))
    return lines
