"""Which parameters no answer can depend on: told from how the model is built, not from draws."""

from coalface.scenarios.branches import Branches
from coalface.scenarios.priors import load_priors
from coalface.scenarios.rates import COAL_TOTAL, PARAMETERS

__all__ = ["without_effect"]

#: Reading of money paid beside the price to the parameters that only it uses.
OF_KICKBACK = {
    "kiep": frozenset({"pay.kickback_share"}),
    "kdi": frozenset({"pay.kickback_share_kdi", "pay.kdi_middleman_share"}),
}


def without_effect(*branches: Branches | None) -> frozenset[str]:
    """Name the parameters that can't reach any series of runs under some readings.

    They are those that only the records see (how figures are printed and misclassified), the figure
    of coal output, which its branch sets, and those of readings that none of the runs holds. What
    is left may still have no effect: only draws can tell.

    Args:
        branches: The readings of each run; None where they aren't known.
    """
    unused = frozenset(load_priors()) - frozenset(PARAMETERS.values())
    held = {b.kickback for b in branches if b is not None}
    if not branches or None in branches:
        return unused
    rivals = [names for reading, names in OF_KICKBACK.items() if reading not in held]
    return unused.union({COAL_TOTAL}, *rivals)
