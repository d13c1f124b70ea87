"""From what the buyer pays to the company's result: one tonne, or 100 dollars, in draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coalface.earnings.branches import Branch, TermsInForce
from coalface.earnings.draws import Draws, Floats
from coalface.earnings.model import Good, Model, Settlement, load_model

__all__ = [
    "FlowDraws",
    "Prepared",
    "parameters_of",
    "parameters_used",
    "payment_shares",
    "prepare",
    "simulate_flows",
    "stage_shares",
    "sums_by",
]

MONTHS_A_YEAR = 12
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class FlowDraws:
    """The money of one tonne in every draw, flow by flow.

    Attributes:
        flows: Ids of the flows, in the order of the model.
        amounts: USD per t, shape `(draw, flow)`; the company's result may be negative.
        paid: What the buyer pays in all, USD per t, shape `(draw,)`.
        booked: What the company receives on its books, USD per t, shape `(draw,)`.
    """

    flows: tuple[str, ...]
    amounts: Floats
    paid: Floats
    booked: Floats

    def of(self, flow: str) -> Floats:
        """Give one flow, shape `(draw,)`."""
        return self.amounts[:, self.flows.index(flow)]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What of some draws depends on no price.

    Attributes:
        costs: Costs by flow, USD per t, each of shape `(draw,)`.
        before: Cost of money from prepayment to delivery, as a share.
        prepaid: Share paid before delivery.
        after: Cost of money until the last payment, as a share of the price, by settlement.
    """

    costs: Mapping[str, Floats]
    before: Floats
    prepaid: Floats
    after: Mapping[str, Floats]


def parameters_of(good: Good, model: Model | None = None) -> tuple[str, ...]:
    """Give the parameters that the stages of a good may draw on, under any branch."""
    model = model or load_model()
    kickbacks = [p for k in model.kickbacks for p in (k.share, k.middlemen)]
    terms = [t.prepaid for t in model.terms]
    parts = [p for part in good.parts for p in part.parameters]
    finance, settle, levies = model.finance, model.settlement_shares, model.levies
    named = [good.freight, *kickbacks, levies.unconditional, levies.other, good.costs, *parts]
    named += [model.supplies_share, *terms, settle.on_delivery, settle.after_inspection]
    named += [finance.rate, finance.months_prepaid, finance.months_to_inspection]
    return tuple(dict.fromkeys(name for name in named if name))


def parameters_used(
    good: Good, branch: Branch, terms: TermsInForce, model: Model | None = None
) -> tuple[str, ...]:
    """Give the parameters that one branch really rests on, in order of use."""
    model = model or load_model()
    reading = branch.kickback
    not_used = {p for k in model.kickbacks for p in (k.share, k.middlemen)}
    not_used |= {t.prepaid for t in model.terms} | {good.freight}
    used = {reading.share, terms.terms.prepaid}
    used |= {good.freight} if branch.valuation.less_freight else set()
    used |= {reading.middlemen} if branch.direction is None else set()
    return tuple(p for p in parameters_of(good, model) if p in used or p not in not_used)


def simulate_flows(
    price_usd_per_t: float | Floats,
    good: Good,
    branch: Branch,
    terms: TermsInForce,
    draws: Draws,
    *,
    model: Model | None = None,
    prepared: Prepared | None = None,
) -> FlowDraws:
    """Follow the customs value of one tonne to its receivers.

    The company's result is what is left, so it may be a loss. Levies are owed on what is booked;
    a kick-back is off the books. What was not found (finance, supplies, port) is drawn from
    priors of ours and only shows where such money would go.

    Args:
        price_usd_per_t: Customs value of one tonne, one number or one a draw.
        good: With the parameters of its costs.
        branch: The readings chosen.
        terms: How buyers paid then.
        draws: Each parameter of `parameters_of`, shape `(draw,)`.
        model: The packaged one if None.
        prepared: What `prepare` gives for the same good, terms and draws; worked out if None.

    Returns:
        The flows, and what they must add up to.
    """
    model = model or load_model()
    prepared = prepared or prepare(good, terms, draws, model, (branch.settlement,))
    costs = draws[good.costs]
    recorded = np.broadcast_to(np.asarray(price_usd_per_t, dtype=np.float64), costs.shape)
    kickback, abroad = _kickback(recorded, branch, draws)
    is_inside = branch.kickback.place == "inside"
    paid = recorded if is_inside else recorded + kickback
    freight = draws[good.freight] if branch.valuation.less_freight else np.zeros_like(costs)
    booked = recorded - freight - (kickback if is_inside else 0.0)
    found = {"freight": freight, "kickback_abroad": kickback * abroad}
    found["kickback_home"] = kickback - found["kickback_abroad"]
    found["levy"] = booked * draws[model.levies.unconditional]
    found["fees"] = booked * draws[model.levies.other]
    found |= prepared.costs
    found |= _finance(booked, costs, prepared, branch.settlement)
    spent = ("levy", "fees", "purchase_home", "purchase_supplies", "haulage", "port")
    found["result"] = booked - _sum(found, (*spent, "finance_prepaid", "finance_waiting"))
    names = tuple(f.id for f in model.flows)
    amounts = np.stack([found[name] for name in names]).T
    return FlowDraws(names, amounts, paid, booked)


def prepare(
    good: Good,
    terms: TermsInForce,
    draws: Draws,
    model: Model,
    settlements: Sequence[Settlement],
) -> Prepared:
    """Work out what depends on no price and, but for the settlement, on no branch.

    Args:
        good: With the parameters of its costs.
        terms: How buyers paid then.
        draws: Each parameter of `parameters_of`, shape `(draw,)`.
        model: Stages and flows.
        settlements: Those that will be asked for.
    """
    monthly = draws[model.finance.rate] / MONTHS_A_YEAR
    payments = {s.id: payment_shares(s, terms, draws, model) for s in settlements}
    after = monthly * draws[model.finance.months_to_inspection]
    return Prepared(
        costs=_costs(draws[good.costs], good, draws, draws[model.supplies_share]),
        before=monthly * draws[model.finance.months_prepaid],
        prepaid=next(iter(payments.values()))[:, 0],
        after={key: after * shares[:, 2] for key, shares in payments.items()},
    )


def payment_shares(
    settlement: Settlement, terms: TermsInForce, draws: Draws, model: Model
) -> Floats:
    """Give the shares paid before, at delivery and after inspection, shape `(draw, payment)`.

    Raises:
        ValueError: If a draw's shares cannot sum to one; names the draw.
    """
    at, after = (
        draws[model.settlement_shares.on_delivery],
        draws[model.settlement_shares.after_inspection],
    )
    prepaid = draws[terms.terms.prepaid] if terms.terms.prepaid else np.zeros_like(at)
    rest = 1 - prepaid
    is_rest = settlement.of == "rest"
    shares = np.stack([prepaid, at * rest if is_rest else at - prepaid, after * (rest**is_rest)])
    wrong = (np.abs(shares.sum(axis=0) - 1) > CLOSE) | (shares.min(axis=0) < 0)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(
            f"settlement {settlement.id}: shares of draw {i} are "
            f"{', '.join(f'{s:.3g}' for s in shares[:, i])}; they must be positive and sum to 1. "
            f"Mend the ranges of {model.settlement_shares.on_delivery} and its rest."
        )
    return shares.T


def stage_shares(flows: FlowDraws, *, model: Model | None = None) -> Floats:
    """Give each stage's share of what the buyer paid, shape `(draw, stage)`; rows sum to 1.

    Raises:
        ValueError: If a draw does not sum to 1; names the draw.
    """
    model = model or load_model()
    by_stage = sums_by(
        flows.amounts.T, [f.stage for f in model.flows], [s.id for s in model.stages]
    )
    shares = (by_stage / flows.paid).T
    off = np.abs(shares.sum(axis=1) - 1)
    if off.max(initial=0) > CLOSE:
        i = int(off.argmax())
        total = shares[i].sum()
        raise ValueError(f"stages: shares of draw {i} sum to {total:.9g}, not 1. A flow is lost.")
    return shares


def sums_by(rows: Floats, of: Sequence[str], groups: Sequence[str]) -> Floats:
    """Add rows up by group, shape `(group, draw)`; plain sums, as a product would wake threads.

    Args:
        rows: Shape `(row, draw)`.
        of: Group of each row.
        groups: The groups, in order.
    """
    found = np.zeros((len(groups), rows.shape[1]))
    for row, group in zip(rows, of, strict=True):
        found[groups.index(group)] += row
    return found


def _kickback(recorded: Floats, branch: Branch, draws: Draws) -> tuple[Floats, Floats | float]:
    """Give the kick-back in USD per t and the share of it that goes to the Chinese side."""
    reading = branch.kickback
    if reading.place == "none":
        return np.zeros_like(recorded), 0.0
    share = draws[reading.share]
    amount = recorded * share
    if reading.place == "inside":
        amount = amount / (1 + share)
    if branch.direction is not None:
        return amount, branch.direction.share_abroad
    return amount, draws[reading.middlemen] if reading.middlemen else 0.0


def _costs(costs: Floats, good: Good, draws: Draws, supplies: Floats) -> dict[str, Floats]:
    """Split the whole costs among stages as their own parameters stand to each other."""
    parts: dict[str, Floats] = {p.stage: _sum(draws, p.parameters) for p in good.parts}
    factor = costs / _sum(parts, tuple(parts))
    scaled: dict[str, Floats] = {stage: amount * factor for stage, amount in parts.items()}
    purchase = scaled.pop("purchase")
    bought = purchase * supplies
    return scaled | {"purchase_supplies": bought, "purchase_home": purchase - bought}


def _finance(
    booked: Floats, costs: Floats, prepared: Prepared, settlement: Settlement
) -> dict[str, Floats]:
    """Price the buyer's advance, and the company's own wait; costs not advanced are borrowed."""
    advanced = prepared.prepaid * booked
    waiting = np.maximum(costs - advanced, 0.0)
    waiting *= prepared.before
    waiting += prepared.after[settlement.id] * booked
    advanced *= prepared.before
    return {"finance_prepaid": advanced, "finance_waiting": waiting}


def _sum(found: Mapping[str, Floats], names: tuple[str, ...]) -> Floats:
    total = found[names[0]].copy()
    for name in names[1:]:
        total += found[name]
    return total
