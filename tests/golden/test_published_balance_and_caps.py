"""Published figures, reproduced from the packaged tables. Each names where it was printed."""

from datetime import date

import pytest

from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.trade.balance import BalanceRow, find_balance
from coalface.trade.caps import CapUse, find_cap_uses
from coalface.trade.first_picture import (
    PictureYear,
    find_first_picture,
    find_headline_year,
    find_outside_estimates,
)
from coalface.trade.replacement import find_replacement


@pytest.fixture(scope="module")
def uses() -> tuple[CapUse, ...]:
    return find_cap_uses(
        read_packaged("flows"),
        read_packaged("estimates"),
        read_packaged("prices"),
        load_rulebook(),
        as_of=date(2025, 12, 31),
    )


@pytest.fixture(scope="module")
def balance() -> tuple[BalanceRow, ...]:
    return find_balance(read_packaged("flows"))


@pytest.fixture(scope="module")
def picture(balance: tuple[BalanceRow, ...]) -> tuple[PictureYear, ...]:
    replacement = find_replacement(
        read_packaged("flows"), read_packaged("processing_inputs"), load_rulebook()
    )
    estimates = find_outside_estimates(read_packaged("estimates"))
    return find_first_picture(replacement, balance, estimates)


def _use(
    uses: tuple[CapUse, ...], measure: str, ledger: str, limb: str, **wanted: object
) -> CapUse:
    (use,) = (
        u
        for u in uses
        if u.measure_id == measure
        and u.ledger == ledger
        and u.limb == limb
        and all(getattr(u, name) == value for name, value in wanted.items())
    )
    return use


def test_the_2017_coal_cap_was_reached_by_value_at_103_percent(uses: tuple[CapUse, ...]) -> None:
    # 413,555,897 USD on the Committee's page: KBS, 2017, No. 294728; cap in S/RES/2321 para 26 (b)
    use = _use(uses, "UN-2321-26-coal", "committee_reported", "value_usd", ends_on=date(2018, 1, 1))

    assert use.used.value == 413_555_897
    assert use.share.value == pytest.approx(1.03, abs=0.005)


def test_the_2017_coal_cap_stood_at_64_percent_by_mass(uses: tuple[CapUse, ...]) -> None:
    # 4,828,327 t on the Committee's page: KBS, 2017, No. 294728
    use = _use(
        uses, "UN-2321-26-coal", "committee_reported", "quantity_t", ends_on=date(2018, 1, 1)
    )

    assert use.used.value == 4_828_327
    assert use.share.value == pytest.approx(0.64, abs=0.005)


def test_chinas_customs_put_the_2017_coal_just_over_the_value_limb(
    uses: tuple[CapUse, ...],
) -> None:
    # 402,818 thousand USD: KORES from China customs, Korea Energy News 2018
    use = _use(
        uses,
        "UN-2321-26-coal",
        "customs_china",
        "value_usd",
        starts_on=date(2017, 1, 1),
        ends_on=date(2018, 1, 1),
    )

    assert use.share.value == pytest.approx(402_818_000 / 400_870_018)


def test_the_interim_coal_cap_of_december_2016_was_passed_about_threefold_by_value(
    uses: tuple[CapUse, ...],
) -> None:
    # over by 1 Mt and nearly 115 MUSD: KEI, T. Stangarone, 2017
    use = _use(
        uses, "UN-2321-26-coal", "customs_mirror", "value_usd", cap_starts_on=date(2016, 11, 30)
    )

    assert use.used.value == pytest.approx(53_495_894 + 115e6, rel=0.01)
    assert use.share.value == pytest.approx(3.14, abs=0.01)


def test_27_978_t_of_refined_petroleum_were_reported_by_september_2018(
    uses: tuple[CapUse, ...],
) -> None:
    # China 12,874 t + Russia 15,104 t: NKR/Yonsei 2019, from the 1718 Committee
    wanted = {"starts_on": date(2018, 1, 1), "ends_on": date(2018, 10, 1)}
    tonnes = _use(uses, "UN-2397-5-refined", "committee_reported", "quantity_t_national", **wanted)
    barrels = _use(
        uses,
        "UN-2397-5-refined",
        "committee_reported",
        "quantity_bbl",
        factor_id="refined-petroleum",
        **wanted,
    )

    assert tonnes.used.value == 27_978
    assert len(tonnes.used.inputs) == 2
    assert barrels.used.value == pytest.approx(27_978 * 8.3333)
    assert barrels.share.value == pytest.approx(0.466, abs=0.001)


def test_the_united_states_alleged_more_than_the_whole_2018_cap_by_may(
    uses: tuple[CapUse, ...],
) -> None:
    # 759,793 to 1,367,628 bbl, United States to the 1718 Committee: AFP, July 2018
    use = _use(
        uses, "UN-2397-5-refined", "alleged_us", "quantity_bbl", cap_starts_on=date(2018, 1, 1)
    )

    assert (use.used.low, use.used.high) == (759_793, 1_367_628)
    assert use.share.low == pytest.approx(1.52, abs=0.01)


def test_reports_of_2019_stood_at_about_83_percent_of_the_cap(uses: tuple[CapUse, ...]) -> None:
    # 418,000 bbl, about 83 percent: Korea Herald / Yonhap, February 2020
    use = _use(
        uses,
        "UN-2397-5-refined",
        "committee_reported",
        "quantity_bbl",
        cap_starts_on=date(2019, 1, 1),
    )

    assert use.share.value == pytest.approx(0.83, abs=0.01)


def test_china_did_not_report_january_and_february_2021(uses: tuple[CapUse, ...]) -> None:
    # China missed October 2020 to February 2021; by month: hcein.com 2022
    use = _use(
        uses,
        "UN-2397-5-refined",
        "committee_reported",
        "quantity_bbl",
        cap_starts_on=date(2021, 1, 1),
    )

    assert use.used.value == 4893 + 92 + 8050 + 10725 + 11745 + 1666 + 8730 + 1206
    assert {"CHN 2021-01", "CHN 2021-02"} <= set(use.unreported)


def test_no_ledger_gives_a_figure_of_crude_in_tonnes_for_2020_to_2025(
    uses: tuple[CapUse, ...],
) -> None:
    crude = [u for u in uses if u.measure_id == "UN-2397-4-crude" and u.cap_starts_on.year >= 2019]

    assert crude
    assert all(u.used.value is None for u in crude)


def test_chinas_deficit_figures_of_2018_are_those_of_reuters(
    balance: tuple[BalanceRow, ...],
) -> None:
    # exports 2.22 bn, imports 213.15 M USD: Reuters, January 2019
    row = next(r for r in balance if r.year == 2018 and r.book == "china_customs")

    assert row.exports_usd.value == 213_150_000
    assert row.deficit_usd.value == 2_220_000_000 - 213_150_000


def test_of_each_dollar_declared_to_china_in_2016_eleven_cents_were_declared_in_2023(
    picture: tuple[PictureYear, ...],
) -> None:
    # 2,634.4 M USD (KITA, Incheon Institute 2018); 291.89 M USD (GACC, Yonhap January 2024)
    year = find_headline_year(picture)

    assert year is not None
    assert year.year == 2023
    assert year.declared is not None
    assert year.declared.per_base_dollar.value == pytest.approx(291.89 / 2634.4)


def test_over_half_of_2023_were_wigs_gross_of_imported_hair(
    picture: tuple[PictureYear, ...],
) -> None:
    # 57.1 percent: GACC, Yonhap January 2024
    year = next(row for row in picture if row.year == 2023)

    assert year.wigs_share.value == pytest.approx(0.571, abs=0.001)
    assert "gross" in year.wigs_share.note


def test_the_firms_differ_on_the_thefts_of_2022_and_each_stands_by_itself(
    picture: tuple[PictureYear, ...],
) -> None:
    # Chainalysis 1.65 to 1.7 bn, Elliptic 1.35 bn, TRM Labs 0.85 bn
    year = next(row for row in picture if row.year == 2022)

    cyber = {e.who: e.value_usd.low for e in year.estimates if e.channel == "cyber"}
    assert cyber == {"Chainalysis": 1.65e9, "Elliptic": 1.35e9, "TRM Labs": 0.85e9}
