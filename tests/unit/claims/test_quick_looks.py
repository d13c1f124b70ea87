"""Quick looks come before patterns and frames: none of them may turn away what would be found."""

from pathlib import Path

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.frames.amounts import AMOUNT_FRAMES
from coalface.claims.frames.reading import Reading, read
from coalface.claims.mentions.bounds import find_bound_after, find_bound_before

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
