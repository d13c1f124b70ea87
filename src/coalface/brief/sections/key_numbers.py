"""The four numbers at the head of the brief, each with its range and its year."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from coalface.brief.sentences import PARTNER_WORDS
from coalface.trade.first_picture import OutsideEstimate, PictureYear, find_headline_year
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["find_key_numbers"]


def find_key_numbers(
    rows: Sequence[PictureYear], outside: Iterable[OutsideEstimate], cents: Number
) -> tuple[tuple[Number, str], ...]:
    """Find the four numbers and the words that follow each.

    Args:
        rows: Years of the first picture.
        outside: Estimates outside the statistics.
        cents: Cents of the headline year per dollar of the base year.

    Returns:
        Number and words, four of them where the tables allow.
    """
    found: list[tuple[Number, str]] = []
    row = find_headline_year(rows)
    if row is not None and row.declared is not None:
        year = row.year
        found.append((cents, f"declared to China in {year} per dollar of the base year"))
        where = PARTNER_WORDS[row.imports_book].removesuffix(",")
        found.append((row.imports_usd, f"declared as bought {where} in {year}"))
    estimates = tuple(outside)
    coal = [e for e in estimates if e.channel == "coal_smuggled"]
    if coal:
        found.append(_rivals(coal, "coal outside the statistics"))
    cyber = [e for e in estimates if e.channel == "cyber" and e.span == "year"]
    last = max((e.starts_on.year for e in cyber), default=None)
    if last is not None:
        of_year = [e for e in cyber if e.starts_on.year == last]
        found.append(_rivals(of_year, "stolen cryptocurrency"))
    return tuple(found)


def _rivals(estimates: Sequence[OutsideEstimate], what: str) -> tuple[Number, str]:
    """Give rival estimates as one number without a centre: from the lowest to the highest.

    Estimates of several years stand at the mean of a year, those of part of a year as published.
    Where the rivals are of different years, the words name the two that the range spans.
    """
    scaled = [(_yearly(e), e) for e in estimates]
    lowest, first = min((v, i) for i, (n, _) in enumerate(scaled) for v in _ends(n))
    highest, last = max((v, i) for i, (n, _) in enumerate(scaled) for v in _ends(n))
    years = sorted(
        {y for e in estimates for y in (e.starts_on.year, (e.ends_on - timedelta(days=1)).year)}
    )
    when = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    number = Number(
        id=f"brief/{what.replace(' ', '_')}/{when}",
        label=f"{what}, {when}, lowest to highest of {len(estimates)} estimates, a year",
        value=None,
        low=lowest,
        high=highest,
        unit="USD",
        how=f"lowest and highest of {len(estimates)} published estimates; several years at the "
        "mean of a year, part of a year as published",
        inputs=inputs_of(n for n, _ in scaled),
    )
    n_rivals = f"{len(estimates)} rival estimates"
    if len(years) == 1:
        who = dict.fromkeys(e.who.split(" (")[0] for e in estimates)
        return number, f"{what}, {when}: {n_rivals} ({', '.join(who)})"
    spans = f"from {_who(estimates[first])} to {_who(estimates[last])}"
    return number, f"{what}, a year: {n_rivals}, {spans}"


def _ends(number: Number) -> tuple[float, ...]:
    return tuple(v for v in (number.value, number.low, number.high) if v is not None)


def _who(estimate: OutsideEstimate) -> str:
    """Give estimator and period of one end of a range, and say so where it is weak."""
    first, last = estimate.starts_on.year, (estimate.ends_on - timedelta(days=1)).year
    when = str(first) if first == last else f"mean of {first}-{last}"
    weak = ", low confidence" if estimate.confidence == "low" else ""
    return f"{when} ({estimate.who.split(' (')[0]}{weak})"


def _yearly(estimate: OutsideEstimate) -> Number:
    if estimate.span != "several_years":
        return estimate.value_usd
    years = (estimate.ends_on - estimate.starts_on).days / 365.25
    n = estimate.value_usd
    return replace(
        n,
        value=None if n.value is None else n.value / years,
        low=None if n.low is None else n.low / years,
        high=None if n.high is None else n.high / years,
    )
