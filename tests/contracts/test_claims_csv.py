"""Tables of claims as users write them, and the faults that are named by row."""

from pathlib import Path

import pytest

from coalface.errors import InputError, TableError
from coalface.sources.claims_table import read_claims_csv

GOLD = Path(__file__).parent.parent / "data" / "claims"
HEAD = (
    "claim_id,document,locator,kind,metric,op,value_low,value_high,valid_from,va"
    "lid_to,hedge,polarity,status,places,attribution\n"
)
GOOD = (
    "a,report,words,price,unit_price,eq,1.5,1.5,2024-01-01,2024-01-"
    "31,hearsay,affirmed,current,KP-NAMPO|CN,paper > trader\n"
)


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "claims.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("half", ["tune", "held"])
def test_the_annotated_claims_are_read_whole(half: str) -> None:
    claims = read_claims_csv(GOLD / f"gold_{half}.csv")

    assert claims.height == {"tune": 215, "held": 188}[half]
    assert claims["published"].null_count() == 0


def test_lists_and_chains_are_parted(tmp_path: Path) -> None:
    row = read_claims_csv(_file(tmp_path, HEAD + GOOD)).row(0, named=True)

    assert row["places"] == ["KP-NAMPO", "CN"]
    assert row["attribution"] == ["paper", "trader"]
    assert row["document_id"] == "report"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("1.5,1.5", "1.5,many", "row 2, column value_high: found 'many', expected a number"),
        ("2024-01-31", "31.1.2024", "row 2, column valid_to: found '31.1.2024', expected a day"),
        ("price,", "prize,", "row 2, column kind: found 'prize', expected one of"),
        (",words,", ",,", "row 2, column locator: empty"),
        ("current,KP-NAMPO|CN,paper > trader", "current", "row 2: found 13 cells, expected 15"),
    ],
)
def test_a_faulty_cell_is_named_by_row_and_column(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    with pytest.raises(InputError, match=words.replace(".", r"\.")):
        read_claims_csv(_file(tmp_path, HEAD + GOOD.replace(old, new)))


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"not known \['colour'\]"):
        read_claims_csv(_file(tmp_path, HEAD.replace("places", "colour") + GOOD))


def test_an_id_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="one row for each claim_id"):
        read_claims_csv(_file(tmp_path, HEAD + GOOD + GOOD))


def test_days_that_run_backwards_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="not after valid_to"):
        read_claims_csv(_file(tmp_path, HEAD + GOOD.replace("2024-01-01", "2024-02-01")))
