"""All numbers of the packaged facts, found once in a process for each day."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from coalface.pipeline import find_numbers
from coalface.vocabulary.numbers import Number

__all__ = ["numbers_on"]


@cache
def numbers_on(as_of: date) -> Mapping[str, Number]:
    """Find every number that an analysis or the brief prints of the packaged facts."""
    return MappingProxyType(find_numbers(as_of))
