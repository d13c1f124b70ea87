"""Drawings as text: a change of a figure is seen, and explained in its commit."""

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.brief_builders import make_picture

from coalface.brief.figures.first_picture import render_first_picture
from coalface.brief.figures.style import NARROW, WIDE, Layout


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
def test_first_picture_is_drawn_as_before(layout: Layout, snapshot: SnapshotAssertion) -> None:
    drawn = render_first_picture(make_picture(), layout)

    assert drawn.replace("><", ">\n<") == snapshot
