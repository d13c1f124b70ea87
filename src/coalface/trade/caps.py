"""Use of each cap by period, one named ledger beside the other, each limb on its own."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from coalface.law import CapPeriod, Measure, Rulebook
from coalface.law.definitions import Conversion
from coalface.trade.cap_ledgers import LedgerAmount, find_ledger_amounts
from coalface.trade.cap_life import CapLife, find_cap_life
from coalface.trade.cap_limbs import (
    LIMB_UNITS,
    dollars_of,
    factor_number,
    factors_of,
    limbs_of,
    limit_figure,
    needed_factors,
    used_of,
)
from coalface.trade.figures import Figure, number, ratio
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["CapUse", "cap_uses_table", "find_cap_uses", "numbers"]

LIMB_WORDS = {
    "value_usd": "the value limb",
    "quantity_t": "the mass limb",
    "quantity_bbl": "the limb in barrels",
    "quantity_t_national": "China's limb in tonnes",
}


@dataclass(frozen=True, slots=True)
class CapUse:
    """One limb of one cap's period as one ledger counts it over one window.

    Attributes:
        measure_id: The measure with the cap.
        paragraph: Its citation, e.g. "2397 para 5".
        product: `coal`, `crude` or `refined_petroleum`.
        cap_starts_on: First day of the cap's period.
        cap_ends_on: First day after it.
        ledger: Whose count; ledgers are rivals and never added.
        reporters: Who stands behind the amounts.
        starts_on: First day of the window.
        ends_on: First day after it.
        limb: `value_usd`, `quantity_t`, `quantity_bbl` or `quantity_t_national`.
        used: What the ledger holds, in the limb's unit.
        limit: The limb.
        share: Used over limit.
        factor: Barrels per tonne used to get there, or None where none was needed.
        factor_id: Id of the conversion, or "".
        dollars_usd: Dollars that the ledger states, else barrels at the mean price of Brent (a
            proxy, said so in its note); None where neither can be said or the limb is in dollars.
        measure_ends_on: First day on which the cap no longer applied, or None.
        later: Of a cap that ended inside its period: what customs print from that month on, in
            the limb's unit; None where the cap lasted or nothing is known.
        later_words: Which months that is.
        is_main: The longest window of its ledger in the cap's period, or the level on the last
            day of a cap that ended inside it: the windows to draw.
        unreported: Months of the window without a report that was found.
        note: A warning to stand beside it.
    """

    measure_id: str
    paragraph: str
    product: str
    cap_starts_on: date
    cap_ends_on: date
    ledger: str
    reporters: str
    starts_on: date
    ends_on: date
    limb: str
    used: Number
    limit: Number
    share: Number
    factor: Number | None
    factor_id: str
    dollars_usd: Number | None
    measure_ends_on: date | None
    later: Number | None
    later_words: str
    is_main: bool
    unreported: tuple[str, ...]
    note: str

    @property
    def is_past_life(self) -> bool:
        """Say whether the window runs past the cap's last day."""
        return self.measure_ends_on is not None and self.ends_on > self.measure_ends_on


def find_cap_uses(
    flows: pl.DataFrame,
    estimates: pl.DataFrame,
    prices: pl.DataFrame,
    book: Rulebook,
    *,
    as_of: date,
) -> tuple[CapUse, ...]:
    """Find how much of each cap was used, period by period and ledger by ledger.

    A cap "whichever is lower" is reached by its first limb; each limb is shown. Tonnes and
    barrels are turned into each other under every sourced factor, one row a factor. A period
    without any ledger gives "no figure", never zero.

    Args:
        flows: Table `flows`.
        estimates: Table `estimates`.
        prices: Table `prices`, for the dollar proxy.
        book: The rules.
        as_of: Periods that begin after this day are left out.

    Returns:
        The uses, by measure, period, ledger, window, limb and factor.
    """
    found: list[CapUse] = []
    for measure in book.measures:
        if measure.cap is not None and measure.status != "never_applied":
            factors = factors_of(measure.cap.product, book.conversions)
            for period in _periods(measure, as_of):
                amounts = find_ledger_amounts(flows, estimates, book, measure, period)
                life = find_cap_life(amounts, measure, period, book)
                context = _Context(measure, period, prices, life, Counter())
                found += _uses(context, factors)
    return tuple(found)


def numbers(rows: Iterable[CapUse]) -> tuple[Number, ...]:
    """Give every number of the rows, in order."""
    return tuple(
        n
        for r in rows
        for n in (r.used, r.limit, r.share, r.factor, r.dollars_usd, r.later)
        if n is not None
    )


def cap_uses_table(rows: Iterable[CapUse]) -> pl.DataFrame:
    """Give one row a use, ranges and inputs beside the values."""
    return pl.DataFrame(
        [
            {
                "measure_id": row.measure_id,
                "paragraph": row.paragraph,
                "product": row.product,
                "cap_start": row.cap_starts_on,
                "cap_end": row.cap_ends_on,
                "ledger": row.ledger,
                "reporters": row.reporters,
                "window_start": row.starts_on,
                "window_end": row.ends_on,
                "limb": row.limb,
                "used": row.used.value,
                "used_low": row.used.low,
                "used_high": row.used.high,
                "limit": row.limit.value,
                "unit": row.limit.unit,
                "used_share": row.share.value,
                "factor_bbl_per_t": row.factor.value if row.factor else None,
                "factor_id": row.factor_id,
                "dollars_usd": row.dollars_usd.value if row.dollars_usd else None,
                "dollars_note": row.dollars_usd.note if row.dollars_usd else "",
                "measure_end": row.measure_ends_on,
                "is_past_life": row.is_past_life,
                "later": row.later.value if row.later else None,
                "later_months": row.later_words,
                "is_main": row.is_main,
                "unreported": ";".join(row.unreported),
                "note": row.note,
                "inputs": ";".join(
                    inputs_of((row.used, row.limit, row.factor, row.dollars_usd, row.later))
                ),
            }
            for row in rows
        ],
        infer_schema_length=None,
    )


def _periods(measure: Measure, as_of: date) -> Iterator[CapPeriod]:
    """Give the periods of a cap from its first day to `as_of`, recurring ones one by one."""
    assert measure.cap is not None
    day = measure.starts_on
    while day <= as_of and (measure.ends_on is None or day < measure.ends_on):
        period = measure.cap.period_on(day)
        if period is None:
            return
        yield period
        day = period.ends_on


@dataclass(frozen=True, slots=True)
class _Context:
    """What the uses of one period share; `seen` counts ids, so that rival prints differ."""

    measure: Measure
    period: CapPeriod
    prices: pl.DataFrame
    life: CapLife
    seen: Counter[str]


def _uses(context: _Context, factors: tuple[Conversion, ...]) -> list[CapUse]:
    uses = [
        _use(context, amount, limb, factor)
        for amount in context.life.amounts
        for limb in limbs_of(context.period)
        for factor in needed_factors(amount, LIMB_UNITS[limb], factors)
    ]
    longest = {
        ledger: max(u.ends_on - u.starts_on for u in uses if u.ledger == ledger)
        for ledger in {u.ledger for u in uses}
    }
    return [
        replace(u, is_main=u.is_main or u.ends_on - u.starts_on == longest[u.ledger]) for u in uses
    ]


def _use(context: _Context, amount: LedgerAmount, limb: str, factor: Conversion | None) -> CapUse:
    measure, period, unit = context.measure, context.period, LIMB_UNITS[limb]
    assert measure.cap is not None
    key = _key(context, amount, limb, factor)
    used = used_of(amount, unit, factor)
    barrels = used if limb == "quantity_bbl" else None
    return CapUse(
        measure_id=measure.id,
        paragraph=measure.short,
        product=measure.cap.product,
        cap_starts_on=period.starts_on,
        cap_ends_on=period.ends_on,
        ledger=amount.ledger,
        reporters=amount.reporters,
        starts_on=amount.starts_on,
        ends_on=amount.ends_on,
        limb=limb,
        used=number(
            used,
            f"{key}/used",
            f"{_words(context, amount)}: used of {LIMB_WORDS[limb]}",
            unit,
            how=_how(amount, used, factor),
            note=amount.note,
        ),
        limit=number(
            limit_figure(measure, period, limb),
            f"caps/{measure.id}/{_span(period.starts_on, period.ends_on)}/{limb}/limit",
            f"{measure.short}, from {period.starts_on} to before {period.ends_on}: "
            f"{LIMB_WORDS[limb]}",
            unit,
            how="as in the measure",
        ),
        share=number(
            ratio(used, limit_figure(measure, period, limb)),
            f"{key}/share",
            f"{_words(context, amount)}: share used of {LIMB_WORDS[limb]}",
            "share",
            how="used over the limb" if used else "",
            note=amount.note,
        ),
        factor=factor_number(factor),
        factor_id=factor.id if factor else "",
        dollars_usd=None
        if limb == "value_usd"
        else dollars_of(amount, barrels, context.prices, key),
        measure_ends_on=measure.ends_on,
        later=_later(context, limb),
        later_words=context.life.later_words,
        is_main=amount.is_level,
        unreported=amount.unreported,
        note=amount.note,
    )


def _later(context: _Context, limb: str) -> Number | None:
    figure = context.life.later.get(LIMB_UNITS[limb])
    if figure is None:
        return None
    measure, words = context.measure, context.life.later_words
    return number(
        figure,
        f"caps/{measure.id}/{_span(context.period.starts_on, context.period.ends_on)}/{limb}/later",
        f"{measure.short}: customs of {words}, when the cap ended or had ended",
        LIMB_UNITS[limb],
        how="months on record under the measures that followed, summed",
    )


def _key(context: _Context, amount: LedgerAmount, limb: str, factor: Conversion | None) -> str:
    window = _span(amount.starts_on, amount.ends_on)
    parts = ("caps", context.measure.id, window, amount.ledger, limb, factor.id if factor else "")
    key = "/".join(part for part in parts if part)
    context.seen[key] += 1
    return key if context.seen[key] == 1 else f"{key}-{context.seen[key]}"


def _span(starts_on: date, ends_on: date) -> str:
    return f"{starts_on}_{ends_on}"


def _words(context: _Context, amount: LedgerAmount) -> str:
    window = f"{amount.starts_on} to before {amount.ends_on}"
    return f"{context.measure.short}, {amount.ledger.replace('_', ' ')}, {window}"


def _how(amount: LedgerAmount, used: Figure | None, factor: Conversion | None) -> str:
    if used is None:
        return ""
    parts = f"{amount.reporters}, as published"
    if len(used.inputs) > 1 and factor is None:
        parts = f"{amount.reporters}, summed"
    return parts if factor is None else f"{parts}, at {factor.bbl_per_t} bbl/t ({factor.id})"
