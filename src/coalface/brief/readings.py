"""Short names of the rival readings of how the money goes, as figures and tables print them."""

from coalface.earnings.branches import Branch

__all__ = ["KICKBACKS", "VALUATIONS", "name_reading"]

KICKBACKS = {
    "none": "no kick-back",
    "kiep": "KIEP, on top",
    "kiep_inside-to_dprk": "KIEP, inside, to the DPRK",
    "kiep_inside-to_china": "KIEP, inside, to the buyer",
    "kdi": "KDI",
}
VALUATIONS = {"cif": "CIF", "fob": "FOB"}


def name_reading(branch: Branch) -> str:
    """Give kick-back and valuation of a branch in few words; its settlement is said apart."""
    kickback, _, valuation = branch.id.split(".")
    return f"{KICKBACKS.get(kickback, kickback)}, {VALUATIONS.get(valuation, valuation)}"
