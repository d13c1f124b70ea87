"""How much of some months lies after the last published price and rate of exchange."""

from collections.abc import Sequence
from datetime import date

from coalface.scenarios.forcing import Forcing
from coalface.scenarios.months import month_name

__all__ = ["carried_on_note"]

FROM_SERIES = ("world_price_usd_per_t", "cny_per_usd")


def carried_on_note(forcing: Forcing, months: Sequence[date]) -> str:
    """Say how many of some months lie after what is published, or give "" where none do.

    Args:
        forcing: What drives the run.
        months: First days of the months that are told of.
    """
    last = _last_published(forcing)
    if last is None or not months:
        return ""
    n_after = sum(month > last for month in months)
    if not n_after:
        return ""
    return (
        f"{n_after} of {len(months)} months lie after the last published price and rate "
        f"({month_name(last)}): there the mean of the last twelve published is carried on "
        "(imputed), which is no forecast."
    )


def _last_published(forcing: Forcing) -> date | None:
    """Give the last month until which all prices and the rate are published."""
    ends: dict[str, date] = {}
    for name, spans in forcing.provenance.items():
        if name.startswith(FROM_SERIES):
            known = [span.last for span in spans if span.mark == "published"]
            ends |= {name: max(known)} if known else {}
    return min(ends.values(), default=None)
