"""Agreement is counted by chains: what one person told several is one answer."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.claims.interviews import find_agreement
from coalface.errors import InputError, TableError
from coalface.sources.interviews import read_interviews
from coalface.tables.interviews import INTERVIEWS
from coalface.tables.schema import dtypes_of

HEAD = "question_id,respondent,kind,chain,answer\n"


def make_answers(*answers: tuple[str, str, str, str | None]) -> pl.DataFrame:
    """Respondent, kind, chain, answer to one question."""
    rows = [
        {"question_id": "q", "respondent": code, "kind": kind, "chain": chain, "answer": answer}
        for code, kind, chain, answer in answers
    ]
    return pl.DataFrame(rows, schema=dtypes_of(INTERVIEWS))


def row_of(answers: pl.DataFrame, kind: str = "all") -> dict[str, Any]:
    return find_agreement(answers).filter(pl.col("kind") == kind).row(0, named=True)


def test_what_one_person_told_several_is_one_answer() -> None:
    found = row_of(
        make_answers(
            ("R1", "crew", "R1", "yes"), ("R2", "crew", "R1", "yes"), ("R3", "crew", "R1", "yes"),
            ("R4", "crew", "R4", "no"),
        )
    )  # fmt: skip

    assert (found["n_respondents"], found["n_chains"]) == (4, 2)
    assert (found["answer"], found["agreement_share"]) == (None, None)
    assert found["answers"] == "no: 1, yes: 1"


def test_one_chain_agrees_with_nobody() -> None:
    found = row_of(make_answers(("R1", "crew", "c", "yes"), ("R2", "crew", "c", "yes")))

    assert (found["answer"], found["n_chains_agree"], found["agreement_share"]) == ("yes", 1, None)


def test_a_chain_that_contradicts_itself_counts_for_no_answer() -> None:
    found = row_of(
        make_answers(
            ("R1", "crew", "c", "yes"), ("R2", "crew", "c", "no"), ("R3", "crew", "R3", "yes"),
        )
    )  # fmt: skip

    assert (found["answer"], found["n_chains_agree"], found["agreement_share"]) == ("yes", 1, 0.5)
    assert "(split): 1" in found["answers"]


def test_not_to_know_is_no_answer_and_is_counted() -> None:
    found = row_of(
        make_answers(("R1", "crew", "R1", "Unknown"), ("R2", "crew", "R2", None),
                     ("R3", "crew", "R3", "Yes "))
    )  # fmt: skip

    assert (found["n_respondents"], found["n_answered"], found["n_not_known"]) == (3, 1, 1)
    assert found["answer"] == "yes"


def test_kinds_stand_apart_and_together() -> None:
    answers = make_answers(
        ("R1", "crew", "R1", "no"), ("R2", "trader", "R2", "yes"), ("R3", "trader", "R3", "yes")
    )

    assert find_agreement(answers)["kind"].to_list() == ["all", "crew", "trader"]
    assert row_of(answers, "trader")["agreement_share"] == 1.0
    assert row_of(answers)["agreement_share"] == pytest.approx(2 / 3)


def test_the_order_of_rows_changes_no_count() -> None:
    answers = make_answers(
        ("R1", "crew", "R1", "no"), ("R2", "trader", "R2", "yes"), ("R3", "trader", "R1", "yes")
    )

    assert find_agreement(answers).equals(find_agreement(answers.reverse()))


def test_a_respondent_is_of_one_kind() -> None:
    answers = pl.concat(
        [
            make_answers(("R1", "crew", "R1", "no")),
            make_answers(("R1", "trader", "R1", "no")).with_columns(question_id=pl.lit("r")),
        ]
    )

    with pytest.raises(TableError, match="one kind for each"):
        find_agreement(answers)


def test_a_name_is_no_code() -> None:
    with pytest.raises(TableError, match="text like"):
        find_agreement(make_answers(("Kim Il", "crew", "c", "no")))


def read(tmp_path: Path, text: str, name: str = "set.csv") -> pl.DataFrame:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_interviews(path).answers


def test_a_respondent_without_a_chain_is_a_chain_of_its_own(tmp_path: Path) -> None:
    answers = read(tmp_path, HEAD + "q,R1,crew,,yes\nq,R2,crew,R1,yes\n")

    assert answers["chain"].to_list() == ["R1", "R1"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("question_id,respondent,kind,name,answer\nq,R1,crew,Kim,yes\n", "Names of people"),
        ("question_id,respondent,answer\nq,R1,yes\n", r"missing \['kind'\]"),
        (HEAD, "no answer"),
        (HEAD + "q,R1,crew,c\n", "row 2"),
        (HEAD + "q,R1,crew,c,yes\nq,R1,crew,c,no\n", "one row for each"),
        (HEAD + "q,R1,,c,yes\n", "column kind"),
        (HEAD + "q,R1,all,c,yes\n", "found 'all'"),
    ],
)
def test_a_faulty_table_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read(tmp_path, text)


SET = """title: A set
questions: [{id: q, text: "Who?"}]
respondents: [{code: R1, kind: crew}]
answers: {R1: {q: yes}}
"""


def test_what_yaml_reads_as_a_truth_is_the_word_that_was_written(tmp_path: Path) -> None:
    assert read(tmp_path, SET, "set.yml")["answer"].to_list() == ["yes"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: crew", "kind: crew, name: Kim", "unknown key"),
        ("R1: {q: yes}", "R9: {q: yes}", "none of the respondents"),
        ("{q: yes}", "{z: yes}", "no question of this set"),
        ("title: A set", "title: A set\nsynthetic: true", "what is invented"),
        ("{code: R1, kind: crew}", "{code: R1, kind: crew}, {code: R1, kind: crew}", "twice"),
        ("title: A set", "title: [", "not valid YAML"),
        ("code: R1", "code: Kim", "respondents.0.code"),
    ],
)
def test_a_faulty_set_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read(tmp_path, SET.replace(old, new), "set.yml")


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "set.yml"
    path.write_bytes(b"title: \xff\xfe")

    with pytest.raises(InputError, match="byte 7"):
        read_interviews(path)


@pytest.mark.parametrize("name", ["set.txt", "none.yml"])
def test_other_files_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "set.txt").write_text(SET, encoding="utf-8")

    with pytest.raises(InputError, match=name):
        read_interviews(tmp_path / name)
