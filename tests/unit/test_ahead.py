"""One thing is made ahead, in order, and failures come where they belong."""

from collections.abc import Iterator
from threading import Event

import pytest

from coalface.ahead import one_ahead


def test_the_next_item_is_made_while_one_is_worked_on() -> None:
    second_is_made = Event()

    def items() -> Iterator[int]:
        yield 1
        second_is_made.set()
        yield 2

    found = []
    for item in one_ahead(items()):
        found.append(item)
        assert second_is_made.wait(timeout=10)

    assert found == [1, 2]


def test_what_fails_is_raised_after_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("the file ends here")

    found = one_ahead(items())

    assert next(found) == 1
    with pytest.raises(OSError, match="ends here"):
        next(found)
