"""Screen cases, then write, print and count what was found."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from coalface.cli.files import write_table, write_tables
from coalface.cli.printing import counted, print_view, progress, say
from coalface.cli.verdict_views import MAX_PRINTED_ROWS, print_judgement, verdicts_view
from coalface.errors import InputError
from coalface.law import SEVERITY, Judgement, load_rulebook
from coalface.law.importers import importer_check
from coalface.law.records import record_of
from coalface.pipeline import ScreenedBatch, screen_facts, screen_file
from coalface.sources.case_files import no_rejects

__all__ = ["Report", "screen_and_print"]

DONE, FAILED, WRONG_USAGE, FINDINGS = 0, 1, 2, 3
# Of a case, in its record.
TOLD = ("case_id", "value_usd", "period_start", "direction", "importer", "ledger", "ledger_2")
MAX_PRINTED_REJECTS = 10
KEPT_COLUMNS = ("on", "period_start", "period_end", "hs_code", "direction", "value_usd", "mass_t")


@dataclass(frozen=True, slots=True)
class Report:
    """What the user wants to get."""

    as_json: bool
    out: Path | None
    rejects: Path | None
    fail_on: str


@dataclass(slots=True)
class _Tally:
    """What was met on the way."""

    verdicts: Counter[str] = field(default_factory=Counter)
    could_be: Counter[str] = field(default_factory=Counter)
    n_to_review: int = 0
    n_later: int = 0
    rejects: list[pl.DataFrame] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    shown: list[tuple[Mapping[str, Any], Judgement]] = field(default_factory=list)

    @property
    def n_cases(self) -> int:
        return self.verdicts.total()

    @property
    def n_rejected(self) -> int:
        return sum(part["row"].n_unique() for part in self.rejects)

    def has_findings(self, fail_on: str) -> bool:
        """Say whether a case is, or by its bounds could be, at least as grave."""
        grave = SEVERITY[: SEVERITY.index(fail_on) + 1]
        return any(self.could_be[verdict] for verdict in grave)


def screen_and_print(
    file: Path | None,
    facts: Mapping[str, str],
    report: Report,
    *,
    encoding: str,
    ignore: Sequence[str],
) -> int:
    """Screen a file, or one case; print or write what the report asks for; give the exit code."""
    tally = _Tally()
    if file is None:
        try:
            batch = screen_facts(_columns(facts))
        except InputError as error:
            say(f"coalface screen: {error}.")
            return WRONG_USAGE
        stream = _tallied([batch], tally)
        show = None if report.as_json or report.out else _first(batch)
    else:
        stream = _tallied(screen_file(file, encoding=encoding, ignore=ignore), tally)
        show = None
    with progress("screening") as tell:
        _write(_told(stream, tally, tell), report)
    if show is not None:
        print_judgement(show)
    elif not report.as_json and report.out is None:
        print_view(verdicts_view(tally.shown, tally.verdicts))
    _say_notes(tally)
    _say_rejects(tally, report)
    if tally.n_to_review and file is not None:
        need = "needs" if tally.n_to_review == 1 else "need"
        say(f"{tally.n_to_review:,} of {counted(tally.n_cases, 'case')} {need} review by a person.")
    if tally.has_findings(report.fail_on):
        return FINDINGS
    return FAILED if tally.n_rejected else DONE


def _first(batch: ScreenedBatch) -> Judgement:
    """Give the judgement of the one case, with what to check of its importer."""
    judgement, case = next(batch.judgements), batch.read.cases.row(0, named=True)
    checks = _checks_of_importer(case["direction"], case["importer"])
    return replace(judgement, next_checks=(*judgement.next_checks, *checks))


def _columns(facts: Mapping[str, str]) -> dict[str, str]:
    """Give facts by the columns of a file of cases."""
    return {"hs_code" if name == "hs" else name: fact for name, fact in facts.items()}


def _tallied(batches: Iterable[ScreenedBatch], tally: _Tally) -> Iterator[ScreenedBatch]:
    for batch in batches:
        counts = batch.verdict_of_rows.value_counts()
        tally.verdicts.update(dict(counts.iter_rows()))
        tally.could_be.update(dict(batch.gravest_of_rows.value_counts().iter_rows()))
        tally.n_to_review += batch.n_to_review
        tally.n_later += _count_later(batch.read.cases)
        if len(batch.read.rejects):
            tally.rejects.append(batch.read.rejects)
        tally.notes |= dict.fromkeys(batch.read.notes)
        wanted = batch.read.cases.head(MAX_PRINTED_ROWS - len(tally.shown))
        pairs = zip(wanted.iter_rows(named=True), batch.judgements, strict=False)
        tally.shown += list(pairs)
        yield batch


def _count_later(cases: pl.DataFrame) -> int:
    """Count the cases that begin after the last day on which the packaged law was read."""
    first = pl.coalesce("on", "period_start")
    return int(cases.select((first > load_rulebook().read_until).sum()).item())


def _told(
    stream: Iterator[ScreenedBatch], tally: _Tally, tell: Callable[[str], None]
) -> Iterator[ScreenedBatch]:
    for batch in stream:
        tell(counted(tally.n_cases, "case"))
        yield batch


def _write(stream: Iterator[ScreenedBatch], report: Report) -> None:
    if report.as_json:
        stream = _print_json(stream)
    if report.out is None:
        for _ in stream:
            pass
    else:
        n_rows = write_tables((_table(batch) for batch in stream), report.out)
        say(f"{counted(n_rows, 'row')} written to {report.out}")


def _table(batch: ScreenedBatch) -> pl.DataFrame:
    verdicts = _with_importers(batch.coded_verdicts, batch.read.cases)
    kept = batch.read.cases.select(c for c in KEPT_COLUMNS if c not in verdicts.columns)
    return pl.concat([verdicts.select("case_id"), kept, verdicts.drop("case_id")], how="horizontal")


def _with_importers(verdicts: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Add to the checks of a row what to check of its importer; few rows have any."""
    pairs = cases.select("direction", pl.col("importer").fill_null(""))
    known = pairs.unique()
    book = load_rulebook()
    checks = [importer_check(book, *pair) for pair in known.iter_rows()]
    if not any(checks):
        return verdicts
    told = pairs.join(
        known.with_columns(pl.Series("check", checks)),
        on=["direction", "importer"],
        how="left",
        maintain_order="left",
    )["check"]
    own = verdicts["next_checks"].cast(pl.String)
    both = pl.select(
        pl.when(told != "").then(own + "; " + told).otherwise(own).alias("next_checks")
    )
    return verdicts.with_columns(both["next_checks"])


def _print_json(stream: Iterator[ScreenedBatch]) -> Iterator[ScreenedBatch]:
    """Print an array, one row a line, as the batches pass."""
    start = "[\n"
    for batch in stream:
        cases = batch.read.cases.select(TOLD).iter_rows()
        for case, judgement in zip(cases, batch.judgements, strict=True):
            case_id, value_usd, first, direction, importer, *ledgers = case
            named = (ledgers[0] or "", ledgers[1] or "")
            record = record_of(
                judgement, case_id, value_usd=value_usd, period_start=first, ledgers=named
            )
            record["next_checks"] += _checks_of_importer(direction, importer)
            sys.stdout.write(f"{start}{json.dumps(record, ensure_ascii=False)}")
            start = ",\n"
        yield batch
    sys.stdout.write("\n]\n" if start == ",\n" else "[]\n")


def _say_notes(tally: _Tally) -> None:
    for note in tally.notes:
        say(note)
    if tally.n_later:
        lie = "lies" if tally.n_later == 1 else "lie"
        day = load_rulebook().read_until
        say(f"{counted(tally.n_later, 'case')} {lie} after {day}: the law was read to that day.")


def _checks_of_importer(direction: str, importer: str | None) -> list[str]:
    check = importer_check(load_rulebook(), direction, importer or "")
    return [check] if check else []


def _say_rejects(tally: _Tally, report: Report) -> None:
    rejects = pl.concat([no_rejects(), *tally.rejects])
    if len(rejects):
        rejected = counted(tally.n_rejected, "row", "was rejected", "were rejected")
        say(f"{rejected}, {tally.n_cases:,} answered.")
    for row in rejects.head(MAX_PRINTED_REJECTS).iter_rows(named=True):
        place = f"{row['file']}, row {row['row']}"
        found = f", {row['column']} {row['found'][:80]!r}" if row["column"] else ""
        say(f"  {place}{found}: {row['reason']}; expected {row['expected']}.")
    if len(rejects) > MAX_PRINTED_REJECTS and report.rejects is None:
        say(f"  ... and {len(rejects) - MAX_PRINTED_REJECTS:,} more: --rejects FILE")
    if report.rejects is not None:  # with none too, so that no file of an earlier run misleads
        n_written = write_table(rejects, report.rejects)
        say(f"{counted(n_written, 'complaint')} written to {report.rejects}")
