"""The nearest name that is known, for whoever misspelt one: of anything, or of a key."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

__all__ = ["did_you_mean", "keys_at"]


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Give the nearest known name as the end of a sentence, or a full stop."""
    near = get_close_matches(found, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else "."


def keys_at(model: type[BaseModel], path: Iterable[int | str]) -> list[str]:
    """Give the keys that a definition may have at a place in it, sorted.

    Args:
        model: Of the whole definition.
        path: Keys and places in lists that lead there; empty for the whole.
    """
    here = {model}
    for part in path:
        below = [_models_in(a) for m in here if (a := _annotation(m, part)) is not None]
        here = set().union(*below) or here  # a place in a list, or a key of the user's own
    return sorted({f.alias or name for m in here for name, f in m.model_fields.items()})


def _annotation(model: type[BaseModel], key: int | str) -> Any:
    fields = model.model_fields.items()
    return next((f.annotation for name, f in fields if key in {name, f.alias}), None)


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return set().union(*(_models_in(part) for part in get_args(annotation)))
