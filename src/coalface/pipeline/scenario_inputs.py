"""Hand the tables that a simulation is driven by to the scenarios room."""

from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.scenarios.build_forcing import WorldTables

__all__ = ["read_world_tables"]


def read_world_tables(facts: Facts = PACKAGED_FACTS) -> WorldTables:
    """Read prices, rates of exchange, recorded trade and indicators.

    Args:
        facts: Where tables come from.
    """
    return WorldTables(
        prices=facts.read("prices"),
        fx=facts.read("fx"),
        flows=facts.read("flows"),
        indicators=facts.read("indicators"),
    )
