"""Print, write and count what screening found."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from coalface.cli.files import write_table, write_tables
from coalface.cli.printing import View, output, print_view, progress, say
from coalface.errors import InputError
from coalface.law import SEVERITY, Judgement
from coalface.law.records import record_of
from coalface.law.verdicts import NOT_CLEARANCE
from coalface.pipeline import ScreenedBatch, screen_facts, screen_file
from coalface.sources.case_files import no_rejects

__all__ = ["Report", "screen_and_print"]

DONE, FAILED, WRONG_USAGE, FINDINGS = 0, 1, 2, 3
MAX_PRINTED_ROWS = 40
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
    n_to_review: int = 0
    rejects: list[pl.DataFrame] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    shown: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def n_cases(self) -> int:
        return self.verdicts.total()

    @property
    def n_rejected(self) -> int:
        return sum(part["row"].n_unique() for part in self.rejects)

    def has_findings(self, fail_on: str) -> bool:
        grave = SEVERITY[: SEVERITY.index(fail_on) + 1]
        return any(self.verdicts[verdict] for verdict in grave)


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
            batch = screen_facts(facts)
        except InputError as error:
            say(f"coalface screen: {error}.")
            return WRONG_USAGE
        stream = _counted([batch], tally)
        show = None if report.as_json or report.out else next(batch.judgements)
    else:
        stream = _counted(screen_file(file, encoding=encoding, ignore=ignore), tally)
        show = None
    with progress("screening") as tell:
        _write(_told(stream, tally, tell), report)
    if show is not None:
        _print_judgement(show)
    elif not report.as_json and report.out is None:
        print_view(_rows_view(tally))
    for note in tally.notes:
        say(note)
    _say_rejects(tally, report)
    if tally.n_to_review and file is not None:
        say(f"{tally.n_to_review:,} of {tally.n_cases:,} cases need review by a person.")
    if tally.has_findings(report.fail_on):
        return FINDINGS
    return FAILED if tally.n_rejected else DONE


def _counted(batches: Iterable[ScreenedBatch], tally: _Tally) -> Iterator[ScreenedBatch]:
    for batch in batches:
        counts = batch.verdict_of_rows.value_counts()
        tally.verdicts.update(dict(counts.iter_rows()))
        tally.n_to_review += batch.n_to_review
        if len(batch.read.rejects):
            tally.rejects.append(batch.read.rejects)
        tally.notes |= dict.fromkeys(batch.read.notes)
        wanted = batch.read.cases.head(MAX_PRINTED_ROWS - len(tally.shown))
        pairs = zip(wanted.iter_rows(named=True), batch.judgements, strict=False)
        tally.shown += [_row(case, judgement) for case, judgement in pairs]
        yield batch


def _told(
    stream: Iterator[ScreenedBatch], tally: _Tally, tell: Callable[[str], None]
) -> Iterator[ScreenedBatch]:
    for batch in stream:
        tell(f"{tally.n_cases:,} cases")
        yield batch


def _row(case: Mapping[str, Any], judgement: Judgement) -> tuple[str, ...]:
    time = case["on"] or f"{case['period_start']} to {case['period_end']} (excl.)"
    verdict = f"{judgement.verdict} ({judgement.why})" if judgement.why else judgement.verdict
    bounds = judgement.bounds
    if bounds is not None and bounds.most != judgement.verdict:
        verdict += f", could be {bounds.most}"
    decided = [d for d in judgement.deciding if d.verdict == judgement.verdict]
    first = judgement.next_checks[0] if judgement.next_checks else ""
    return (
        case["case_id"],
        str(time),
        case["hs_code"] or case["activity"],
        verdict,
        ", ".join(f"{d.paragraph} [{d.grade}]" for d in decided),
        "yes" if judgement.needs_review else "",
        first,
    )


def _write(stream: Iterator[ScreenedBatch], report: Report) -> None:
    if report.as_json:
        stream = _print_json(stream)
    if report.out is None:
        for _ in stream:
            pass
    else:
        n_rows = write_tables((_table(batch) for batch in stream), report.out)
        say(f"{n_rows:,} rows written to {report.out}")


def _table(batch: ScreenedBatch) -> pl.DataFrame:
    verdicts = batch.coded_verdicts
    kept = batch.read.cases.select(c for c in KEPT_COLUMNS if c not in verdicts.columns)
    return pl.concat([verdicts.select("case_id"), kept, verdicts.drop("case_id")], how="horizontal")


def _print_json(stream: Iterator[ScreenedBatch]) -> Iterator[ScreenedBatch]:
    """Print an array, one row a line, as the batches pass."""
    start = "[\n"
    for batch in stream:
        cases = batch.read.cases.select("case_id", "value_usd", "period_start").iter_rows()
        for (case_id, value_usd, first), judgement in zip(cases, batch.judgements, strict=True):
            record = record_of(judgement, case_id, value_usd=value_usd, period_start=first)
            sys.stdout.write(f"{start}{json.dumps(record, ensure_ascii=False)}")
            start = ",\n"
        yield batch
    sys.stdout.write("\n]\n" if start == ",\n" else "[]\n")


def _rows_view(tally: _Tally) -> View:
    counts = ", ".join(f"{v} {tally.verdicts[v]:,}" for v in SEVERITY if tally.verdicts[v])
    notes = [f"{tally.n_cases:,} cases: {counts or 'none'}."]
    if tally.n_cases > len(tally.shown):
        notes.append(f"Shown: the first {len(tally.shown)}. All: --out FILE or --json.")
    if tally.verdicts["not_listed"]:
        notes.append(f"not_listed: {NOT_CLEARANCE}.")
    return View(
        "What the UN measures say of each case (national verdicts: --json)",
        ("!Case", "Time", "!Good", "Verdict", "Paragraph [grade]", "~Review", "~First check"),
        tally.shown,
        tuple(notes),
    )


def _print_judgement(judgement: Judgement) -> None:
    record = record_of(judgement)
    why = f" ({judgement.why})" if judgement.why else ""
    bounds = judgement.bounds
    lines = [f"Verdict: {judgement.verdict}{why}"]
    lines += _section("Check first", judgement.next_checks[:1])
    lines += _section("Measures", [_deciding_line(d) for d in record["deciding"]])
    lines += _section("Readings", [f"{r}: {v} [{source}]" for r, v, source in judgement.readings])
    lines += _section("Conditions", [_condition_line(c) for c in record["conditions"]])
    lines += _section("By State, on its own clock", _national_lines(judgement))
    if bounds is not None:
        spells = [f"from {day or 'the start'}: {verdict}" for day, verdict in bounds.parts]
        lines += _section(f"Bounds: from {bounds.least} to {bounds.most}", spells or ["see review"])
    lines += _section("Needs review", judgement.review_reasons)
    lines += _section("Also check", judgement.next_checks[1:])
    output().print("\n".join(lines), markup=False, soft_wrap=True)


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"{title}:", *(f"  - {line}" for line in lines)] if lines else []


def _deciding_line(d: Mapping[str, str]) -> str:
    return (
        f"{d['paragraph']}: {d['verdict']} ({d['measure_id']}; reading: {d['reading']}; "
        f"grade {d['grade']})"
    )


def _condition_line(c: Mapping[str, Any]) -> str:
    facts = ", ".join(f"{name}: {state}" for name, state in c["facts"].items())
    return f"{c['state']}: {c['condition']} ({c['measure_id']}{'; ' if facts else ''}{facts})"


def _national_lines(judgement: Judgement) -> list[str]:
    return [
        f"{state}: {n.verdict} ({', '.join(rule.measure_id for rule in n.rules)})"
        for state, n in judgement.national.items()
    ]


def _say_rejects(tally: _Tally, report: Report) -> None:
    rejects = pl.concat([no_rejects(), *tally.rejects])
    if len(rejects):
        say(f"{tally.n_rejected:,} rows were rejected; {tally.n_cases:,} were answered.")
    for row in rejects.head(MAX_PRINTED_REJECTS).iter_rows(named=True):
        place = f"{row['file']}, row {row['row']}"
        found = f", {row['column']} {row['found'][:80]!r}" if row["column"] else ""
        say(f"  {place}{found}: {row['reason']}; expected {row['expected']}.")
    if len(rejects) > MAX_PRINTED_REJECTS and report.rejects is None:
        say(f"  ... and {len(rejects) - MAX_PRINTED_REJECTS:,} more: --rejects FILE")
    if report.rejects is not None:  # with none too, so that no file of an earlier run misleads
        say(f"{write_table(rejects, report.rejects):,} complaints written to {report.rejects}")
