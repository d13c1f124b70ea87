"""Read many reports: one after the other or on several cores, those that cannot be read apart."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from coalface.claims.word_lists import keep_word_lists
from coalface.errors import InputError
from coalface.executors import run_tasks
from coalface.pipeline.report_intake import (
    Extracted,
    ReadReport,
    ReportFacts,
    extract_file,
    extract_reports,
    read_report_file,
)

__all__ = ["FILES_OF_TASK", "ExtractedSet", "extract_files", "usual_executor"]

T = TypeVar("T")
FILES_OF_TASK = 10
#: Files from which the start of other processes is repaid.
WORTH_PROCESSES = 60


@dataclass(frozen=True, slots=True)
class ExtractedSet:
    """Reports as read, and why others could not be.

    Attributes:
        found: In the order of the files.
        unread: What is wrong with each of the other files, in their order.
    """

    found: tuple[Extracted, ...]
    unread: tuple[str, ...]


def usual_executor(n_files: int) -> str:
    """Give where so many reports are read best on this machine."""
    n_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if n_files < WORTH_PROCESSES or not n_cores or n_cores == 1:
        return "serial"
    return f"processes:{n_cores}"


def extract_files(
    paths: Sequence[Path],
    facts: ReportFacts,
    *,
    today: date | None = None,
    executor: str = "serial",
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> ExtractedSet:
    """Read reports and extract what they claim; nothing is stored.

    What is found does not depend on the executor.

    Args:
        paths: The files.
        facts: What is known beside each of them.
        today: As of `extract_file`.
        executor: As of `coalface.executors.open_executor`.
        tell: Is told how many files are done, of how many.

    Raises:
        InputError: If the executor is not known.
    """
    parts = [tuple(paths[i : i + FILES_OF_TASK]) for i in range(0, len(paths), FILES_OF_TASK)]
    results = run_tasks(
        executor,
        _extract_part,
        [(part, facts, today) for part in parts],
        tell=lambda done, _: tell(min(done * FILES_OF_TASK, len(paths)), len(paths)),
    )
    each = [result for part in results for result in part]
    return ExtractedSet(
        found=tuple(r for r in each if isinstance(r, Extracted)),
        unread=tuple(r for r in each if isinstance(r, str)),
    )


def _extract_part(
    paths: Sequence[Path], facts: ReportFacts, today: date | None
) -> list[Extracted | str]:
    keep_word_lists()
    read = [_or_say(read_report_file, path, facts, today) for path in paths]
    reports = [report for report in read if isinstance(report, ReadReport)]
    try:
        found = iter(extract_reports(reports))
    except Exception:  # of which of them, and what is wrong, each tells alone
        return [_or_say(_extract_one, path, facts, today) for path in paths]
    return [next(found) if isinstance(report, ReadReport) else report for report in read]


def _extract_one(path: Path, facts: ReportFacts, today: date | None) -> Extracted:
    return extract_file(path, facts, today=today)


def _or_say(
    read: Callable[[Path, ReportFacts, date | None], T],
    path: Path,
    facts: ReportFacts,
    today: date | None,
) -> T | str:
    try:
        return read(path, facts, today)
    except InputError as error:
        return str(error)
