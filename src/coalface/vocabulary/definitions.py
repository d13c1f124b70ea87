"""Read one YAML definition into its model; every complaint names file and line."""

from datetime import date
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coalface.errors import DefinitionError

__all__ = ["Definition", "read_definition"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TIMESTAMP = "tag:yaml.org,2002:timestamp"
Location = tuple[int | str, ...]


class Definition(BaseModel):
    """Base of every packaged or user definition: frozen, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


D = TypeVar("D", bound=Definition)


def read_definition(text: str, file_name: str, model: type[D]) -> D:
    """Read one YAML document into `model`.

    Args:
        text: The YAML document.
        file_name: Named in errors.
        model: The kind of definition expected.

    Returns:
        The validated definition.

    Raises:
        DefinitionError: If the text is no YAML, holds a key twice, or does not fit the model;
            the message gives file, line, what was found and what was expected.
    """
    root, data = _parse(text, file_name)
    lines = _lines_of(root, file_name)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = "; ".join(_complaint(file_name, lines, dict(e)) for e in error.errors())
        raise DefinitionError(problems) from error


def _parse(text: str, file_name: str) -> tuple[yaml.Node, Any]:
    try:
        root = yaml.compose(text, Loader=_Loader)
        _check_dates(root, file_name)
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, C or Python
    except yaml.YAMLError as error:
        raise DefinitionError(f"{file_name}: not valid YAML: {error}") from error
    if root is None or not isinstance(data, dict):
        raise DefinitionError(f"{file_name}, line 1: expected one mapping of keys to values.")
    return root, data


def _check_dates(node: yaml.Node | None, file_name: str) -> None:
    """Name the line of a date that no calendar holds, at which the loader would just fail."""
    if isinstance(node, yaml.ScalarNode) and node.tag == TIMESTAMP:
        try:
            date.fromisoformat(node.value[:10])
        except ValueError as error:
            line = node.start_mark.line + 1
            raise DefinitionError(
                f"{file_name}, line {line}: {node.value!r} is no day. Write YYYY-MM-DD."
            ) from error
    elif isinstance(node, yaml.CollectionNode):
        for item in node.value:
            for child in item if isinstance(item, tuple) else (item,):
                _check_dates(child, file_name)


def _lines_of(node: yaml.Node, file_name: str, path: Location = ()) -> dict[Location, int]:
    lines = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise DefinitionError(f"{file_name}, line {line}: key {key.value!r} stands twice.")
            seen.add(key.value)
            lines |= _lines_of(value, file_name, (*path, key.value))
            lines[(*path, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines |= _lines_of(item, file_name, (*path, index))
    return lines


def _complaint(file_name: str, lines: dict[Location, int], error: dict[str, Any]) -> str:
    where: Location = tuple(error["loc"])
    line = next((lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in lines), 1)
    key = ".".join(str(part) for part in where) or "the definition"
    if error["type"] == "extra_forbidden":
        return f"{file_name}, line {line}: unknown key {key!r}. Remove it or mend its spelling."
    if error["type"] == "missing":
        return f"{file_name}, line {line}: {key} is missing. Add it."
    return f"{file_name}, line {line}: {key}: {_in_words(error)}"


def _in_words(error: dict[str, Any]) -> str:
    """Say what was expected, what was found and what to do, without the checker's own words."""
    found = f"(found {error.get('input')!r})"
    if error["type"] == "value_error":  # ours: it says itself what to do
        return f"{error['msg'].removeprefix('Value error, ')} {found}"
    said = error["msg"].replace("Input should be ", "expected ").replace("Input should ", "should ")
    return f"{said} {found}. Give such a value."
