"""Why a cell is thought to be the South's, in sentences built from its own figures."""

from collections.abc import Mapping
from typing import Any

__all__ = ["basis_of", "reasons_of"]

Row = Mapping[str, Any]
CLEAR = 0.7  # of a natural log: odds doubled, worth a sentence
FEW_YEARS = 3


def reasons_of(row: Row) -> str:
    """Give the reasons for and against one cell, the history first.

    Args:
        row: A row of the table of `find_mixups`, and the names of North and South.
    """
    parts = (_history(row), _south(row), _price(row), _good(row), _other(row))
    return " ".join(part for part in parts if part)


def basis_of(row: Row) -> str:
    """Say what the probability rests on, and what was not there to rest on."""
    missing = []
    if row["n_years_known"] == 0:
        missing.append("no other year of this reporter")
    elif row["n_years_known"] < FEW_YEARS:
        missing.append(f"only {row['n_years_known']} other year(s)")
    if row["south_usd"] is None:
        missing.append(f"no row of this reporter with {row['south']}")
    if row["unit_value_usd_per_t"] is None or row["south_unit_value_usd_per_t"] is None:
        missing.append("no comparable mass")
    if row["mirror_usd"] is None:
        missing.append(f"no books of {row['south']}")
    return f"without: {', '.join(missing)}" if missing else "history, South's cell, mirror, price"


def _history(row: Row) -> str:
    value, n, known = _usd(row["value_usd"]), row["n_years_traded"], row["n_years_known"]
    if known == 0:
        return f"{value} is the only year of this reporter in the table."
    if n == 0:
        return f"{value} in a code seen in none of {known} other years."
    times = row["value_usd"] / row["usual_usd"]
    return f"{value} is {times:.1f} times what {n} of {known} other years lead one to expect."


def _south(row: Row) -> str:
    south, left, usual = row["south"], row["south_usd"], row["south_usual_usd"]
    if left is None:
        return f"The reporter's trade with {south} is not in the table."
    if left == 0 and usual is not None:
        return f"Its row with {south} is missing that year (usually {_usd(usual)})."
    if usual is None:
        return f"It has {_usd(left)} with {south} in that code and no other year of it."
    if row["south_log_odds"] > CLEAR:
        whole = left + row["value_usd"]
        return (
            f"With {south} it has {_usd(left)}, usually {_usd(usual)}: put together they make "
            f"{_usd(whole)}, which fits better."
        )
    return f"With {south} it has {_usd(left)} in that code, usually {_usd(usual)}."


def _price(row: Row) -> str:
    own, south = row["unit_value_usd_per_t"], row["south_unit_value_usd_per_t"]
    if own is None or south is None:
        return ""
    told = f"A tonne costs {own:,.0f} USD, with {row['south']} {south:,.0f}"
    if row["price_log_odds"] > CLEAR:
        return f"{told}: the same goods, by their price."
    return f"{told}: unlike goods." if row["price_log_odds"] < -CLEAR else f"{told}."


def _good(row: Row) -> str:
    n = row["n_other_reporters"]
    if n == 0:
        return f"No other book has {row['north']} in that code."
    return f"{n} other book(s) have {row['north']} in that code."


def _other(row: Row) -> str:
    n = row["n_other_codes"]
    books = f"{n} other code(s) with {row['north']} that year" if n else "nothing else that year"
    return f"This reporter has {books}. Best innocent reading: {row['best_other']}."


def _usd(value: float) -> str:
    return f"{value:,.0f} USD"
