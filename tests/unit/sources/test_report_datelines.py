"""The day on which an article says that it was put on the page."""

import pytest

from coalface.sources.report_datelines import find_dateline


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("석탄 가격 하락\n입력 2021-03-09 07:15\n기자", "2021-03-09"),
        ("제목\n등록: 2021.3.9 오전", "2021-03-09"),
        ("标题\n发布时间：2021-03-09 10:00", "2021-03-09"),
        ("석탄 가격 하락\n2021-03-09에 배가 떠났다.", ""),
        ("입력 2021-13-09 07:15", ""),
        ("SEOUL, 14 March 2019 (Wire) - Coal left.", "2019-03-14"),
        ("DALIAN, China, Feb. 2, 2021 (Agency) -- Coal left.", "2021-02-02"),
        ("# Coal\n\nA panel's report (excerpt). Published 5 March 2019.", "2019-03-05"),
        ("Interview notes, 3 October 2023", "2023-10-03"),
        ("SEOUL, 31 February 2019 (Wire) - Coal left.", ""),
        ("COAL, 5 May 2020 prices fell", ""),
        ("Its report was published 5 March 2019 and tells of coal.", ""),
    ],
)
def test_day_of_a_dateline_is_the_day_of_publication(text: str, day: str) -> None:
    assert find_dateline(text) == day


def test_line_far_down_is_no_dateline() -> None:
    assert not find_dateline("본문\n" * 40 + "입력 2021-03-09")
