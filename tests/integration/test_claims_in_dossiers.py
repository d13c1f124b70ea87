"""What confirmed claims say of a listed ship stands in its dossier, and how it was named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coalface.sources.packaged import read_packaged

Coalface = Callable[..., Any]
REPORT = """---
publisher: A Paper
published: 2024-09-18
---

Buyers in Dandong paid 400 yuan a ton for coal in July 2024, a trader said. In August 2024 the price
of coal was 450 yuan a ton, he said.
"""
BY = ("--by", "A. Nalyst")


def test_a_dossier_has_what_confirmed_public_claims_say_and_how_the_ship_is_named(
    coalface: Coalface, tmp_path: Path
) -> None:
    folder = tmp_path / "workspace"
    path = tmp_path / "ship.md"
    path.write_text(REPORT, encoding="utf-8")
    coalface("ingest", "reports", path, "--workspace", folder)
    queue = json.loads(coalface("claims", "review", "--workspace", folder, "--json").out)["rows"]
    first, second = (row["claim_id"] for row in queue if row["kind"] == "price")
    ship = read_packaged("vessels").drop_nulls("imo").row(0, named=True)
    for claim, actor in ((first, f"a ship, IMO {ship['imo']}"), (second, ship["name"])):
        coalface("claims", "review", "--edit", claim, f"actor={actor}", *BY, "--workspace", folder)

    def claims_in() -> list[dict[str, Any]]:
        done = coalface("vessels", "dossier", ship["imo"], "--workspace", folder, "--json")
        assert done.code == 0, done.err
        return [e for e in json.loads(done.out)["entries"] if e["source"] in {first, second}]

    assert claims_in() == []
    coalface("claims", "review", "--confirm", first, "--confirm", second, *BY,
             "--workspace", folder)  # fmt: skip
    told = {entry["source"]: entry["strength"] for entry in claims_in()}
    assert "IMO number" in told[first]
    assert "name only" in told[second]


def test_a_number_in_words_too_long_to_be_shown_counts_all_the_same(
    coalface: Coalface, tmp_path: Path
) -> None:
    folder, path = tmp_path / "workspace", tmp_path / "ship.md"
    ship = read_packaged("vessels").drop_nulls("imo").row(0, named=True)
    path.write_text(
        f"The bulk carrier {ship['name']} (IMO {ship['imo']}) loaded coal at Nampo on 5 May 2018, "
        "the report said.\n",
        encoding="utf-8",
    )
    coalface("ingest", "reports", path, "--workspace", folder)
    queue = json.loads(coalface("claims", "review", "--workspace", folder, "--json").out)["rows"]
    claim = next(row["claim_id"] for row in queue if row["kind"] == "movement")
    coalface("claims", "review", "--confirm", claim, *BY, "--workspace", folder)

    done = coalface("vessels", "dossier", ship["imo"], "--workspace", folder, "--json")

    told = [e["strength"] for e in json.loads(done.out)["entries"] if e["source"] == claim]
    assert len(told) == 1
    assert "IMO number" in told[0]
