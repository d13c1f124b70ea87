"""Cap use: ledgers stay apart, limbs stay apart, and missing reports are missing."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.builders import make_estimates, make_flows, make_prices

from coalface.law import load_rulebook
from coalface.tables.estimates import ESTIMATES
from coalface.tables.flows import FLOWS
from coalface.tables.prices import PRICES
from coalface.tables.schema import empty_table
from coalface.trade.caps import CapUse, cap_uses_table, find_cap_uses, numbers

REFINED = "UN-2397-5-refined"
CRUDE = "UN-2397-4-crude"
COAL = "UN-2321-26-coal"


def _find(
    flows: pl.DataFrame | None = None,
    estimates: pl.DataFrame | None = None,
    prices: pl.DataFrame | None = None,
    *,
    as_of: date = date(2019, 6, 1),
) -> tuple[CapUse, ...]:
    return find_cap_uses(
        empty_table(FLOWS) if flows is None else flows,
        empty_table(ESTIMATES) if estimates is None else estimates,
        empty_table(PRICES) if prices is None else prices,
        load_rulebook(),
        as_of=as_of,
    )


def _reports(**columns: Any) -> pl.DataFrame:
    default = {
        "dataset": "refined_1718",
        "flow": "export",
        "hs_code": "2710",
        "period_start": date(2019, 1, 1),
        "period_end": date(2020, 1, 1),
    }
    return make_flows(**(default | columns))


def _of(uses: tuple[CapUse, ...], measure: str, year: int, ledger: str = "") -> list[CapUse]:
    return [
        u
        for u in uses
        if u.measure_id == measure
        and u.cap_starts_on.year == year
        and (not ledger or u.ledger == ledger)
    ]


def test_both_reporters_of_the_same_months_are_added() -> None:
    flows = _reports(reporter=["CHN", "RUS"], mass_t=[10.0, 20.0])

    uses = _of(_find(flows), REFINED, 2019, "committee_reported")

    national = next(u for u in uses if u.limb == "quantity_t_national")
    assert national.used.value == 30
    assert national.used.inputs == ("flows/0", "flows/1")
    assert national.share.value == pytest.approx(30 / 60_000)


def test_reporters_of_different_months_are_not_added_as_a_window() -> None:
    flows = _reports(
        reporter=["CHN", "RUS"],
        mass_t=[10.0, 20.0],
        period_end=[date(2019, 6, 1), date(2019, 8, 1)],
    )

    uses = _of(_find(flows), REFINED, 2019, "committee_reported")

    assert all("at least" in use.note for use in uses)
    assert uses[0].unreported[0] == "CHN 2019-06"


def test_tonnes_become_barrels_under_every_sourced_factor() -> None:
    flows = _reports(reporter="CHN+RUS", mass_t=1000.0)

    uses = _of(_find(flows), REFINED, 2019, "committee_reported")

    barrels = {u.factor_id: u.used.value for u in uses if u.limb == "quantity_bbl"}
    assert barrels["refined-petroleum"] == pytest.approx(8333.3)
    assert barrels["diesel-implied"] == pytest.approx(7500.1)
    assert "lpg" not in barrels


def test_no_factor_is_used_where_both_units_were_published() -> None:
    flows = _reports(reporter="CHN+RUS", mass_t=[1000.0, None], quantity=[None, 7500.0], unit="bbl")

    uses = _of(_find(flows), REFINED, 2019, "committee_reported")

    assert [(u.limb, u.used.value) for u in uses] == [
        ("quantity_bbl", 7500),
        ("quantity_t_national", 1000),
    ]
    assert all(u.factor is None for u in uses)


def test_months_without_a_report_are_listed_and_a_reported_zero_is_not() -> None:
    flows = _reports(
        reporter=["CHN", "CHN", "RUS"],
        quantity=[5.0, None, 0.0],
        unit="bbl",
        period_start=[date(2019, 1, 1), date(2019, 2, 1), date(2019, 1, 1)],
        period_end=[date(2019, 2, 1), date(2019, 3, 1), date(2020, 1, 1)],
    )

    use = _of(_find(flows), REFINED, 2019, "committee_reported")[0]

    assert use.used.value == 5
    assert use.unreported[0] == "CHN 2019-02"
    assert not any(month.startswith("RUS") for month in use.unreported)


def test_overlapping_reports_of_one_reporter_are_counted_once() -> None:
    flows = _reports(
        quantity=[50.0, 5.0],
        unit="bbl",
        period_start=[date(2019, 1, 1), date(2019, 3, 1)],
        period_end=[date(2019, 6, 1), date(2019, 4, 1)],
    )

    use = _of(_find(flows), REFINED, 2019, "committee_reported")[0]

    assert use.used.value == 50


def test_a_total_posted_before_the_end_of_the_year_is_taken_apart() -> None:
    flows = _reports(
        reporter=["CHN+RUS", "CHN"],
        quantity=[60.0, 50.0],
        unit="bbl",
        period_end=[date(2020, 1, 1), date(2019, 9, 1)],
        note=["as posted on 4 December", None],
    )

    use = _of(_find(flows), REFINED, 2019, "committee_reported")[0]

    assert use.used.value == 50
    assert "RUS 2019-01" in use.unreported


def test_allegations_are_a_ledger_of_their_own() -> None:
    estimates = make_estimates(
        channel="import_unrecorded",
        item="refined petroleum, ship to ship",
        who="United States",
        quantity_low=700_000.0,
        quantity_high=900_000.0,
        unit="bbl",
        period_start=date(2019, 1, 1),
        period_end=date(2019, 6, 1),
    )
    flows = _reports(reporter="CHN+RUS", quantity=400_000.0, unit="bbl")

    uses = [u for u in _of(_find(flows, estimates), REFINED, 2019) if u.limb == "quantity_bbl"]

    assert {u.ledger: u.used.value for u in uses} == {
        "alleged_us": 700_000,
        "committee_reported": 400_000,
    }
    alleged = next(u for u in uses if u.ledger == "alleged_us")
    assert alleged.share.value == pytest.approx(1.4)
    assert alleged.share.high == pytest.approx(1.8)


def test_a_period_without_any_ledger_gives_no_figure() -> None:
    uses = _of(_find(), CRUDE, 2018)

    assert {u.limb for u in uses} == {"quantity_t", "quantity_bbl"}
    assert all(u.used.value is None and u.share.value is None for u in uses)
    assert all("missing, not zero" in u.note for u in uses)


def test_the_crude_year_runs_from_22_december() -> None:
    starts = {u.cap_starts_on for u in _find() if u.measure_id == CRUDE}

    assert starts == {date(2017, 12, 22), date(2018, 12, 22)}


def test_crude_without_a_figure_names_the_last_customs_figure() -> None:
    flows = make_flows(
        flow="export",
        hs_code="2709",
        period_start=date(2014, 1, 1),
        period_end=date(2015, 1, 1),
        mass_t=0.0,
        note="official zero",
    )

    use = _of(_find(flows), CRUDE, 2018)[0]

    assert "last customs figure (CHN), 2014-01-01 to before 2015-01-01: 0 t" in use.note


def test_each_limb_of_the_coal_cap_is_tested_on_its_own() -> None:
    flows = make_flows(
        period_start=date(2017, 1, 1),
        period_end=date(2018, 1, 1),
        value_cif_usd=400_870_018.0,
        mass_t=3_750_000.0,
    )

    uses = _of(_find(flows), COAL, 2017, "customs_china")

    assert {u.limb: u.share.value for u in uses} == {"value_usd": 1.0, "quantity_t": 0.5}


def test_competing_customs_prints_both_count_for_themselves() -> None:
    flows = make_flows(
        period_start=date(2017, 1, 1), period_end=date(2018, 1, 1), value_cif_usd=[1.0, 2.0]
    )

    uses = _of(_find(flows), COAL, 2017, "customs_china")

    assert [u.used.value for u in uses if u.limb == "value_usd"] == [1, 2]


def test_a_row_reported_to_the_committee_is_not_taken_for_customs() -> None:
    flows = make_flows(
        dataset="monthly",
        source_id="un1718-coal",
        period_start=date(2017, 1, 1),
        period_end=date(2017, 2, 1),
        mass_t=1.0,
    )

    assert _of(_find(flows), COAL, 2017, "customs_china") == []


def test_the_cap_that_never_applied_is_not_there() -> None:
    assert not any(use.measure_id == "UN-2375-14-refined-annual" for use in _find())


def test_barrels_get_a_dollar_proxy_that_says_so() -> None:
    flows = _reports(reporter="CHN+RUS", quantity=100.0, unit="bbl")
    prices = make_prices(
        dataset="benchmark_monthly",
        series="crude_brent",
        unit="bbl",
        price_low=[60.0, 80.0],
        period_start=[date(2019, 1, 1), date(2019, 2, 1)],
        period_end=[date(2019, 2, 1), date(2019, 3, 1)],
    )

    use = _of(_find(flows, prices=prices), REFINED, 2019, "committee_reported")[0]

    assert use.dollars_usd is not None
    assert use.dollars_usd.value == 7000
    assert use.dollars_usd.mark == "imputed"
    assert "proxy" in use.dollars_usd.note


def test_periods_after_the_day_asked_for_are_left_out() -> None:
    uses = _find(as_of=date(2017, 6, 1))

    assert max(use.cap_starts_on for use in uses) == date(2017, 1, 1)


def test_one_id_never_stands_for_two_numbers() -> None:
    flows = _reports(reporter=["CHN", "RUS"], mass_t=[10.0, 20.0])
    uses = _find(flows)

    by_id = {number.id: number for number in numbers(uses)}

    assert [number for number in numbers(uses) if number != by_id[number.id]] == []
    assert cap_uses_table(uses).height == len(uses)


def _coal_months(*values: float, year: float | None = None) -> pl.DataFrame:
    starts = [date(2017, month, 1) for month in range(1, len(values) + 1)]
    ends = [*starts[1:], date(2017, len(values) + 1, 1)]
    if year is not None:
        starts, ends = [*starts, date(2017, 1, 1)], [*ends, date(2018, 1, 1)]
    return make_flows(
        dataset="monthly",
        hs_code="270111",
        source_id="un1718-coal",
        value_cif_usd=[*values, *([] if year is None else [year])],
        period_start=starts,
        period_end=ends,
    )


def test_a_cap_that_ended_in_its_year_shows_the_level_of_the_months_before_its_end() -> None:
    uses = _of(_find(_coal_months(120.0, 100.0, year=414e6)), COAL, 2017, "committee_reported")

    level = next(u for u in uses if u.limb == "value_usd" and u.is_main and not u.is_past_life)
    assert level.starts_on == date(2017, 1, 1)
    assert level.ends_on <= date(2017, 8, 5)
    assert level.used.value == pytest.approx(220.0 + 570_000)
    assert level.unreported == ("2017-05", "2017-06", "2017-07", "2017-08")


def test_a_count_past_the_end_of_a_cap_says_so_and_what_came_later() -> None:
    uses = _of(_find(_coal_months(1.0, year=414e6)), COAL, 2017, "committee_reported")

    year = next(u for u in uses if u.limb == "value_usd" and u.used.value == 414e6)
    assert year.is_past_life
    assert year.note.startswith("runs past the cap's last day, 2017-08-04")
    assert year.later is not None
    assert year.later.value == 182_100_000
    assert year.later_words == "2017-08, 2017-09"


def test_months_of_other_sources_are_never_taken_off_an_annual_figure() -> None:
    flows = make_flows(
        reporter="CHN",
        hs_code="270111",
        value_cif_usd=111e6,
        period_start=date(2017, 1, 1),
        period_end=date(2018, 1, 1),
    )

    uses = _of(_find(flows), COAL, 2017, "customs_china")

    year = next(u for u in uses if u.limb == "value_usd" and u.used.value == 111e6)
    assert "from other sources and not taken off: 182,100,000 USD" in year.note
    assert "-71,100,000" not in year.note


def test_a_cap_that_lasts_as_long_as_its_period_has_nothing_past_its_end() -> None:
    uses = _of(_find(_reports(reporter="CHN+RUS", mass_t=1000.0)), REFINED, 2019)

    assert not any(use.is_past_life or use.later for use in uses)
