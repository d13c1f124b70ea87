"""The four numbers at the head of the brief, each with its range and its year."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from coalface.brief.numerals import format_number
from coalface.brief.sentences import PARTNER_WORDS
from coalface.trade.first_picture import OutsideEstimate, PictureYear, find_headline_year
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["find_key_numbers"]

#: Words in the note of an estimate that is shown in the tables and never in a frame.
NOT_AN_ANCHOR = "do not use as an anchor"
MONTHS_A_DAY = 12 / 365.25


def find_key_numbers(
    rows: Sequence[PictureYear],
    outside: Iterable[OutsideEstimate],
    cents: Number,
    *,
    base_year: int,
    rounded: Collection[str] = (),
) -> tuple[tuple[Number, str], ...]:
    """Find the four numbers and the words that follow each.

    Args:
        rows: Years of the first picture.
        outside: Estimates outside the statistics.
        cents: Cents of the headline year per dollar of the base year.
        base_year: That year.
        rounded: Ids of rows that a source prints rounded; what is reckoned from one says so.

    Returns:
        Number and words, four of them where the tables allow.
    """
    found: list[tuple[Number, str]] = []
    row = find_headline_year(rows)
    if row is not None and row.declared is not None:
        year = row.year
        found.append((cents, f"declared to China in {year} per dollar of {base_year}"))
        where = PARTNER_WORDS[row.imports_book].removesuffix(",")
        is_rough = not set(rounded).isdisjoint(row.imports_usd.inputs)
        rough = ", reckoned from a rounded total" if is_rough else ""
        found.append((row.imports_usd, f"declared as bought {where} in {year}{rough}"))
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
    """Give estimates as one number without a centre: from the lowest to the highest.

    Estimates of several years stand at the mean of a year, those of part of a year as published.
    Those of one year are rivals, and the words name them all; those of several periods are not,
    and the words name the two that the range spans. One whose note forbids to anchor on it is
    counted and left out. Where one is open above, the words say "or more".
    """
    kept = [e for e in estimates if NOT_AN_ANCHOR not in e.value_usd.note] or list(estimates)
    scaled = [(_yearly(e), e) for e in kept]
    lowest, first = min((v, i) for i, (n, _) in enumerate(scaled) for v in _ends(n))
    highest, last = max((v, i) for i, (n, _) in enumerate(scaled) for v in _ends(n))
    years = sorted({y for e in kept for y in (e.starts_on.year, _last_day(e).year)})
    is_open = any(_is_open(e) for e in kept)
    when = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    above = ", open above" if is_open else ""
    number = Number(
        id=f"brief/{what.replace(' ', '_')}/{when}",
        label=f"{what}, {when}, lowest to highest of {len(kept)} estimates, a year{above}",
        value=None,
        low=lowest,
        high=highest,
        unit="USD",
        how=f"lowest and highest of {len(kept)} published estimates; several years at the "
        f"mean of a year, part of a year as published{above}",
        inputs=inputs_of(n for n, _ in scaled),
    )
    said = f"or more of {what}" if is_open else what
    if len(years) == 1:
        return number, f"{said}, {when}: {len(kept)} rival estimates ({'; '.join(_names(kept))})"
    n_left = len(estimates) - len(kept)
    left = f"; {n_left} more left out, as its note asks" if n_left else ""
    spans = f"from {_who(kept[first])} to {_who(kept[last])}"
    return number, f"{said}, a year: {len(kept)} estimates of different periods, {spans}{left}"


def _is_open(estimate: OutsideEstimate) -> bool:
    return estimate.value_usd.high is None and estimate.value_usd.low is not None


def _names(estimates: Iterable[OutsideEstimate]) -> dict[str, None]:
    """Give each estimator once, with the amount of one that says "or more"."""
    return dict.fromkeys(
        e.who.split(" (")[0] + (f": {format_number(e.value_usd)} or more" if _is_open(e) else "")
        for e in estimates
    )


def _last_day(estimate: OutsideEstimate) -> date:
    return estimate.ends_on - timedelta(days=1)


def _ends(number: Number) -> tuple[float, ...]:
    return tuple(v for v in (number.value, number.low, number.high) if v is not None)


def _who(estimate: OutsideEstimate) -> str:
    """Give estimator and period of one end of a range, and say so where it is weak or short."""
    first, last = estimate.starts_on.year, _last_day(estimate).year
    when = str(first) if first == last else f"mean of {first}-{last}"
    if estimate.span == "part_year":
        n_months = round((estimate.ends_on - estimate.starts_on).days * MONTHS_A_DAY)
        when = f"{n_months} months of {first if first == last else f'{first}-{last}'} alone"
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
