"""Read one YAML definition into its model; every complaint names file and line."""

from datetime import date
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coalface.errors import DefinitionError
from coalface.vocabulary.near_names import did_you_mean, keys_at

__all__ = ["Definition", "read_definition", "yaml_complaint"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TIMESTAMP = "tag:yaml.org,2002:timestamp"
Location = tuple[int | str, ...]
#: The checker's words, of Python, and ours, of a file; in this order.
WORDS = (
    ("Input should be ", "expected "),
    ("Input should ", "should "),
    ("a valid tuple", "a list"),
    ("a valid list", "a list"),
    ("a valid dictionary", "keys with values"),
)


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
        problems = "; ".join(_complaint(file_name, lines, dict(e), model) for e in error.errors())
        raise DefinitionError(problems) from error


def _parse(text: str, file_name: str) -> tuple[yaml.Node, Any]:
    try:
        root = yaml.compose(text, Loader=_Loader)
        _check_dates(root, file_name)
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, C or Python
    except yaml.YAMLError as error:
        raise DefinitionError(yaml_complaint(file_name, error)) from error
    if root is None or not isinstance(data, dict):
        raise DefinitionError(
            f"{file_name}, line 1: expected lines of `key: value`, found {_found(data)}. Write one "
            "key a line, from the first column on."
        )
    return root, data


def yaml_complaint(file_name: str, error: yaml.YAMLError) -> str:
    """Say where a text stops being YAML, why, and what to do.

    Args:
        file_name: Of the text.
        error: What the reader of YAML said.
    """
    mark = getattr(error, "problem_mark", None)
    where = f"{file_name}, line {mark.line + 1}" if mark is not None else file_name
    why = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return f"{where}: not valid YAML: {why}. Mend quotes, brackets, colons and indents there."


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


def _complaint(
    file_name: str, lines: dict[Location, int], error: dict[str, Any], model: type[Definition]
) -> str:
    where: Location = tuple(error["loc"])
    line = next((lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in lines), 1)
    key = ".".join(str(part) for part in where) or "the definition"
    if error["type"] == "extra_forbidden":
        near = did_you_mean(str(where[-1]), keys_at(model, where[:-1]))
        return (
            f"{file_name}, line {line}: unknown key {key!r}{near} Remove it or mend its spelling."
        )
    if error["type"] == "missing":
        return f"{file_name}, line {line}: {key} is missing. Add it."
    return f"{file_name}, line {line}: {key}: {_in_words(error)}"


def _in_words(error: dict[str, Any]) -> str:
    """Say what was expected, what was found and what to do, without the checker's own words."""
    found = f"(found {_found(error.get('input'))})"
    if error["type"] == "value_error":  # ours: it says itself what to do
        return f"{error['msg'].removeprefix('Value error, ')} {found}"
    said = error["msg"]
    for theirs, ours in WORDS:
        said = said.replace(theirs, ours)
    return f"{said} {found}. Give such a value."


def _found(value: Any) -> str:
    """Give a value as the file has it, and what holds others in a word."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"{value}".lower()
    if isinstance(value, date):
        return f"{value}"
    if isinstance(value, dict):
        return f"keys {', '.join(map(str, value))}" if value else "no keys"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return f"{value!r}"
