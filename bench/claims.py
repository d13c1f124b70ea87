"""Score claims against the gold ones, and measure speed and robustness.

    python -m bench.claims [--half tune|held|both|own|own_later_used|own_later_kept
                           |own_third_used|own_third_kept]
                           [--documents DIR] [--errors]
    python -m bench.claims --speed | --fuzz N

The first form makes the table of metrics: claims by kind with 95 % intervals, then what matched
claims say. The two halves are never mixed: rules were written on `tune` alone. `own` are sixteen
invented reports by the writer of the rules: the errors of half of them served to widen the rules,
those of the others were not looked at, but their words were known, so that both are upper bounds.
`own_later_used` and `own_later_kept` are twelve invented reports each, by someone who never saw
the rules; rules were widened by the errors of the first, the second was never opened. The
same holds for `own_third_used` and `own_third_kept`, a newer pair of sets by another such writer.
`--documents` names
a folder with the texts of the three articles, which are not ours to ship; without it they are left
out and named. Excerpts are short quotes without context: only what is found in them counts.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from bench.claims_gold import FOLDER, HALVES, LATER, NUMERIC, OWN, GoldDocument, read_gold
from bench.claims_scores import TASKS, Outcomes, Score, compare, interval

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims, extract_together
from coalface.claims.word_lists import keep_word_lists
from coalface.pipeline.report_batches import FILES_OF_TASK
from coalface.tables.claims import check_claims

N_WORDS, N_REPORTS, WORKERS = 1000, 1200, 2
TARGET_PER_S = 200.0
#: What the gold at hand should give, by row of the table.
AT_HAND = {
    "numeric kinds": 0.85,
    "other kinds": 0.60,
    "kind": 0.90,
    "polarity": 0.95,
    "status": 0.85,
    "hedge": 0.80,
    "value interval exact": 0.95,
    "place id, where both name one": 0.97,
    "dates, where stated": 0.90,
}


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--half", choices=(*HALVES, *OWN, *LATER, "both", "own"), default="tune")
    parser.add_argument("--documents", type=Path, default=None)
    parser.add_argument(
        "--errors", action="store_true", help="list what was missed and what is false"
    )
    parser.add_argument("--only", default=None, help="one document")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--fuzz", type=int, default=0, metavar="N")
    options = parser.parse_args()
    if options.speed:
        return speed()
    if options.fuzz:
        return fuzz(options.fuzz)
    groups = {"both": HALVES, "own": tuple(OWN)}
    for half in groups.get(options.half, (options.half,)):
        documents, missing = read_gold(half, options.documents)
        report(
            half,
            [d for d in documents if options.only in {None, d.id}],
            missing,
            errors=options.errors,
        )
    return 0


def report(
    half: str, documents: Sequence[GoldDocument], missing: Sequence[str], *, errors: bool
) -> None:
    """Print the table of one half."""
    whole = [d for d in documents if d.set != "excerpt"]
    print(f"\n{half.upper()}: {', '.join(d.id for d in whole)}")
    if missing:
        print(f"left out, no text at hand: {', '.join(missing)}")
    results = {d.id: compare(d.rows, found_in(d)) for d in whole}
    if results:
        kinds(list(results.values()))
        tasks(list(results.values()))
    excerpts = [d for d in documents if d.set == "excerpt"]
    if excerpts:
        print(f"\n{half.upper()}: quotes of {len(excerpts)} public reports, without context")
        quotes = [compare(d.rows, found_in(d)) for d in excerpts]
        print(line("found, same kind", found_share(quotes)))
        for name in ("kind", "value interval exact", "polarity"):
            print(line(name, task_score(quotes, name)))
        results |= {d.id: q for d, q in zip(excerpts, quotes, strict=True)}
    if errors:
        for name, outcomes in results.items():
            show_errors(name, outcomes)


def found_in(gold: GoldDocument) -> list[dict[str, Any]]:
    """Extract the claims of one gold document; those of an excerpt stand at the quote's offsets."""
    if gold.path is not None:
        text = gold.path.read_bytes().decode("utf-8")
        return extract_claims(Document(gold.id, text, gold.published)).to_dicts()
    rows: list[dict[str, Any]] = []
    for row in gold.rows:
        found = extract_claims(Document(gold.id, row["locator"], gold.published)).to_dicts()
        rows += [{**f, **{n: f[n] + row["start"] for n in ("start", "end")}} for f in found]
    return rows


def kinds(results: Sequence[Outcomes]) -> None:
    """Print precision, recall and F1 of each kind and of the two groups."""
    names = sorted({kind for outcomes in results for kind in outcomes.by_kind})
    groups = {
        "numeric kinds": [n for n in names if n in NUMERIC],
        "other kinds": [n for n in names if n not in NUMERIC],
        "all kinds": names,
    } | {f"  {name}": [name] for name in names}
    print(f"{'claims found':32}{'P':>6}{'R':>6}{'F1':>6}   95 % interval    gold  target")
    for name, chosen in groups.items():
        counts = [
            [sum(o.by_kind.get(k, (0, 0, 0))[i] for k in chosen) for i in range(3)] for o in results
        ]
        hit, missed, false = np.sum(counts, axis=0)
        score = interval(counts, f1)
        print(
            f"{name:32}{ratio(hit, hit + false):6.2f}{ratio(hit, hit + missed):6.2f}"
            f"{score.value:6.2f}"
            f"   {score.low:.2f} to {score.high:.2f}   {hit + missed:6d}  {AT_HAND.get(name, '')}"
        )


def tasks(results: Sequence[Outcomes]) -> None:
    """Print what matched claims say, as shares that are right."""
    print("\nof matched claims, right")
    for name in ("kind", *TASKS):
        print(line(name, task_score(results, name)))


def line(name: str, score: Score) -> str:
    """Write one share with its interval."""
    target = AT_HAND.get(name, "")
    spread = f"{score.low:.2f} to {score.high:.2f}"
    return f"{name:44}{score.value:6.2f}   {spread}   {score.n:6d}  {target}"


def task_score(results: Sequence[Outcomes], name: str) -> Score:
    """Give the share of right answers to one task."""
    counts = [(o.tasks[name][0], o.tasks[name][1] - o.tasks[name][0]) for o in results]
    return interval(counts, lambda sums: ratio(sums[0], sums.sum()))


def found_share(results: Sequence[Outcomes]) -> Score:
    """Give the share of gold claims that were found."""
    counts = [(len(o.matched), len(o.missed)) for o in results]
    return interval(counts, lambda sums: ratio(sums[0], sums.sum()))


def f1(sums: np.ndarray) -> float:
    """Give F1 of summed hits, misses and false ones."""
    return ratio(2 * sums[0], 2 * sums[0] + sums[1] + sums[2])


def ratio(part: float, whole: float) -> float:
    """Give a share, not a number where there is nothing."""
    return float(part / whole) if whole else float("nan")


def show_errors(name: str, outcomes: Outcomes) -> None:
    """List what one document's claims lack, add or say wrongly."""
    for mark, rows in (("MISSED", outcomes.missed), ("FALSE", outcomes.false)):
        for row in rows:
            print(
                f"{name} {mark:7} {row['kind']:13} {row['metric'] or '':20}",
                repr(row["locator"][:90]),
                row.get("rule_id") or "",
            )
    for gold, found in outcomes.matched:
        wrong = [
            n
            for n, (applies, right) in TASKS.items()
            if applies(gold, found) and not right(gold, found)
        ]
        if wrong:
            details = "; ".join(f"{n}: {_shown(gold, n)} / {_shown(found, n)}" for n in wrong)
            print(f"{name} WRONG   {gold['kind']:13} {gold['locator'][:50]!r} {details}")


_SHOWN = {
    "value interval exact": ("op", "value_std_low", "value_std_high", "unit_std"),
    "dates, all": ("valid_from", "valid_to"),
    "dates, where stated": ("period_text",),
    "metric, core names": ("metric",),
    "place id, where both name one": ("places",),
    "places all found": ("places", "origin", "destination"),
    "attribution depth": ("attribution",),
}


def _shown(row: Any, name: str) -> str:
    return ",".join(str(row[column]) for column in _SHOWN.get(name, (name,)))


def long_reports(n: int, n_words: int = N_WORDS) -> list[str]:
    """Make reports of a given length from the invented ones, each in its own order."""
    texts = [
        p.read_text(encoding="utf-8").split("---", 2)[2]
        for p in sorted((FOLDER / "reports").glob("y*.md"))
    ]
    rng = random.Random(20_180_502)
    made = []
    for _ in range(n):
        words: list[str] = []
        while len(words) < n_words:
            words += [*rng.choice(texts).split(" "), "\n\n"]
        made.append(" ".join(words[:n_words]))
    return made


def count(texts: Sequence[str]) -> int:
    """Extract some reports in a worker, as many at once as the command does."""
    tables = extract_together(Document("r", text, None) for text in texts)
    return sum(table.height for table in tables)


def speed() -> int:
    """Print reports a second on one core and in a pool of two, in parts as the command has them."""
    reports = long_reports(N_REPORTS)
    parts = [reports[i : i + FILES_OF_TASK] for i in range(0, N_REPORTS, FILES_OF_TASK)]
    keep_word_lists()
    for name, some in (
        ("one at a time", [[text] for text in reports[:100]]),
        ("in parts", parts[:10]),
    ):
        started = time.perf_counter()
        n_claims = sum(map(count, some))
        alone = (time.perf_counter() - started) / 100
        print(
            f"one core, {name}: {alone * 1000:.1f} ms a report of {N_WORDS} words, "
            f"{n_claims / 100:.0f} claims each"
        )
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), keep_word_lists) as pool:
        list(pool.map(count, parts[: WORKERS * 2]))
        started = time.perf_counter()
        list(pool.map(count, parts))
        rate = N_REPORTS / (time.perf_counter() - started)
    print(f"{WORKERS} processes: {rate:.0f} reports a second (target {TARGET_PER_S:.0f})")
    return 0 if rate >= TARGET_PER_S else 1


ODD = (
    "\u200b\u202e\ufeff\x00\x07<script>alert(1)</script>{{7*7}}%s만억万亿$€()[]“”'\"—–-,.;:%"
    "0123456789\n\t \u200d😀"
)


def mutate(text: str, rng: random.Random) -> str:
    """Change a text at random: cut, doubled, moved, with odd signs put in."""
    pieces = list(text)
    for _ in range(rng.randint(1, 40)):
        position = rng.randrange(len(pieces) + 1)
        action = rng.randrange(4)
        if action == 0:
            del pieces[position : position + rng.randint(1, 30)]
        elif action == 1:
            pieces[position:position] = rng.choices(ODD, k=rng.randint(1, 8))
        elif action == 2:
            pieces[position:position] = pieces[max(0, position - 40) : position] * rng.randint(1, 3)
        else:
            other = rng.randrange(len(pieces) + 1)
            pieces[position:position] = pieces[other : other + rng.randint(1, 60)]
    return "".join(pieces)


def fuzz(n: int) -> int:
    """Extract from mutated reports; every claim must stand on words of its text."""
    rng = random.Random(7)
    texts = [p.read_bytes().decode("utf-8") for p in sorted((FOLDER / "reports").glob("y*.md"))]
    total = 0
    for number in range(n):
        text = mutate(rng.choice(texts), rng)
        claims = extract_claims(Document(f"m{number}", text, None))
        check_claims(claims)
        assert all(_stands(text, row) for row in claims.iter_rows(named=True))
        total += claims.height
    print(f"{n} mutated documents, {total} claims, no crash, every claim on its span")
    return 0


def _stands(text: str, row: dict[str, Any]) -> bool:
    is_inside = 0 <= row["start"] < row["end"] <= len(text)
    return is_inside and _flat(text[row["start"] : row["end"]]) == _flat(row["locator"])


def _flat(words: Iterable[str]) -> str:
    return "".join("".join(words).split())


if __name__ == "__main__":
    sys.exit(main())
