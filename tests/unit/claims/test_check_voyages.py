"""Ships without a name, hours, stays, ways and times told, silences and the port of one cargo."""

from datetime import date
from typing import Any

import pytest
from tests.claim_figures import make_claims

from coalface.claims.checks import find_checks
from coalface.claims.checks.clocks import hours_of
from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.facts import Facts
from coalface.sources.packaged import read_packaged

PORTS = Facts(ports=read_packaged("ports"))
CALL = {"kind": "movement", "metric": "port_call"}


def _levels(*claims: dict[str, Any]) -> list[tuple[str, str]]:
    placed = ({"start": 60 * n} | claim for n, claim in enumerate(claims))
    return find_checks(make_claims(*placed), PORTS).select("test", "level").rows()


def _told(text: str) -> list[tuple[str, str]]:
    document = Document(id="d", text=text, published=date(2022, 12, 1), published_basis="stated")
    return find_checks(extract_claims(document), PORTS).select("test", "level").rows()


def _on(first: int, last: int) -> dict[str, Any]:
    return {"valid_from": date(2023, 5, first), "valid_to": date(2023, 5, last)}


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("left Nampo at 06:00", (6.0, 6.0)),
        ("arrived at 6.30 p.m.", (18.5, 18.5)),
        ("sailed at 2200 hours", (22.0, 22.0)),
        ("on the evening of 4 May", (17.0, 24.0)),
        ("于12日清晨", (2.0, 8.0)),
        ("오후 3시에 입항했다", (15.0, 15.0)),
        ("paid 1,200 dollars in 2019", (0.0, 24.0)),
    ],
)
def test_words_tell_the_hours_of_a_day(words: str, hours: tuple[float, float]) -> None:
    assert hours_of(words) == hours


def test_a_ship_without_a_name_is_held_to_its_way_but_never_loudly() -> None:
    found = _levels(
        CALL | {"places": ["KP-CHONGJIN"], "locator": "the freighter cast off"} | _on(3, 3),
        CALL | {"places": ["CN-NINGBO"], "locator": "she was alongside"} | _on(4, 4),
    )

    assert ("speed", "warn") in found


def test_two_ships_without_a_name_are_not_taken_for_one() -> None:
    found = _levels(
        CALL | {"places": ["KP-CHONGJIN"], "locator": "the freighter cast off"} | _on(3, 3),
        CALL | {"places": ["CN-NINGBO"], "locator": "another freighter was seen"} | _on(4, 4),
    )

    assert ("speed", "warn") not in found


@pytest.mark.parametrize(
    ("words", "level"),
    [("never left the dock", "high"), ("was moored at pier 7", "warn"), ("called", "quiet")],
)
def test_a_stay_is_as_loud_as_its_words(words: str, level: str) -> None:
    ship = {"actor": "A Ship"}
    found = _levels(
        CALL | ship | {"places": ["RU-NAKHODKA"], "locator": words} | _on(2, 30),
        CALL | ship | {"places": ["KP-WONSAN"], "locator": "was loading"} | _on(16, 16),
    )

    assert [lvl for test, lvl in found if test == "speed"] == [level]


@pytest.mark.parametrize(("hours", "level"), [("60", "quiet"), ("20", "warn")])
def test_a_way_over_its_time_is_held_against_what_the_ship_can_do(hours: str, level: str) -> None:
    found = _told(
        "The coaster makes nine knots at best. She covered the 480 nautical miles in "
        f"{hours} hours."
    )

    assert [lvl for test, lvl in found if test == "speed"] == [level]


@pytest.mark.parametrize(("length", "level"), [("two weeks", "quiet"), ("five weeks", "high")])
def test_a_silence_ended_by_a_later_sentence_has_its_length(length: str, level: str) -> None:
    found = _told(
        "The tanker switched off her transponder off Cheju on 3 April 2022. She came back on the "
        f"air on 18 April 2022, after {length} of silence."
    )

    assert [lvl for test, lvl in found if test == "silence"] == [level]


def test_a_ship_seen_within_a_silence_does_not_end_it() -> None:
    found = _told(
        "The tanker went dark on 3 May 2022 off Nampo. She was seen by an aircraft on 6 May off "
        "Shanghai and came back on the air on 9 May. Her silence lasted six days."
    )

    assert ("silence", "high") not in found


@pytest.mark.parametrize(
    ("text", "is_warned"),
    [
        ("The skipper says the coal was discharged at Penglai on 9 August. The broker says that "
         "the same coal was discharged on 9 August at Haiphong.", True),
        ("The agent says 3,000 tonnes of coal were discharged at Penglai. The master says that the "
         "rest, 2,000 tonnes, was discharged at Longkou.", False),
    ],
)  # fmt: skip
def test_one_cargo_at_two_ports_warns_and_its_parts_do_not(text: str, *, is_warned: bool) -> None:
    assert (("destination", "warn") in _told(text)) == is_warned


@pytest.mark.parametrize(("share", "level"), [("a quarter", "quiet"), ("three fifths", "warn")])
def test_a_share_that_words_tie_to_a_count_is_worked_out(share: str, level: str) -> None:
    found = _told(
        f"Researchers followed 312 voyages. On 78 of them the transponder was off, that is on "
        f"{share} of all voyages."
    )

    assert [lvl for test, lvl in found if test == "share"] == [level]
