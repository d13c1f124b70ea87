from datetime import date

import numpy as np
import polars as pl
import pytest

from coalface.scenarios.calibrate.baselines import (
    forecast_last_year,
    forecast_walk,
    lawful_shares,
)
from coalface.scenarios.calibrate.settings import CalibrationSettings, load_settings
from coalface.scenarios.calibrate.targets import (
    Target,
    figures_of,
    find_targets,
    noise_of,
    to_scale,
    totals_of,
)
from coalface.sources.packaged import read_packaged


def target(start: str, end: str, value: float, *, good: str = "anthracite") -> Target:
    return Target(
        good, "usd", date.fromisoformat(start), date.fromisoformat(end), value, 0.05, 0.3, 1e6, "x"
    )


def flow(
    period: tuple[str, str],
    *,
    usd: int | None = None,
    t: float | None = None,
    confidence: str = "high",
    hs: str = "270111",
    reporter: str = "CHN",
) -> dict[str, object]:
    return {
        "row_id": f"flows/{period[0]}/{confidence}/{usd}", "reporter": reporter, "partner": "PRK",
        "flow": "import", "hs_code": hs, "period_start": date.fromisoformat(period[0]),
        "period_end": date.fromisoformat(period[1]), "value_cif_usd": usd, "mass_t": t,
        "confidence": confidence,
    }  # fmt: skip


YEAR_2013, MARCH_2013 = ("2013-01-01", "2014-01-01"), ("2013-03-01", "2013-04-01")


@pytest.fixture
def settings() -> CalibrationSettings:
    return load_settings()


def found(rows: list[dict[str, object]], settings: CalibrationSettings, **more: bool) -> list[str]:
    targets = find_targets(
        pl.DataFrame(rows), settings, starts_on=date(2013, 1, 1), ends_on=date(2014, 1, 1), **more
    )
    return [f"{t.words} {t.value:g}" for t in targets if not t.row_id.startswith("parameters")]


def test_a_month_within_a_printed_year_counts_only_for_scoring(
    settings: CalibrationSettings,
) -> None:
    rows = [flow(YEAR_2013, usd=1200), flow(MARCH_2013, usd=300)]

    assert found(rows, settings) == ["anthracite 2013, USD CIF 1200"]
    assert len(found(rows, settings, with_parts=True)) == 2


def test_of_rival_figures_the_more_trusted_is_taken_in_any_order(
    settings: CalibrationSettings,
) -> None:
    rows = [flow(YEAR_2013, usd=1, confidence="low"), flow(YEAR_2013, usd=2)]

    assert found(rows, settings) == found(rows[::-1], settings) == ["anthracite 2013, USD CIF 2"]


def test_other_goods_reporters_and_missing_figures_are_no_targets(
    settings: CalibrationSettings,
) -> None:
    rows = [
        flow(MARCH_2013, usd=5, hs="2701"), flow(MARCH_2013, usd=5, reporter="KOR"),
        flow(MARCH_2013),
    ]  # fmt: skip

    assert found(rows, settings) == []


def test_the_yearly_series_stands_in_for_what_the_table_lacks(
    settings: CalibrationSettings,
) -> None:
    targets = find_targets(
        pl.DataFrame([flow(YEAR_2013, usd=1)]), settings,
        starts_on=date(2013, 1, 1), ends_on=date(2014, 1, 1),
    )  # fmt: skip

    assert [(t.measure, t.value) for t in targets] == [("t", 16_494_000.0), ("usd", 1.0)]


def test_zero_is_a_figure(settings: CalibrationSettings) -> None:
    assert "anthracite 2013-03, USD CIF 0" in found(
        [flow(MARCH_2013, usd=0)], settings, with_parts=True
    )


def test_nothing_scored_was_fitted(settings: CalibrationSettings) -> None:
    flows = read_packaged("flows")
    fitted = find_targets(flows, settings, starts_on=date(2000, 1, 1), ends_on=settings.fit_until)
    scored = find_targets(
        flows, settings, starts_on=settings.score_from, ends_on=settings.score_until,
        with_parts=True,
    )  # fmt: skip

    assert len(fitted) >= 30
    assert len(scored) >= 20
    assert max(t.ends_on for t in fitted) <= min(t.starts_on for t in scored)
    assert {t.row_id for t in fitted} & {t.row_id for t in scored} == set()


def test_the_error_of_a_month_is_larger_than_that_of_a_year(
    settings: CalibrationSettings,
) -> None:
    rows = [flow(YEAR_2013, t=1e6), flow(MARCH_2013, usd=10)]
    month, year = find_targets(
        pl.DataFrame(rows), settings.model_copy(update={"goods": settings.goods[:1]}),
        starts_on=date(2013, 1, 1), ends_on=date(2014, 1, 1), with_parts=True,
    )[::-1][:2]  # fmt: skip

    assert noise_of([month])[0] > noise_of([year])[0]


def test_periods_are_summed_over_their_months_only() -> None:
    months = tuple(date(2013, m, 1) for m in range(1, 13))
    recorded = {("anthracite", "usd"): np.arange(12.0)[None, :] * 1e6}
    targets = [target("2013-02-01", "2013-04-01", 1.0), target("2013-01-01", "2014-01-01", 1.0)]

    assert totals_of(recorded, months, targets).tolist() == [[3e6, 66e6]]
    with pytest.raises(ValueError, match="not within the months"):
        totals_of(recorded, months, [target("2012-12-01", "2013-02-01", 1.0)])


def test_the_scale_is_logarithmic_for_large_amounts_and_knows_zero() -> None:
    targets = [target("2013-01-01", "2014-01-01", v) for v in (0.0, 1e9, 2e9)]

    zero, one, two = figures_of(targets)

    assert zero == 0.0
    assert two - one == pytest.approx(np.log(2), abs=1e-6)
    assert to_scale(np.array([1e9]), targets[:1])[0] == one


def test_last_year_stands_for_this_year() -> None:
    known = [target("2015-01-01", "2016-01-01", 5e8), target("2016-01-01", "2017-01-01", 8e8),
             target("2016-03-01", "2016-04-01", 2e8)]  # fmt: skip
    year, march, may = (
        target("2017-01-01", "2018-01-01", 1.0), target("2017-03-01", "2017-04-01", 1.0),
        target("2017-05-01", "2017-06-01", 1.0),
    )  # fmt: skip

    forecast = forecast_last_year(known, [year, march, may])

    assert np.sinh(forecast.centres[0]) * 1e6 == pytest.approx([8e8, 2e8, 8e8 / 12])
    assert forecast.sd[1] > forecast.sd[0]


def test_the_walk_steps_to_zero_with_the_ban() -> None:
    known = [target("2015-01-01", "2016-01-01", 5e8), target("2016-01-01", "2017-01-01", 8e8)]
    months = tuple(date(2017, m, 1) for m in range(1, 13))
    ban = np.array([[0.0] * 6 + [1.0] * 6]).T
    lawful = lawful_shares(months, ["anthracite"], ban)
    year, march, december = (
        target("2017-01-01", "2018-01-01", 1.0), target("2017-03-01", "2017-04-01", 1.0),
        target("2017-12-01", "2018-01-01", 1.0),
    )  # fmt: skip

    forecast = forecast_walk(known, [year, march, december], lawful)

    assert np.sinh(forecast.centres[0]) * 1e6 == pytest.approx([4e8, 8e8 / 12, 0.0])


def test_what_is_forecast_is_not_looked_at() -> None:
    known = [target("2015-01-01", "2016-01-01", 5e8), target("2016-01-01", "2017-01-01", 8e8)]
    a, b = (
        forecast_last_year(known, [target("2017-01-01", "2018-01-01", value)])
        for value in (1.0, 9e9)
    )

    assert np.array_equal(a.centres, b.centres)
    assert np.array_equal(a.sd, b.sd)
