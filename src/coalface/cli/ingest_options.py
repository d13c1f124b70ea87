"""Read what `coalface ingest` was asked: which files, of which kind, with what beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import typer

from coalface.cli.claims_options import Sensitivity
from coalface.sources.kinds import KINDS
from coalface.sources.reading import ReadOptions
from coalface.workspace import is_dated

__all__ = ["ReportOptions", "read_partners", "read_request", "take_reports"]

MAPPED, REPORTS = "mapped", "reports"
CLOSED = {"flow": ("import", "export"), "currency": ("CNY", "USD")}


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What the command line says of reports; each is None where it was not given."""

    sensitivity: Sensitivity | None
    published: date | None
    publisher: str | None
    title: str | None
    url: str | None


def take_reports(
    words: Sequence[str],
    about: ReportOptions,
    workspace: Path | None,
    *,
    is_again: bool,
    as_json: bool,
) -> bool:
    """Take `reports FILE...` in, which no publisher's reader reads; says whether that was asked."""
    if words[0] != REPORTS:
        given = [f"--{f.name}" for f in fields(about) if getattr(about, f.name) is not None]
        if given:
            raise typer.BadParameter(f"{', '.join(given)}: of the kind reports only.")
        return False
    from coalface.cli.claims_actions import ingest_reports, report_facts

    facts = report_facts(
        about.sensitivity, about.published, about.publisher, about.title, about.url
    )
    paths = [Path(word) for word in words[1:]]
    ingest_reports(paths, facts, workspace, is_again=is_again, as_json=as_json)
    return True


def read_partners(words: Sequence[str] | None) -> dict[str, str] | None:
    """Read `CODE=COUNTRY` words."""
    pairs = [word.partition("=") for word in words or ()]
    wrong = [f"{code}{mark}{to}" for code, mark, to in pairs if not (code and mark and to)]
    if wrong:
        raise typer.BadParameter(f"--partner {wrong[0]!r}: write CODE=COUNTRY, e.g. 109=PRK.")
    return {code.strip(): to.strip() for code, _, to in pairs} or None


def read_request(
    words: Sequence[str], options: Mapping[str, object]
) -> tuple[list[Path], str | None, ReadOptions]:
    """Part `[KIND] FILE...` into files and kind, and give the options that were set.

    Args:
        words: What stood on the command line; the first is a kind if it has a kind's name.
        options: Fields of `ReadOptions`; None where not given.
    """
    kind = words[0] if words[0] in KINDS else None
    paths = [Path(word) for word in words[1 if kind else 0 :]]
    if not paths:
        raise typer.BadParameter(f"{kind}: which file? Give it after the kind.")
    if kind is None and len(words) > 1 and "." not in words[0] and not Path(words[0]).exists():
        known = ", ".join(sorted(KINDS))
        raise typer.BadParameter(f"{words[0]!r} is neither a file nor a kind. Kinds: {known}.")
    _check(options)
    _check_vintage(options["vintage"])
    chosen = {name: value for name, value in options.items() if value is not None}
    kind = kind or (MAPPED if "mapping" in chosen else None)
    return paths, kind, ReadOptions(**chosen)  # type: ignore[arg-type]


def _check(options: Mapping[str, object]) -> None:
    for name, words in CLOSED.items():
        if options[name] is not None and options[name] not in words:
            raise typer.BadParameter(f"--{name} {options[name]!r} is none of {', '.join(words)}")
    for path in options.values():
        if isinstance(path, Path) and not path.is_file():
            raise typer.BadParameter(f"there is no file {path}")


def _check_vintage(text: object) -> None:
    if isinstance(text, str) and not is_dated(text.strip()):
        raise typer.BadParameter(
            f"--vintage {text!r}: write when the release came, as 2024, 2024-05, 2024-05-01 or "
            "V202401, so that releases can be set in order."
        )
