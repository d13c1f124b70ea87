from datetime import date

import pytest

from coalface.sources.spellings import (
    read_country,
    read_day,
    read_direction,
    read_hs_revision,
    read_unit,
    read_yes_no,
)


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("PRK", "PRK"),
        ("kp", "PRK"),
        ("DPRK", "PRK"),
        ("North Korea", "PRK"),
        ("Russia", "RUS"),
        ("Russian Federation", "RUS"),
        (" ru ", "RUS"),
        ("P.R. China", "CHN"),
        ("Viet Nam", "VNM"),
        ("vietnam", "VNM"),
        ("Cote d'Ivoire", "CIV"),
        ("NA", "NAM"),
    ],
)
def test_a_country_is_known_by_code_and_common_name(text: str, iso3: str) -> None:
    assert read_country(text).value == iso3


def test_every_country_code_and_name_means_one_country() -> None:
    for text in ("Korea", "Congo"):
        assert read_country(text).value is None
        assert read_country(text).problem


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [
        ("t", "t", 1),
        ("KG", "t", 0.001),
        ("kt", "t", 1000),
        ("Mt", "t", 1_000_000),
        ("MT", "t", 1),
        ("Barrels", "bbl", 1),
        ("thousand bbl", "bbl", 1000),
        ("kWh", "MWh", 0.001),
        ("units", "pcs", 1),
        ("m³", "m3", 1),
    ],
)
def test_a_unit_is_stored_with_its_factor(text: str, unit: str, factor: float) -> None:
    read = read_unit(text)

    assert (read.value, read.factor) == (unit, factor)


def test_megatonnes_and_metric_tonnes_are_told_apart_and_said() -> None:
    assert "million" in read_unit("Mt").note
    assert "metric" in read_unit("MT").note


@pytest.mark.parametrize("text", ["HS2012", "hs 2012", "2012", "H4", "HS12"])
def test_an_edition_is_known_by_its_usual_names(text: str) -> None:
    assert read_hs_revision(text).value == "HS2012"


@pytest.mark.parametrize(
    ("text", "first", "until", "kind"),
    [
        ("2016-02-29", "2016-02-29", date(2016, 3, 1), "day"),
        ("2016-12", "2016-12-01", date(2017, 1, 1), "month"),
        ("2016", "2016-01-01", date(2017, 1, 1), "year"),
        ("2017-08-05 00:00:00", "2017-08-05", date(2017, 8, 6), "day"),
    ],
)
def test_days_months_and_years_span_what_they_name(
    text: str, first: str, until: date, kind: str
) -> None:
    read = read_day(text)

    assert (read.value, read.until, read.kind) == (first, until, kind)


@pytest.mark.parametrize("text", ["2017-02-29", "2017-13-01", "0017-01-01", "2017-8-5", "soon"])
def test_a_day_that_is_not_in_the_calendar_is_refused(text: str) -> None:
    assert read_day(text).value is None
    assert read_day(text).problem


@pytest.mark.parametrize("text", ["", "unknown", "N/A", "?"])
def test_unknown_is_unknown_and_no_complaint(text: str) -> None:
    for read in (read_country, read_unit, read_yes_no, read_day, read_direction):
        assert read(text).value is None
        assert read(text).problem == ""
