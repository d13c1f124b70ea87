"""The four numbers at the head of the brief, each with its range and its year."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

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
    coal = [e for e in estimates if e.channel == "coal_smuggled" and e.span == "several_years"]
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

    Estimates of several years stand at the mean of a year.
    """
    scaled = [_yearly(e) for e in estimates]
    ends = [v for n in scaled for v in (n.value, n.low, n.high) if v is not None]
    years = sorted({y for e in estimates for y in (e.starts_on.year, e.ends_on.year - 1)})
    when = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    number = Number(
        id=f"brief/{what.replace(' ', '_')}/{when}",
        label=f"{what}, {when}, lowest to highest of {len(estimates)} estimates, a year",
        value=None,
        low=min(ends),
        high=max(ends),
        unit="USD",
        how=f"lowest and highest of {len(estimates)} published estimates, at the mean of a year",
        inputs=inputs_of(scaled),
    )
    who = dict.fromkeys(e.who.split(" (")[0] for e in estimates)
    mean = " a year" if any(e.span == "several_years" for e in estimates) else ""
    return number, f"{what}{mean}, {when}: {len(estimates)} estimates ({', '.join(who)})"


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
