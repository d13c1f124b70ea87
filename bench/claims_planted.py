"""Conflicts planted in invented reports, found from their text: `python bench/claims_planted.py`.

Each report of `tests/data/claims/planted.yml` is read twice, with the figure that fits and with
the one that does not. A planted conflict is found if a row above quiet rests on claims that touch
the planted words; the version that fits should raise nothing high.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from claims_pairs import open_facts, share

from coalface.claims.checks import find_checks
from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.facts import Facts

PLANTED = Path(__file__).parent.parent / "tests" / "data" / "claims" / "planted.yml"
Case = Mapping[str, Any]


def read_cases(path: Path = PLANTED) -> dict[str, Case]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


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


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    facts, cases = open_facts(), read_cases()
    wrong = {name: judge_version(name, case, "wrong", facts)[0] for name, case in cases.items()}
    right = {name: judge_version(name, case, "right", facts)[1] for name, case in cases.items()}
    print(
        json.dumps(
            {
                "planted_found": share(sum(wrong.values()), len(wrong)),
                "fitting_versions_with_a_high_row": share(
                    sum(n > 0 for n in right.values()), len(right)
                ),
                "missed": [name for name, is_found in wrong.items() if not is_found],
                "false": [name for name, n in right.items() if n],
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
