"""All sentences that the brief can say: fixed wordings, filled with numbers, never free text."""

from collections.abc import Sequence
from dataclasses import replace

from coalface.brief.model import Cite, Part, Text
from coalface.vocabulary.numbers import Number

__all__ = [
    "PARTNER_WORDS",
    "say_balance",
    "say_caps",
    "say_disagreement",
    "say_emerging",
    "say_headline",
    "say_mirror",
    "say_no_event",
    "say_places",
    "say_relief",
    "say_series",
    "say_signs",
    "say_strict_relief",
    "say_unit_values",
    "to_cents",
]

HALF = 0.5
#: What a book's imports are imports of, by id of the book.
PARTNER_WORDS = {
    "china_customs": "from China",
    "kotra_china": "from China, by KOTRA's mirror,",
    "kotra_world": "from all partners, by KOTRA's mirror,",
    "": "",
}


def to_cents(per_dollar: Number) -> Number:
    """Give dollars per dollar as cents per dollar, resting on the same rows."""
    return replace(
        per_dollar,
        id=f"brief/{per_dollar.id}/cents",
        label=per_dollar.label.replace("Dollars of", "Cents of"),
        value=None if per_dollar.value is None else 100 * per_dollar.value,
        low=None if per_dollar.low is None else 100 * per_dollar.low,
        high=None if per_dollar.high is None else 100 * per_dollar.high,
        unit="cents",
        mark="derived",
        how=f"100 times {per_dollar.id}",
    )


def say_headline(cents: Number, base_year: int, year: int, wigs: Number) -> Text:
    """Say what is left of each dollar declared to China, and how much of it is wigs."""
    if cents.value is None:
        return (f"No total of exports to China was published for {year}",)
    if year == base_year:
        return (f"No total of exports to China was published after {base_year}",)
    said: tuple[Part, ...] = (
        f"Of each dollar declared to China in {base_year}, ",
        cents,
        f" were declared in {year}",
    )
    if wigs.value is None:
        return said
    if wigs.value > HALF:
        return (*said, ", over half of it wigs (", wigs, "), gross of imported hair")
    return (*said, ", ", wigs, " of it wigs, gross of imported hair")


def say_balance(imports: Number, imports_book: str, exports: Number, year: int) -> Text:
    """Say what was declared as bought and as sold in one year, and by whose books."""
    if imports.value is None or exports.value is None:
        return (f"The books do not give both sides of {year}",)
    return (
        f"In {year} declared purchases {PARTNER_WORDS[imports_book]} stood at ",
        imports,
        ", declared sales to China at ",
        exports,
    )


def say_series(name: str, highest: tuple[int, Number], last: tuple[int, Number]) -> Text:
    """Say when a series stood highest and where it was last published."""
    if highest[0] == last[0]:
        return (f"{name} stood highest in its last published year, {last[0]}: ", last[1])
    return (
        f"{name} stood highest in {highest[0]} at ",
        highest[1],
        f" and was last published for {last[0]}: ",
        last[1],
    )


def say_signs(name: str, first: tuple[str, Number], last: tuple[str, Number]) -> Text:
    """Say where a sign of the economy stood first and last, without a verdict."""
    return (f"{name} at ", first[1], f" in {first[0]} and at ", last[1], f" in {last[0]}")


def say_disagreement(
    name: str, when: str, one: tuple[str, Number], two: tuple[str, Number], sources: Sequence[str]
) -> Text:
    """Say that two readings of the same thing differ."""
    return (
        f"Evidence disagrees on {name}, {when}: {one[0]} ",
        one[1],
        f"; {two[0]} ",
        two[1],
        ". ",
        Cite(tuple(sources)),
    )


def say_caps(n_over: int, n_periods: int, n_alleged: int, n_past: int = 0, *, n_caps: int) -> Text:
    """Say in how many periods a cap was passed by a ledger, and in how many by allegation alone.

    In `n_past` periods it was passed only by a count that runs past its last day, which is no use
    of the cap and is said apart.
    """
    of = f"{_count(n_periods, 'period')} of {_count(n_caps, 'cap')} with a published count"
    past = f"; {n_past} more only by a count that runs past its last day" if n_past else ""
    if n_over == 0:
        return (f"No ledger passes a cap in any of {of}{past}",)
    alone = f", {n_alleged} of them by allegation alone" if n_alleged else ""
    return (f"In {n_over} of {of} at least one ledger passes the cap{alone}{past}",)


def say_mirror(low: Number, high: Number, n_years: int) -> Text:
    """Say how far two sets of books stand apart."""
    ends: Text = (low,) if n_years == 1 else (low, " to ", high)
    return (
        "KOTRA's mirror of trade with China stands at ",
        *ends,
        " of China's own figure for the DPRK's imports, over "
        f"{_count(n_years, 'year')} in both books",
    )


def say_unit_values(name: str, benchmark: str, low: Number, high: Number) -> Text:
    """Say where unit values stood beside a benchmark. It is no discount: grades differ."""
    return (
        f"{name} stood at ",
        low,
        " to ",
        high,
        f" of {benchmark}, year by year: a ratio to a proxy, not a discount",
    )


def say_emerging(n_high: int, n_goods: int, n_touched: int) -> Text:
    """Say how many goods reached a new high and how many of these a measure speaks to."""
    return (
        f"{n_high} of {_count(n_goods, 'good')} with two or more published years "
        f"{'stands' if n_high == 1 else 'stand'} at a new high; for {n_touched} of these a UN "
        "measure applies or readings differ",
    )


def say_places(n_events: int, n_placed: int, n_ships: int) -> Text:
    """Say how many events have a published place."""
    return (
        f"{n_placed} of {_count(n_events, 'dated event')} of "
        f"{_count(n_ships, 'designated ship')} {'has' if n_placed == 1 else 'have'} a "
        "published place",
    )


def say_no_event() -> Text:
    """Say that no event was found."""
    return ("No dated event of a designated ship is in the tables",)


def say_relief(total: Number, years: Sequence[int], n_known: int, n_measures: int) -> Text:
    """Say what the measures on exports cover in all, each good once, and in which years."""
    span = f", {years[0]} to {years[-1]}" if len(years) > 1 else "".join(f", {y}" for y in years)
    return (
        "The goods that UN measures cover were declared at ",
        total,
        f" in the nearest published year{span}, each good counted once; {n_known} of {n_measures} "
        "measures on exports have a figure",
    )


def say_strict_relief(strict: Number, goods: str) -> Text:
    """Say the total of the very years before the measures, where no other year stands in."""
    only = "Only goods published for the very year before their first measure: "
    return (only, replace(strict, note=""), f" ({goods})." if goods else ".")


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
