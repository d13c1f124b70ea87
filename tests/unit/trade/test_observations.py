"""Competing prints become a range; overlaps are never added twice."""

from datetime import date

from tests.builders import make_flows

from coalface.trade.observations import Observation, find_series, without_overlaps

YEAR_2022 = {"period_start": date(2022, 1, 1), "period_end": date(2023, 1, 1)}


def test_competing_prints_of_one_year_are_one_observation_with_a_range() -> None:
    flows = make_flows(value_cif_usd=[100.0, 103.0], confidence=["medium", "high"])

    (series,) = find_series((flows,))

    (observation,) = series.observations
    assert observation.value is not None
    assert (observation.value.value, observation.value.low, observation.value.high) == (
        103.0,
        100.0,
        103.0,
    )
    assert set(observation.value.inputs) == {"flows/0", "flows/1"}


def test_of_equally_sure_prints_the_one_with_more_digits_is_central() -> None:
    flows = make_flows(value_cif_usd=[162_680_000.0, 166_737_894.0])

    (series,) = find_series((flows,))

    assert series.full_years[0].value is not None
    assert series.full_years[0].value.value == 166_737_894.0


def test_a_union_holds_its_own_print_and_the_sum_of_its_parts() -> None:
    flows = make_flows(
        hs_code=["50", "5002", "5003"], value_cif_usd=[12_176_000.0, 9.2e6, 3.5e6], **YEAR_2022
    )

    union = find_series((flows,))[0]

    assert union.good.code == "50"
    value = union.full_years[0].value
    assert value is not None
    assert (value.value, value.low, value.high) == (12_176_000.0, 12_176_000.0, 12_700_000.0)


def test_parts_of_a_union_that_lack_one_are_not_summed() -> None:
    flows = make_flows(hs_code=["5002"], value_cif_usd=[9.2e6], **YEAR_2022)

    assert [s.good.code for s in find_series((flows,))] == ["5002"]


def test_a_part_of_a_union_known_by_mass_alone_gives_no_sum() -> None:
    flows = make_flows(
        hs_code=["5002", "5003"], value_cif_usd=[9.2e6, None], mass_t=[None, 400.0], **YEAR_2022
    )

    assert [s.good.code for s in find_series((flows,))] == ["5002", "5003"]


def test_totals_groupings_and_shares_are_no_goods() -> None:
    flows = make_flows(
        hs_code=["TOTAL", "MINERALS", "2701+2702", "62"],
        value_cif_usd=[1.0, 1.0, 1.0, None],
        quantity=[None, None, None, 94.0],
        unit=[None, None, None, "percent"],
    )

    assert find_series((flows,)) == ()


def test_a_heading_goes_where_its_subheading_is_there() -> None:
    flows = make_flows(hs_code=["27", "270111", "2601"], value_cif_usd=[3.0, 2.0, 1.0])

    kept = without_overlaps(find_series((flows,)))

    assert [s.good.code for s in kept] == ["2601", "270111"]


def test_the_parts_of_a_union_go_where_the_union_is_there() -> None:
    flows = make_flows(hs_code=["5002", "5003"], value_cif_usd=[2.0, 1.0])

    kept = without_overlaps(find_series((flows,)))

    assert [s.good.code for s in kept] == ["50"]


def test_a_period_that_ends_after_the_day_of_the_account_is_left_out() -> None:
    flows = make_flows(value_cif_usd=[1.0])

    assert find_series((flows,), until=date(2016, 12, 30)) == ()
    assert len(find_series((flows,), until=date(2017, 1, 1))) == 1


def test_ten_months_are_no_full_year_even_if_they_start_in_january() -> None:
    part = Observation("2611", date(2022, 1, 1), date(2022, 11, 1), None, None)

    assert not part.is_full_year
    assert part.period == "2022-01_2022-10"


def test_twelve_months_from_september_are_no_calendar_year() -> None:
    span = Observation("2701", date(2020, 9, 1), date(2021, 9, 1), None, None)

    assert not span.is_full_year
    assert span.period == "2020-09_2021-08"
