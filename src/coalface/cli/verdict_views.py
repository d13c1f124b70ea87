"""What a reader sees of verdicts: a table of many cases, or all that is said of one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from coalface.cli.printing import View, counted, output
from coalface.law import SEVERITY, Judgement, load_rulebook
from coalface.law.records import record_of
from coalface.law.verdicts import NOT_CLEARANCE

__all__ = ["MAX_PRINTED_ROWS", "print_judgement", "verdicts_view"]

MAX_PRINTED_ROWS = 40
Shown = Sequence[tuple[Mapping[str, Any], Judgement]]


def verdicts_view(shown: Shown, verdicts: Counter[str]) -> View:
    """Give what is printed of many cases.

    Args:
        shown: Rows of table `cases` with their judgements, the first of them.
        verdicts: How often each verdict was given, in all.
    """
    usual = _usual_checks(shown)
    rows = [_row(case, judgement, usual) for case, judgement in shown]
    columns = ["!Case", "Time", "!Good", "Verdict", "~Paragraph [grade]", "Look at"]
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    counts = ", ".join(f"{v} {verdicts[v]:,}" for v in SEVERITY if verdicts[v])
    notes = [f"{counted(verdicts.total(), 'case')}: {counts or 'none'}."]
    if verdicts.total() > len(shown):
        notes.append(f"Shown: the first {len(shown)}. All: --out FILE or --json.")
    if verdicts["not_listed"]:
        notes.append(f"not_listed: {NOT_CLEARANCE}.")
    if usual:
        notes.append(f"Check besides, as direction and day call for it: {'; '.join(usual)}.")
    title = "What the UN measures say of each case (national verdicts: --json)"
    return View(title, tuple(columns), rows, tuple(notes))


def print_judgement(judgement: Judgement) -> None:
    """Print all that is said of one case."""
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


def _usual_checks(shown: Shown) -> tuple[str, ...]:
    """List the checks that the rulebook names for any good, once, as far as they apply here."""
    asked = {check for _, judgement in shown for check in judgement.next_checks}
    known = dict.fromkeys(m.next_check for m in load_rulebook().measures if m.next_check)
    return tuple(check for check in known if check in asked)


def _row(case: Mapping[str, Any], judgement: Judgement, usual: Sequence[str]) -> tuple[str, ...]:
    time = case["on"] or f"{case['period_start']} to {case['period_end']} (excl.)"
    verdict = f"{judgement.verdict} ({judgement.why})" if judgement.why else judgement.verdict
    bounds = judgement.bounds
    if bounds is not None and bounds.most != judgement.verdict:
        verdict += f", could be {bounds.most}"
    decided = [d for d in judgement.deciding if d.verdict == judgement.verdict]
    return (
        case["case_id"],
        str(time),
        case["hs_code"] or case["activity"],
        verdict,
        ", ".join(f"{d.paragraph} [{d.grade}]" for d in decided),
        _look_at(judgement, usual),
    )


def _look_at(judgement: Judgement, usual: Sequence[str]) -> str:
    """Give what sets a case apart: its own first check, and why a person must look at it."""
    said_below = {*usual, NOT_CLEARANCE}
    own = [check for check in judgement.next_checks if check not in said_below][:1]
    reasons = judgement.review_reasons
    more = f" (and {len(reasons) - 1} more: --json)" if len(reasons) > 1 else ""
    return "; ".join([*own, *(f"review: {reason}{more}" for reason in reasons[:1])])


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
    lines = []
    for state, n in judgement.national.items():
        lines.append(f"{state}: {n.verdict} ({', '.join(rule.measure_id for rule in n.rules)})")
        own = {rule.measure_id for rule in n.rules}
        lines += [
            f"{state}, {c.state}: {c.condition} ({c.measure_id})"
            for c in n.conditions
            if c.measure_id in own
        ]
    return lines
