"""`coalface trade mixups --totals`: a user's yearly totals set against KOTRA's."""

import json
from pathlib import Path

import pytest
from tests.integration.conftest import Coalface

# Correlates of War trade data 4.0 (Barbieri and Keshk), imports of the DPRK, USD; 1950 is made up.
TOTALS = """year,flow,value_usd,source_id
2008,import,6709171566,cow-4.0
1950,import,1000000,made-up
"""


def test_a_suspect_total_is_told_and_one_without_kotras_is_counted(
    coalface: Coalface, tmp_path: Path
) -> None:
    (tmp_path / "totals.csv").write_text(TOTALS)

    done = coalface("trade", "mixups", "--totals", tmp_path / "totals.csv", "--json")

    told = json.loads(done.out)
    assert [(row["year"], row["is_suspect"]) for row in told["rows"]] == [(2008, True)]
    assert told["n_without_kotra"] == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (TOTALS.replace("value_usd", "value"), "row 1: columns year, flow, value, source_id"),
        (TOTALS.replace("6709171566", "6.7 bn"), "row 2, column value_usd: found '6.7 bn'"),
        (TOTALS.replace("2008", "2008.5"), "row 2, column year: '2008.5' is no whole year"),
        (TOTALS.replace(",cow-4.0", ""), "row 2: 3 cells; expected 4 cells"),
        (TOTALS.replace("cow-4.0", ""), "row 2, column source_id: empty"),
        (TOTALS.splitlines()[0] + "\n", "no row below the header"),
        (TOTALS.replace("import", "imports"), "flow 'imports' is none of"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    coalface: Coalface, tmp_path: Path, text: str, problem: str
) -> None:
    (tmp_path / "totals.csv").write_text(text)

    done = coalface("trade", "mixups", "--totals", tmp_path / "totals.csv")

    assert done.code == 1
    assert problem in done.err
