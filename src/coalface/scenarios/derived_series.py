"""Series and residuals worked out from what a run kept, all months at once."""

from collections.abc import Callable

import numpy as np

from coalface.scenarios.accounts import Accounts
from coalface.scenarios.flows import (
    FLOWS,
    REVALUATIONS,
    Claim,
    Instrument,
    Sector,
    flow_names,
)
from coalface.scenarios.forcing import ROUTES, Forcing
from coalface.scenarios.recorder import Recorder
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY
from coalface.scenarios.world import GOODS, World

__all__ = ["CLAIMS", "find_residuals", "find_series"]

LEAST_MOVED = 1e-6  # of all currency: in a month without trade rounding is no leak
CLAIMS: tuple[Claim, ...] = ("prepayment", "receivable", "arrears", "investor_claim")
MINERAL_RECEIPTS = ("prepayment", "delivery", "barter", "final_payment", "kickback")


def find_series(
    world: World, forcing: Forcing, recorder: Recorder, flows: Floats, balances: Floats
) -> dict[str, Floats]:
    """Work out the series of `series_names.SERIES`.

    Args:
        world: Who takes part.
        forcing: What drove the run.
        recorder: What was kept.
        flows: Totals of flows, `(month, flow, draw)`.
        balances: Totals of blocks of accounts at each month's end, `(month, block, draw)`.

    Returns:
        Name to `(draw, month)` or `(draw, month, class)`.
    """
    found = _goods(recorder, forcing)
    found |= _mines(recorder)
    found |= _receipts(flows)
    found |= _money(world, balances)
    found |= _others(world, recorder, flows)
    return found


def find_residuals(recorder: Recorder, flows: Floats, balances: Floats) -> dict[str, Floats]:
    """Work out what does not add up, as a part of what moved in the month (docs, 15).

    Args:
        recorder: What was kept.
        flows: Totals of flows, `(month, flow, draw)`.
        balances: Totals of blocks of accounts, opening first, `(month + 1, block, draw)`.

    Returns:
        Identity to `(draw, month)`: `currency`, `deposit`, each claim, and each good in tonnes.
    """
    names = flow_names()
    money = [names.index(f.name) for f in FLOWS if f.moves_money]
    n = len(Accounts.currency_sectors())
    currency = balances[:, :n].sum(axis=1)
    held = np.abs(balances[1:, :n]).sum(axis=1)
    gross = np.maximum(np.maximum(flows[:, money].sum(axis=1), LEAST_MOVED * held), 1.0)
    banks = balances[1:, Accounts.currency_sectors().index("banks")]
    found = {"currency": np.abs(np.diff(currency, axis=0)) / gross}
    found["deposit"] = np.abs(banks - balances[1:, n]) / gross
    for place, claim in enumerate(CLAIMS, start=n + 1):
        change = sum(sign * flows[:, names.index(name)] for name, sign in _moves(claim))
        found[claim] = np.abs(np.diff(balances[:, place], axis=0) - change) / gross
    found = {name: value.T for name, value in found.items()}
    for g, good in enumerate(GOODS):
        found[good] = _tonnes_left_over(recorder, g)
    return found


def _moves(claim: Claim) -> list[tuple[str, int]]:
    moves = [(f.name, 1 if f.grows else -1) for f in FLOWS if f.claim == claim]
    return moves + [(r.name, -1) for r in REVALUATIONS if r.claim == claim]


def _tonnes_left_over(recorder: Recorder, g: int) -> Floats:
    stock = recorder.series("port")[..., g] + recorder.series("pit")[..., g]
    change = np.diff(stock, axis=1, prepend=0.0)
    produced = recorder.series("produced")[..., g]
    out = sum(recorder.series(name)[..., g] for name in ("home", "lawful", "unlawful", "lost"))
    return np.abs(produced - out - change) / np.maximum(produced, 1.0)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=np.abs(whole) > TINY)


def _goods(recorder: Recorder, forcing: Forcing) -> dict[str, Floats]:
    get = recorder.series
    lawful, unlawful, seized = get("lawful"), get("unlawful"), get("seized")
    arrived = lawful + unlawful - seized
    value, produced = get("value"), get("produced")
    freight, price = forcing.freight_usd_per_t, forcing.world_price_usd_per_t
    return {
        "capacity_t": get("possible"),
        "produced_t": produced,
        "home_t": get("home"),
        "declared_t": lawful,
        "unrecorded_t": unlawful,
        "exported_t": arrived,
        "seized_t": seized,
        "lost_t": get("lost"),
        "port_stock_t": get("port"),
        "pit_stock_t": get("pit"),
        "declared_value_cif_usd": get("declared"),
        "unrecorded_value_usd": get("value_unlawful"),
        "contract_value_usd": value,
        "export_share": _ratio(arrived, produced),
        "discount": np.where(
            arrived > TINY, 1.0 - _ratio(value + arrived * freight, arrived * price), 0.0
        ),
        "cap_used_t": get("cap_used_t"),
        "cap_used_usd": get("cap_used_usd"),
    }


def _mines(recorder: Recorder) -> dict[str, Floats]:
    get = recorder.series
    capacity = get("capacity_by_kind")
    return {
        "flooded_share": _ratio(get("water_by_kind"), capacity),
        "open_share": _ratio(get("faces_by_kind"), capacity),
        "equipment": _ratio(get("equipment_by_kind"), capacity),
        "strength": _ratio(get("strength_by_kind"), capacity),
        "capacity_by_kind_t": get("possible_by_kind"),
        "produced_by_kind_t": get("produced_by_kind"),
        "home_by_kind_t": get("home_by_kind"),
    }


def _receipts(flows: Floats) -> dict[str, Floats]:
    names = flow_names()

    def paid(*chosen: str) -> Floats:
        found: Floats = flows[:, [names.index(name) for name in chosen]].sum(axis=1)
        return found.T

    dues = ("levies_paid", "arrears_paid", "fees", "port_inspection")
    costs = ("pit_purchase", "haulage", "miners_food", "staff")
    received = paid(*MINERAL_RECEIPTS) - paid("kickback")
    traders_pay = paid("carriage", "delivery", "barter_purchase", "final_payment", "prepayment",
                       "kickback", "middlemen", "fines")  # fmt: skip
    return {
        "receipts_authorities_usd": paid(*dues),
        "receipts_market_usd": paid("haulage", "mine_supplies", "miners_food"),
        "receipts_households_usd": paid("wages", "staff"),
        "receipts_mines_usd": paid("pit_purchase") - _from_exports(paid),
        "receipts_companies_usd": received - paid(*dues) - paid(*costs),
        "receipts_off_book_usd": paid("kickback"),
        "receipts_chinese_traders_usd": paid("resale") - traders_pay,
        "receipts_chinese_state_usd": paid("fines"),
        "currency_earned_usd": paid(*MINERAL_RECEIPTS),
        "substitutes_usd": paid("substitutes"),
    }


def _from_exports(paid: Callable[..., Floats]) -> Floats:
    """Give the part of wages and supplies that comes from what was exported."""
    received = paid("pit_purchase") + paid("home_sales")
    return paid("wages", "mine_supplies") * _ratio(paid("pit_purchase"), received)


def _money(world: World, balances: Floats) -> dict[str, Floats]:
    at = {(b.instrument, b.sector): i for i, b in enumerate(Accounts(world).blocks)}

    def held(*chosen: tuple[Instrument, Sector]) -> Floats:
        found: Floats = balances[:, [at[pair] for pair in chosen]].sum(axis=1)
        return found.T

    return {
        "prepayments_outstanding_usd": held(("prepayment", "traders")),
        "receivables_usd": held(("receivable", "companies")),
        "arrears_usd": held(("arrears", "authorities")),
        "authorities_cash_usd": held(("currency", "authorities")),
        "households_cash_usd": held(("currency", "households")),
        "companies_cash_usd": held(("deposit", "companies"), ("currency", "companies")),
    }


def _others(world: World, recorder: Recorder, flows: Floats) -> dict[str, Floats]:
    get, names = recorder.series, flow_names()
    prepaid = flows[:, names.index("prepayment")].T
    lawful = get("lawful")
    by_land = lawful @ world.land_share
    by_sea = lawful.sum(axis=2) - by_land
    routes = np.concatenate([by_sea[..., None], by_land[..., None], get("routes")], axis=2)
    assert routes.shape[2] == len(ROUTES)
    return {
        "prepayment_share": _ratio(prepaid, get("ordered_usd")[..., 0]),
        "barter_share": _ratio(get("goods")[..., 0], get("delivered")[..., 0]),
        "shipped_by_route_t": routes,
        "unlawful_by_sponsor_t": get("unlawful_by_sponsor"),
        "contract_value_by_sponsor_usd": get("value_by_sponsor"),
        "food_met_share": _ratio(get("fed")[..., 0], get("capacity")[..., 0]),
        "steel_t": get("steel")[..., 0],
        "coke_t": get("coke")[..., 0],
        "belief": get("belief") @ world.traders.size,
        "companies_open": world.n_companies - get("closed")[..., 0],
        "receipts_by_authority_usd": get("levies_by_authority") + get("dues_by_authority"),
        "food_t": get("food_t")[..., 0],
    }
