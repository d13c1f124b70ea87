"""The unknowns of a block of draws under the names that the rules use."""

from dataclasses import dataclass, fields

import numpy as np

from coalface.earnings.parameters import load_parameters
from coalface.errors import InputError
from coalface.scenarios.branches import Branches
from coalface.scenarios.relations import Floats
from coalface.scenarios.theta import Theta
from coalface.scenarios.world import AUTHORITIES

__all__ = ["PARAMETERS", "Rates", "find_rates"]

COAL_TOTAL = "prod.coal.total_2016"
OUTPUT_READINGS = ("statkor", "nkri")  # in the order of the parameter's rival values


@dataclass(frozen=True, eq=False)
class Rates:
    """Parameters of a block in their own units; ids in `PARAMETERS`.

    Each is `(draw, 1)`.
    """

    coal_total_mt: Floats
    ore_total_mt: Floats
    share_private: Floats
    share_self: Floats
    headroom: Floats
    export_quota: Floats
    quota_leakage: Floats
    other_export_share: Floats
    ore_export_share: Floats
    port_ceiling_mt: Floats
    belief_gain: Floats
    news_weight: Floats
    risk_aversion: Floats
    discount_coal: Floats
    discount_ore: Floats
    discount_unlawful: Floats
    discount_risk: Floats
    resale_multiple: Floats
    gain_sensitivity: Floats
    supply_sensitivity: Floats
    unlawful_demand_share: Floats
    closure_effect: Floats
    prepay_lawful: Floats
    prepay_risky: Floats
    prepay_steepness: Floats
    prepay_midpoint: Floats
    unlawful_risk: Floats
    cash_share_coal: Floats
    barter_share_ore: Floats
    barter_share_closed: Floats
    pit_price_coal_usd_per_t: Floats
    pit_price_ore_usd_per_t: Floats
    pit_floor: Floats
    haul_usd_per_t: Floats
    haul_ore_usd_per_t: Floats
    port_usd_per_t: Floats
    inspection_usd_per_t: Floats
    stock_months: Floats
    pit_stock_months: Floats
    port_loss: Floats
    absorption: Floats
    home_price_usd_per_t: Floats
    home_sale_share: Floats
    wage_share: Floats
    supplies_share: Floats
    fuel_bite: Floats
    route_choice: Floats
    ship_to_ship_usd_per_t: Floats
    direct_dark_usd_per_t: Floats
    relabel_fee_usd_per_t: Floats
    relabel_detour_usd_per_t: Floats
    enforcement_scale: Floats
    voyage_t: Floats
    fine_cny: Floats
    dispute_share: Floats
    on_delivery_share: Floats
    months_to_inspection: Floats
    payment_delay_days: Floats
    quality_claim: Floats
    kickback_kiep: Floats
    kickback_kdi: Floats
    middleman_share: Floats
    levy_share: Floats
    authority_share: Floats
    protected_share: Floats
    arrears_catchup: Floats
    levy_party: Floats
    levy_military: Floats
    levy_cabinet: Floats
    levy_provincial: Floats
    workers_per_t: Floats
    food_kg: Floats
    food_price_usd_per_t: Floats
    home_food_share: Floats
    food_budget: Floats
    management_share: Floats
    company_spend: Floats
    reserve_months: Floats
    offbook_spend: Floats
    coke_share: Floats
    coke_price_multiple: Floats
    authority_spend: Floats
    household_market_spend: Floats
    household_import_spend: Floats
    market_spend: Floats
    trader_withdrawal: Floats
    months_to_flood: Floats
    recovery_months: Floats
    drain_part: Floats
    pump_share: Floats
    flood_threshold: Floats
    face_loss: Floats
    reopen_usd_per_t: Floats
    equipment_wear: Floats
    investment_share: Floats
    equipment_usd_per_t: Floats
    investor_return: Floats
    mine_upkeep: Floats
    strength_speed: Floats
    strength_floor: Floats
    ore_per_steel: Floats
    coke_per_steel: Floats
    coke_dependence: Floats
    join_months: Floats
    substitute_scale_usd: Floats
    substitute_speed: Floats
    substitute_learning: Floats
    substitute_margin: Floats
    closing_months: Floats
    refound_months: Floats


#: Field of `Rates` to the id under which priors give it.
PARAMETERS: dict[str, str] = {
    "coal_total_mt": COAL_TOTAL,
    "ore_total_mt": "prod.iron_ore.total_2016",
    "share_private": "prod.share.private_mines",
    "share_self": "prod.share.self_mines",
    "export_quota": "prod.basic_export_quota",
    "other_export_share": "split.coal.other_mines_export_share",
    "ore_export_share": "split.iron_ore.export_share",
    "port_ceiling_mt": "prod.coal.monthly_export_capacity",
    "discount_coal": "price.coal.discount_legal",
    "discount_unlawful": "price.coal.discount_2020",
    "resale_multiple": "price.coal.chinese_resale_multiple",
    "prepay_lawful": "pay.prepay_share",
    "prepay_risky": "pay.prepay_share_now",
    "cash_share_coal": "pay.cash_share",
    "barter_share_ore": "pay.barter_share_iron_ore",
    "barter_share_closed": "pay.barter_share_2020",
    "pit_price_coal_usd_per_t": "cost.coal.mine_gate",
    "haul_usd_per_t": "cost.coal.truck_jikdong_taean",
    "port_usd_per_t": "cost.coal.port_loading",
    "inspection_usd_per_t": "cost.coal.inspection",
    "absorption": "split.coal.domestic_absorption",
    "home_price_usd_per_t": "split.coal.domestic_price_2019",
    "supplies_share": "in.imported_mine_supplies",
    "relabel_fee_usd_per_t": "cost.russia_relabel_fee",
    "voyage_t": "enf.voyage_tonnage",
    "fine_cny": "enf.fine",
    "on_delivery_share": "pay.on_delivery_share",
    "months_to_inspection": "pay.months_to_inspection",
    "payment_delay_days": "pay.debt_delay_normal",
    "quality_claim": "pay.quality_claim_rate",
    "kickback_kiep": "pay.kickback_share",
    "kickback_kdi": "pay.kickback_share_kdi",
    "middleman_share": "pay.kdi_middleman_share",
    "levy_share": "levy.unconditional_share",
    "authority_share": "levy.authority_total_share",
    "food_kg": "in.food_per_worker",
    "management_share": "cost.company.management_share",
    "months_to_flood": "flood.months_to_flood",
    "recovery_months": "flood.recovery_months",
    "ore_per_steel": "in.ore_per_pig_iron",
    "coke_per_steel": "in.coke_per_pig_iron",
    "coke_dependence": "in.steel_dependence_on_coke",
} | {f"levy_{name}": f"model.levy_weight_{name}" for name in AUTHORITIES}
PARAMETERS = {f.name: PARAMETERS.get(f.name, f"model.{f.name}") for f in fields(Rates)}


def find_rates(theta: Theta, branches: Branches) -> Rates:
    """Give the unknowns of a block of draws as columns.

    Args:
        theta: Parameter id to its values, `(draw,)`.
        branches: The readings held fixed; that of coal output takes its own figure, whatever the
            draws say.

    Raises:
        InputError: If a parameter that the rules need is missing.
    """
    missing = sorted(set(PARAMETERS.values()) - set(theta))
    if missing:
        raise InputError(
            f"theta lacks {', '.join(missing)}. Draw every parameter of data/scenarios/priors.yml."
        )
    found = {name: np.asfortranarray(theta[key][:, None]) for name, key in PARAMETERS.items()}
    reading = load_parameters()[COAL_TOTAL].components[OUTPUT_READINGS.index(branches.output)]
    found["coal_total_mt"] = np.full_like(found["coal_total_mt"], reading.value)
    return Rates(**found)
