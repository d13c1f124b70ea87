"""Two ledgers of the same flows: what the nation keeps, and what the company is left with.

They answer different questions. The nation may keep most of the money while the company loses.
"""

from dataclasses import dataclass

import numpy as np

from coalface.earnings.draws import Floats
from coalface.earnings.model import Model, load_model
from coalface.earnings.stages import FlowDraws

__all__ = ["Ledger", "LedgerLine", "check_balance", "company_ledger", "national_ledger"]

CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One receipt or one use, USD per t, shape `(draw,)`."""

    id: str
    amount: Floats
    is_receipt: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """Receipts less uses, and what is left.

    Attributes:
        id: `national` or `company`.
        lines: Receipts first, then uses.
        left: What stays in the country, or with the company, summed from its own flows.
    """

    id: str
    lines: tuple[LedgerLine, ...]
    left: Floats

    @property
    def gap(self) -> Floats:
        """Give what receipts less uses differ from what is left, shape `(draw,)`."""
        gap = -self.left
        for line in self.lines:
            act = np.add if line.is_receipt else np.subtract
            act(gap, line.amount, out=gap)
        return gap

    @property
    def margin(self) -> Floats:
        """Give what is left over the receipts, shape `(draw,)`."""
        receipts = [line.amount for line in self.lines if line.is_receipt]
        return np.asarray(self.left / _added(receipts))


def national_ledger(flows: FlowDraws, *, model: Model | None = None) -> Ledger:
    """Give what the country receives and what leaves it again; left is what stays.

    Args:
        flows: The flows of one tonne.
        model: The packaged one if None.
    """
    model = model or load_model()
    home, leaving = model.home, [f for f in model.flows if f.to not in model.home]
    uses = tuple(LedgerLine(f.id, flows.of(f.id)) for f in leaving)
    lines = (LedgerLine("paid_by_buyer", flows.paid, is_receipt=True), *uses)
    staying = [flows.of(f.id) for f in model.flows if f.to in home]
    return Ledger("national", lines, _added(staying))


def company_ledger(flows: FlowDraws, *, model: Model | None = None) -> Ledger:
    """Give the company's receipts, booked and off the books, and its uses; left is profit.

    Args:
        flows: The flows of one tonne.
        model: The packaged one if None.
    """
    model = model or load_model()
    before = {"freight", "kickback"}
    uses = [f for f in model.flows if f.stage not in before and f.to != "company"]
    lines = (
        LedgerLine("booked", flows.booked, is_receipt=True),
        LedgerLine("kickback_home", flows.of("kickback_home"), is_receipt=True),
        *(LedgerLine(f.id, flows.of(f.id)) for f in uses),
    )
    kept = [flows.of(f.id) for f in model.flows if f.to == "company"]
    return Ledger("company", lines, _added(kept))


def check_balance(ledger: Ledger, *, scale: Floats) -> None:
    """Check that a ledger closes in every draw.

    Args:
        ledger: To check.
        scale: What the buyer paid, shape `(draw,)`; gaps are measured against it.

    Raises:
        ValueError: If it does not close; names the draw and the gap.
    """
    gap = np.abs(ledger.gap) / scale
    if gap.max(initial=0) > CLOSE:
        i = int(gap.argmax())
        raise ValueError(
            f"{ledger.id} ledger: draw {i} does not close, {ledger.gap[i]:.3g} USD per t are left "
            "over. A flow stands on one side only."
        )


def _added(amounts: list[Floats]) -> Floats:
    total = amounts[0].copy()
    for amount in amounts[1:]:
        total += amount
    return total
