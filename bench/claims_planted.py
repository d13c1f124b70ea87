"""Conflicts found from text, end to end.

    python -m bench.claims_planted [--half tune|held] [--documents DIR]

Each report of the files `planted*.yml` is read twice, with the figure that fits and with the one
that does not. A planted conflict is found if a row above quiet rests on claims that touch the
planted words; the version that fits should raise nothing high. Checks were mended after the
results of `planted` and `planted_later` (19 of 24 and 11 of 16 at their first reading) and widened
by what was missed in `planted_third_used`, `planted_fourth_used` and `planted_fifth_used`. The sets
that end in `_kept` are the other parts of these, and the whole of a sixth, by six writers who never
saw the program; no one who wrote checks opened them, and they give their totals only. At the first
reading 17 of 40, 15 of 30, 85 of 144 and 22 of 36 were found.

Beside these stands how loud reports are in which no conflict was planted (`gold_own_later` and
`gold_own_third`; their writer made up news, in which here and there two voices differ): rows and
how many of them are high, a report. Of the reports that end in `_kept` only these totals were
looked at.

`--half` asks the same of labelled pairs: of those with a verdict above quiet whose claims stand in
documents of that half whose text is at hand, how many are found from the text, each labelled claim
overlapped by a claim of one row above quiet.
"""

import argparse
import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from bench.claims_gold import FOLDER, LATER, GoldDocument, read_gold
from bench.claims_pairs import open_facts, share

from coalface.claims.checks import find_checks
from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.facts import Facts
from coalface.tables.checks import LEVEL_OF

SETS = (
    "planted",
    "planted_later",
    "planted_third_used",
    "planted_fourth_used",
    "planted_fifth_used",
    "planted_third_kept",
    "planted_fourth_kept",
    "planted_fifth_kept",
    "planted_sixth_kept",
)
KEPT = "_kept"  # such a set gives its totals and no names: whoever writes rules reads this too
Case = Mapping[str, Any]


def read_cases(name: str) -> dict[str, Case]:
    return dict(yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8")))


def judge_version(name: str, case: Case, version: str, facts: Facts) -> tuple[bool, int]:
    """Say whether a row above quiet touches the planted words, and how many rows are high."""
    text = str(case["text"]).format(case[version])
    document = Document(id=name, text=text, published=case["published"], published_basis="stated")
    claims = extract_claims(document)
    checks = find_checks(claims, facts)
    loud = checks.filter(pl.col("level") != "quiet")
    spans = {i: (s, e) for i, s, e in claims.select("claim_id", "start", "end").iter_rows()}
    is_found = any(_touches(ids, spans, text, case["touches"]) for ids in loud["claim_ids"])
    return is_found, checks.filter(pl.col("level") == "high").height


def _touches(
    ids: list[str], spans: Mapping[str, tuple[int, int]], text: str, groups: list[list[str]]
) -> bool:
    return all(any(_overlaps(spans[i], text, w) for w in words for i in ids) for words in groups)


def _overlaps(span: tuple[int, int], text: str, words: str) -> bool:
    place = text.find(words)
    while place >= 0:
        if place < span[1] and span[0] < place + len(words):
            return True
        place = text.find(words, place + 1)
    return False


def judge_set(name: str, facts: Facts) -> dict[str, Any]:
    cases = read_cases(name)
    wrong = {n: judge_version(n, case, "wrong", facts)[0] for n, case in cases.items()}
    right = {n: judge_version(n, case, "right", facts)[1] for n, case in cases.items()}
    totals = {
        "planted_found": share(sum(wrong.values()), len(wrong)),
        "fitting_versions_with_a_high_row": share(sum(n > 0 for n in right.values()), len(right)),
    }
    if name.endswith(KEPT):
        return totals
    return totals | {
        "missed": [n for n, is_found in wrong.items() if not is_found],
        "false": [n for n, n_high in right.items() if n_high],
    }


def _together(shares: list[dict[str, Any]]) -> dict[str, Any]:
    return share(sum(one["right"] for one in shares), sum(one["n"] for one in shares))


def judge_ordinary(name: str, facts: Facts) -> dict[str, Any]:
    """Count the rows above quiet that reports raise in which no conflict was planted."""
    documents, _ = read_gold(name, None)
    levels = [level for one in documents for level in find_checks(_extracted(one), facts)["level"]]
    return {
        "reports": len(documents),
        "high_rows_a_report": round(levels.count("high") / len(documents), 2),
        "warn_rows_a_report": round(levels.count("warn") / len(documents), 2),
    }


def judge_labelled(half: str, documents: Path | None, facts: Facts) -> dict[str, Any]:
    """Look for the labelled pairs above quiet in the texts of one half."""
    gold, missing = read_gold(half, documents)
    texts = [d for d in gold if d.path is not None]
    claims = pl.concat(_extracted(document) for document in texts)
    loud = find_checks(claims, facts).filter(pl.col("level") != "quiet")
    spans = {
        i: (d, s, e)
        for i, d, s, e in claims.select("claim_id", "document_id", "start", "end").iter_rows()
    }
    labelled = {r["claim_id"]: (d.id, r["start"], r["end"]) for d in texts for r in d.rows}
    found = {
        pair: any(_covers(ids, spans, wanted) for ids in loud["claim_ids"])
        for pair, wanted in _wanted(labelled).items()
    }
    return {
        "documents_missing": list(missing),
        "labelled_found": share(sum(found.values()), len(found)),
        "missed": [pair for pair, is_found in found.items() if not is_found],
    }


Place = tuple[str, int, int]


def _extracted(document: GoldDocument) -> pl.DataFrame:
    assert document.path is not None
    text = document.path.read_text(encoding="utf-8")
    basis = "stated" if document.published else "none"
    return extract_claims(
        Document(document.id, text, published=document.published, published_basis=basis)  # type: ignore[arg-type]
    )


def _wanted(labelled: Mapping[str, Place]) -> dict[str, list[Place]]:
    with (FOLDER / "gold_pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = [p for p in csv.DictReader(file) if LEVEL_OF[p["expected"]] != "quiet"]
    named = {
        p["pair_id"]: [i for i in p["claims"].split("|") if not i.startswith("rulebook:")]
        for p in pairs
    }
    return {
        pair: [labelled[i] for i in ids]
        for pair, ids in named.items()
        if all(i in labelled for i in ids)
    }


def _covers(ids: list[str], spans: Mapping[str, Place], wanted: list[Place]) -> bool:
    return all(
        any(spans[i][0] == document and spans[i][1] < end and start < spans[i][2] for i in ids)
        for document, start, end in wanted
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--half", choices=("tune", "held"), default=None)
    parser.add_argument("--documents", type=Path, default=None)
    options = parser.parse_args()
    facts = open_facts()
    if options.half is None:
        result = {name: judge_set(name, facts) for name in SETS}
        kept = [one for name, one in result.items() if name.endswith(KEPT)]
        result["all_kept"] = {name: _together([one[name] for one in kept]) for name in kept[0]}
        result |= {name: judge_ordinary(name, facts) for name in LATER}
    else:
        result = judge_labelled(options.half, options.documents, facts)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
