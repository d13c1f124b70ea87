"""The series that a run gives, each with unit, classes and whether anyone outside sees it."""

from dataclasses import dataclass

from coalface.scenarios.forcing import ROUTES
from coalface.scenarios.world import AUTHORITIES, GOODS, MINE_TYPES, SPONSORS

__all__ = ["SERIES", "SERIES_BY_NAME", "SeriesName"]


@dataclass(frozen=True, slots=True)
class SeriesName:
    """One series of a run.

    Attributes:
        name: Its key in `Outcomes.series`, or in what `observe` gives (`recorded_...`).
        unit: `USD` or `t` in the month, `USD held` or `t held` at its end, `share`, `count`.
        classes: Names along the last axis; empty where the array is `(draw, month)`.
        meaning: What it is.
        is_observable: Whether anything outside the country sees it as it is. Recorded trade is
            seen through `observe.py` only.
    """

    name: str
    unit: str
    classes: tuple[str, ...]
    meaning: str
    is_observable: bool = False


SERIES: tuple[SeriesName, ...] = (
    SeriesName("capacity_t", "t", GOODS,
               "output possible with all faces, pumps and hands as they are"),
    SeriesName("produced_t", "t", GOODS, "mined"),
    SeriesName("home_t", "t", GOODS, "used at home"),
    SeriesName("declared_t", "t", GOODS,
               "exported under its own name and lawfully", is_observable=True),
    SeriesName("unrecorded_t", "t", GOODS, "shipped by unlawful routes, seized cargo included"),
    SeriesName("exported_t", "t", GOODS, "reached a buyer abroad"),
    SeriesName("seized_t", "t", GOODS, "seized on the way"),
    SeriesName("lost_t", "t", GOODS, "lost from the port stock"),
    SeriesName("port_stock_t", "t held", GOODS, "waiting at ports"),
    SeriesName("pit_stock_t", "t held", GOODS, "waiting at pits"),
    SeriesName("declared_value_cif_usd", "USD", GOODS,
               "declared exports at the Chinese border", is_observable=True),
    SeriesName("unrecorded_value_usd", "USD", GOODS,
               "unlawful exports that arrived, at the price paid"),
    SeriesName("contract_value_usd", "USD", GOODS,
               "all exports that arrived, FOB, without what is paid beside the price"),
    SeriesName("export_share", "share", GOODS, "exported over mined"),
    SeriesName("discount", "share", GOODS,
               "1 - price paid over the world price, both at the Chinese border, by tonnes"),
    SeriesName("cap_used_t", "t held", GOODS, "use of the cap's period so far", is_observable=True),
    SeriesName("cap_used_usd", "USD held", GOODS,
               "use of the cap's period so far", is_observable=True),
    SeriesName("prepayment_share", "share", (),
               "prepaid over contract value of the month's orders"),
    SeriesName("barter_share", "share", (), "paid in goods over what was due at delivery"),
    SeriesName("shipped_by_route_t", "t", ROUTES, "shipped by class of routes"),
    SeriesName("unlawful_by_sponsor_t", "t", SPONSORS,
               "shipped by unlawful routes, by the company's sponsor"),
    SeriesName("contract_value_by_sponsor_usd", "USD", SPONSORS,
               "exports that arrived, by sponsor"),
    SeriesName("flooded_share", "share", MINE_TYPES, "flooded part of coal mines, by capacity"),
    SeriesName("open_share", "share", MINE_TYPES, "faces not lost, coal mines, by capacity"),
    SeriesName("equipment", "share", MINE_TYPES, "equipment of coal mines, by capacity"),
    SeriesName("strength", "share", MINE_TYPES, "miners' strength, coal mines, by capacity"),
    SeriesName("capacity_by_kind_t", "t", MINE_TYPES, "output of coal possible, by kind of mine"),
    SeriesName("produced_by_kind_t", "t", MINE_TYPES, "coal mined, by kind of mine"),
    SeriesName("home_by_kind_t", "t", MINE_TYPES, "coal used at home, by kind of mine"),
    SeriesName("receipts_authorities_usd", "USD", (),
               "levies, fees, port and arrears paid to the authorities"),
    SeriesName("receipts_by_authority_usd", "USD", AUTHORITIES, "the same by authority"),
    SeriesName("receipts_market_usd", "USD", (),
               "paid by mines and companies to carriers, suppliers and others"),
    SeriesName("receipts_households_usd", "USD", (), "pay of miners and company staff"),
    SeriesName("receipts_mines_usd", "USD", (),
               "paid to mines for what is exported, less pay and supplies"),
    SeriesName("receipts_companies_usd", "USD", (),
               "export receipts less all that companies paid on: what they keep or import"),
    SeriesName("receipts_off_book_usd", "USD", (),
               "paid to the DPRK side beside the recorded price"),
    SeriesName("receipts_chinese_traders_usd", "USD", (),
               "traders' resale less all that they paid"),
    SeriesName("receipts_chinese_state_usd", "USD", (), "fines"),
    SeriesName("currency_earned_usd", "USD", (),
               "cash and goods that came in for minerals, paid beside the price included"),
    SeriesName("food_t", "t", (), "food bought for miners and by households"),
    SeriesName("food_met_share", "share", (), "part of miners' need for food that is met"),
    SeriesName("steel_t", "t", (), "crude steel"),
    SeriesName("coke_t", "t", (), "coke brought in"),
    SeriesName("substitutes_usd", "USD", (), "sold of goods that no sanction names"),
    SeriesName("belief", "share", (),
               "risk that traders believe in, by the traders' part of the trade"),
    SeriesName("companies_open", "count", (), "companies in business"),
    SeriesName("prepayments_outstanding_usd", "USD held", (), "prepaid and not delivered"),
    SeriesName("receivables_usd", "USD held", (), "delivered and not paid"),
    SeriesName("arrears_usd", "USD held", (), "levies owed"),
    SeriesName("authorities_cash_usd", "USD held", (), "hard currency of the authorities"),
    SeriesName("households_cash_usd", "USD held", (), "hard currency of miners and households"),
    SeriesName("companies_cash_usd", "USD held", (), "deposits and off-book cash of companies"),
    SeriesName("recorded_t", "t", GOODS, "as customs of China would record it", is_observable=True),
    SeriesName("recorded_value_cif_usd", "USD", GOODS,
               "as customs of China would record it", is_observable=True),
)  # fmt: skip
SERIES_BY_NAME = {series.name: series for series in SERIES}
