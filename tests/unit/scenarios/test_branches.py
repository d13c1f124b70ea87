"""Readings that a run holds fixed: each known, none mixed."""

import pytest

from coalface.errors import InputError
from coalface.scenarios.branches import Branches, all_branches


def test_every_combination_of_readings_stands_once() -> None:
    found = all_branches()

    assert len({b.id for b in found}) == len(found) == 2**4
    assert Branches() in found


def test_a_name_says_every_reading() -> None:
    made = Branches(kickback="kdi", settlement="B", output="nkri", law="text")

    assert made.id == "kdi.B.nkri.text"


@pytest.mark.parametrize("name", ["kickback", "settlement", "output", "law"])
def test_an_unknown_reading_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(InputError, match=f"branches: {name} is 'mean', expected one of"):
        Branches(**{name: "mean"})  # type: ignore[arg-type]
