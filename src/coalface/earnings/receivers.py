"""Who ends up with the money of a draw."""

import numpy as np

from coalface.earnings.draws import Floats
from coalface.earnings.model import Model, load_model
from coalface.earnings.stages import FlowDraws, sums_by

__all__ = ["receiver_amounts", "receiver_shares"]


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
