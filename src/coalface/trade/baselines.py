"""The latest year of a good set against years that mean something."""

from dataclasses import dataclass

from coalface.trade.changes import find_change
from coalface.trade.figures import Figure, number
from coalface.trade.goods import load_trade_goods
from coalface.trade.observations import Observation, Series
from coalface.vocabulary.numbers import Number, no_figure

__all__ = ["Comparison", "find_comparisons", "find_higher_part"]

CHANGES = {
    "value_ratio": "ratio",
    "mass_ratio": "ratio",
    "change_usd": "USD",
    "price_effect_usd": "USD",
    "quantity_effect_usd": "USD",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The latest full year of a good against one earlier full year.

    Attributes:
        basis: `highest_earlier`, `before_first_measure` or `year_2019`.
        year: The earlier year, or None where there is none to compare with.
        value: Its value.
        mass: Its mass.
        value_ratio: Latest over earlier value.
        mass_ratio: Latest over earlier mass.
        change: Latest less earlier value.
        price_effect: Part of the change that price made; no figure where a mass is missing.
        quantity_effect: Part that quantity made.
        note: How the year was chosen, or why there is none.
    """

    basis: str
    year: int | None
    value: Number
    mass: Number
    value_ratio: Number
    mass_ratio: Number
    change: Number
    price_effect: Number
    quantity_effect: Number
    note: str

    @property
    def printed(self) -> tuple[Number, ...]:
        """Give the numbers in the order of the columns."""
        effects = (self.price_effect, self.quantity_effect)
        return (self.value, self.mass, self.value_ratio, self.mass_ratio, self.change, *effects)


def find_comparisons(series: Series, first_year: int, why: str) -> tuple[Comparison, ...]:
    """Set the latest full year of a good against its high, the year before measures, and 2019.

    Full years stand against full years only. Where the year just before the first measure was
    not published, the last published year before it stands in, and the note says so.

    Args:
        series: The good.
        first_year: Year in which the first measure that counts for it began.
        why: Which measure that is, for the note.

    Returns:
        Three comparisons; such as cannot be made say why.
    """
    years = series.full_years
    latest = years[-1] if years else None
    earlier = years[:-1]
    high = max(earlier, key=_value, default=None)
    before = next((o for o in reversed(earlier) if o.year < first_year), None)
    fixed = load_trade_goods().comparison_year
    at_fixed = next((o for o in earlier if o.year == fixed), None)
    known = f"highest of {len(earlier)} earlier years known" if earlier else "an earlier full year"
    if (part := find_higher_part(series)) is not None:
        known += f"; {part.period} alone was {_value(part):,.0f} USD"
    bars = f"part of {part.year} was higher" if part and _value(part) > _value(high) else ""
    return (
        _compare(series, latest, high, "highest_earlier", known, bars=bars),
        _compare(
            series, latest, before, "before_first_measure", _before_note(before, first_year, why)
        ),
        _compare(series, latest, at_fixed, f"year_{fixed}", f"{fixed} itself"),
    )


def find_higher_part(series: Series) -> Observation | None:
    """Find a part of an earlier year that alone was worth more than a full year it stands beside.

    A part is never ranked against a year, but it is a floor for its own year: it keeps us from
    calling a year a high, or the high, only because other years were not published.

    Returns:
        The largest part above the latest full year or above the highest earlier one.
    """
    latest = series.full_years[-1] if series.full_years else None
    if latest is None:
        return None
    earlier = [_value(o) for o in series.full_years[:-1]]
    least = min(_value(latest), max(earlier, default=_value(latest)))
    parts = [
        o
        for o in series.observations
        if not o.is_full_year and o.ends_on <= latest.starts_on and _value(o) > least
    ]
    return max(parts, key=_value, default=None)


def _value(observation: Observation | None) -> float:
    return observation.value.value if observation and observation.value else 0.0


def _before_note(before: Observation | None, first_year: int, why: str) -> str:
    wanted = first_year - 1
    if before is not None and before.year != wanted:
        return f"{why}; {wanted} not published, {before.year} is the last year before it that is"
    return why


def _compare(
    series: Series,
    latest: Observation | None,
    base: Observation | None,
    basis: str,
    note: str,
    *,
    bars: str = "",
) -> Comparison:
    good = series.good
    stem = f"emerging/{good.code}/{basis}"
    year = f"{base.period}, {base.valuation}" if base else "no year"
    words = f"{good.name}, {basis.replace('_', ' ')} ({year})"
    value = base.value if base else None
    mass: Figure | None = base.mass if base else None
    if latest is None or base is None or bars:
        missing = f"no such year published: {note}" if latest else "no full year published"
        why = bars or missing
        note = note if bars else missing
        change = [no_figure(f"{stem}/{n}", f"{words}: {n}", u, why) for n, u in CHANGES.items()]
    else:
        found = find_change(series, base, latest, stem)
        change = [found.value_ratio, found.mass_ratio, found.change]
        change += [found.price_effect, found.quantity_effect]
    return Comparison(
        basis=basis,
        year=base.year if base else None,
        value=number(value, f"{stem}/value_usd", f"Value: {words}", "USD", note=note),
        mass=number(mass, f"{stem}/mass_t", f"Mass: {words}", "t", note=note),
        value_ratio=change[0],
        mass_ratio=change[1],
        change=change[2],
        price_effect=change[3],
        quantity_effect=change[4],
        note=note,
    )
