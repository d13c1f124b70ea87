"""How the numbers of the mirror are named."""

from datetime import date

import pytest

from coalface.trade.mirror_numbers import period_words


@pytest.mark.parametrize(
    ("first", "after", "words"),
    [
        (date(2017, 1, 1), date(2018, 1, 1), "2017"),
        (date(2017, 1, 1), date(2017, 2, 1), "2017-01"),
        (date(2017, 1, 1), date(2017, 7, 1), "2017-01_2017-06"),
        (date(2017, 1, 1), date(2019, 1, 1), "2017_2018"),
        (date(2017, 1, 5), date(2017, 2, 1), "2017-01-05_2017-01-31"),
    ],
)
def test_a_period_is_named_by_all_of_it(first: date, after: date, words: str) -> None:
    assert period_words(first, after) == words
