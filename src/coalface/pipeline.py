"""The whole flow on one screen: packaged or users' files in, answers out."""

import difflib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from coalface.errors import InputError, UnknownNumberError
from coalface.law import LedgerEntry, load_rulebook
from coalface.sources.cases import CasesRead, read_case, read_case_batches
from coalface.sources.packaged import PACKAGED, read_packaged
from coalface.trade import balance, caps, discounts, emerging, relief
from coalface.trade.balance import BalanceRow, find_balance
from coalface.trade.caps import CapUse, find_cap_uses
from coalface.trade.discounts import Discount, find_discounts
from coalface.trade.emerging import EmergingGood, find_emerging
from coalface.trade.relief import Relief, find_relief
from coalface.trade.screening import Screened, screen_batches
from coalface.vocabulary.numbers import Number

__all__ = [
    "Explanation",
    "InputRow",
    "ScreenedBatch",
    "explain_number",
    "find_numbers",
    "find_packaged_balance",
    "find_packaged_caps",
    "find_packaged_discounts",
    "find_packaged_emerging",
    "find_packaged_relief",
    "screen_facts",
    "screen_file",
]


@dataclass(frozen=True, slots=True)
class ScreenedBatch:
    """Some rows of a user's file: how they were read, and what the law says of them."""

    read: CasesRead
    screened: Screened


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


def screen_file(
    path: Path, *, encoding: str = "utf-8", ignore: Sequence[str] = ()
) -> Iterator[ScreenedBatch]:
    """Read and screen a file of cases, batch by batch.

    Args:
        path: CSV, Parquet or XLSX.
        encoding: How a text file is written.
        ignore: Columns of the file to leave out.

    Raises:
        InputError: If the file as a whole cannot be read.
    """
    return _screen(read_case_batches(path, encoding=encoding, ignore=ignore))


def screen_facts(facts: Mapping[str, str]) -> ScreenedBatch:
    """Screen one case from its facts as text.

    Raises:
        InputError: If a fact cannot be read; names each.
    """
    read = read_case(facts)
    if len(read.rejects):
        raise InputError(
            "; ".join(
                f"{r['column']} {r['found']!r}: {r['reason']}. Expected {r['expected']}"
                for r in read.rejects.iter_rows(named=True)
            )
        )
    return next(_screen([read]))


def find_packaged_emerging(as_of: date) -> tuple[EmergingGood, ...]:
    """Find the emerging goods in the packaged figures."""
    flows, inputs, shares = (
        read_packaged(name) for name in ("flows", "processing_inputs", "shares")
    )
    return find_emerging(flows, inputs, shares, load_rulebook(), as_of=as_of)


def find_packaged_discounts(as_of: date) -> tuple[Discount, ...]:
    """Find the prices beside their benchmarks in the packaged figures."""
    flows, prices, fx = (read_packaged(name) for name in ("flows", "prices", "fx"))
    return find_discounts(flows, prices, fx, as_of=as_of)


def find_packaged_balance(as_of: date) -> tuple[BalanceRow, ...]:
    """Find the balance of trade in the packaged figures of periods that ended by a day."""
    flows = read_packaged("flows")
    return find_balance(flows.filter(pl.col("period_end") <= as_of))


def find_packaged_relief(as_of: date) -> tuple[Relief, ...]:
    """Find what each measure covers in the packaged figures."""
    flows, inputs, prices = (
        read_packaged(name) for name in ("flows", "processing_inputs", "prices")
    )
    return find_relief(flows, inputs, prices, load_rulebook(), as_of=as_of)


def find_packaged_caps(as_of: date) -> tuple[CapUse, ...]:
    """Find the use of each cap in the packaged figures."""
    flows, estimates, prices = (read_packaged(name) for name in ("flows", "estimates", "prices"))
    return find_cap_uses(flows, estimates, prices, load_rulebook(), as_of=as_of)


def find_numbers(as_of: date) -> dict[str, Number]:
    """Find every number of the analyses by its id."""
    found = (
        *emerging.numbers(find_packaged_emerging(as_of)),
        *discounts.numbers(find_packaged_discounts(as_of)),
        *balance.numbers(find_packaged_balance(as_of)),
        *relief.numbers(find_packaged_relief(as_of)),
        *caps.numbers(find_packaged_caps(as_of)),
    )
    return {number.id: number for number in found}


def explain_number(number_id: str, as_of: date) -> Explanation:
    """Give a number with every input: source, locator, confidence.

    Raises:
        UnknownNumberError: If no analysis prints a number of that id; names the nearest.
    """
    known = find_numbers(as_of)
    if number_id not in known:
        near = difflib.get_close_matches(number_id, known, n=5, cutoff=0.5)
        raise UnknownNumberError(
            f"no number has the id {number_id!r}. "
            f"Nearest: {', '.join(near) or 'none'}. Ids stand in the JSON of each analysis."
        )
    number = known[number_id]
    return Explanation(number, tuple(_input_row(row_id) for row_id in number.inputs))


def _input_row(row_id: str) -> InputRow:
    table = row_id.split("/", maxsplit=1)[0]
    if table not in PACKAGED:
        return _law_row(row_id)
    row = read_packaged(table).filter(pl.col("row_id") == row_id).row(0, named=True)
    source = read_packaged("sources").filter(pl.col("source_id") == row["source_id"])
    publication = source.row(0, named=True)
    parts = (publication["publisher"], publication["title"], publication["year"])
    return InputRow(
        row_id=row_id,
        what=_words(row, ("description", "item", "series", "indicator", "pair", "what")),
        figures=_figures(row),
        source=", ".join(str(part) for part in parts if part),
        url=publication["url"] or "",
        locator=row["locator"] or "",
        confidence=row["confidence"] or "",
    )


def _screen(reads: Iterable[CasesRead]) -> Iterator[ScreenedBatch]:
    waiting: deque[CasesRead] = deque()

    def cases() -> Iterator[pl.DataFrame]:
        for read in reads:
            waiting.append(read)
            yield read.cases

    for screened in screen_batches(cases(), load_rulebook()):
        yield ScreenedBatch(waiting.popleft(), screened)


def _words(row: Mapping[str, object], names: Sequence[str]) -> str:
    who = " ".join(str(row[n]) for n in ("reporter", "flow", "partner") if row.get(n))
    when = f"{row.get('period_start') or row.get('on')} to before {row.get('period_end')}"
    what = next((str(row[n]) for n in names if row.get(n)), "")
    return ", ".join(part for part in (who, what, when) if part)


def _figures(row: Mapping[str, object]) -> str:
    """List a row's figures, each under the name of its column, which ends in the unit."""
    stems = ("value_", "price_", "quantity", "mass_t", "share", "rate")
    units = [f"{n} {row[n]}" for n in ("currency", "unit") if row.get(n)]
    given = [f"{n} {v:,}" for n, v in row.items() if n.startswith(stems) and _is_amount(v)]
    return "; ".join(given + units)


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _law_row(row_id: str) -> InputRow:
    """Give a row of the rulebook: a measure, an entry of a cap's ledger, or a conversion."""
    book = load_rulebook()
    kind = row_id.split("/")[1]
    if kind == "conversions":
        one = next(c for c in book.conversions if row_id.endswith(f"/{c.id}"))
        figures = f"{one.bbl_per_t} bbl per t"
        return InputRow(row_id, one.product, figures, one.basis, "", "", f"grade {one.grade}")
    if kind == "ledger":
        entry = next(e for e in book.ledger if row_id == _ledger_id(e))
        amounts = {
            "t": entry.quantity_t,
            "bbl": entry.quantity_bbl,
            "USD": entry.value_usd,
        }
        figures = "; ".join(f"{v:,} {unit}" for unit, v in amounts.items() if v is not None)
        source, url = _law_sources(entry.sources)
        what = f"{entry.ledger}: {entry.label}"
        return InputRow(row_id, what, figures, source, url, entry.note, f"grade {entry.grade}")
    measure = book.measure(kind)
    source, url = _law_sources(measure.sources)
    text = f"{measure.instrument}, paragraph {measure.paragraph}"
    return InputRow(row_id, measure.title, "", source, url, text, f"grade {measure.grade}")


def _law_sources(ids: Sequence[str]) -> tuple[str, str]:
    found = [load_rulebook().sources[i] for i in ids]
    return "; ".join(s.title for s in found), "; ".join(s.url for s in found if s.url)


def _ledger_id(entry: LedgerEntry) -> str:
    return f"law/ledger/{entry.measure_id}/{entry.ledger}/{entry.starts_on}_{entry.ends_on}"
