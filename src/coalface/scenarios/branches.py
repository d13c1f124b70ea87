"""The rival readings that one run holds fixed. Shown side by side, never averaged."""

from dataclasses import dataclass, fields
from typing import Literal, get_args

from coalface.errors import InputError

__all__ = ["Branches", "Kickback", "Law", "Output", "Settlement", "all_branches"]

Kickback = Literal["kiep", "kdi"]
Settlement = Literal["A", "B"]
Output = Literal["statkor", "nkri"]
Law = Literal["practice", "text"]
CHOICES = {
    "kickback": get_args(Kickback),
    "settlement": get_args(Settlement),
    "output": get_args(Output),
    "law": get_args(Law),
}


@dataclass(frozen=True, slots=True)
class Branches:
    """One choice of each rival reading; a run has one, and no result mixes two.

    Attributes:
        kickback: `kiep`: a part on top of the recorded price is handed back to the DPRK side's
            trader, off the books; `kdi`: less is recorded than is paid.
        settlement: `A`: the prepayment comes first and 70 and 30 per cent are parts of the rest;
            `B`: the prepayment counts toward the 70 per cent at delivery.
        output: Whose figure of coal output holds: `statkor` (Statistics Korea) or `nkri` (NK
            Resources Institute).
        law: Where a spell of the law is contested: what China did (`practice`) or what the words
            say (`text`).
    """

    kickback: Kickback = "kiep"
    settlement: Settlement = "A"
    output: Output = "statkor"
    law: Law = "practice"

    def __post_init__(self) -> None:
        for name, known in CHOICES.items():
            found = getattr(self, name)
            if found not in known:
                raise InputError(
                    f"branches: {name} is {found!r}, expected one of {', '.join(known)}."
                )

    @property
    def id(self) -> str:
        """Give its name, e.g. `kiep.A.statkor.practice`."""
        return ".".join(getattr(self, field.name) for field in fields(self))


def all_branches() -> tuple[Branches, ...]:
    """Give every combination of the readings, in a fixed order."""
    return tuple(
        Branches(kickback, settlement, output, law)
        for kickback in get_args(Kickback)
        for settlement in get_args(Settlement)
        for output in get_args(Output)
        for law in get_args(Law)
    )
