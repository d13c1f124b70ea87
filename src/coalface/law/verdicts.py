"""The nine verdicts, in the order in which they decide and in the order of how grave they are."""

__all__ = ["NOT_CLEARANCE", "SEVERITY", "VERDICTS", "deciding_rank", "gravest"]

# spec: of several measures on one good, the first in this order decides.
VERDICTS = (
    "exempt",
    "prohibited",
    "prohibited_unless_approved",
    "cap_exceeded",
    "contested",
    "conditional",
    "allowed_wind_down",
    "allowed_within_cap",
    "not_listed",
)
# How grave a finding is, gravest first: `exempt` decides early but is nothing grave.
SEVERITY = (*VERDICTS[1:8], "exempt", "not_listed")

NOT_CLEARANCE = (
    "not clearance, not legal advice: parties, end use, transport and national law unchecked"
)


def deciding_rank(verdict: str) -> int:
    """Give the place of a verdict in the deciding order, 0 first."""
    return VERDICTS.index(verdict)


def gravest(verdicts: list[str]) -> str:
    """Give the gravest of some verdicts."""
    return min(verdicts, key=SEVERITY.index)
