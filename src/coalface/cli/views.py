"""What a reader sees of each analysis: few columns, units in the cells, warnings below."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from coalface.cli.printing import View, figure
from coalface.errors import InputError
from coalface.trade.balance import BalanceRow
from coalface.trade.discounts import Discount
from coalface.trade.emerging import EmergingGood
from coalface.trade.relief import Relief
from coalface.trade.replacement import ReplacementYear
from coalface.vocabulary.numbers import Number

__all__ = [
    "balance_view",
    "discounts_view",
    "emerging_view",
    "keep_only",
    "relief_view",
    "replacement_view",
]

CHINA = "China's imports from the DPRK, as published by China"
NOT_CLEARANCE = (
    "Law is the UN measures' word on the good as named. not_listed: not clearance, not legal "
    "advice; parties, end use, transport and national law unchecked."
)
PACKAGED = "Packaged published figures; what was not published is 'no figure', not zero."


def emerging_view(rows: Sequence[EmergingGood], as_of: date) -> View:
    """Give what is printed of emerging goods."""
    return View(
        f"Goods of {CHINA} (as of {as_of})",
        (
            "!HS",
            "Good",
            ">Year",
            ">Value",
            "~>Mass",
            "~>Seen since",
            "~>Against earlier high",
            "Law",
        ),
        [
            (
                row.code,
                _nested(row),
                str(row.latest_year or "none"),
                figure(row.latest_value),
                figure(row.latest_mass),
                figure(row.first_seen),
                _times(row.comparisons[0].value_ratio) if row.comparisons else "",
                _law(row),
            )
            for row in rows
        ],
        (
            "Value CIF. 'x' is the latest value over the highest of any earlier year. Processing "
            "trade is gross here; net of declared inputs, ranks and shares: --json or --out.",
            "Chapters that hold listed goods stand last, for completeness; never add them up.",
            NOT_CLEARANCE,
            PACKAGED,
        ),
    )


def discounts_view(rows: Sequence[Discount], as_of: date) -> View:
    """Give what is printed of prices beside benchmarks."""
    noise = dict.fromkeys(f"* {r.name}, {r.period}: {r.noise}." for r in rows if r.noise)
    return View(
        f"Prices of DPRK goods beside benchmarks of the same months (as of {as_of})",
        ("Good", "!Period", ">Price", "Benchmark", "~>Its price", ">Ratio", "~Kind"),
        [
            (
                row.name,
                row.period,
                f"{figure(row.price)} {row.price_valuation}",
                row.benchmark,
                figure(row.benchmark_price) if row.benchmark else "",
                f"{figure(row.ratio if row.difference.value is None else row.difference)}"
                f"{' *' if row.noise else ''}",
                row.kind,
            )
            for row in rows
        ],
        (
            *noise,
            "Grades differ: each ratio is a ratio to a proxy, no measured discount. Notes to each "
            "row: --json or --out.",
            PACKAGED,
        ),
    )


def balance_view(rows: Sequence[BalanceRow], as_of: date) -> View:
    """Give what is printed of the balance of trade."""
    return View(
        f"Trade of the DPRK by year and by whose books (as of {as_of})",
        (">Year", "Books", ">Exports", ">Imports", ">Deficit", "~>Both together"),
        [
            (
                str(row.year),
                f"{row.book_name} ({row.exports_valuation}/{row.imports_valuation})",
                figure(row.exports_usd),
                figure(row.imports_usd),
                figure(row.deficit_usd),
                figure(row.total_usd),
            )
            for row in rows
        ],
        (
            "Books are never added up: they hold the same trade in part. Where prints compete, the "
            "deficit is of what one source printed of both sides, so it need not be the difference "
            "of the columns beside it.",
            PACKAGED,
        ),
    )


def replacement_view(rows: Sequence[ReplacementYear], as_of: date) -> View:
    """Give what is printed of the replacement of the base year's declared exports."""
    base = rows[0].year if rows else 0
    statuses = ("no measure", "contested", "part of year", "covered", "not itemised")
    return View(
        f"Cents declared to China per dollar declared in {base}, by what the law said that year "
        f"(as of {as_of})",
        (">Year", ">Declared", ">In all", *(f">{status.capitalize()}" for status in statuses)),
        [
            (
                str(row.year),
                f"{figure(row.declared_usd)}{'' if row.is_china_only else ' (all partners)'}",
                _cents(row.per_base_dollar),
                *(_cents(part.per_base_dollar) for part in row.parts),
            )
            for row in rows
        ],
        (
            "Goods at their whole value, gross of inputs. Not itemised: declared, but in no "
            "item figure that was found; missing, not zero. Part of year: a measure began in it.",
        ),
    )


def relief_view(rows: Sequence[Relief], total: Iterable[Number], as_of: date) -> View:
    """Give what is printed of what measures cover."""
    totals = tuple(f"{n.label}: {figure(n)}. {n.note}." for n in total)
    return View(
        f"What each UN measure covers, by China's books (as of {as_of})",
        (
            "Paragraph",
            "What",
            ">Base year",
            ">Value",
            "~>Nearest year",
            "~>Still declared",
            "~>Counted here",
            "~Note",
        ),
        [
            (
                row.paragraph,
                f"{row.title} ({'from' if row.direction == 'from_dprk' else 'to'} the DPRK)",
                str(row.base_year),
                figure(row.value),
                _dated(row.nearest, row.figure_of),
                _dated(row.still, row.still_period),
                figure(row.counted_nearest),
                _short(row.note),
            )
            for row in rows
        ],
        (
            *totals,
            "Declared trade of the last full year before the measure, or of the nearest published "
            "one; no forecast of what its end would bring. Counted here: goods that no earlier "
            "measure covered, nearest years. Tonnes, proxies and full notes: --json or --out.",
            PACKAGED,
        ),
    )


def keep_only(rows: Sequence[Any], field: str, wanted: str | None) -> list[Any]:
    """Keep the rows that have a wanted value in a field; all of them where none is wanted.

    Raises:
        InputError: If no row has it; names the values there are.
    """
    if wanted is None:
        return list(rows)
    kept = [row for row in rows if getattr(row, field) == wanted]
    if not kept:
        there = ", ".join(dict.fromkeys(getattr(row, field) for row in rows))
        word = field.removesuffix("_id")
        raise InputError(f"no row has the {word} {wanted!r}. There are: {there or 'none'}.")
    return kept


def _law(row: EmergingGood) -> str:
    """Give the verdict in words; a code too wide to judge never reads as a plain not listed."""
    standing = row.standing_now
    return f"{standing.words} ({standing.why})" if standing.why else standing.words


def _nested(row: EmergingGood) -> str:
    """Give a name that says so where the value holds that of goods listed, or is within one."""
    if row.within:
        return f"{row.name} (within {row.within})"
    return f"{row.name} (holds {', '.join(row.holds)})" if row.holds else row.name


def _cents(per_dollar: Number) -> str:
    return "no figure" if per_dollar.value is None else f"{100 * per_dollar.value:.1f}"


def _times(ratio: Number) -> str:
    if ratio.value is None:
        return f"no figure; {ratio.note}" if ratio.note.startswith("part of ") else "no figure"
    return f"{figure(ratio)} x"


def _dated(number: Number, when: str) -> str:
    return f"{figure(number)} ({when})" if number.value is not None else figure(number)


def _short(note: str) -> str:
    return note if len(note) <= 60 else f"{note[:57].rsplit(' ', 1)[0]} ..."  # noqa: PLR2004
