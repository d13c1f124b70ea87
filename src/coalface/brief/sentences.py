"""All sentences that the brief can say: fixed wordings, filled with numbers, never free text."""

from collections.abc import Sequence
from dataclasses import replace

from coalface.brief.model import Cite, Part, Text
from coalface.vocabulary.numbers import Number

__all__ = [
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
    "say_unit_values",
    "to_cents",
]

HALF = 0.5


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


def say_balance(imports: Number, exports: Number, year: int) -> Text:
    """Say what was declared as bought from and sold to China in one year."""
    if imports.value is None or exports.value is None:
        return (f"China's books do not give both sides of {year}",)
    return (
        f"In {year} declared purchases from China stood at ",
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


def say_caps(n_over: int, n_caps: int, n_alleged: int) -> Text:
    """Say how many caps were passed by at least one ledger, and how many by allegation alone."""
    if n_over == 0:
        return (f"None of the {n_caps} caps with a published count was passed by any ledger",)
    return (
        f"{n_over} of {n_caps} caps with a published count were passed in at least one ledger, "
        f"{n_alleged} of them by allegation alone",
    )


def say_mirror(low: Number, high: Number, n_years: int) -> Text:
    """Say how far two sets of books stand apart."""
    return (
        "KOTRA's mirror of trade with China stands at ",
        low,
        " to ",
        high,
        f" of China's own figure for the DPRK's imports, over {n_years} years in both books",
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
        f"{n_high} of {n_goods} goods with two or more published years stand at a new high; "
        f"a measure speaks to {n_touched} of them, or readings differ",
    )


def say_places(n_events: int, n_placed: int, n_ships: int) -> Text:
    """Say how many events have a published place."""
    return (
        f"{n_placed} of {n_events} dated events of {n_ships} designated ships have a "
        "published place",
    )


def say_no_event() -> Text:
    """Say that no event was found."""
    return ("No dated event of a designated ship is in the tables",)


def say_relief(total: Number, n_known: int, n_measures: int) -> Text:
    """Say what the measures on exports cover in all, each good once."""
    return (
        "The goods that UN measures cover were declared at ",
        total,
        f" a year before them, each good counted once; {n_known} of {n_measures} measures on "
        "exports have a figure",
    )
