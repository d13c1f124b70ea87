"""Who ends up with the money of a draw; and how the authorities' part may be split."""

import numpy as np

from coalface.earnings.draws import Floats
from coalface.earnings.model import Model, load_model
from coalface.earnings.stages import FlowDraws, sums_by
from coalface.vocabulary.numbers import Number

__all__ = ["draw_sponsor_shares", "receiver_amounts", "receiver_shares", "sponsor_numbers"]

LOW, HIGH = 0.05, 0.95


def receiver_amounts(flows: FlowDraws, *, model: Model | None = None) -> Floats:
    """Give what each receiver has of one tonne, USD per t, shape `(draw, receiver)`."""
    model = model or load_model()
    of, groups = [f.to for f in model.flows], [r.id for r in model.receivers]
    return sums_by(flows.amounts.T, of, groups).T


def receiver_shares(flows: FlowDraws, *, model: Model | None = None) -> Floats:
    """Give each receiver's share of what the buyer paid, shape `(draw, receiver)`.

    A company that loses has a negative share: others have more than was paid.
    """
    return np.asarray(receiver_amounts(flows, model=model) / flows.paid[:, None])


def draw_sponsor_shares(n: int, *, rng: np.random.Generator, model: Model | None = None) -> Floats:
    """Draw how the authorities' part may be split, shape `(draw, sponsor)`; rows sum to 1.

    No evidence stands behind it: every split is as likely as any other.
    """
    model = model or load_model()
    return np.asarray(rng.dirichlet(np.ones(len(model.sponsors)), size=n))


def sponsor_numbers(
    n: int, *, rng: np.random.Generator, model: Model | None = None
) -> tuple[Number, ...]:
    """Give the range of each sponsor's share of the authorities' part, and no middle of it."""
    model = model or load_model()
    shares = draw_sponsor_shares(n, rng=rng, model=model)
    low, high = np.quantile(shares, (LOW, HIGH), axis=0)
    return tuple(
        Number(
            id=f"earnings/sponsors/{sponsor}/share",
            label=f"Share of the {sponsor} in what authorities receive",
            value=None,
            low=float(low[i]),
            high=float(high[i]),
            unit="share",
            mark="assumed",
            how="5 to 95 % of a prior under which every split is alike likely; nothing was found",
            inputs=(f"parameters/{model.sponsor_split}",),
            note="a prior, no estimate",
        )
        for i, sponsor in enumerate(model.sponsors)
    )
