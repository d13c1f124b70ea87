"""Read the packaged word lists of this room."""

from importlib.resources import files
from typing import TypeVar

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["read_list"]

D = TypeVar("D", bound=Definition)


def read_list(name: str, model: type[D]) -> D:
    """Read one packaged word list.

    Args:
        name: File name within `data/claims`.
        model: The kind of definition expected.

    Returns:
        The validated list.

    Raises:
        DefinitionError: If the file does not fit the model.
    """
    text = files("coalface").joinpath("data", "claims", name).read_text("utf-8")
    return read_definition(text, f"data/claims/{name}", model)
