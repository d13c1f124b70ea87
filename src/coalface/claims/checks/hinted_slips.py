"""Which of two figures a hint calls the slip: the one that the month's prices speak against."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from coalface.claims.checks.hints import scale_hint
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome

__all__ = ["settle_hints"]

BAND = "price_band"


def settle_hints(outcomes: Iterable[Outcome], readings: Iterable[Reading]) -> list[Outcome]:
    """Turn hints round that would move a plausible price to where an implausible one stands.

    Args:
        outcomes: Of all checks.
        readings: Their claims.

    Returns:
        The outcomes; of two prices a power of ten apart, one of which alone lies in the band around
        its benchmark, the hint reads the other one.
    """
    found = list(outcomes)
    judged = {o.claim_ids[0]: o.verdict for o in found if o.test == BAND and len(o.claim_ids) == 1}
    if "implausible" not in judged.values():
        return found
    by_id = {reading.id: reading for reading in readings}
    return [_settled(outcome, judged, by_id) for outcome in found]


def _settled(outcome: Outcome, judged: Mapping[str, str], by_id: Mapping[str, Reading]) -> Outcome:
    read = outcome.hint.split(" ", 1)[0]
    others = [claim_id for claim_id in outcome.claim_ids if claim_id != read]
    if len(others) != 1 or read not in outcome.claim_ids or outcome.test == BAND:
        return outcome
    if (judged.get(read), judged.get(others[0])) != ("consistent", "implausible"):
        return outcome
    turned = scale_hint(by_id[others[0]], by_id[read])
    return replace(outcome, hint=turned) if turned else outcome
