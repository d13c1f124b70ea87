"""The fuel account in tonnes: reported, alleged, from crude, from coal, and what is not explained.

A tonne alleged is an allegation of a named ledger, not a finding. Ledgers are rivals: one is taken,
the others stand beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from coalface.earnings.cells import Span, year_span
from coalface.earnings.fuel_sources import Amount, FuelTables
from coalface.earnings.parameters import load_parameters
from coalface.vocabulary.numbers import Number, no_figure

__all__ = ["FuelLine", "find_fuel", "fuel_table", "numbers"]

TITLES = {
    "reported": "Refined petroleum, reported",
    "alleged": "Refined petroleum, alleged transfers",
    "crude": "Crude oil from China",
    "from_crude": "Fuel from crude (crude times refinery yield)",
    "gasification": "Fuel from coal gasification",
    "supply": "Supply: reported, alleged and from crude",
    "used": "Oil used",
    "residual": "Residual: used less supply",
    "short_of_2004": "Reported imports short of those of 2004, months alike",
    "coal_needed": "Coal that gasification would need for what is missing",
}
NO_FIGURE = {
    "reported": "no report was found",
    "alleged": "no ledger speaks of this period",
    "crude": "no record and no estimate",
    "gasification": "no source gives an output; the coal that it would need stands below",
    "used": "no source gives the oil used in this period",
    "residual": "the oil used has no figure",
    "coal_needed": "no residual, and no part of 2004 that reported and alleged tonnes leave open",
}


@dataclass(frozen=True, slots=True)
class FuelLine:
    """One line of the fuel account in one period, in tonnes, rivals beside it."""

    span: Span
    period: str
    line: str
    title: str
    figure: Number
    rivals: tuple[Number, ...] = ()


def find_fuel(tables: FuelTables) -> tuple[FuelLine, ...]:
    """Find the fuel account: 2004, its named windows, and each year.

    Args:
        tables: The tables.

    Returns:
        Lines by period, then in the order of the account.
    """
    model = tables.model
    opening = load_parameters()[model.opening].valid_from
    assert opening is not None
    spans = [
        year_span(opening.year),
        *(Span(w.starts_on, w.ends_on) for w in model.windows),
        *(year_span(year) for year in range(model.first_year, model.last_year + 1)),
    ]
    ordered = sorted(spans, key=lambda span: (span.starts_on, span.ends_on))
    return tuple(line for span in ordered for line in _lines(tables, span))


def numbers(lines: Iterable[FuelLine]) -> tuple[Number, ...]:
    """Give every number of the fuel account, in order."""
    return tuple(n for line in lines for n in (line.figure, *line.rivals))


def fuel_table(lines: Iterable[FuelLine]) -> pl.DataFrame:
    """Give the fuel account as a flat table, rivals as rows of their own."""
    return pl.DataFrame(
        [
            {
                "row_id": n.id,
                "period_start": line.span.starts_on,
                "period_end": line.span.ends_on,
                "line": line.line,
                "title": line.title,
                "is_rival": n is not line.figure,
                "low_t": n.low if n.low is not None or n.high is not None else n.value,
                "mid_t": n.value,
                "high_t": n.high if n.low is not None or n.high is not None else n.value,
                "mark": n.mark if n.value is not None else "",
                "how": n.how,
                "note": n.note,
                "inputs": ";".join(n.inputs),
            }
            for line in lines
            for n in (line.figure, *line.rivals)
        ],
        infer_schema_length=None,
    )


def _lines(tables: FuelTables, span: Span) -> list[FuelLine]:
    reported, crude, used = tables.reported(span), tables.crude(span), tables.used(span)
    alleged = tables.alleged(span)
    taken = next(iter(alleged), None)
    from_crude = _from_crude(tables, crude)
    is_inside = taken is not None and taken.holds_reported
    products = {"alleged": taken} if is_inside else {"reported": reported, "alleged": taken}
    supply = _supply(products | {"from crude": from_crude})
    residual = _residual(used, crude, products, supply)
    short = _short(tables, span, {"reported": reported})
    missing, what = residual, "residual"
    if residual is None or residual.mid <= 0:
        missing = _short(tables, span, products) if taken is not None else None
        what = f"2004 less {' and '.join(products)}"
    amounts = {
        "reported": reported,
        "alleged": taken,
        "crude": crude,
        "from_crude": from_crude,
        "gasification": None,
        "supply": supply,
        "used": used,
        "residual": residual,
        "short_of_2004": short,
        "coal_needed": _coal(tables, missing, what),
    }
    return [_line(span, name, amount, alleged) for name, amount in amounts.items()]


def _line(span: Span, name: str, amount: Amount | None, alleged: Sequence[Amount]) -> FuelLine:
    period = _period(span)
    stem, label = f"fuel/{period}/{name}", f"{TITLES[name]}, {period}"
    rivals = alleged[1:] if name == "alleged" else ()
    if amount is None:
        figure = no_figure(f"{stem}/t", label, "t", NO_FIGURE.get(name, "a part has no figure"))
    else:
        figure = _number(amount, f"{stem}/t", label)
    return FuelLine(
        span,
        period,
        name,
        TITLES[name],
        figure,
        tuple(_number(a, f"{stem}/rival/{a.id}", f"{label}, {a.who}") for a in rivals),
    )


def _number(amount: Amount, number_id: str, label: str) -> Number:
    is_range = not amount.low == amount.mid == amount.high
    who = f"{amount.who}: " if amount.who else ""
    return Number(
        id=number_id,
        label=label,
        value=amount.mid,
        low=amount.low if is_range and not amount.is_ceiling else None,
        high=amount.high if is_range or amount.is_ceiling else None,
        unit="t",
        mark=amount.mark,
        how=f"{who}{amount.how}",
        inputs=amount.inputs,
        note=amount.note,
    )


def _period(span: Span) -> str:
    if span.is_year:
        return str(span.year)
    last = span.starts_on.month + span.n_months - 1
    return f"{span.starts_on:%Y-%m}_{span.year}-{last:02}"


def _from_crude(tables: FuelTables, crude: Amount | None) -> Amount | None:
    if crude is None:
        return None
    share = load_parameters()[tables.model.refinery_yield]
    return replace(
        crude.times(*share.range),
        inputs=(*crude.inputs, share.row_id),
        mark="assumed" if "assumed" in (share.mark, crude.mark) else "derived",
        how="crude times refinery yield",
    )


def _supply(parts: Mapping[str, Amount | None]) -> Amount | None:
    found = [part for part in parts.values() if part is not None]
    if not found:
        return None
    highs = [part.high for part in found]
    missing = [name for name, part in parts.items() if part is None]
    return Amount(
        low=sum(part.low for part in found),
        mid=sum(part.mid for part in found),
        high=None if None in highs else sum(h for h in highs if h is not None),
        inputs=_inputs(found),
        mark="assumed" if any(p.mark == "assumed" for p in found) else "derived",
        how=" + ".join(name for name, part in parts.items() if part is not None),
        note=f"no figure: {', '.join(missing)}" if missing else "",
    )


def _less(left: Amount | None, right: Amount | None, how: str) -> Amount | None:
    """Give a difference; where the part taken off is open above, its low end is open below."""
    if left is None or right is None:
        return None
    top = left.high if left.high is not None else left.mid
    bottom = right.high if right.high is not None else right.mid
    is_open = right.high is None
    return Amount(
        low=left.low - bottom,
        mid=left.mid - right.mid,
        high=top - right.low,
        inputs=_inputs((left, right)),
        mark="assumed" if "assumed" in (left.mark, right.mark) else "derived",
        how=how,
        note="may be lower: what is taken off is a floor" if is_open else "",
    )


def _residual(
    used: Amount | None,
    crude: Amount | None,
    products: Mapping[str, Amount | None],
    supply: Amount | None,
) -> Amount | None:
    """Give the oil used less supply; an upper bound where used crude counts and products lack."""
    if used is None or not used.holds_crude:
        return _less(used, supply, "used less supply")
    known = _supply({**products, "crude": crude})
    found = _less(used, known, "used, crude with it, less crude before refining and products")
    if found is None or all(products.values()):
        return found
    note = "an upper bound: products are not known in full and not taken off"
    top = found.high if found.high is not None else found.mid
    return replace(found, low=0.0, mid=top, high=top, note=note, is_ceiling=True)


def _short(tables: FuelTables, span: Span, parts: Mapping[str, Amount | None]) -> Amount | None:
    """Give what lacks to 2004; without one of the reports nothing, for missing is not zero."""
    opening = load_parameters()[tables.model.opening]
    if opening.valid_from == span.starts_on or None in parts.values():
        return None
    share = span.n_months / 12
    low, mid, high = (value * share for value in opening.range)
    base = Amount(low, mid, high, (opening.row_id,), "assumed")
    how = f"{mid:,.0f} t in {span.n_months} months of 2004, less {' and '.join(parts)}"
    found = _less(base, _supply(parts), how)
    if found is None or span.is_year:
        return found
    note = "months of 2004 taken alike"
    return replace(found, note="; ".join(part for part in (note, found.note) if part))


def _coal(tables: FuelTables, missing: Amount | None, what: str) -> Amount | None:
    if missing is None or missing.mid <= 0:
        return None
    low, high, row_id = tables.coal_need()
    need = replace(missing, low=max(missing.low, 0.0)).times(low, (low + high) / 2, high)
    notes = ("what it would need, not what was done", missing.note)
    return replace(
        need,
        mid=need.mid if not missing.is_ceiling or need.high is None else need.high,
        inputs=(*missing.inputs, row_id),
        mark="assumed",
        how=f"{what} times {low:g} to {high:g} t of coal a tonne of fuel, both assumed",
        note="; ".join(part for part in notes if part),
    )


def _inputs(parts: Sequence[Amount]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for part in parts for i in part.inputs))
