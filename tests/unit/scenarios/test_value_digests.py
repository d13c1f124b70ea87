from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from coalface.scenarios.value_digests import value_digest


@dataclass
class Thing:
    values: object
    provenance: str = ""


def test_alike_values_have_one_digest() -> None:
    a = Thing({"x": np.arange(3.0), "y": (date(2020, 1, 1), None)})
    b = Thing({"y": (date(2020, 1, 1), None), "x": np.arange(3.0)})

    assert value_digest(a) == value_digest(b)


def test_what_it_rests_on_does_not_count() -> None:
    assert value_digest(Thing(1, "a")) == value_digest(Thing(1, "b"))


@pytest.mark.parametrize(
    "other",
    [np.arange(4.0), np.arange(3), np.arange(3.0)[:, None], np.array([0.0, 1.0, 2.1]), (0.0, 1.0)],
)
def test_any_difference_shows(other: object) -> None:
    assert value_digest(Thing(np.arange(3.0))) != value_digest(Thing(other))


def test_parts_do_not_run_together() -> None:
    assert value_digest(("a", "bc")) != value_digest(("ab", "c"))
    assert value_digest((("a",), "b")) != value_digest((("a", "b"),))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="object can't be digested"):
        value_digest(object())
