"""What a command hands to the checks of claims."""

from datetime import date

from tests.claim_figures import make_claims

from coalface.claims.checks import find_checks
from coalface.pipeline.reports import facts_for_checks


def test_a_command_holds_amounts_against_the_nation_s_output() -> None:
    sold = make_claims(
        {"kind": "quantity", "metric": "export_volume", "commodity": "coal", "flow": "export",
         "value": 225.0, "unit": "Mt", "valid_from": date(2016, 1, 1),
         "valid_to": date(2016, 12, 31)}
    )  # fmt: skip

    found = find_checks(sold, facts_for_checks())

    assert ("amount_output", "implausible") in found.select("test", "verdict").rows()
