from datetime import date

from tests.unit.scenarios.ensemble_builders import MONTHS, make_forcing

from coalface.scenarios.carried_on import carried_on_note
from coalface.scenarios.forcing import Forcing, Span


def published_until(price: date, rate: date) -> Forcing:
    def spans(last: date) -> tuple[Span, ...]:
        return (
            Span(MONTHS[0], last, "published", "a series"),
            Span(last, MONTHS[-1], "imputed", "mean of the last 12 months"),
        )

    told = {"world_price_usd_per_t/anthracite": spans(price), "cny_per_usd": spans(rate)}
    return make_forcing(provenance=told)


def test_months_after_the_earlier_last_figure_are_counted() -> None:
    forcing = published_until(date(2018, 5, 1), date(2018, 6, 1))

    told = carried_on_note(forcing, [date(2018, m, 1) for m in range(4, 10)])

    assert told.startswith("4 of 6 months lie after the last published price and rate (2018-05)")
    assert "imputed" in told


def test_months_with_published_figures_need_no_note() -> None:
    forcing = published_until(date(2018, 5, 1), date(2018, 6, 1))

    assert carried_on_note(forcing, [date(2018, 5, 1)]) == ""
