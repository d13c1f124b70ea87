"""One hundred dollars from the buyer to their receivers, as nodes and links with ranges."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from coalface.earnings.branches import Branch, terms_on
from coalface.earnings.breakeven import UnitValue
from coalface.earnings.draws import Floats, draw_named
from coalface.earnings.ledgers import check_balance, company_ledger, national_ledger
from coalface.earnings.model import Good, Model, load_model
from coalface.earnings.receivers import receiver_shares
from coalface.earnings.sensitivity import Driver, assumed_drivers, decompose_variance
from coalface.earnings.stages import (
    FlowDraws,
    parameters_of,
    parameters_used,
    simulate_flows,
    stage_shares,
)
from coalface.vocabulary.numbers import Number

__all__ = ["Link", "Sankey", "find_sankey", "link_table", "numbers"]

LOW, HIGH = 0.05, 0.95
HUNDRED = 100.0
BUYER, COVER = "buyer", "loss_cover"


@dataclass(frozen=True, slots=True)
class Link:
    """Money from one node to another, of 100 dollars paid by the buyer.

    Attributes:
        source: Node that it leaves.
        target: Node that it reaches.
        receiver: Who has it in the end, for the colour; the buyer before the stages.
        amount: Mean of the draws, so that links add up, with the 5 to 95 % range.
    """

    source: str
    target: str
    receiver: str
    amount: Number


@dataclass(frozen=True, slots=True)
class Sankey:
    """Where 100 dollars go in one year under one branch.

    Attributes:
        year: Year of the price.
        price: The price, with its months and their tonnes.
        branch: The readings chosen.
        nodes: Id and title of each node, left to right.
        links: From the buyer to the stages, then to the receivers. Where the company loses on
            average, its loss comes in from `loss_cover`, else the links would not add up.
        receivers: What each receiver has of 100 dollars.
        stays: What stays in the country of what it received: of the buyer's money less freight,
            where the reading takes it off, and less what is handed back to the buyer's side.
        caption: Parameters that matter for a receiver and rest on assumptions.
    """

    year: int
    price: UnitValue
    branch: Branch
    nodes: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    receivers: tuple[Number, ...]
    stays: Number
    caption: tuple[Driver, ...]


def find_sankey(
    value: UnitValue, branch: Branch, n: int, *, rng: np.random.Generator, good: Good | None = None
) -> Sankey:
    """Follow 100 dollars paid by the buyer, in draws, and sum them up for a figure.

    Args:
        value: Customs unit value of the year.
        branch: The readings chosen.
        n: Number of draws.
        rng: Names the streams of draws.
        good: The good; the model's first if None.
    """
    model = load_model()
    good = good or model.goods[0]
    terms = terms_on(date(value.year, 1, 1), model)
    draws = draw_named(parameters_of(good, model), n, rng=rng)
    flows = simulate_flows(value.usd_per_t.value, good, branch, terms, draws, model=model)
    nation = national_ledger(flows, model=model)
    for ledger in (nation, company_ledger(flows, model=model)):
        check_balance(ledger, scale=flows.paid)
    used = parameters_used(good, branch, terms, model)
    inputs = (*value.usd_per_t.inputs, *(f"parameters/{name}" for name in used))
    stem = f"earnings/stages/{value.year}/{branch.id}"
    received = flows.paid - flows.of("freight") - flows.of("kickback_abroad")
    shares = receiver_shares(flows, model=model)
    varying = {name: draws[name] for name in used}
    drivers = [
        driver
        for i, receiver in enumerate(model.receivers)
        for driver in assumed_drivers(
            decompose_variance(
                shares[:, i], varying, key=f"stages/{value.year}/{branch.id}/{receiver.id}"
            )
        )
    ]
    links = _links(flows, model, stem, inputs)
    return Sankey(
        year=value.year,
        price=value,
        branch=branch,
        nodes=_nodes(links, model),
        links=links,
        receivers=tuple(
            _number(shares[:, i] * HUNDRED, f"{stem}/{r.id}", f"{r.title}, of 100 USD", inputs)
            for i, r in enumerate(model.receivers)
        ),
        stays=_number(
            nation.left / received,
            f"{stem}/stays",
            "Stays in the country, of what came in",
            inputs,
            unit="share",
        ),
        caption=tuple({d.parameter: d for d in drivers}.values()),
    )


def numbers(sankey: Sankey) -> tuple[Number, ...]:
    """Give every number, in order."""
    drivers = tuple(d.share for d in sankey.caption)
    return (*(link.amount for link in sankey.links), *sankey.receivers, sankey.stays, *drivers)


def link_table(sankeys: Iterable[Sankey]) -> pl.DataFrame:
    """Give the links of some years and branches as a flat table."""
    return pl.DataFrame(
        [
            {
                "year": sankey.year,
                "branch": sankey.branch.id,
                "source": link.source,
                "target": link.target,
                "receiver": link.receiver,
                "low_usd_per_100": link.amount.low,
                "mid_usd_per_100": link.amount.value,
                "high_usd_per_100": link.amount.high,
                "mark": link.amount.mark,
                "inputs": ";".join(link.amount.inputs),
            }
            for sankey in sankeys
            for link in sankey.links
        ],
        infer_schema_length=None,
    )


def _links(flows: FlowDraws, model: Model, stem: str, inputs: tuple[str, ...]) -> tuple[Link, ...]:
    """Give the links that are not nil; a mean loss is turned round and comes in as cover."""
    titles = {s.id: s.title for s in model.stages} | {r.id: r.title for r in model.receivers}
    stages = stage_shares(flows, model=model) * HUNDRED
    found: list[Link] = []
    for i, stage in enumerate(model.stages):
        parts = [f for f in model.flows if f.stage == stage.id]
        if not stages[:, i].any():
            continue
        if stages[:, i].mean() < 0:
            label = f"{titles[stage.id]}: a loss made good from elsewhere, of 100 USD"
            cover = _number(-stages[:, i], f"{stem}/{COVER}-{BUYER}", label, inputs)
            found.append(Link(COVER, BUYER, parts[0].to, cover))
            continue
        label = f"{titles[stage.id]}, of 100 USD"
        amount = _number(stages[:, i], f"{stem}/{BUYER}-{stage.id}", label, inputs)
        found.append(Link(BUYER, stage.id, BUYER, amount))
        for flow in parts:
            share = flows.of(flow.id) / flows.paid * HUNDRED
            if share.any():
                label = f"{titles[stage.id]} to {titles[flow.to]}, of 100 USD"
                amount = _number(share, f"{stem}/{stage.id}-{flow.to}", label, inputs)
                found.append(Link(stage.id, flow.to, flow.to, amount))
    return tuple(found)


def _nodes(links: tuple[Link, ...], model: Model) -> tuple[tuple[str, str], ...]:
    used = {node for link in links for node in (link.source, link.target)}
    known = [(COVER, "Loss made good from elsewhere"), (BUYER, "Buyer pays 100 USD")]
    known += [(s.id, s.title) for s in model.stages]
    known += [(r.id, r.title) for r in model.receivers]
    return tuple((node, title) for node, title in known if node in used)


def _number(
    draws: Floats, number_id: str, label: str, inputs: tuple[str, ...], unit: str = "USD"
) -> Number:
    low, high = np.quantile(draws, (LOW, HIGH))
    is_range = high - low > 0
    return Number(
        id=number_id,
        label=label,
        value=float(draws.mean()),
        low=float(low) if is_range else None,
        high=float(high) if is_range else None,
        unit=unit,
        mark="assumed",
        how=f"mean and 5 to 95 % of {len(draws):,} draws",
        inputs=inputs,
        note="finance, supplies and port rest on assumptions",
    )
