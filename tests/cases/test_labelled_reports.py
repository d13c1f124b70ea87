"""Hand labels of invented reports must lie on the words that they quote."""

import pytest
from bench.claims_gold import LATER, GoldDocument, Row, read_gold

from coalface.tables.claims import HEDGES, KINDS, OPERATORS, POLARITIES, STATUSES

WORDS = {
    "op": {*OPERATORS, "none"},  # "none": a statement without a figure
    "hedge": HEDGES,
    "polarity": POLARITIES,
    "status": STATUSES,
    "kind": KINDS,
}
#: Ends that each bound fills: (low, high).
ENDS = {"gt": (True, False), "ge": (True, False), "lt": (False, True), "le": (False, True)}


@pytest.fixture(params=LATER)
def documents(request: pytest.FixtureRequest) -> list[GoldDocument]:
    found, missing = read_gold(request.param, None)
    assert not missing
    assert len(found) == 12
    return list(found)


def test_each_label_quotes_the_words_at_its_place(documents: list[GoldDocument]) -> None:
    for document in documents:
        assert document.path is not None
        text = document.path.read_bytes().decode("utf-8")
        assert f"published: {document.published}" in text
        for row in document.rows:
            assert " ".join(text[row["start"] : row["end"]].split()) == row["locator"], row


def test_each_label_keeps_to_the_closed_words(documents: list[GoldDocument]) -> None:
    for row in _rows(documents):
        for column, allowed in WORDS.items():
            assert row[column] in allowed, row


def test_each_value_fills_the_ends_that_its_bound_has(documents: list[GoldDocument]) -> None:
    for row in _rows(documents):
        full = (row["op"] != "none", row["op"] != "none")
        for low, high in (("value_low", "value_high"), ("value_std_low", "value_std_high")):
            ends = (row[low] is not None, row[high] is not None)
            assert ends == ENDS.get(row["op"], full), row
            assert not all(ends) or row[low] <= row[high], row


def test_no_two_labels_of_a_set_share_an_id(documents: list[GoldDocument]) -> None:
    ids = [row["claim_id"] for row in _rows(documents)]
    assert len(set(ids)) == len(ids)


def _rows(documents: list[GoldDocument]) -> list[Row]:
    return [row for document in documents for row in document.rows]
