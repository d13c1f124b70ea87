from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coalface.errors import DefinitionError
from coalface.law import Measure, load_rulebook
from coalface.law.lint import find_problems
from coalface.vocabulary.definitions import read_definition

MINIMAL = """\
id: UN-9999-1-thing
instrument: S/RES/9999 (2030)
paragraph: "1"
title: things
adopted_on: 2030-01-01
starts_on: 2030-01-01
status: in_force
direction: [from_dprk]
kind: ban
groups: [coal]
grade: A
sources: [recall]
"""


def with_measure(**changes: object) -> list[str]:
    """List the problems of the packaged rulebook with one measure changed or added."""
    book = load_rulebook()
    new = read_definition(MINIMAL, "new.yml", Measure).model_copy(update=changes)
    return find_problems(replace(book, measures=(*book.measures, new)))


def test_packaged_rulebook_holds_54_measures_and_keeps_its_own_rules() -> None:
    book = load_rulebook()

    assert len(book.measures) == 54
    assert find_problems(book) == []


def test_unknown_key_is_named_with_file_and_line() -> None:
    text = MINIMAL + "supersede: [UN-2371-8-coal]\n"

    with pytest.raises(DefinitionError, match=r"new\.yml, line 13: unknown key 'supersede'"):
        read_definition(text, "new.yml", Measure)


def test_key_that_stands_twice_is_named_with_its_line() -> None:
    with pytest.raises(DefinitionError, match=r"new\.yml, line 13: key 'grade' stands twice"):
        read_definition(MINIMAL + "grade: B\n", "new.yml", Measure)


def test_impossible_date_is_named_with_file_and_line() -> None:
    text = MINIMAL.replace("starts_on: 2030-01-01", "starts_on: 2030-02-30")

    with pytest.raises(DefinitionError, match=r"new\.yml, line 6: .2030-02-30. is no day"):
        read_definition(text, "new.yml", Measure)


def test_wrong_value_is_named_with_what_was_found() -> None:
    text = MINIMAL.replace("kind: ban", "kind: wish")

    with pytest.raises(DefinitionError, match=r"line 9: kind: .*found 'wish'"):
        read_definition(text, "new.yml", Measure)


def test_end_without_a_cause_is_a_problem() -> None:
    problems = with_measure(ends_on=date(2031, 1, 1), groups=())

    assert any("ends_on 2031-01-01 has no cause" in p for p in problems)


def test_end_before_the_start_is_a_problem() -> None:
    problems = with_measure(ends_on=date(2029, 1, 1), ends_by_own_terms=True, groups=())

    assert any("is before starts_on" in p for p in problems)


def test_two_measures_on_one_good_and_day_need_a_link() -> None:
    assert any("both cover 2701" in p for p in with_measure())


def test_link_between_two_measures_allows_their_overlap() -> None:
    linked = ("UN-2371-8-coal", "UN-2397-rajin")

    assert with_measure(applies_beside=linked) == []


def test_relative_cap_has_no_amounts_and_another_has() -> None:
    cap = load_rulebook().measure("UN-2375-15-crude-freeze").cap
    assert cap is not None

    absolute = cap.model_copy(update={"is_relative": False})

    problems = with_measure(cap=absolute, kind="quantity_cap", groups=())
    assert any("`is_relative`, never both" in p for p in problems)


def test_grade_d_measure_cannot_enter_the_rulebook() -> None:
    assert any("grade D cannot decide" in p for p in with_measure(grade="D", groups=()))


def test_unknown_source_group_and_link_are_problems() -> None:
    problems = with_measure(sources=("nowhere",), groups=("unicorns",), supersedes=("UN-0",))

    assert [p.split(": ", 1)[1].split()[1] for p in problems if "UN-9999" in p][:3] == [
        "goods",
        "source",
        "measure",
    ]


@pytest.mark.parametrize("file", ["measures", "goods", "national", "ledger"])
def test_one_fact_a_file_and_the_file_is_named_after_it(file: str) -> None:
    folder = Path("src/coalface/data/regimes/un-1718") / file
    named = {p.stem for p in folder.glob("*.yml")}
    book = load_rulebook()
    ids = {
        "measures": {m.id for m in book.measures},
        "national": {n.id for n in book.national},
        "goods": {g.replace("_", "-") for g in book.groups},
        "ledger": named,
    }

    assert named == ids[file]
