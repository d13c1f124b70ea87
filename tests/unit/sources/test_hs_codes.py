import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalface.sources.hs_codes import find_editions, read_hs_code
from coalface.sources.packaged import read_packaged

LOW_CODES = sorted(
    code
    for code in read_packaged("hs_nomenclature")["hs_code"].unique().to_list()
    if code.startswith("0")
)


@pytest.mark.parametrize(
    ("text", "digits"), [("2701.11", "270111"), ("27 01 11 00", "27011100"), ("270111.0", "270111")]
)
def test_dots_and_blanks_in_a_code_are_left_out(text: str, digits: str) -> None:
    assert read_hs_code(text).value == digits


@given(st.sampled_from(LOW_CODES))
def test_a_code_that_lost_its_leading_zero_is_always_refused_with_the_code_it_was(
    code: str,
) -> None:
    refused = read_hs_code(code[1:])

    assert read_hs_code(code).value == code
    assert refused.value is None
    assert "leading zero" in refused.problem
    assert f"({code}?)" in refused.problem


@pytest.mark.parametrize("text", ["270", "27011", "2701.1", "2701110"])
def test_no_code_is_proposed_that_no_edition_has(text: str) -> None:
    problem = read_hs_code(text).problem

    assert "digit is missing" in problem
    assert "?" not in problem


def test_a_dotted_code_that_lost_its_last_zero_is_refused_with_the_code_it_was() -> None:
    assert "last zero was lost" in read_hs_code("2520.1").problem
    assert "(252010?)" in read_hs_code("2520.1").problem


@given(st.from_regex(r"[0-9]{1,12}", fullmatch=True))
def test_a_code_is_read_only_if_an_edition_has_it_and_so_is_any_that_is_proposed(text: str) -> None:
    read = read_hs_code(text)

    assert (read.value is None) == bool(read.problem)
    if read.value:
        assert find_editions(read.value)
    elif "?" in read.problem:
        assert find_editions(f"0{text}")


@pytest.mark.parametrize("text", ["", "unknown", "N/A", "?"])
def test_an_unknown_code_is_unknown_and_no_complaint(text: str) -> None:
    assert read_hs_code(text).value is None
    assert read_hs_code(text).problem == ""
