"""What every section of a preset is: values, each with its source."""

from typing import Any

from pydantic import Field, model_validator

from coalface.vocabulary.definitions import Definition

__all__ = ["Settings"]


class Settings(Definition):
    """One detector's parameters. The file gives each as `{value: ..., source: ...}`.

    Attributes:
        sources: For each parameter, where its value was read, or why it is ours.
    """

    sources: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _part_values_from_sources(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "sources" in data:
            return data
        bare = sorted(k for k, v in data.items() if not _is_sourced(v))
        if bare:
            raise ValueError(f"{bare} lack a source; write {{value: ..., source: ...}}")
        values = {name: cell["value"] for name, cell in data.items()}
        return values | {"sources": {name: cell["source"] for name, cell in data.items()}}


def _is_sourced(cell: object) -> bool:
    return isinstance(cell, dict) and set(cell) == {"value", "source"} and bool(cell["source"])
