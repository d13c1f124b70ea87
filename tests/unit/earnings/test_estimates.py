"""Published estimates: a rate fits its period, and a spread sum adds up to what was printed."""

import pytest

from coalface.earnings.cells import quarters_of, year_span
from coalface.earnings.estimates import estimated
from coalface.earnings.evidence import Evidence
from coalface.earnings.precedence import EstimateChoice, find_line, find_reading
from coalface.earnings.years import FIRST_YEAR, LAST_YEAR, find_years
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    flows, estimates, prices, fx = map(read_packaged, ("flows", "estimates", "prices", "fx"))
    return Evidence(flows, estimates, prices, fx, load_rulebook())


def test_quarters_of_a_monthly_fee_add_up_to_the_year(evidence: Evidence) -> None:
    fee = next(c for c in find_line("kumgang").choices if c.id == "fee_agreed")

    cells = [evidence.cell(fee, span) for span in (year_span(2000), *quarters_of(2000))]

    year, *quarters = [cell.mid for cell in cells if cell and cell.mid is not None]
    assert year == 12 * 12_000_000
    assert len(quarters) == 4
    assert sum(quarters) == year


def test_the_years_of_kaesong_add_up_to_the_sum_of_its_ministry(evidence: Evidence) -> None:
    years = find_years(evidence, find_line("kaesong"), find_reading("by_rule"))

    found = {
        y: years.published[y].mid or 0 for y in range(FIRST_YEAR, LAST_YEAR + 1) if years.cell(y)
    }

    assert sum(found.values()) == pytest.approx(560e6)
    assert (found[2012], found[2015]) == (80e6, 120e6)
    assert found[2005] == pytest.approx((560e6 - 200e6) * 12 / 122)
    assert "Kaesong: wages, 2012" in years.published[2005].how


def rows(*printed: tuple[str, int, int, float]) -> list[dict[str, object]]:
    return [
        {
            "row_id": f"estimates/{item}/{first}",
            "item": item,
            "who": "a ministry",
            "period_start": year_span(first).starts_on,
            "period_end": year_span(last).ends_on,
            "value_low_usd": value,
            "value_high_usd": value,
            "confidence": "high",
            "note": "",
        }
        for item, first, last, value in printed
    ]


def test_a_month_printed_twice_is_taken_off_a_sum_once() -> None:
    choice = EstimateChoice(
        kind="estimate", id="sum", title="sum", channel="any", item="cash, cumulated",
        spread=True, apart=("cash", "wages"),
    )  # fmt: skip
    printed = rows(
        ("cash, cumulated", 2001, 2004, 100.0),
        ("wages", 2002, 2002, 30.0),
        ("cash", 2002, 2002, 40.0),
    )

    cells = {year: estimated(choice, printed, year_span(year)) for year in (2001, 2002, 2005)}

    assert cells[2001] is not None
    assert cells[2001].mid == pytest.approx((100 - 40) / 3)
    assert cells[2002] is None
    assert cells[2005] is None
