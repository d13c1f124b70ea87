"""The whole flow on one screen: packaged or users' files in, answers out."""

import difflib
import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from coalface import __version__
from coalface.brief.bundle import render_bundle
from coalface.brief.compose import EVIDENCE_TABLES, BriefInputs, compose_brief
from coalface.brief.document import render_json
from coalface.brief.explanations import Explanation, explain
from coalface.brief.html import render_html
from coalface.brief.model import Brief, InputFile, RunRecord, numbers_of
from coalface.brief.pdf import render_pdf
from coalface.earnings import steps as earnings
from coalface.earnings.account import AccountLine
from coalface.earnings.account_questions import AccountQuestion
from coalface.earnings.claim_results import CheckedEarnings
from coalface.errors import InputError, UnknownNumberError
from coalface.law import Judgement, Rulebook, load_rulebook
from coalface.sources.cases import CasesRead, read_case, read_case_batches
from coalface.sources.packaged import read_coast, read_digest, read_packaged
from coalface.tables.verdicts import VERDICT_COLUMNS
from coalface.trade import balance, caps, discounts, emerging, first_picture, relief, replacement
from coalface.trade.screening import Screened, screen_batches
from coalface.vocabulary.numbers import Number

__all__ = [
    "STEPS",
    "AccountQuestion",
    "Explanation",
    "Flow",
    "ScreenedBatch",
    "build_brief",
    "explain_number",
    "find_account_table",
    "find_claim",
    "find_numbers",
    "find_packaged",
    "screen_facts",
    "screen_file",
    "write_brief",
]

FIRST_YEAR = 2016
SOFTWARE = ("polars", "typst")
RENDERERS: dict[str, Callable[[Brief], bytes]] = {
    "html": render_html,
    "pdf": render_pdf,
    "json": render_json,
}


@dataclass(frozen=True, slots=True)
class Flow:
    """What the steps start from: the tables as far as they were known, the law, and the years."""

    as_of: date
    years: tuple[int, int]
    tables: Mapping[str, pl.DataFrame]
    book: Rulebook
    done: dict[str, Any] = field(default_factory=dict)


Step = Callable[[Flow], Any]
# Each step is a function of tables, of the law, and of the steps before it.
STEPS: dict[str, Step] = {
    "balance": lambda f: balance.find_balance(f.tables["flows"]),
    "replacement": lambda f: replacement.find_replacement(
        f.tables["flows"], f.tables["processing_inputs"], f.book, last_year=f.years[1]
    ),
    "outside": lambda f: first_picture.find_outside_estimates(f.tables["estimates"]),
    "picture": lambda f: first_picture.find_first_picture(
        f.done["replacement"], f.done["balance"], f.done["outside"], first_year=f.years[0]
    ),
    "caps": lambda f: caps.find_cap_uses(
        f.tables["flows"], f.tables["estimates"], f.tables["prices"], f.book, as_of=f.as_of
    ),
    "relief": lambda f: relief.find_relief(
        f.tables["flows"], f.tables["processing_inputs"], f.tables["prices"], f.book, as_of=f.as_of
    ),
    "discounts": lambda f: discounts.find_discounts(
        f.tables["flows"], f.tables["prices"], f.tables["fx"], as_of=f.as_of
    ),
    "emerging": lambda f: emerging.find_emerging(
        f.tables["flows"],
        f.tables["processing_inputs"],
        f.tables["shares"],
        f.book,
        as_of=f.as_of,
    ),
    "procedure": lambda f: earnings.find_procedure(f.tables["reforms"]),
    "account": lambda f: earnings.find_whole_account(f.tables, f.book),
    "imputation": lambda f: earnings.find_imputation_checks(f.tables, f.book),
    "fuel": lambda f: earnings.find_fuel_account(f.tables, f.book),
    "claims": lambda f: earnings.find_earnings_claims(f.tables, f.book),
    "stages": lambda f: earnings.find_stages(f.tables["flows"]),
}
NEEDED = {"picture": ("replacement", "balance", "outside", "picture")}
NUMBERS: dict[str, Callable[[Any], tuple[Number, ...]]] = {
    "balance": balance.numbers,
    "picture": first_picture.numbers,
    "caps": caps.numbers,
    "relief": relief.numbers,
    "discounts": discounts.numbers,
    "emerging": emerging.numbers,
    **earnings.NUMBERS,
}
TABLES: dict[str, Callable[[Any], pl.DataFrame]] = {
    "balance": balance.balance_table,
    "replacement": replacement.replacement_table,
    "caps": caps.cap_uses_table,
    "relief": relief.relief_table,
    "discounts": discounts.discounts_table,
    "emerging": emerging.emerging_table,
    **earnings.TABLES,
}
IN_BRIEF = {field.name for field in fields(BriefInputs)}


@dataclass(frozen=True, slots=True)
class ScreenedBatch:
    """Some rows of a user's file: how they were read, and what the law says of them.

    `screened` is None where every row was rejected.
    """

    read: CasesRead
    screened: Screened | None

    @property
    def verdicts(self) -> pl.DataFrame:
        """Give table `verdicts` of the rows that were not rejected."""
        if self.screened is None:
            return pl.DataFrame(schema=VERDICT_COLUMNS)
        return self.screened.verdicts

    @property
    def coded_verdicts(self) -> pl.DataFrame:
        """Give the same table with each text stored once: few judgements answer many rows."""
        if self.screened is None:
            kinds = {n: pl.Categorical if t is pl.String else t for n, t in VERDICT_COLUMNS.items()}
            return pl.DataFrame(schema=kinds | {"case_id": pl.String})
        coded = self.screened.columns.with_columns(pl.col(pl.String).cast(pl.Categorical))
        return replace(self.screened, columns=coded).verdicts

    @property
    def verdict_of_rows(self) -> pl.Series:
        """Give the verdict alone, which is far quicker than the whole table."""
        if self.screened is None:
            return pl.Series("verdict", dtype=pl.String)
        return self.screened.select("verdict").to_series()

    @property
    def n_to_review(self) -> int:
        """Count the rows at which a person must look."""
        if self.screened is None:
            return 0
        return int(self.screened.select("needs_review").to_series().sum())

    @property
    def judgements(self) -> Iterator[Judgement]:
        """Give the judgement of each row that was not rejected."""
        if self.screened is not None:
            yield from (self.screened.judgements[row] for row in self.screened.rows)


def find_packaged(step: str, as_of: date, years: tuple[int, int] | None = None) -> Any:
    """Take one step of `STEPS` over the packaged figures, and those before it that it needs.

    Args:
        step: A key of `STEPS`.
        as_of: Periods that ended later are left out; the rules are read on this day.
        years: First and last year; from 2016 to the year of `as_of` where none are given.
    """
    flow = _start(as_of, years)
    for name in NEEDED.get(step, (step,)):
        flow.done[name] = STEPS[name](flow)
    return flow.done[step]


def find_account_table(
    question: AccountQuestion, as_of: date
) -> tuple[tuple[AccountLine, ...], pl.DataFrame]:
    """Find the account that a question asks for, and its table with sources."""
    flow = _start(as_of, None)
    return earnings.answer_account(question, flow.tables, flow.book)


def find_claim(claim: str, as_of: date) -> CheckedEarnings:
    """Test one published statement on earnings."""
    flow = _start(as_of, None)
    return earnings.check_claim(claim, flow.tables, flow.book)


def build_brief(
    as_of: date,
    *,
    years: tuple[int, int] | None = None,
    made_on: date | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Brief, dict[str, pl.DataFrame]]:
    """Build the brief from the packaged figures, and the full tables of its analyses.

    Args:
        as_of: See `find_packaged`.
        years: First and last year of the first picture.
        made_on: Day printed as the day of making; `as_of` where none is given.
        tell: Is told the name of each step as it begins.
    """
    flow = _take_steps(as_of, years, tell)
    tell("brief")
    return _brief_of(flow, made_on), {n: table(flow.done[n]) for n, table in TABLES.items()}


def write_brief(
    folder: Path,
    *,
    as_of: date,
    years: tuple[int, int] | None = None,
    formats: Sequence[str] = ("html", "pdf"),
    made_on: date | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write the brief in some formats, and its bundle; each file appears whole or not at all.

    Returns:
        The files written.
    """
    brief, tables = build_brief(as_of, years=years, made_on=made_on, tell=tell)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in formats:
        tell(name)
        written.append(_write(folder / f"brief.{name}", RENDERERS[name](brief)))
    tell("bundle")
    written.append(_write(folder / "bundle.zip", render_bundle(brief, tables)))
    return written


def find_numbers(as_of: date) -> dict[str, Number]:
    """Find every number that an analysis or the brief prints, by its id."""
    flow = _take_steps(as_of, None)
    found = [number for name, numbers in NUMBERS.items() for number in numbers(flow.done[name])]
    return {number.id: number for number in (*found, *numbers_of(_brief_of(flow, None)))}


def explain_number(number_id: str, as_of: date) -> Explanation:
    """Give a number with every input: source, locator, confidence.

    Raises:
        UnknownNumberError: If nothing prints a number of that id; names the nearest.
    """
    known = _numbers_of_step(number_id.split("/", maxsplit=1)[0], as_of)
    if number_id not in known:
        known = find_numbers(as_of)
    if number_id not in known:
        near = difflib.get_close_matches(number_id, known, n=5, cutoff=0.5)
        raise UnknownNumberError(
            f"no number has the id {number_id!r}. Nearest: {', '.join(near) or 'none'}. "
            "Ids stand beside the numbers in the brief's tables, in numbers.csv of the bundle, "
            "and in the JSON of each analysis."
        )
    return explain(known[number_id], read_packaged, load_rulebook())


def _numbers_of_step(name: str, as_of: date) -> dict[str, Number]:
    """Find the numbers of the step after which an id is named, without taking all others."""
    if name not in NUMBERS:
        return {}
    return {number.id: number for number in NUMBERS[name](find_packaged(name, as_of))}


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
                f"{r['column']} {r['found']!r}: {r['reason']}; expected {r['expected']}"
                for r in read.rejects.iter_rows(named=True)
            )
        )
    return next(_screen([read]))


def _screen(reads: Iterable[CasesRead]) -> Iterator[ScreenedBatch]:
    waiting: deque[CasesRead] = deque()

    def cases() -> Iterator[pl.DataFrame]:
        for read in reads:
            waiting.append(read)
            if len(read.cases):
                yield read.cases

    for screened in screen_batches(cases(), load_rulebook()):
        yield from _without_cases(waiting)
        yield ScreenedBatch(waiting.popleft(), screened)
    yield from _without_cases(waiting)


def _without_cases(waiting: deque[CasesRead]) -> Iterator[ScreenedBatch]:
    """Hand on the batches of which every row was rejected."""
    while waiting and not len(waiting[0].cases):
        yield ScreenedBatch(waiting.popleft(), None)


def _take_steps(
    as_of: date, years: tuple[int, int] | None, tell: Callable[[str], None] = lambda _: None
) -> Flow:
    flow = _start(as_of, years)
    for name, step in STEPS.items():
        tell(name)
        flow.done[name] = step(flow)
    return flow


def _brief_of(flow: Flow, made_on: date | None) -> Brief:
    coasts = (json.loads(read_coast("coast_yellow_sea")), json.loads(read_coast("coast_wide")))
    return compose_brief(
        BriefInputs(
            as_of=flow.as_of,
            made_on=made_on or flow.as_of,
            run=_run_record(flow),
            book=flow.book,
            tables=flow.tables,
            coasts=coasts,
            **{n: done for n, done in flow.done.items() if n in IN_BRIEF},
        )
    )


def _start(as_of: date, years: tuple[int, int] | None) -> Flow:
    first, last = years or (FIRST_YEAR, as_of.year)
    if first > last:
        raise InputError(f"years: {first} is after {last}. Give --from before --to.")
    names = (*EVIDENCE_TABLES, "sources")
    end = min(as_of, date(last, 12, 31))
    tables = {name: _until(read_packaged(name), end) for name in names}
    return Flow(as_of, (first, last), tables, load_rulebook())


def _until(table: pl.DataFrame, end: date) -> pl.DataFrame:
    """Leave out the periods that had not ended by a day (their end is the day after)."""
    if "period_end" not in table.columns:
        return table
    is_over = pl.col("period_end").dt.offset_by("-1d") <= end
    return table.filter(pl.col("period_end").is_null() | is_over)


def _run_record(flow: Flow) -> RunRecord:
    inputs = tuple(
        InputFile(name, read_digest(name), len(read_packaged(name))) for name in sorted(flow.tables)
    )
    software = (("coalface", __version__), *((name, version(name)) for name in SOFTWARE))
    parameters = (
        ("as_of", flow.as_of.isoformat()),
        ("from", str(flow.years[0])),
        ("to", str(flow.years[1])),
        ("show_identities", "no"),
    )
    told = repr((software, [(i.name, i.sha256) for i in inputs], parameters))
    return RunRecord(hashlib.sha256(told.encode()).hexdigest()[:12], software, inputs, parameters)


def _write(path: Path, data: bytes) -> Path:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return path
