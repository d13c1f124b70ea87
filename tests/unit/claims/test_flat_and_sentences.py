from datetime import date

import pytest

from coalface.claims.documents import Block, Document
from coalface.claims.flat import flatten, flatten_text
from coalface.claims.layout import find_layout
from coalface.claims.sentences import MAX_SENTENCE_CHARACTERS, find_sentences


def flat_of(text: str) -> str:
    return flatten(Document("x", text)).text


def sentences_of(text: str) -> list[str]:
    flat = flatten(Document("x", text))
    return [flat.text[one.start : one.end] for one in find_sentences(flat)]


def test_a_word_broken_at_the_end_of_a_line_is_joined_and_maps_back() -> None:
    text = "imports of an-\n  thracite fell"

    flat = flatten_text(text)

    assert flat.text == "imports of anthracite fell"
    start, end = flat.source_span(11, 21)
    assert text[start:end] == "an-\n  thracite"


def test_a_figure_after_a_broken_word_keeps_its_hyphen() -> None:
    assert flat_of("after the mid-\n2000s") == "after the mid-2000s"


def test_front_matter_is_no_prose() -> None:
    assert flat_of("---\npublished: 2024-09-18\n---\n\nCoal left.") == "Coal left."


@pytest.mark.parametrize(
    "dateline",
    [
        "SEOUL, 14 March 2019 (Wire) - ",
        "TOKYO, Feb. 2 (Agency) -- ",
        "DALIAN, China, 2 February 2022 — ",
        "BEIJING (Agency) – ",
    ],
)
def test_dateline_of_an_agency_is_no_prose(dateline: str) -> None:
    assert flat_of(f"{dateline}Coal left.") == "Coal left."
    assert flat_of(f"Coal rises\n\n{dateline}Coal left.").endswith("\nCoal left.")


@pytest.mark.parametrize("text", ["COAL - dear again.", "USD 14 million (net) - paid in May."])
def test_words_in_capitals_before_a_dash_are_prose(text: str) -> None:
    assert flat_of(text) == text


def test_dashes_that_do_not_open_a_text_are_prose() -> None:
    assert flat_of("Coal left.\n---\na: b\n---\n").startswith("Coal left. --- a: b")


def test_running_heads_near_page_numbers_are_left_out_and_their_sentence_goes_on() -> None:
    page = "\n\n\n\nMay 2, 2018\n\n{n}\n\nA Study of Coal\n\n"
    text = "The increase of" + page.format(n=3) + "ore. It fell in" + page.format(n=4) + "summer."

    assert flat_of(text) == "The increase of ore. It fell in summer."


def test_a_line_that_comes_twice_far_from_any_page_number_stays() -> None:
    text = "Question\n\nYes.\n\nQuestion\n\nNo."

    assert flat_of(text) == "Question\nYes.\nQuestion\nNo."


def test_a_word_broken_by_a_running_head_is_joined() -> None:
    page = "\n\nA Study\n\n{n}\n\n"
    text = (
        "The ex-"
        + page.format(n=1)
        + "port of coal and the im-"
        + page.format(n=2)
        + "port of oil."
    )

    assert flat_of(text) == "The export of coal and the import of oil."


def test_references_at_the_end_are_left_out() -> None:
    body = "Coal left in 2019. " * 10

    assert flat_of(f"{body}\n\nReferences\n\nA. Author (2018), 40 pages.") == body.strip()


def test_the_word_references_in_a_sentence_ends_nothing() -> None:
    text = "Coal. " * 20 + "\nIt makes references\nto 40 ships."

    assert "to 40 ships." in flat_of(text)


def test_a_footnote_in_the_middle_of_a_sentence_is_read_after_it() -> None:
    text = "a quota on the ex-\n\n1  The study ends\nin 2016.\n\nport of coal ($400 million)."

    flat = flatten(Document("x", text))

    assert flat.text == "a quota on the export of coal ($400 million).\n1 The study ends in 2016."
    place = flat.text.index("2016")
    start, end = flat.source_span(place, place + 4)
    assert text[start:end] == "2016"


def test_addresses_and_marks_of_markdown_are_no_prose() -> None:
    text = "See **coal** at [the pier](https://example.org/2019/5) or https://example.org/7 now."

    assert flat_of(text) == "See coal at [the pier or now."


def test_blocks_that_the_reader_marked_are_left_out() -> None:
    document = Document("x", "Head. Coal left.", blocks=(Block(0, 5, "running_head"),))

    assert [block.kind for block in find_layout(document)] == ["running_head"]
    assert flatten(document).text == "Coal left."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("In Oct. 2019 it fell. So it was.", ["In Oct. 2019 it fell.", "So it was."]),
        ("Prices rose 4.5 percent. Why?", ["Prices rose 4.5 percent.", "Why?"]),
        ('"It left." He nodded.', ['"It left."', "He nodded."]),
        ("The U.S. Treasury said so.", ["The U.S. Treasury said so."]),
        ("석탄이 떠났다. 그는 말했다.", ["석탄이 떠났다.", "그는 말했다."]),
        ("煤炭离开了。他说。", ["煤炭离开了。", "他说。"]),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert sentences_of(text) == expected


def test_a_heading_is_a_sentence_of_its_own() -> None:
    flat = flatten(Document("x", "# Prices at the pier\n\nCoal left.", date(2020, 1, 1)))

    first, second = find_sentences(flat)

    assert (first.is_heading, second.is_heading) == (True, False)
    assert (first.paragraph, second.paragraph) == (0, 1)


def test_a_stretch_without_a_full_stop_is_parted_at_blanks_and_keeps_all_its_words() -> None:
    words = [f"{number} tons" for number in range(3_000)]

    parts = sentences_of(" ".join(words))

    assert len(parts) > 1
    assert max(map(len, parts)) <= MAX_SENTENCE_CHARACTERS
    assert " ".join(parts).split() == " ".join(words).split()


def test_a_stretch_without_a_blank_is_parted_all_the_same() -> None:
    parts = sentences_of("x" * (3 * MAX_SENTENCE_CHARACTERS) + ";")

    assert max(map(len, parts)) <= MAX_SENTENCE_CHARACTERS
    assert "".join(parts) == "x" * (3 * MAX_SENTENCE_CHARACTERS) + ";"
