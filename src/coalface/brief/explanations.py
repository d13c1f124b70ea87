"""What a printed number rests on: each input row with its source, place and confidence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from coalface.earnings.defined_inputs import DEFINED, find_defined_input
from coalface.errors import UnknownNumberError
from coalface.law import LedgerEntry, Rulebook
from coalface.scenarios.priors import PriorDefinition, load_priors
from coalface.vocabulary.numbers import Number

__all__ = ["Explanation", "InputRow", "explain", "prior_row", "with_reason"]

WORDS = ("description", "item", "event", "series", "indicator", "pair", "what", "vessel", "name")
NO_ROW = "no published row was found on which it could rest"
OWN = "model."  # parameters that only the simulation has
FIGURES = ("value_", "price_", "quantity", "mass_t", "share", "rate")


@dataclass(frozen=True, slots=True)
class InputRow:
    """One row on which a number rests, with where it was read and how far it is trusted."""

    row_id: str
    what: str
    figures: str
    source: str
    url: str
    locator: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number and all that it rests on."""

    number: Number
    inputs: tuple[InputRow, ...]


def explain(
    number: Number, read_table: Callable[[str], pl.DataFrame], book: Rulebook
) -> Explanation:
    """Give a number with every input: source, locator, confidence.

    Args:
        number: The number.
        read_table: Gives a table by name; `sources` among them.
        book: The rulebook, for inputs that are measures, conversions or ledger entries.

    Raises:
        UnknownNumberError: If an input row is in no table.
    """
    return Explanation(with_reason(number), tuple(_row(i, read_table, book) for i in number.inputs))


def with_reason(number: Number) -> Number:
    """Give a number that rests on no row with a note that says so, where it has none."""
    if number.inputs or number.note:
        return number
    return replace(number, note=NO_ROW)


def _row(row_id: str, read_table: Callable[[str], pl.DataFrame], book: Rulebook) -> InputRow:
    if row_id.startswith("law/"):
        return _law_row(row_id, book)
    name = row_id.removeprefix("parameters/")
    if name.startswith(OWN):
        return prior_row(load_priors()[name])
    if row_id.startswith(DEFINED):
        return InputRow(**asdict(find_defined_input(row_id, read_table("sources"))))
    return _table_row(row_id, read_table)


def prior_row(prior: PriorDefinition) -> InputRow:
    """Give a parameter of the simulation: its range, and where that comes from."""
    figures = f"{prior.low:g} to {prior.high:g}, most likely {prior.mode:g}, {prior.unit}"
    return InputRow(
        row_id=f"parameters/{prior.id}",
        what=prior.meaning,
        figures=figures,
        source=", ".join(prior.sources) or f"ours: {prior.reason}",
        url="",
        locator="data/scenarios/priors.yml",
        confidence=prior.basis.replace("_", " "),
    )


def _table_row(row_id: str, read_table: Callable[[str], pl.DataFrame]) -> InputRow:
    table = read_table(row_id.split("/", maxsplit=1)[0])
    found = table.filter(pl.col("row_id") == row_id)
    if found.is_empty():
        raise UnknownNumberError(f"no row has the id {row_id!r}. Was its table changed?")
    row = found.row(0, named=True)
    sources = read_table("sources")
    publication = sources.filter(pl.col("source_id") == row["source_id"]).row(0, named=True)
    parts = (publication["publisher"], publication["title"], publication["year"])
    return InputRow(
        row_id=row_id,
        what=_words(row),
        figures=_figures(row),
        source=", ".join(str(part) for part in parts if part),
        url=publication["url"] or "",
        locator=row.get("locator") or "",
        confidence=row.get("confidence") or "",
    )


def _words(row: Mapping[str, object]) -> str:
    who = " ".join(str(row[n]) for n in ("reporter", "flow", "partner") if row.get(n))
    ends = row.get("period_end")
    starts = row.get("period_start") or row.get("on")
    when = f"{starts} to before {ends}" if ends else str(starts or "")
    what = next((str(row[n]) for n in WORDS if row.get(n)), "")
    return ", ".join(part for part in (who, what, when) if part)


def _figures(row: Mapping[str, object]) -> str:
    """List a row's figures, each under the name of its column, which ends in the unit."""
    units = [f"{n} {row[n]}" for n in ("currency", "unit") if row.get(n)]
    given = [f"{n} {_said(v)}" for n, v in row.items() if n.startswith(FIGURES) and _is_amount(v)]
    return "; ".join(given + units)


def _said(amount: Any) -> str:
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,}"


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _law_row(row_id: str, book: Rulebook) -> InputRow:
    """Give a row of the rulebook: a measure, an entry of a cap's ledger, or a conversion."""
    kind = row_id.split("/")[1]
    if kind == "conversions":
        one = next(c for c in book.conversions if row_id.endswith(f"/{c.id}"))
        figures = f"{one.bbl_per_t} bbl per t"
        return InputRow(row_id, one.product, figures, one.basis, "", "", f"grade {one.grade}")
    if kind == "ledger":
        return _ledger_row(row_id, book)
    measure = book.measure(kind)
    source, url = _law_sources(measure.sources, book)
    text = f"{measure.instrument}, paragraph {measure.paragraph}"
    return InputRow(row_id, measure.title, "", source, url, text, f"grade {measure.grade}")


def _ledger_row(row_id: str, book: Rulebook) -> InputRow:
    entry = next(e for e in book.ledger if row_id == _ledger_id(e))
    amounts = {"t": entry.quantity_t, "bbl": entry.quantity_bbl, "USD": entry.value_usd}
    figures = "; ".join(f"{v:,} {unit}" for unit, v in amounts.items() if v is not None)
    source, url = _law_sources(entry.sources, book)
    what = f"{entry.ledger}: {entry.label}"
    return InputRow(row_id, what, figures, source, url, entry.note, f"grade {entry.grade}")


def _law_sources(ids: Sequence[str], book: Rulebook) -> tuple[str, str]:
    found = [book.sources[i] for i in ids]
    return "; ".join(s.title for s in found), "; ".join(s.url for s in found if s.url)


def _ledger_id(entry: LedgerEntry) -> str:
    return f"law/ledger/{entry.measure_id}/{entry.ledger}/{entry.starts_on}_{entry.ends_on}"
