"""Quick looks come before patterns and frames: none of them may turn away what would be found."""

from pathlib import Path

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.frames.amounts import AMOUNT_FRAMES, find_amount_claims
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import draft_of, is_twin
from coalface.claims.frames.parts_told import BASE, WHOLE
from coalface.claims.frames.reading import Reading, read
from coalface.claims.mentions.bounds import find_bound_after, find_bound_before
from coalface.claims.mentions.types import Vessel

REPORTS = sorted((Path(__file__).parents[2] / "data" / "claims" / "reports").glob("*.md"))
BEFORE = {
    "le": (
        "up to; no more than; not more than; not over; at most; at best"
        "; at the outside; a maximum of; maximum; almost; nearly; as much as"
        "; approaching; approached; approaches; close on; getting on for; going on for"
        "; the better part of; no higher than; not to exceed; as many as; not exceeding"
        "; never more than; within; as high as; capped at; limited to; well within"
    ),
    "ge": (
        "at least; as low as; as little as; no less than; not fewer than; a minimum of; minimum"
        "; not below; not under; a good"
    ),
    "lt": (
        "less than; fewer than; lower than; smaller than; under; below; beneath; short of; shy of"
        "; not even; not quite; fails to reach; failed to reach; yet to reach; unable to reach"
        "; never reached; not reached; far less than; little short of; slightly under; <"
    ),
    "gt": (
        "more than; over; above; in excess of; upward of; upwards of; greater than; higher than"
        "; larger than; north of; beyond; exceed; exceeds; exceeded; exceeding; surpass"
        "; surpassed; surpasses; surpassing; topped; topping; tops; to top; will surpass"
        "; would top; could surpass; may top; might surpass; well over; just above; >"
    ),
    "approx": (
        "about; around; roughly; some; perhaps; maybe; approximately; approx.; circa; ca.; c."
        "; close to; near; in the region of; on the order of; in the neighbourhood of"
        "; something like; anything like; more or less; barely; only about; ~"
    ),
}
AFTER = {
    "ge": " or more; or even more; and above; and up; at least; at the very least; plus;+",
    "le": " or less; or fewer; at most; at the very best; tops",
    "approx": " or so; or thereabouts; give or take;, more or less",
}


def each(phrases: dict[str, str]) -> list[tuple[str, str]]:
    return [(op, phrase) for op, its in phrases.items() for phrase in its.split(";")]


@pytest.mark.parametrize(("op", "phrase"), each(BEFORE))
def test_no_word_that_opens_a_bound_before_a_figure_is_passed_over(op: str, phrase: str) -> None:
    text = f"Last year they shipped {phrase.strip()} 5,000 tons."
    bound = find_bound_before(text, text.index("5,000"))
    assert bound is not None
    assert bound.op == op


@pytest.mark.parametrize(("op", "phrase"), each(AFTER))
def test_no_word_that_opens_a_bound_after_a_figure_is_passed_over(op: str, phrase: str) -> None:
    text = f"They shipped 5,000 tons{phrase} by rail."
    bound = find_bound_after(text, text.index("tons") + len("tons"))
    assert bound is not None
    assert bound.op == op


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_no_frame_knows_a_figure_of_a_type_that_it_is_not_asked_of(path: Path) -> None:
    reading = read(Document("d", path.read_bytes().decode("utf-8")))
    found = [
        (frame.__name__, mention.type)
        for frame, types in AMOUNT_FRAMES
        for mention in reading.amounts
        if mention.type not in types and frame(reading, mention, []) is not None
    ]
    assert not found


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_no_frame_that_knows_a_figure_is_passed_over(path: Path) -> None:
    reading = read(Document("d", path.read_bytes().decode("utf-8")))
    asked: list[Draft] = []
    for mention in reading.amounts:
        answers = (
            frame(reading, mention, asked)
            for frame, types in AMOUNT_FRAMES
            if mention.type in types
        )
        asked += [draft for draft in [next(filter(None, answers), None)] if draft is not None]
    assert find_amount_claims(reading)[: len(asked)] == asked


RESTATING = (
    "which is about; that makes; it works out at; which comes to; this amounts to; which equals"
    "; that converts to; which would be; equivalent to; corresponding to; the equivalent of; i.e."
    "; in other words; that is to say,; worth; (; =; —; 约合; 相当于; 달러로; 환산하면"
)


@pytest.mark.parametrize("phrase", RESTATING.split("; "))
def test_no_word_that_restates_a_figure_is_passed_over(phrase: str) -> None:
    reading = read(Document("d", f"The crew was paid 900 yuan a week, {phrase} $140."))
    first, second = reading.amounts
    assert is_twin(reading, second, draft_of(first, "value", "value.money", "wages", 0.5))


def words_by_looking(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    tokens = zip(reading.tokens.starts, reading.tokens.words, strict=True)
    return tuple(word for at, word in tokens if start <= at < end)


def test_words_of_any_span_are_those_that_start_in_it() -> None:
    reading = read(Document("d", "Coal, said one (Nampo), rose 5% — to “65 dollars”.\n\n석탄 값."))
    size = len(reading.flat.text)
    for start in range(size + 1):
        for end in range(start, size + 1):
            assert reading.words(start, end) == words_by_looking(reading, start, end)
        assert reading.words_after(start, 2) == words_by_looking(reading, start, size)[:2]
        assert reading.words_before(start, 2) == words_by_looking(reading, 0, start)[-2:]


def test_cue_at_the_end_of_a_text_ends_with_it() -> None:
    text = "무역일꾼은 석탄 수출"
    reading = read(Document("d", text))
    assert max(cue.end for cues in reading.cues.values() for cue in cues) <= len(text)
    extract_claims(Document("d", text))


ABBREVIATED = (
    "A Mr Mrs Ms Dr Prof Gen Col Lt Capt Sen Rep Gov St vs etc e.g i.e cf ca No Nos para paras p pp"
    " Fig Art Co Corp Inc Ltd Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec approx est U.S U.N"
    " U.K D.C a.m p.m"
)


@pytest.mark.parametrize("word", ABBREVIATED.split())
def test_no_shortened_word_ends_a_sentence(word: str) -> None:
    assert len(read(Document("d", f"They saw ({word}. 5 of it there on the pier.")).sentences) == 1


LABELS = ["MV", "M/V", "M.V.", "MT", "M/T", "vessel", "Vessels", "ship", "Tanker", "carrier"]
LEADS = ["freighter", "aboard", "coaster", "bulker", "barge", "trawler", "collier"]


@pytest.mark.parametrize("lead", LABELS + LEADS)
def test_no_word_that_a_ship_is_named_after_is_passed_over(lead: str) -> None:
    ships = read(Document("d", f"It rained. Men saw {lead} Mirae Wonsan there.")).mentions["vessel"]
    assert [ship.value.name for ship in ships if isinstance(ship.value, Vessel)] == ["Mirae Wonsan"]


@pytest.mark.parametrize("lead", ["the", "same", "ferry", "onto", "aboard", "The"])
def test_no_word_that_a_ship_with_a_number_is_named_after_is_passed_over(lead: str) -> None:
    ships = read(Document("d", f"{lead} Mirae 12 was seen.")).mentions["vessel"]
    assert len(ships) == 1


def rules(text: str) -> str:
    return " ".join(extract_claims(Document("d", text))["rule_id"])


WHICH = "of_which of_this of_that of_these of_those out_of_which among_them including"


@pytest.mark.parametrize("words", WHICH.split())
def test_no_word_between_a_whole_and_its_part_is_passed_over(words: str) -> None:
    joint = words.replace("_", " ")
    text = f"They sold goods for 2.48 billion dollars, {joint} 1.05 billion dollars for coal."
    assert WHOLE in rules(text)


@pytest.mark.parametrize("word", ["All", "Total", "Overall", "Entire", "Whole", "Aggregate"])
def test_no_word_for_all_exports_is_passed_over(word: str) -> None:
    assert WHOLE in rules(f"{word} exports reached 2.48 billion dollars in 2013.")


@pytest.mark.parametrize(
    "words", ["against", "versus", "compared with", "as against", "up on", "down on"]
)
def test_no_word_that_holds_a_level_against_another_is_passed_over(words: str) -> None:
    text = f"Coal exports were 12,000 tons in May, {words} 20,000 tons in June."
    assert BASE in rules(text)
