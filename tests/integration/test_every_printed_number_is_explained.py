from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from tests.packaged_numbers import numbers_on

from coalface.brief.explanations import explain
from coalface.brief.model import Brief, numbers_of
from coalface.errors import UnknownNumberError
from coalface.law import load_rulebook
from coalface.pipeline import NUMBERS, build_brief, explain_number
from coalface.sources.packaged import read_packaged
from coalface.vocabulary.numbers import Number
from coalface.vocabulary.short_ids import short_id

AS_OF = date(2026, 11, 22)


@cache
def brief() -> Brief:
    made, _ = build_brief(AS_OF)
    return made


def printed() -> tuple[Number, ...]:
    return numbers_of(brief())


def test_brief_prints_hundreds_of_numbers() -> None:
    assert len(printed()) > 300


def test_every_printed_number_lists_inputs_with_source_and_confidence() -> None:
    unexplained = []
    for number in printed():
        inputs = explain(number, read_packaged, load_rulebook()).inputs
        is_given = number.value is not None or number.low is not None or number.high is not None
        is_traced = bool(inputs) and all(i.source and i.confidence for i in inputs)
        if is_given and not is_traced:
            unexplained.append((number.id, [i for i in inputs if not (i.source and i.confidence)]))

    assert unexplained == []


def test_every_printed_number_can_be_asked_for_by_its_id() -> None:
    known = numbers_on(AS_OF)

    assert [n.id for n in printed() if n.id not in known] == []


def test_number_without_a_figure_is_never_zero() -> None:
    missing = [n for n in printed() if n.value is None and n.low is None and n.high is None]

    assert missing
    assert all(not n.how.startswith("as published") for n in missing)


def test_short_ids_of_the_brief_are_each_anothers_and_can_be_asked_for() -> None:
    ids = {n.id for n in printed()}

    assert len({short_id(i) for i in ids}) == len(ids)
    asked = "relief/UN-2371-8-coal/value_usd"
    assert explain_number(short_id(asked), AS_OF).number.id == asked


def test_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UnknownNumberError, match="relief/UN-2371-8-coal/value_usd"):
        explain_number("relief/UN-2371-8-coal/value_us", AS_OF)


def test_number_found_by_its_step_is_the_one_found_among_all() -> None:
    known = numbers_on(AS_OF)
    for step in ("relief", "balance", "caps", "emerging", "discounts"):
        assert step in NUMBERS
        number_id = next(i for i in known if i.startswith(f"{step}/"))

        assert explain_number(number_id, AS_OF).number == known[number_id]


@pytest.mark.parametrize(
    "number_id",
    [
        "account/by_rule/2017-Q4/declared_exports/usd",
        "account/kotra_books/2000-Q1/kumgang/usd",
        "earnings/stages/2011/none.A.fob/buyer-freight",
        "earnings/sensitivity/stages/2011/none.A.cif/chinese_side/in.imported_mine_supplies/share",
    ],
)
def test_numbers_that_only_a_question_prints_are_explained(number_id: str) -> None:
    found = explain_number(number_id, AS_OF)

    assert found.number.id == number_id
    assert found.inputs
    assert all(row.source for row in found.inputs)


@pytest.mark.parametrize("prefix", ["outside", "first_picture", "conversions", "earnings"])
def test_an_id_of_another_name_than_its_step_is_found_as_among_all(prefix: str) -> None:
    known = numbers_on(AS_OF)
    number_id = next(i for i in known if i.startswith(f"{prefix}/"))

    found = explain_number(number_id, AS_OF).number

    assert found == replace(known[number_id], note=found.note)


def test_no_scenario_is_run_for_a_number_that_stands_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: object) -> None:
        raise AssertionError("a scenario was run")

    monkeypatch.setattr("coalface.pipeline.briefs.find_outlook_of", refuse)

    asked = short_id("relief/UN-2371-8-coal/value_usd")
    assert explain_number(asked, AS_OF).number.value == 1186835000


def test_a_number_without_rows_says_why() -> None:
    unsaid = [n.id for n in printed() if not n.inputs and not n.note]
    reasons = {explain(n, read_packaged, load_rulebook()).number.note for n in printed()}

    assert unsaid  # the page says it once for all of a table
    assert "no published row was found on which it could rest" in reasons
    assert all(
        explain(n, read_packaged, load_rulebook()).number.note for n in printed() if not n.inputs
    )


def test_every_block_of_the_brief_says_how_well_it_stands() -> None:
    assert {b.number: b.strength for b in brief().blocks if b.strength is None} == {}


def test_what_is_still_declared_names_its_goods() -> None:
    (relief,) = (b.tables[0] for b in brief().blocks if b.id == "relief")
    place = [c.name for c in relief.columns].index("Still declared is of")

    said = {str(row[0]): str(row[place]) for row in relief.rows}

    assert "Iron ore" in said["2270 para 29"]
    assert "Anthracite" in said["2270 para 29"]
    assert "2017" in said["2270 para 29"]


def test_the_heading_of_the_scenarios_gives_the_range_beside_each_number() -> None:
    (outlook,) = (b for b in brief().blocks if b.id == "outlook")
    numbers = [i for i, part in enumerate(outlook.heading) if isinstance(part, Number)]

    assert numbers
    for i in numbers:
        assert str(outlook.heading[i + 1]).startswith(" (US$")
