"""Freight, charges and discounts are told a tonne too, and are no prices of goods."""

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims

CASES = [
    ("Freight from Nampo to Rizhao is unchanged at $5.80 a tonne.", ["freight"]),
    ("For coal, stevedoring is USD 5.10/mt at this berth.", ["stevedoring"]),
    ("The smelter took zinc at a treatment charge of $118 a tonne.", ["treatment_charge"]),
    ("The discount to Vietnamese coal widened to $7 a tonne.", ["price_gap"]),
    ("The discount to Vietnamese coal widened to $7/t, or 13%, from $4/t.", ["price_gap"] * 2),
    ("Cost and freight, the coal stood at $60 a tonne.", ["unit_price"]),
    ("With freight up, the price of coal reached $60 a tonne.", ["unit_price"]),
]


@pytest.mark.parametrize(("text", "metrics"), CASES)
def test_money_a_tonne_is_of_what_stands_before_it(text: str, metrics: list[str]) -> None:
    claims = extract_claims(Document("d", text, None))

    assert claims.filter(claims["kind"] == "price")["metric"].to_list() == metrics
