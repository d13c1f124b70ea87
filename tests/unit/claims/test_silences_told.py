"""Silences of a transponder: what tells one, what does not, and what denies one."""

from datetime import date
from typing import Any

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims


def moves(text: str) -> list[dict[str, Any]]:
    found = extract_claims(Document("d", text, date(2022, 5, 10))).to_dicts()
    return [row for row in found if row["kind"] == "movement"]


@pytest.mark.parametrize(
    "text",
    [
        "Paek Ma was at anchor off Chongjin from 11 to 16 January 2019, satellite pictures show.",
        "Satellite images put Paek Ma off Nampo from 3 to 9 May 2021.",
        "The Paek Ma never left her position off Chongjin from 11 to 16 January 2019.",
        "Paek Ma lay off Taean from 3 to 9 May 2021, her AIS messages say.",
    ],
)
def test_a_ship_that_lies_off_a_port_is_not_silent(text: str) -> None:
    found = moves(text)
    assert [row["metric"] for row in found] != []
    assert "ais_gap" not in [row["metric"] for row in found]


@pytest.mark.parametrize(
    "text",
    [
        "The Paek Ma transmitted no AIS signal from 3 to 19 May 2021.",
        "The Paek Ma did not transmit from 3 to 19 May 2021.",
        "No satellite heard the Paek Ma from 3 to 19 May 2021.",
        "The Paek Ma went dark off Nampo on 3 May 2021 and did not transmit until 19 May 2021.",
        "Nothing was heard from the Paek Ma's transponder from 3 May 2021 until 19 May 2021.",
    ],
)
def test_what_tells_a_silence_by_a_denial_does_not_deny_it(text: str) -> None:
    gaps = [row for row in moves(text) if row["metric"] == "ais_gap"]
    assert [row["polarity"] for row in gaps] == ["affirmed"]
    assert (gaps[0]["valid_from"], gaps[0]["valid_to"]) == (date(2021, 5, 3), date(2021, 5, 19))
    assert "negated" not in [row["polarity"] for row in moves(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The Paek Ma did not switch off her AIS from 3 to 9 May 2021.",
        "The owner denied that the Paek Ma went dark off Nampo on 3 May 2021.",
        "Her transponder never fell silent from 3 to 9 May 2021.",
    ],
)
def test_a_denied_silence_is_denied(text: str) -> None:
    gaps = [row for row in moves(text) if row["metric"] == "ais_gap"]
    assert [row["polarity"] for row in gaps] == ["negated"]


@pytest.mark.parametrize(
    ("verb", "metric"), [("loaded", "loading_ports"), ("berthed to take", "port_call")]
)
def test_position_tells_what_the_ship_did_there(verb: str, metric: str) -> None:
    text = f"The vessel Paek Ma {verb} 5,600 tons of coal at Nampo on 12 January 2019."
    assert [row["metric"] for row in moves(text)] == [metric]


def test_ship_that_never_left_a_pier_did_lie_there() -> None:
    assert {row["polarity"] for row in moves("The Paek Ma never left the pier at Taean.")} == {
        "affirmed"
    }
