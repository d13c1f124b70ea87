"""What a reader sees of the account, the fuel account and tested statements."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from coalface.cli.files import write_table
from coalface.cli.printing import View, deliver, figure, print_json, print_view, say
from coalface.cli.workbooks import write_workbook
from coalface.earnings.account import AccountLine, numbers
from coalface.earnings.claim_facts import check_facts
from coalface.earnings.claim_forms import load_earnings_statements
from coalface.earnings.claims import claims_table
from coalface.earnings.fuel import FuelLine, fuel_table
from coalface.earnings.imputation_checks import ModelCheck, holds, imputation_table
from coalface.earnings.parameters import parameters_table, publications_table
from coalface.earnings.precedence import FlowChoice, find_line, find_reading
from coalface.pipeline import (
    AccountQuestion,
    Facts,
    find_account_table,
    find_claim,
    find_packaged,
)
from coalface.vocabulary.numbers import Number

if TYPE_CHECKING:
    from coalface.earnings.breakeven import UnitValue
    from coalface.earnings.claim_results import CheckedEarnings
    from coalface.earnings.sankey import Sankey

__all__ = ["deliver_account", "deliver_claim", "fuel_view", "imputation_view", "stages_view"]

MAIN = ("declared_exports", "declared_imports", "balance_declared", "channels_counted", "left")
NO_BAND = (
    "Sums add low with low and high with high, not a band of a stated chance; one that holds an "
    "even part of a sum over several years has no range: the year is not told apart. A line "
    "without a source is 'no figure' and counts nowhere."
)
PACKAGED = "Packaged published figures; what was not published is 'no figure', not zero."


def deliver_account(
    question: AccountQuestion, as_of: date, facts: Facts, *, as_json: bool, out: Path | None
) -> None:
    """Print or write the account."""
    lines, table = find_account_table(question, as_of, facts=facts)
    view = _lines_view(lines, question) if question.is_narrow else _years_view(lines, question)
    about = {"as_of": as_of, "branch": question.branch}
    if out is None or out.suffix.lower() != ".xlsx":
        deliver(table, view, as_json=as_json, out=out, about=about, numbers=numbers(lines))
        return
    sheets = {
        "account": table,
        "fuel": fuel_table(find_packaged("fuel", as_of, facts=facts)),
        "imputation": imputation_table(find_packaged("imputation", as_of, facts=facts)),
        "parameters": parameters_table(),
        "parameter_sources": publications_table(),
        "sources": facts.read("sources"),
    }
    _write_sheets(sheets, out)
    if as_json:
        deliver(table, view, as_json=True, out=None, about=about, numbers=numbers(lines))


def deliver_claim(
    claim: str, as_of: date, facts: Facts, *, as_json: bool, out: Path | None
) -> None:
    """Print or write a tested statement."""
    statement = load_earnings_statements().get(claim)
    if statement is not None:
        check_facts(statement, flows=facts.read("flows"), prices=facts.read("prices"))
    checked = find_claim(claim, as_of, facts=facts)
    table = claims_table([checked])
    view = _claim_view(checked)
    if out is not None:
        say(f"{write_table(table, out):,} rows written to {out}")
    if as_json:
        print_json(_claim_json(checked, as_of))
    elif out is None:
        print_view(view)


def fuel_view(rows: Sequence[FuelLine], as_of: date) -> View:
    """Give what is printed of the fuel account; lines without a figure are named in the file."""
    return View(
        f"Fuel of the DPRK in tonnes, by period (as of {as_of})",
        ("Period", "Line", ">Tonnes", "How, and warnings", "Rivals"),
        [
            (
                row.period,
                row.title,
                figure(row.figure),
                "; ".join(part for part in (row.figure.how, row.figure.note) if part),
                "; ".join(f"{n.how.split(':')[0]}: {figure(n)}" for n in row.rivals),
            )
            for row in rows
            if row.figure.value is not None or row.line == "gasification"
        ],
        (
            "Alleged tonnes are the allegation of a named ledger, not a finding; ledgers are never "
            "added. A line of a period that is not shown has no figure.",
            PACKAGED,
        ),
    )


def imputation_view(rows: Sequence[ModelCheck], as_of: date) -> View:
    """Give what is printed of the check of imputed years."""
    return View(
        f"Imputed years checked on published ones, each left out in turn (as of {as_of})",
        ("Series", "Model", ">Years", ">In the 90 % band", ">Interval score", "Better than naive"),
        [
            (
                row.series.replace("_", " "),
                row.model.replace("_", " "),
                str(row.n_years),
                figure(row.coverage),
                figure(row.score),
                "yes" if holds(rows, row.series, row.model) else "no",
            )
            for row in rows
        ],
        (
            "Interval score in means of the series, lower is better. 'Better than naive': covers "
            "80 to 100 % and scores below the bands of both naive rules (linear, last value).",
            "The constants of two scale bridge were chosen with these series in sight: the check "
            "flatters it.",
        ),
    )


def stages_view(found: Sequence["Sankey"]) -> View:
    """Give what is printed of the stages: the receivers under each reading."""
    first = found[0]
    return View(
        f"Of 100 dollars paid for anthracite at the customs price of {_said_price(first.price)}: "
        "receivers by reading",
        (
            "!Branch",
            *(f">{n.label.removesuffix(', of 100 USD')}" for n in first.receivers),
            ">Stays, of what came in",
        ),
        [(row.branch.id, *(figure(n) for n in row.receivers), figure(row.stays)) for row in found],
        (
            f"Branch: {'; '.join(_legend(found))}.",
            "Trading company below zero: what it pays comes to more than the price. Its loss is "
            "made good from elsewhere, so that the others have more than 100 together.",
            "Stays: the share that stays in the country of what came in, which is the 100 less "
            "freight (fob) and less a kick-back to the buyer's side: another base than the columns "
            "before it.",
            "Means of draws with their 5 to 95 % range. Readings are rivals: shown side by side, "
            "never mixed. Stages and links of each: --json or --out.",
            "Assumed parameters that matter: "
            + ", ".join(dict.fromkeys(d.parameter for row in found for d in row.caption)),
        ),
    )


def _said_price(price: "UnitValue") -> str:
    mass = "" if price.mass_t is None else f" on {price.mass_t / 1e6:.2f} Mt"
    return f"{price.period} (US$ {price.usd_per_t.value:.1f} a tonne{mass})"


def _legend(found: Sequence["Sankey"]) -> tuple[str, ...]:
    """Say what each part of the branches' names means, each once."""
    branches = [row.branch for row in found]
    parts = [b.kickback for b in branches] + [b.settlement for b in branches]
    named = {part.id: part.title for part in (*parts, *(b.valuation for b in branches))}
    directions = {b.direction.id: b.direction.title for b in branches if b.direction}
    said = [f"{name} = {title}" for name, title in (named | directions).items()]
    return tuple(said)


def _years_view(lines: Sequence[AccountLine], question: AccountQuestion) -> View:
    by_year: dict[str, dict[str, str]] = {}
    letters = _letters()
    for line in lines:
        letter = letters.get(line.cell.title, "") if line.cell else ""
        by_year.setdefault(line.span.label, {})[line.line] = (
            f"{figure(line.figure)} {letter}".strip()
        )
    titles = {line.line: line.title for line in lines}
    return View(
        f"Foreign currency by year, branch {question.branch}: {_title(question)}",
        (">Period", *(f">{titles[name]}" for name in MAIN)),
        [(label, *(cells[name] for name in MAIN)) for label, cells in by_year.items()],
        (
            f"Books: {'; '.join(f'{mark} {title}' for title, mark in letters.items())}. Years "
            "compare only where the letter is the same (imputed years have none); --year has the "
            "figures of the other books.",
            "The balance takes both sides from one book and, where prints compete, from one "
            "source, so it need not be the difference of the columns beside it; there is none of "
            "China's trade against the world's. What is left leaves out every line without a "
            "figure: --year names books and lines.",
            NO_BAND,
            "Every line of a year: --year. Branches: --branch.",
            PACKAGED,
        ),
    )


def _letters() -> dict[str, str]:
    """Give the letter of each book of all declared trade, by its title."""
    choices = find_line(MAIN[0]).choices
    return {c.title: c.letter for c in choices if isinstance(c, FlowChoice) and c.letter}


def _lines_view(lines: Sequence[AccountLine], question: AccountQuestion) -> View:
    return View(
        f"Foreign currency, branch {question.branch}: {_title(question)}",
        ("Period", "Line", ">US$", "Basis", "Who, valuation", "Rivals, never mixed in"),
        [
            (
                line.span.label,
                _placed(line),
                figure(line.figure),
                line.cell.basis if line.cell else "",
                _who(line),
                _rivals(line),
            )
            for line in lines
        ],
        (NO_BAND, "Why, notes and inputs of each figure: --json or --out.", PACKAGED),
    )


def _placed(line: AccountLine) -> str:
    if not line.part_of:
        return line.title
    return f"  {'another book' if line.is_apart else 'of which'}: {line.title}"


def _rivals(line: AccountLine) -> str:
    pairs = zip(line.rival_titles, line.rivals, strict=True)
    return "; ".join(f"{title}: {figure(n)}" for title, n in pairs)


def _title(question: AccountQuestion) -> str:
    title = find_reading(question.branch).title
    return f"{title}; first {', '.join(question.choose)}" if question.choose else title


def _who(line: AccountLine) -> str:
    if line.cell is None:
        return line.figure.note if line.side == "balance" else ""
    if line.side == "balance":
        return "; ".join(part for part in (line.cell.valuation, line.cell.note) if part)
    model = f", {line.cell.model.replace('_', ' ')}" if line.cell.model else ""
    return f"{line.cell.title}{model}, {line.cell.valuation}"


def _claim_view(checked: "CheckedEarnings") -> View:
    return View(
        f"{checked.id}: {checked.statement.said}",
        ("Reading", "Verdict", "Why", "Numbers"),
        [
            (
                reading.title,
                reading.verdict,
                reading.reason,
                "; ".join(_said(n, reading.title) for n in reading.numbers),
            )
            for reading in checked.readings
        ],
        (
            f"Said by {checked.statement.source_id}, {checked.statement.locator}; grade "
            f"{checked.statement.grade}.",
            *(f"Rests on an assumption: {driver.parameter}" for driver in checked.caption),
            PACKAGED,
        ),
    )


def _said(number: Number, title: str) -> str:
    """Give a number with its label, without the words of the reading that it stands under."""
    label = number.label.replace(f", {title}", "").replace(f"{title}, ", "")
    return f"{label}: {figure(number)}"


def _claim_json(checked: "CheckedEarnings", as_of: date) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "as_of": as_of,
        "statement": checked.statement.model_dump(),
        "readings": [asdict(reading) for reading in checked.readings],
        "beside": [asdict(number) for number in checked.beside],
        "caption": [asdict(driver) for driver in checked.caption],
    }


def _write_sheets(sheets: Mapping[str, pl.DataFrame], out: Path) -> None:
    n_rows = write_workbook(sheets, out)
    say(f"{n_rows:,} rows on {len(sheets)} sheets written to {out}")
