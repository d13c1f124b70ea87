"""The digest of a value made of data classes, arrays, texts and numbers."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np

__all__ = ["value_digest"]

DECIDES_NOTHING = frozenset({"provenance", "marks"})


def value_digest(value: Any) -> str:
    """Give the SHA-256 of a value; two values alike in all that decides have the same.

    What an array rests on (`provenance`) and marks decide nothing and do not count.

    Raises:
        TypeError: If a part of it is of a kind that is not known.
    """
    digest = hashlib.sha256()
    for atom in _atoms(value):
        digest.update(len(atom).to_bytes(8, "little"))
        digest.update(atom)
    return digest.hexdigest()


def _atoms(value: Any) -> Iterator[bytes]:
    if isinstance(value, np.ndarray):
        yield f"{value.dtype.str}{value.shape}".encode()
        yield np.ascontiguousarray(value).tobytes()
    elif isinstance(value, str | int | float | date) or value is None:
        yield repr(value).encode()
    else:
        for part in _parts(value):
            yield from _atoms(part)


def _parts(value: Any) -> Iterator[Any]:
    yield type(value).__name__
    if is_dataclass(value):
        for field in fields(value):
            if field.name not in DECIDES_NOTHING:
                yield from (field.name, getattr(value, field.name))
    elif isinstance(value, Mapping):
        for name in sorted(value):
            yield from (name, value[name])
    elif isinstance(value, tuple | list):
        yield len(value)
        yield from value
    else:
        raise TypeError(f"{type(value).__name__} can't be digested")
