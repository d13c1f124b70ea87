"""The checks: each a plain function of claims and facts, in a visible list."""

from collections.abc import Callable, Iterator

import polars as pl

from coalface.claims.checks.counted_parts import find_counted_parts
from coalface.claims.checks.currencies import find_twin_currencies, find_twin_units
from coalface.claims.checks.denials import find_denials, find_denied_words
from coalface.claims.checks.growth import find_growth
from coalface.claims.checks.hinted_slips import settle_hints
from coalface.claims.checks.independence import find_repetitions
from coalface.claims.checks.law_days import find_law_day_slips
from coalface.claims.checks.lawfulness import find_lawfulness
from coalface.claims.checks.limits import find_caps, find_excesses
from coalface.claims.checks.market_prices import find_market_prices
from coalface.claims.checks.nothings import find_some_and_none
from coalface.claims.checks.paid_amounts import find_paid_amounts
from coalface.claims.checks.parcels import find_two_discharges
from coalface.claims.checks.parts import (
    find_part_shares,
    find_share_definitions,
    find_share_sums,
    find_wholes,
)
from coalface.claims.checks.places import find_destinations, find_same_places
from coalface.claims.checks.plausibility import (
    find_implausible_amounts,
    find_parts_above_nations,
)
from coalface.claims.checks.price_bands import find_implausible_prices
from coalface.claims.checks.products import find_load_products, find_priced_values
from coalface.claims.checks.quotations import find_misquotations
from coalface.claims.checks.ranks import find_ranks
from coalface.claims.checks.readings import Reading, read_claims
from coalface.claims.checks.resolutions import find_resolution_slips
from coalface.claims.checks.rests import (
    find_divided_wholes,
    find_rests,
    find_share_lists,
    find_told_shares,
    find_told_totals,
)
from coalface.claims.checks.rows import Outcome, table_of
from coalface.claims.checks.running import find_falling_totals, find_loads_above_months
from coalface.claims.checks.ships import find_namesakes, find_overloads
from coalface.claims.checks.silences import find_broken_silences, find_silence_lengths
from coalface.claims.checks.speeds import find_speeds, find_timed_passages, find_told_speeds
from coalface.claims.checks.statistics import find_trade_growth, find_trade_levels
from coalface.claims.checks.subjects import find_same_subject
from coalface.claims.checks.sums import find_balances, find_partner_sums
from coalface.claims.checks.superseded import find_practice_changes, find_superseded
from coalface.claims.checks.ties import find_listed_sums
from coalface.claims.checks.tiled_totals import find_tiled_totals
from coalface.claims.checks.told_balances import find_told_balances
from coalface.claims.checks.told_discounts import find_told_discounts
from coalface.claims.checks.told_fractions import find_told_fractions
from coalface.claims.checks.told_rates import find_told_rates
from coalface.claims.checks.told_results import find_told_results
from coalface.claims.checks.told_sets import find_told_sets
from coalface.claims.checks.told_sources import find_told_sources
from coalface.claims.checks.tracks import find_in_tracks
from coalface.claims.checks.two_voices import find_two_voices
from coalface.claims.checks.ways_of_paying import find_ways_of_paying
from coalface.claims.checks.windows import find_beyond_window
from coalface.claims.facts import Facts
from coalface.tables.checks import check_checks
from coalface.tables.claims import check_claims

__all__ = ["CHECKS", "find_checks"]

Check = Callable[[list[Reading], Facts], Iterator[Outcome]]

CHECKS: tuple[Check, ...] = (
    find_same_subject,
    find_two_voices,
    find_beyond_window,
    find_denials,
    find_denied_words,
    find_some_and_none,
    find_misquotations,
    find_balances,
    find_told_balances,
    find_partner_sums,
    find_listed_sums,
    find_rests,
    find_told_totals,
    find_told_shares,
    find_told_sets,
    find_told_results,
    find_tiled_totals,
    find_told_fractions,
    find_counted_parts,
    find_divided_wholes,
    find_share_lists,
    find_share_sums,
    find_part_shares,
    find_wholes,
    find_share_definitions,
    find_priced_values,
    find_paid_amounts,
    find_load_products,
    find_growth,
    find_told_discounts,
    find_ranks,
    find_falling_totals,
    find_loads_above_months,
    find_twin_units,
    find_twin_currencies,
    find_told_rates,
    find_resolution_slips,
    find_law_day_slips,
    find_caps,
    find_excesses,
    find_lawfulness,
    find_trade_levels,
    find_trade_growth,
    find_implausible_prices,
    find_market_prices,
    find_implausible_amounts,
    find_parts_above_nations,
    find_namesakes,
    find_overloads,
    find_same_places,
    find_destinations,
    find_two_discharges,
    find_speeds,
    find_told_speeds,
    find_timed_passages,
    find_broken_silences,
    find_silence_lengths,
    find_in_tracks,
    find_superseded,
    find_practice_changes,
    find_ways_of_paying,
    find_told_sources,
    find_repetitions,
)


def find_checks(claims: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Run every check on some claims.

    A row says how statements lie to one another or to a fact as read here; it does not say which
    is true, and no row says nothing. Claims are compared by subject, so cost grows with their
    number, not with its square.

    Args:
        claims: Table `claims`; rejected and merged rows are left out.
        facts: What they are held against; a check without its table is silent.

    Returns:
        Table `checks`, the gravest first. Neither it nor its order depends on that of the rows.

    Raises:
        TableError: If `claims` is not a table of claims.
    """
    check_claims(claims)
    readings = read_claims(claims)
    outcomes = (outcome for check in CHECKS for outcome in check(readings, facts))
    checks = table_of(settle_hints(outcomes, readings))
    check_checks(checks)
    return checks
