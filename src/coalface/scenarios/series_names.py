"""The series that a run gives, each with its unit, its classes and whether anyone outside sees it."""

from dataclasses import dataclass

from coalface.scenarios.forcing import ROUTES
from coalface.scenarios.world import AUTHORITIES, GOODS, MINE_TYPES, SPONSORS

__all__ = ["SERIES", "SERIES_BY_NAME", "SeriesName"]


@dataclass(frozen=True, slots=True)
class SeriesName:
    """One series of a run.

    Attributes:
        name: Its key in `Outcomes.series`.
        unit: `USD` or `t` in the month, `USD held` or `t held` at its end, `share`, `count`.
        meaning: What it is.
        classes: Names along the last axis; empty where the array is `(draw, month)`.
        is_observable: Whether anything outside the country sees it as it is. Recorded trade is
            seen through `observe.py` only.
    """

    name: str
    unit: str
    meaning: str
    classes: tuple[str, ...] = ()
    is_observable: bool = False


_GOOD, _KIND, _SPONSOR = GOODS, MINE_TYPES, SPONSORS
SERIES: tuple[SeriesName, ...] = (
    SeriesName("capacity_t", "t", "output possible with all faces, pumps and hands as they are", _GOOD),
    SeriesName("produced_t", "t", "mined", _GOOD),
    SeriesName("home_t", "t", "used at home", _GOOD),
    SeriesName("declared_t", "t", "exported under its own name and lawfully", _GOOD, True),
    SeriesName("unrecorded_t", "t", "shipped by unlawful routes, seized cargo included", _GOOD),
    SeriesName("exported_t", "t", "reached a buyer abroad", _GOOD),
    SeriesName("seized_t", "t", "seized on the way", _GOOD),
    SeriesName("lost_t", "t", "lost from the port stock", _GOOD),
    SeriesName("port_stock_t", "t held", "waiting at ports", _GOOD),
    SeriesName("pit_stock_t", "t held", "waiting at pits", _GOOD),
    SeriesName("declared_value_cif_usd", "USD", "declared exports at the Chinese border", _GOOD, True),
    SeriesName("unrecorded_value_usd", "USD", "unlawful exports that arrived, at the price paid", _GOOD),
    SeriesName("contract_value_usd", "USD", "all exports that arrived, FOB, without what is paid beside the price", _GOOD),
    SeriesName("export_share", "share", "exported over mined", _GOOD),
    SeriesName("discount", "share", "1 - price paid over the world price, both at the Chinese border, by tonnes", _GOOD),
    SeriesName("cap_used_t", "t held", "use of the cap's period so far", _GOOD, True),
    SeriesName("cap_used_usd", "USD held", "use of the cap's period so far", _GOOD, True),
    SeriesName("prepayment_share", "share", "prepaid over contract value of the month's orders"),
    SeriesName("barter_share", "share", "paid in goods over what was due at delivery"),
    SeriesName("shipped_by_route_t", "t", "shipped by class of routes", ROUTES),
    SeriesName("unlawful_by_sponsor_t", "t", "shipped by unlawful routes, by the company's sponsor", _SPONSOR),
    SeriesName("contract_value_by_sponsor_usd", "USD", "exports that arrived, by sponsor", _SPONSOR),
    SeriesName("flooded_share", "share", "flooded part of coal mines, by capacity", _KIND),
    SeriesName("open_share", "share", "faces not lost, coal mines, by capacity", _KIND),
    SeriesName("equipment", "share", "equipment of coal mines, by capacity", _KIND),
    SeriesName("strength", "share", "miners' strength, coal mines, by capacity", _KIND),
    SeriesName("capacity_by_kind_t", "t", "output of coal possible, by kind of mine", _KIND),
    SeriesName("produced_by_kind_t", "t", "coal mined, by kind of mine", _KIND),
    SeriesName("home_by_kind_t", "t", "coal used at home, by kind of mine", _KIND),
    SeriesName("receipts_authorities_usd", "USD", "levies, fees, port and arrears paid to the authorities"),
    SeriesName("receipts_by_authority_usd", "USD", "the same by authority", AUTHORITIES),
    SeriesName("receipts_market_usd", "USD", "paid by mines and companies to carriers, suppliers and others"),
    SeriesName("receipts_households_usd", "USD", "pay of miners and company staff"),
    SeriesName("receipts_mines_usd", "USD", "paid to mines for what is exported, less pay and supplies"),
    SeriesName("receipts_companies_usd", "USD", "export receipts less all that companies paid on: what they keep or import"),
    SeriesName("receipts_off_book_usd", "USD", "paid to the DPRK side beside the recorded price"),
    SeriesName("receipts_chinese_traders_usd", "USD", "traders' resale less all that they paid"),
    SeriesName("receipts_chinese_state_usd", "USD", "fines"),
    SeriesName("currency_earned_usd", "USD", "cash and goods that came in for minerals, paid beside the price included"),
    SeriesName("food_t", "t", "food bought for miners and by households"),
    SeriesName("food_met_share", "share", "part of miners' need for food that is met"),
    SeriesName("steel_t", "t", "crude steel"),
    SeriesName("coke_t", "t", "coke brought in"),
    SeriesName("substitutes_usd", "USD", "sold of goods that no sanction names"),
    SeriesName("belief", "share", "risk that traders believe in, by the traders' part of the trade"),
    SeriesName("companies_open", "count", "companies in business"),
    SeriesName("prepayments_outstanding_usd", "USD held", "prepaid and not delivered"),
    SeriesName("receivables_usd", "USD held", "delivered and not paid"),
    SeriesName("arrears_usd", "USD held", "levies owed"),
    SeriesName("authorities_cash_usd", "USD held", "hard currency of the authorities"),
    SeriesName("households_cash_usd", "USD held", "hard currency of miners and households"),
    SeriesName("companies_cash_usd", "USD held", "deposits and off-book cash of companies"),
)  # fmt: skip
SERIES_BY_NAME = {series.name: series for series in SERIES}
