"""The brief as values and as plain data."""

import json

import pytest
from tests.brief_builders import make_block, make_brief, make_number, make_table

from coalface.brief.document import cited_sources, describe_brief, render_json
from coalface.brief.model import Cite, cited_ids, numbers_of


def test_each_printed_number_is_listed_once() -> None:
    ids = [number.id for number in numbers_of(make_brief())]

    assert ids == ["test/cents", "test/a", "test/b"]


def test_one_id_with_two_values_is_an_error() -> None:
    block = make_block(notes=(("So ", make_number("test/a", 2.0)),))

    with pytest.raises(ValueError, match="test/a"):
        numbers_of(make_brief(blocks=(block,)))


def test_sources_are_numbered_by_first_citation_and_uncited_ones_left_out() -> None:
    assert [source.id for source in cited_sources(make_brief())] == ["a", "b"]


def test_unknown_source_is_an_error_that_names_it() -> None:
    block = make_block(notes=((Cite(("nowhere",)),),))

    with pytest.raises(ValueError, match="nowhere"):
        describe_brief(make_brief(blocks=(block,)))


def test_citations_are_in_reading_order() -> None:
    assert cited_ids(make_brief())[0] == "a"


def test_json_holds_every_number_with_its_inputs() -> None:
    data = json.loads(render_json(make_brief()))

    number = data["blocks"][0]["heading"][1]
    assert number["id"] == "test/a"
    assert number["inputs"] == ["flows/a"]


def test_derived_mark_is_shown_only_where_published_stands_beside_it() -> None:
    table = make_table(
        rows=(
            ("a", make_number("x/1", mark="derived"), "", Cite(())),
            ("b", make_number("x/2", mark="published"), "", Cite(())),
        )
    )
    mixed = describe_brief(make_brief(blocks=(make_block(tables=(table,)),)))

    described = mixed["blocks"][0]["tables"][0]
    assert described["derived"] == "some"
    assert [row[1]["is_derived"] for row in described["rows"]] == [True, False]


def test_notes_of_numbers_become_footnotes_said_once() -> None:
    rows = tuple((str(i), make_number(f"x/{i}", note="rounded"), "", Cite(())) for i in range(3))
    data = describe_brief(make_brief(blocks=(make_block(tables=(make_table(rows=rows),)),)))

    assert data["blocks"][0]["tables"][0]["footnotes"] == ["rounded"]
