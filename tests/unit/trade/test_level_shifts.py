"""Emergence over all series: what is a shift, what is new, and how many are false."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from tests.builders import make_flows

from coalface.errors import InputError
from coalface.law import load_rulebook
from coalface.trade.annual_books import choose_book
from coalface.trade.false_discoveries import find_q_values
from coalface.trade.level_shifts import ShiftQuestion, find_level_shifts
from coalface.trade.shift_standing import with_standing
from coalface.trade.shift_tests import calibrate
from coalface.trade.unit_values import yearly_rows

YEARS = tuple(range(2010, 2020))
PARTIES = ("CHN", "DEU", "JPN", "PRK", "RUS")
GOODS = tuple(f"{n:06}" for n in range(260100, 260130))


def world(
    seed: int = 0, *, years: tuple[int, ...] = YEARS, spread: float = 0.5, churn: float = 0.1
) -> pl.DataFrame:
    """Lumpy trade of five States in 30 goods in which nothing changes."""
    rng = np.random.default_rng(seed)
    pairs = [(a, b, g) for a in PARTIES for b in PARTIES if a != b for g in GOODS]
    size = rng.normal(11, 2, len(pairs))
    noise = spread * np.exp(0.3 * rng.normal(0, 1, len(GOODS)))
    of_good = np.array([noise[GOODS.index(g)] for _, _, g in pairs])
    parts = []
    for year in years:
        there = rng.random(len(pairs)) > churn
        value = np.exp(size + of_good * rng.standard_t(6, len(pairs)))
        rows = np.flatnonzero(there)
        parts.append(
            pl.DataFrame(
                {
                    "reporter": [pairs[i][0] for i in rows],
                    "partner": [pairs[i][1] for i in rows],
                    "hs_code": [pairs[i][2] for i in rows],
                    "year": [year] * len(rows),
                    "value": np.round(value[rows], 2),
                }
            )
        )
    return as_flows(pl.concat(parts))


def as_flows(rows: pl.DataFrame) -> pl.DataFrame:
    return make_flows(
        flow="export",
        dataset="ingested",
        reporter=rows["reporter"].to_list(),
        partner=rows["partner"].to_list(),
        hs_code=rows["hs_code"].to_list(),
        period_start=[date(y, 1, 1) for y in rows["year"]],
        period_end=[date(y + 1, 1, 1) for y in rows["year"]],
        value_fob_usd=rows["value"].to_list(),
    )


def changed(flows: pl.DataFrame, *, good: str, times: float, exporter: str = "PRK") -> pl.DataFrame:
    """Multiply what one exporter sells China of one good in the last year."""
    is_it = (pl.col("reporter") == exporter) & (pl.col("partner") == "CHN")
    is_it &= (pl.col("hs_code") == good) & (pl.col("period_start").dt.year() == YEARS[-1])
    return flows.with_columns(
        value_fob_usd=pl.when(is_it)
        .then(pl.col("value_fob_usd") * times)
        .otherwise("value_fob_usd")
    )


def test_a_large_rise_is_found_with_its_money_and_years() -> None:
    flows = changed(world(churn=0.0), good=GOODS[3], times=1e6)

    found = find_level_shifts(flows).table

    row = found.row(0, named=True)
    assert (row["exporter"], row["importer"], row["hs_code"]) == ("PRK", "CHN", GOODS[3])
    assert row["kind"] == "level_shift"
    assert row["n_years_traded"] == len(YEARS) - 1
    assert row["excess_usd"] == pytest.approx(row["value_usd"] - row["expected_usd"])


def test_where_nothing_changes_findings_are_as_rare_as_promised() -> None:
    n_worlds = 40
    any_found = [
        len(find_level_shifts(world(seed, spread=0.8)).table) > 0 for seed in range(n_worlds)
    ]

    # In a world without shifts every finding is false: one in twenty worlds may have any.
    assert np.mean(any_found) <= 0.05 + 1.645 * np.sqrt(0.05 * 0.95 / n_worlds)


def test_a_price_that_moves_for_all_partners_is_no_shift() -> None:
    flows = world(churn=0.0, spread=0.2)
    is_it = (pl.col("hs_code") == GOODS[5]) & (pl.col("period_start").dt.year() == YEARS[-1])
    dearer = flows.with_columns(
        value_fob_usd=pl.when(is_it).then(pl.col("value_fob_usd") * 1000).otherwise("value_fob_usd")
    )

    one = changed(flows, good=GOODS[5], times=1000.0, exporter="DEU")

    n_all = find_level_shifts(dearer, ShiftQuestion(fdr=0.2)).table.filter(
        pl.col("hs_code") == GOODS[5]
    )
    n_one = find_level_shifts(one, ShiftQuestion(fdr=0.2)).table.filter(
        pl.col("hs_code") == GOODS[5]
    )
    assert len(n_one) == 1
    assert len(n_all) == 0


def test_a_year_that_the_reporter_did_not_publish_is_not_zero() -> None:
    flows = world(churn=0.0)
    is_gap = (pl.col("reporter") == "PRK") & pl.col("period_start").dt.year().is_between(2011, 2018)
    known = find_level_shifts(changed(flows.filter(~is_gap), good=GOODS[3], times=1e9)).table

    row = known.filter((pl.col("exporter") == "PRK") & (pl.col("hs_code") == GOODS[3])).row(
        0, named=True
    )
    assert row["n_years_reported"] == 1
    assert row["kind"] == "level_shift"


def test_a_reporter_without_earlier_years_is_counted_not_called_new() -> None:
    flows = world(churn=0.0)
    is_new = (pl.col("reporter") != "PRK") | (pl.col("period_start").dt.year() == YEARS[-1])

    found = find_level_shifts(flows.filter(is_new))

    assert found.n_untested == len(GOODS) * (len(PARTIES) - 1)
    assert "PRK" not in found.table["exporter"].to_list()


def test_a_good_never_seen_before_is_tested_against_first_appearances() -> None:
    flows = world(churn=0.3)
    new = pl.DataFrame(
        {"reporter": ["PRK"], "partner": ["CHN"], "hs_code": ["260199"], "year": [YEARS[-1]],
         "value": [5e10]}
    )  # fmt: skip

    found = find_level_shifts(
        pl.concat([flows, as_flows(new).with_columns(row_id=pl.lit("new"))])
    ).table

    row = found.filter(pl.col("hs_code") == "260199").row(0, named=True)
    assert row["kind"] == "first_seen"
    assert row["expected_usd"] == 0.0
    assert row["ratio"] is None


def test_a_single_high_year_is_less_of_a_shift_when_two_years_must_have_risen() -> None:
    flows = changed(world(churn=0.0), good=GOODS[3], times=1e6)
    at = (pl.col("hs_code") == GOODS[3]) & (pl.col("importer") == "CHN")

    one, two = (
        find_level_shifts(flows, ShiftQuestion(exporter="PRK", n_last=n, fdr=1.0)).table.filter(at)
        for n in (1, 2)
    )

    assert one["p_value"].item() < 0.5 * two["p_value"].item()


def test_the_law_is_asked_only_where_the_dprk_is_a_party() -> None:
    flows = changed(world(churn=0.0), good=GOODS[11], times=1e6)
    flows = changed(flows, good=GOODS[12], times=1e6, exporter="DEU")

    found = with_standing(find_level_shifts(flows).table, load_rulebook())

    of_north = found.filter(pl.col("exporter") == "PRK")["verdict"]
    of_others = found.filter(~pl.any_horizontal(pl.col("exporter", "importer") == "PRK"))
    assert "outside the regime" not in of_north.to_list()
    assert set(of_others["verdict"]) == {"outside the regime"}


def test_only_the_newest_release_of_a_year_is_read() -> None:
    flows = world(years=(2018, 2019))
    older = flows.with_columns(
        pl.format("old-{}", "row_id").alias("row_id"),
        vintage=pl.lit("2019"),
        value_fob_usd=pl.col("value_fob_usd") * 9,
    )

    both = pl.concat([flows, older])
    book = choose_book(both)

    assert yearly_rows(both, book).equals(yearly_rows(flows, choose_book(flows)))
    assert any("older releases" in text and "2019" in text for text in book.left_out)


def test_two_publishers_are_never_added_up() -> None:
    flows = world(years=(2018, 2019))
    both = pl.concat(
        [
            flows,
            flows.with_columns(pl.format("b-{}", "row_id").alias("row_id"), source_id=pl.lit("b")),
        ]
    )

    with pytest.raises(InputError, match="two books"):
        find_level_shifts(both)


def test_months_of_a_part_of_a_year_are_left_out_and_said() -> None:
    flows = world(years=(2016, 2017, 2018))
    months = make_flows(
        flow="export", dataset="ingested", reporter="PRK", partner="CHN", hs_code=GOODS[0],
        period_start=date(2019, 1, 1), period_end=date(2019, 2, 1), value_fob_usd=1e9,
        row_id="month",
    )  # fmt: skip

    book = choose_book(pl.concat([flows, months]))

    assert book.years == (2016, 2017, 2018)
    assert any("only a part" in text and "2019" in text for text in book.left_out)


def test_q_values_are_those_of_benjamini_and_hochberg() -> None:
    p_values = np.array([0.01, 0.04, 0.03, 0.005])

    assert find_q_values(p_values) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    harmonic = 1 + 1 / 2 + 1 / 3 + 1 / 4
    assert find_q_values(p_values, dependence="any") == pytest.approx(
        np.array([0.02, 0.04, 0.04, 0.02]) * harmonic
    )


def test_a_check_year_that_keeps_its_promise_changes_nothing() -> None:
    p_values = (np.arange(5000) + 0.5) / 5000

    assert calibrate(p_values).apply(p_values) == pytest.approx(p_values, rel=0.02)


def test_a_check_year_that_breaks_its_promise_weakens_the_tests() -> None:
    p_values = ((np.arange(5000) + 0.5) / 5000) ** 2

    weakened = calibrate(p_values).apply(p_values)

    assert (weakened >= p_values).all()
    assert weakened[10] == pytest.approx(10.5 / 5000, rel=0.3)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (ShiftQuestion(year=1999), "no whole year"),
        (ShiftQuestion(exporter="XYZ"), "no row names 'XYZ'"),
        (ShiftQuestion(source_id="nobody"), "no figure is from 'nobody'"),
        (ShiftQuestion(year=2010), "leave no year before"),
    ],
)
def test_a_question_that_the_table_cannot_answer_says_why(
    question: ShiftQuestion, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        find_level_shifts(world(years=(2010, 2011)), question)
