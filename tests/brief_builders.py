"""The smallest valid brief, overridden by keyword."""

from dataclasses import replace
from datetime import date
from typing import Any

from coalface.brief.figures.first_picture import (
    Estimate,
    Picture,
    SpanEstimate,
    Tick,
    YearBar,
    render_first_picture,
)
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.model import (
    Block,
    Brief,
    Cite,
    Column,
    Figure,
    InputFile,
    KeyNumber,
    RunRecord,
    Source,
    Table,
    Tag,
)
from coalface.vocabulary.numbers import Number


def make_number(number_id: str = "test/a", value: float | None = 1e9, **fields: Any) -> Number:
    known: dict[str, Any] = {"label": "A", "unit": "USD", "inputs": ("flows/a",)}
    return Number(id=number_id, value=value, **{**known, **fields})


def make_picture(**fields: Any) -> Picture:
    coal = Estimate("coal", make_number("t/coal", 3e8, low=2e8, high=4e8), "A panel")
    cyber = Estimate("cyber", make_number("t/cyber", 8e8), "A firm")
    bars = (
        YearBar(
            2016,
            (("covered", make_number("t/c", 1e9)), ("not itemised", make_number("t/n", 1.6e9))),
            make_number("t/2016", 2.6e9),
            make_number("t/i2016", 3e9),
        ),
        YearBar(
            2017,
            (("no measure", make_number("t/f", 2e8)), ("contested", make_number("t/q", 1e8))),
            make_number("t/2017", 3e8),
            make_number("t/i2017", None),
            (coal, cyber),
        ),
        YearBar(2018, (), make_number("t/2018", None), make_number("t/i2018", 2e9)),
    )
    span = SpanEstimate("A", 2016, 2017, make_number("t/span", 1e8), "An institute")
    known: dict[str, Any] = {
        "bars": bars,
        "spans": (span,),
        "ticks": (Tick(date(2016, 3, 2), "2270"), Tick(date(2017, 8, 5), "2371")),
        "heading": "Declared trade",
        "description": "Three years.",
    }
    return Picture(**{**known, **fields})


def make_table(**fields: Any) -> Table:
    known: dict[str, Any] = {
        "id": "goods",
        "caption": "Goods, US$",
        "columns": (Column("Good"), Column("Value", "right"), Column("Status"), Column("Source")),
        "rows": (
            ("Coal", make_number(), Tag("prohibited", "covered"), Cite(("b",))),
            ("Silk", make_number("test/b", None), Tag("contested", "contested"), Cite(("a",))),
        ),
    }
    return Table(**{**known, **fields})


def make_block(**fields: Any) -> Block:
    picture = make_picture()
    figure = Figure(
        id="first-picture",
        title=picture.heading,
        description=picture.description,
        wide=render_first_picture(picture, WIDE),
        narrow=render_first_picture(picture, NARROW),
        table=replace(make_table(), id="first-picture"),
    )
    known: dict[str, Any] = {
        "id": "first-picture",
        "number": "1",
        "heading": ("Trade stood at ", make_number()),
        "subtitle": "US$ a year",
        "strength": "high",
        "figures": (figure,),
        "tables": (make_table(),),
        "notes": (("A note. ", Cite(("a",))),),
        "sources": ("b", "a"),
    }
    return Block(**{**known, **fields})


def make_brief(**fields: Any) -> Brief:
    known: dict[str, Any] = {
        "title": "A brief",
        "headline": ("Of each dollar, ", make_number("test/cents", 11.0, unit="cents"), " remain"),
        "strength": "medium",
        "as_of": date(2026, 1, 31),
        "made_on": date(2026, 2, 1),
        "run": RunRecord("7f3a", (("coalface", "0.1.0"),), (InputFile("flows", "ab" * 32, 3),)),
        "key_numbers": (KeyNumber(make_number(), "declared", ("a",)),),
        "blocks": (make_block(),),
        "sources": (
            Source("a", "First source", "Press", "2018", "https://example.org/a"),
            Source("b", "Second source", "Press", "2019", "https://example.org/b"),
            Source("c", "Never cited"),
        ),
        "method": (("Read from print.",),),
        "limits": (("Missing is not zero.",),),
    }
    return Brief(**{**known, **fields})
