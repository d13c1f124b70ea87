"""What would steer a terminal is written out; everything else is left as it is."""

import json

import pytest

from coalface.cli.plain_text import escape_steering, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\u202efdp.exe", r"a\u202efdp.exe"),
        ("a\rb\x9bc\x7f", r"a\x0db\x9bc\x7f"),
        ("\U000e0041", r"\U000e0041"),
        ("\udcff", r"\udcff"),
    ],
)
def test_a_mark_that_steers_is_written_out_and_json_gives_it_back(text: str, shown: str) -> None:
    assert plain(text) == shown
    told = escape_steering(json.dumps(text, ensure_ascii=False))
    assert plain(told) == told
    assert json.loads(told) == text


@pytest.mark.parametrize("text", ["석탄 煤炭 naïve 5 °C", "two\nlines\twith a tab", ""])
def test_writing_of_any_country_stays(text: str) -> None:
    assert plain(text) == text
    assert escape_steering(text) == text
