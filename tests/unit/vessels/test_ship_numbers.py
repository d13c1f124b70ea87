import polars as pl
import pytest

from coalface.vessels.numbers import (
    country_of_mmsi,
    country_of_mmsi_expr,
    has_imo_check_digit,
    imo_expr,
    mmsi_class,
    mmsi_class_expr,
)

SENT = {
    413_461_490: ("ship", "CN"),
    445_451_000: ("ship", "KP"),
    4_456_000: ("coast", "KP"),
    44_500_000: ("group", "KP"),
    111_440_500: ("sar_aircraft", "KR"),
    812_345_678: ("handheld", None),
    970_123_456: ("sart", None),
    984_121_234: ("craft", "CN"),
    994_121_234: ("aid", "CN"),
    0: ("invalid", None),
    123_456_789: ("invalid", None),
    1_193_046_000: ("invalid", None),
    200_000_000: ("ship", None),
}


@pytest.mark.parametrize("mmsi", SENT)
def test_a_number_tells_its_class_and_country(mmsi: int) -> None:
    assert (mmsi_class(mmsi), country_of_mmsi(mmsi)) == SENT[mmsi]


def test_the_expressions_say_the_same_as_the_functions() -> None:
    frame = pl.DataFrame({"mmsi": list(SENT)})

    found = frame.select(
        mmsi_class_expr(pl.col("mmsi")), country_of_mmsi_expr(pl.col("mmsi")).alias("c")
    )

    assert dict(zip(SENT, found.rows(), strict=True)) == SENT


def test_the_check_digit_is_weighed_seven_to_two() -> None:
    assert has_imo_check_digit("9074729")  # the example of IMO Resolution A.1117(30)
    assert not has_imo_check_digit("9074728")
    assert not has_imo_check_digit("907472")
    assert not has_imo_check_digit("\uff19074729")


def test_an_imo_number_is_read_from_what_was_sent() -> None:
    sent = ["IMO9307839", "9074729", "9074729.0", " imo 9074729 ", "9074728", "0000000", "", None]

    found = pl.DataFrame({"sent": sent}).select(imo_expr(pl.col("sent")))["sent"].to_list()

    assert found == ["9307839", "9074729", "9074729", "9074729", None, None, None, None]
