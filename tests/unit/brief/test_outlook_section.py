"""Block 10: what it says of scenarios, and what it leaves to the reader."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from coalface.brief.evidence import Evidence
from coalface.brief.model import Block
from coalface.brief.sections.outlook import build_outlook
from coalface.pipeline.outlooks import DRAWN, SHOWN, find_brief_outlook
from coalface.pipeline.scenario_inputs import read_world_tables
from coalface.scenarios.measures import MEASURES
from coalface.scenarios.outlook import Outlook, outlook_table, yearly
from coalface.vocabulary.numbers import Number

pytestmark = pytest.mark.slow
NO_EVIDENCE = Evidence({}, {})


@cache
def outlook() -> Outlook:
    return find_brief_outlook(read_world_tables())


def block() -> Block:
    made = build_outlook(outlook(), NO_EVIDENCE)
    assert made is not None
    return made


def test_without_scenarios_there_is_no_block() -> None:
    assert build_outlook(None, NO_EVIDENCE) is None


def test_heading_calls_it_an_illustration_and_gives_ranges() -> None:
    heading = block().heading

    assert str(heading[0]).startswith("Illustration: ")
    assert all(n.low is not None and n.high is not None for n in heading if isinstance(n, Number))


def test_miners_and_households_stand_first_among_the_differences() -> None:
    rows = block().tables[0].rows

    assert [row[0] for row in rows[:2]] == [
        "Pay of miners and company staff",
        "Part of miners' need for food that is met",
    ]
    assert all(len(row) == len(SHOWN) for row in rows)


def test_every_number_is_marked_assumed_and_lies_in_its_range() -> None:
    tables = (*block().tables, block().figures[0].table)
    numbers = [c for t in tables for row in t.rows for c in row if isinstance(c, Number)]

    assert numbers
    for n in numbers:
        assert n.mark == "assumed"
        assert n.low is not None
        assert n.value is not None
        assert n.high is not None
        assert n.low <= n.value <= n.high


def test_a_scenario_is_drawn_only_from_where_it_parts_from_the_first() -> None:
    lines = {line.scenario: line for line in outlook().lines}
    first = next(c.first for c in outlook().comparisons if c.other == "coal-cap-2024")

    assert first == date(2024, 1, 1)
    i = lines["history"].years.index(2023)
    history, cap = (lines[name].quantiles[:, : i + 1] for name in ("history", "coal-cap-2024"))
    assert np.array_equal(history, cap)


def test_table_of_the_bundle_has_every_year_of_every_drawn_scenario() -> None:
    table = outlook_table(outlook())

    assert set(table["scenario"]) == set(DRAWN)
    assert table.height == sum(len(line.years) for line in outlook().lines)


def test_a_year_that_is_not_whole_is_left_out() -> None:
    measure = replace(MEASURES[0], how="sum")
    years, values = yearly(np.ones((2, 15)), [2010] * 2 + [2011] * 12 + [2012], measure)

    assert years == (2011,)
    assert values.tolist() == [[12.0], [12.0]]


def test_no_note_speaks_of_marks_that_the_block_does_not_show() -> None:
    notes = ["".join(map(str, note)) for note in block().notes]

    assert len(notes) == len(set(notes)) >= 3
    assert [n for n in notes if "marked" in n or "Too few draws" in n] == []
