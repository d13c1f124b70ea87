"""Score mentions against the gold claims, and measure how long they take.

    python -m bench.claims_mentions [--half tune|held] [--documents DIR] [--errors] [--speed]

A gold claim with a figure asks for one amount that overlaps its span. What is found beyond gold
claims counts as false, unless `tests/data/claims/other_figures.csv` names it as a figure that is
there but makes no claim; that list is of the tune half, so on the other half precision is a lower
bound and recall alone says much. Values are compared in standard units, without the sign of a
growth rate, which a mention does not know. Spans are matched by overlap; dates and places are
scored where they are named: a date once for each claim
that rests on it.
"""

import argparse
import csv
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.claims_gold import FOLDER, GoldDocument, read_gold

from coalface.claims.documents import Document
from coalface.claims.flat import flatten
from coalface.claims.mentions import (
    Amount,
    Mention,
    Period,
    Place,
    find_flat_mentions,
    find_mentions,
)
from coalface.claims.sentences import find_sentences

OTHER_FIGURES = FOLDER / "other_figures.csv"
N_WORDS = 1000
BUDGET_MS = 5.0
NUMBER_WORDS = frozenset(
    {
        "half",
        "third",
        "quarter",
        "quarters",
        "fifth",
        "tenths",
        "one",
        "two",
        "three",
        "four",
        "five",
    }
    | {
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "thirty",
        "dozen",
        "most",
        "majority",
        "twice",
        "double",
    }
)


@dataclass(slots=True)
class Counts:
    """Outcomes of one task over all documents."""

    right: int = 0
    asked: int = 0
    found: int = 0
    errors: list[str] = field(default_factory=list)


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--half", choices=("tune", "held"), default="tune")
    parser.add_argument("--documents", type=Path, default=None)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    documents, missing = read_gold(options.half, options.documents)
    if missing:
        print(f"left out, no text at hand: {', '.join(missing)}")
    if options.speed:
        return speed(documents)
    tasks = {name: Counts() for name in ("spans", "values", "units", "places", "dates")}
    others = read_others()
    for gold in documents:
        score(gold, others.get(gold.id, []), tasks)
    return report(tasks, errors=options.errors)


def read_others() -> dict[str, list[tuple[int, int]]]:
    """Read figures that are there and make no claim, by document."""
    others: dict[str, list[tuple[int, int]]] = {}
    with OTHER_FIGURES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            start = int(row["start"])
            others.setdefault(row["document"], []).append((start, start + len(row["words"])))
    return others


def texts_of(gold: GoldDocument) -> Iterator[tuple[Document, list[dict[str, Any]]]]:
    """Give each text with its rows: the whole document, or each quote of an excerpt by itself."""
    if gold.path is not None:
        text = gold.path.read_bytes().decode("utf-8")
        yield Document(gold.id, text, gold.published), [dict(row) for row in gold.rows]
        return
    for row in gold.rows:
        here = {**row, "start": 0, "end": len(row["locator"])}
        yield Document(gold.id, row["locator"], gold.published), [here]


def score(gold: GoldDocument, others: Sequence[tuple[int, int]], tasks: dict[str, Counts]) -> None:
    """Add the outcomes of one document."""
    for document, rows in texts_of(gold):
        mentions = find_mentions(document)
        amounts = [m for m in mentions if isinstance(m.value, Amount)]
        used = set(score_amounts(document, rows, amounts, tasks))
        whole = gold.path is not None
        for mention in amounts:
            is_other = any(start < mention.end and mention.start < end for start, end in others)
            if whole and id(mention) not in used and not is_other:
                tasks["spans"].found += 1
                words = document.text[mention.start : mention.end]
                tasks["spans"].errors.append(f"false {gold.id} {mention.start} {words!r}")
        for row in rows:
            score_places(row, document, mentions, tasks["places"])
            score_dates(row, document, mentions, tasks["dates"])


def score_amounts(
    document: Document,
    rows: Sequence[dict[str, Any]],
    amounts: Sequence[Mention],
    tasks: dict[str, Counts],
) -> Iterator[int]:
    """Give the ids of the mentions that gold claims asked for."""
    for row in rows:
        inside = [m for m in amounts if m.start < row["end"] and row["start"] < m.end]
        yield from map(id, inside)
        if row["op"] == "none" or not _states_figure(document.text[row["start"] : row["end"]]):
            continue
        best = max(inside, key=lambda m: closeness(m, row), default=None)
        tasks["spans"].asked += 1
        if best is None:
            tasks["spans"].errors.append(f"missed {row['claim_id']} {row['locator']!r}")
            continue
        tasks["spans"].right += 1
        tasks["spans"].found += 1
        count(tasks["values"], row, best, is_right=closeness(best, row) >= 2)
        stated = best.value
        assert isinstance(stated, Amount)
        if stated.currency or stated.unit_std:
            count(tasks["units"], row, best, is_right=_same_unit(stated, row))


def _states_figure(words: str) -> bool:
    """Say whether the words of a claim hold a figure at all: "overwhelmingly high" does not."""
    plain = re.split(r"[^a-z]+", words.lower())
    return any(sign.isdigit() for sign in words) or not NUMBER_WORDS.isdisjoint(plain)


def closeness(mention: Mention, row: dict[str, Any]) -> int:
    """Give 2 for the same interval and operator, 1 for the same interval, else 0."""
    value = mention.value
    assert isinstance(value, Amount)
    mine = (value.std_low, value.std_high)
    gold = (row["value_std_low"], row["value_std_high"])
    same = all(_close(a, b) for a, b in zip(mine, gold, strict=True))
    return (1 if same else 0) + (1 if same and value.op == row["op"] else 0)


def _close(mine: float | None, gold: Any) -> bool:
    if mine is None or gold is None:
        return mine is None and gold is None
    return abs(abs(mine) - abs(float(gold))) <= 1e-6 * max(1.0, abs(float(gold)))


def _same_unit(value: Amount, row: dict[str, Any]) -> bool:
    gold = row["unit_std"] or ""
    if value.currency or row["currency"]:
        return bool(value.currency == row["currency"])
    if value.unit_std == "times":
        return "times" in gold or gold == "fraction"
    return (
        value.unit_std == gold
        or (value.unit_std == "fraction" and "times" in gold)
        or gold in ("", "count")
    )


def count(task: Counts, row: dict[str, Any], mention: Mention, *, is_right: bool) -> None:
    """Count one matched mention."""
    task.asked += 1
    task.found += 1
    task.right += is_right
    if not is_right:
        task.errors.append(f"{row['claim_id']} {row['locator']!r}: {mention.value}")


def score_places(
    row: dict[str, Any], document: Document, mentions: Sequence[Mention], task: Counts
) -> None:
    """Count places whose names stand in the words of a claim: each must be one that it names."""
    named = {p for key in ("places", "origin", "destination") for p in row[key] or [] if p}
    for mention in mentions:
        value = mention.value
        inside = row["start"] <= mention.start and mention.end <= row["end"]
        if isinstance(value, Place) and inside and named and value.kind != "country":
            task.asked += 1
            task.found += 1
            task.right += value.id in named
            if value.id not in named:
                task.errors.append(f"{row['claim_id']} {value} not in {sorted(named)}")


def score_dates(
    row: dict[str, Any], document: Document, mentions: Sequence[Mention], task: Counts
) -> None:
    """Count claims whose stated period stands in their words, as gold resolves it.

    An end that gold leaves open, or fills with the day of publication, may be open here. Of a rule
    in force gold gives the days of the rule and not those of the words: such rows are left out.
    """
    period = (row["period_text"] or "").lower()
    place = _nearest(document.text, period, row["end"]) if period else None
    if place is None or (row["kind"] == "rule" and row["valid_to"] is None):
        return
    start, end = place
    periods = [
        m.value for m in mentions if isinstance(m.value, Period) and m.start < end and start < m.end
    ]
    task.asked += 1
    task.found += bool(periods)
    gold = (row["valid_from"], row["valid_to"])
    is_right = any(_same_days(p, gold, document.published) for p in periods)
    task.right += is_right
    if not is_right:
        task.errors.append(f"{row['claim_id']} {row['period_text']!r} {gold}: {periods}")


def _nearest(text: str, words: str, end: int) -> tuple[int, int] | None:
    """Give where some words stand last before a place, else first after it; blanks may differ."""
    pattern = r"\s+".join(re.escape(word).replace("\\-", r"[-\s]") for word in words.split())
    spans = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
    before = [span for span in spans if span[0] <= end]
    return max(before, default=None) or min(spans, default=None)


def _same_days(
    period: Period, gold: tuple[date | None, date | None], published: date | None
) -> bool:
    first, last = gold
    same_first = period.first == first or (period.first is not None and first is None)
    may_be_open = last is None or last == published
    return same_first and (period.last == last or (may_be_open and period.first == first))


def report(tasks: dict[str, Counts], *, errors: bool) -> int:
    """Print the table."""
    print(f"{'task':10}{'right':>7}{'asked':>7}{'found':>7}{'recall':>9}{'precision':>11}{'F1':>8}")
    for name, task in tasks.items():
        recall, precision = task.right / max(task.asked, 1), task.right / max(task.found, 1)
        f1 = 2 * recall * precision / max(recall + precision, 1e-9)
        print(
            f"{name:10}"
            f"{task.right:7}"
            f"{task.asked:7}{task.found:7}{recall:9.3f}{precision:11.3f}{f1:8.3f}"
        )
        if errors:
            print(*(f"    {error}" for error in task.errors), sep="\n")
    return 0


def speed(documents: Sequence[GoldDocument]) -> int:
    """Time flattening, sentences and mentions on one core, per 1,000 words."""
    for gold in documents:
        if gold.path is None:
            continue
        document = Document(gold.id, gold.path.read_bytes().decode("utf-8"), gold.published)
        n_words = len(document.text.split())
        best = min(_time(document) for _ in range(7)) * 1000 * N_WORDS / n_words
        verdict = "within" if best <= BUDGET_MS else "over"
        print(
            f"{gold.id:18}{n_words:7} words{best:8.2f} ms a 1,000 words ({verdict} {BUDGET_MS:g})"
        )
    return 0


def _time(document: Document) -> float:
    start = time.process_time()
    flat = flatten(document)
    find_sentences(flat)
    find_flat_mentions(flat, document.published)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
