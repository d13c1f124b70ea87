"""The brief, every number that is printed, and what one number rests on."""

import difflib
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from importlib.metadata import version
from pathlib import Path

import polars as pl

from coalface import __version__
from coalface.brief.bundle import render_bundle
from coalface.brief.compose import BriefInputs, compose_brief
from coalface.brief.document import render_json
from coalface.brief.explanations import Explanation, explain
from coalface.brief.html import render_html
from coalface.brief.model import Brief, RunRecord, numbers_of
from coalface.brief.pdf import render_pdf
from coalface.claims.reported import Reported
from coalface.errors import UnknownNumberError
from coalface.law import load_rulebook
from coalface.pipeline.answers import find_asked, find_packaged, take_steps
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.outlooks import find_outlook_of
from coalface.pipeline.reports import find_reported
from coalface.pipeline.steps import NUMBERS, TABLES, Flow
from coalface.scenarios.outlook import Outlook, outlook_table
from coalface.sources.packaged import read_coast
from coalface.vocabulary.numbers import Number
from coalface.vocabulary.short_ids import is_short_id, short_id

__all__ = ["build_brief", "explain_number", "find_numbers", "write_brief"]

SOFTWARE = ("polars", "typst")
RENDERERS: dict[str, Callable[[Brief], bytes]] = {
    "html": render_html,
    "pdf": render_pdf,
    "json": render_json,
}
REPORTED = ("claims", "contradictions", "corrections", "documents")
#: Steps that number ids by another name than their own.
STEPS_OF = {
    "replacement": ("picture",),
    "outside": ("picture",),
    "first_picture": ("picture",),
    "conversions": ("caps",),
    "earnings": ("claims", "stages"),
}
OF_SCENARIOS = ("outlook", "scenarios")
IN_BRIEF = {field.name for field in fields(BriefInputs)}


def build_brief(
    as_of: date,
    *,
    years: tuple[int, int] | None = None,
    made_on: date | None = None,
    facts: Facts = PACKAGED_FACTS,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Brief, dict[str, pl.DataFrame]]:
    """Build the brief from the facts, and the full tables of its analyses.

    Args:
        as_of: See `find_packaged`.
        years: First and last year of the first picture.
        made_on: Day printed as the day of making; `as_of` where none is given.
        facts: See `find_packaged`.
        tell: Is told the name of each step as it begins.
    """
    flow = take_steps(as_of, years, tell, facts=facts)
    tables = {n: table(flow.done[n]) for n, table in TABLES.items()}
    tell("claims")
    reported = find_reported(as_of, facts=facts, workspace=facts.workspace)
    tables |= {name: getattr(reported, name) for name in REPORTED}
    tell("scenarios")
    outlook = find_outlook_of(flow)
    tables |= {"scenarios": outlook_table(outlook)} if outlook else {}
    tell("brief")
    return _brief_of(flow, made_on, facts, reported, outlook), tables


def write_brief(
    folder: Path,
    *,
    as_of: date,
    years: tuple[int, int] | None = None,
    formats: Sequence[str] = ("html", "pdf"),
    made_on: date | None = None,
    facts: Facts = PACKAGED_FACTS,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write the brief in some formats, and its bundle; each file appears whole or not at all.

    Returns:
        The files written.
    """
    brief, tables = build_brief(as_of, years=years, made_on=made_on, facts=facts, tell=tell)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in formats:
        tell(name)
        written.append(_write(folder / f"brief.{name}", RENDERERS[name](brief)))
    tell("bundle")
    written.append(_write(folder / "bundle.zip", render_bundle(brief, tables)))
    return written


def find_numbers(as_of: date, *, facts: Facts = PACKAGED_FACTS) -> dict[str, Number]:
    """Find every number that an analysis or the brief prints, by its id."""
    flow = take_steps(as_of, None, facts=facts)
    return _numbers_of_flow(flow, facts, find_outlook_of(flow))


def explain_number(number_id: str, as_of: date, *, facts: Facts = PACKAGED_FACTS) -> Explanation:
    """Give a number with every input: source, locator, confidence.

    Only the analysis that a long id names is made, then all of them, and the scenarios last. A
    short id of a scenario that another number shares is that other one's; ask by the long one.

    Args:
        number_id: Its id, or the short one that the page carries.
        as_of: See `find_packaged`.
        facts: See `find_packaged`.

    Raises:
        UnknownNumberError: If nothing prints a number of that id; names the nearest.
        InputError: If it names a year or a reading that the account or the stages do not have.
    """
    known: dict[str, Number] = {}
    for known in _sought(number_id, as_of, facts):
        found = _lengthen(number_id, known) if is_short_id(number_id) else number_id
        if found in known:
            return explain(known[found], facts.read, load_rulebook())
    near = difflib.get_close_matches(number_id, known, n=5, cutoff=0.5)
    raise UnknownNumberError(
        f"no number has the id {number_id!r}. Nearest: {', '.join(near) or 'none'}. Ids show in "
        "brief.html where its box 'Show the id of each number' is ticked, and stand in numbers.csv "
        "of the bundle and in the JSON of each analysis."
    )


def _lengthen(short: str, known: Iterable[str]) -> str:
    """Give the one id that a short id stands for.

    Raises:
        UnknownNumberError: If two stand for it, and names them.
    """
    found = [number_id for number_id in known if short_id(number_id) == short]
    if len(found) > 1:
        raise UnknownNumberError(f"{short!r} is short for {' and '.join(found)}. Ask for one.")
    return found[0] if found else short


def _sought(number_id: str, as_of: date, facts: Facts) -> Iterator[dict[str, Number]]:
    """Give the numbers among which to look for an id: each time more, and later in coming."""
    name = number_id.split("/", maxsplit=1)[0]
    for step in STEPS_OF.get(name, (name,) if name in NUMBERS else ()):
        taken = find_packaged(step, as_of, facts=facts)
        yield {number.id: number for number in NUMBERS[step](taken)}
    if not is_short_id(number_id):
        yield {number.id: number for number in find_asked(number_id, as_of, facts=facts)}
    flow = take_steps(as_of, None, facts=facts)
    if name not in OF_SCENARIOS:
        yield _numbers_of_flow(flow, facts, None)
    yield _numbers_of_flow(flow, facts, find_outlook_of(flow))


def _numbers_of_flow(flow: Flow, facts: Facts, outlook: Outlook | None) -> dict[str, Number]:
    found = [number for name, numbers in NUMBERS.items() for number in numbers(flow.done[name])]
    if outlook is not None:
        found += [number for c in outlook.comparisons for number in c.numbers]
    brief = _brief_of(flow, None, facts, None, outlook)
    return {number.id: number for number in (*numbers_of(brief), *found)}


def _brief_of(
    flow: Flow,
    made_on: date | None,
    facts: Facts,
    reported: Reported | None,
    outlook: Outlook | None,
) -> Brief:
    coasts = (json.loads(read_coast("coast_yellow_sea")), json.loads(read_coast("coast_wide")))
    return compose_brief(
        BriefInputs(
            as_of=flow.as_of,
            made_on=made_on or flow.as_of,
            run=_run_record(flow, facts),
            book=flow.book,
            tables=flow.tables,
            coasts=coasts,
            reported=reported,
            outlook=outlook,
            **{n: done for n, done in flow.done.items() if n in IN_BRIEF},
        )
    )


def _run_record(flow: Flow, facts: Facts) -> RunRecord:
    inputs = facts.list_inputs(sorted(flow.tables))
    software = (("coalface", __version__), *((name, version(name)) for name in SOFTWARE))
    parameters = (
        ("as_of", flow.as_of.isoformat()),
        ("from", str(flow.years[0])),
        ("to", str(flow.years[1])),
        ("show_identities", "no"),
        *facts.parameters,
    )
    told = repr((software, [(i.name, i.sha256) for i in inputs], parameters))
    return RunRecord(hashlib.sha256(told.encode()).hexdigest()[:12], software, inputs, parameters)


def _write(path: Path, data: bytes) -> Path:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return path
