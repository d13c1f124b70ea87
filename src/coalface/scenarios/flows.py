"""Every way in which money or a claim moves, declared once: who pays whom, in what, and for what.

Matrices, Sankey data, the ledger's postings and the docs all come from these rows.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "FLOWS",
    "INSTRUMENTS",
    "REVALUATIONS",
    "SECTORS",
    "STAGES",
    "Claim",
    "Flow",
    "Index",
    "Instrument",
    "Revaluation",
    "Sector",
    "Stage",
    "flow_names",
]

Sector = Literal[
    "mines",
    "companies",
    "banks",
    "authorities",
    "households",
    "market",
    "traders",
    "world",
    "chinese_state",
]
Index = Literal["lane", "company", "trader", "mine", "authority", "levy", "single"]
Instrument = Literal["currency", "deposit", "prepayment", "receivable", "arrears", "investor_claim"]
Claim = Literal["prepayment", "receivable", "arrears", "investor_claim"]
Stage = Literal["produce", "settle", "share"]
Settled = Literal["money", "off_book", "own", "claim", "kind"]

STAGES: tuple[Stage, ...] = ("produce", "settle", "share")
SECTORS: dict[Sector, str] = {
    "mines": "Mines",
    "companies": "Trading companies",
    "banks": "DPRK banks",
    "authorities": "Authorities",
    "households": "Miners and households",
    "market": "Carriers, suppliers, financiers",
    "traders": "Chinese traders",
    "world": "Chinese buyers and the world",
    "chinese_state": "Chinese state",
}
#: Instrument to owner, debtor and what one row of it is; currency is nobody's debt.
INSTRUMENTS: dict[Instrument, tuple[str, Sector | None, Sector | None, Index | None]] = {
    "currency": ("Hard currency", None, None, None),
    "deposit": ("Deposits", "companies", "banks", "company"),
    "prepayment": ("Prepayments", "traders", "companies", "lane"),
    "receivable": ("Receivables", "companies", "traders", "lane"),
    "arrears": ("Levy arrears", "authorities", "companies", "levy"),
    "investor_claim": ("Investors' claims", "traders", "mines", "lane"),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """One kind of payment, or of debt made or settled by a delivery.

    Attributes:
        name: Its name in results.
        payer: Who gives.
        payee: Who gets.
        index: What one row of amounts stands for; `levy` is a pair of company and authority.
        stage: In which of the month's postings it is made.
        meaning: What it is, in words.
        equation: Where it is worked out: step and equation of docs/scenarios-model.md.
        settled: `money` (a company's money is its deposit), `off_book` (the company's side is cash
            outside its bank), `own` (a company's cash paid into its own deposit), `claim` (no money
            moves, a claim grows or shrinks) or `kind` (goods against goods: no balance changes).
        claim: Claim that it makes or settles.
        grows: Whether that claim grows by it.
    """

    name: str
    payer: Sector
    payee: Sector
    index: Index
    stage: Stage
    meaning: str
    equation: str
    settled: Settled = "money"
    claim: Claim | None = None
    grows: bool = True

    @property
    def is_financing(self) -> bool:
        """Say whether it swaps money against a claim, so that no one's worth changes."""
        return self.settled == "money" and self.claim is not None

    @property
    def moves_money(self) -> bool:
        """Say whether currency or deposits change hands."""
        return self.settled in ("money", "off_book", "own")


@dataclass(frozen=True, slots=True)
class Revaluation:
    """A claim written off: no one pays, its owner loses what its debtor gains."""

    name: str
    claim: Claim
    index: Index
    stage: Stage
    meaning: str
    equation: str


FLOWS: tuple[Flow, ...] = (
    # the working capital, and what it buys
    Flow("prepayment", "traders", "companies", "lane", "produce",
         "paid before the cargo exists", "5.3", claim="prepayment"),
    Flow("off_book_paid_in", "companies", "companies", "company", "produce",
         "off-book cash put into the company's deposit for working capital", "6.7", "own"),
    Flow("pit_purchase", "companies", "mines", "lane", "produce", "good bought at the pit", "6.9"),
    Flow("haulage", "companies", "market", "company", "produce", "haul from pit to port", "6.10"),
    Flow("port_inspection", "companies", "authorities", "company", "produce",
         "port, loading, inspection and papers", "6.10"),
    Flow("home_sales", "market", "mines", "mine", "produce",
         "coal not exported, sold at home for hard currency", "6.15"),
    Flow("wages", "mines", "households", "mine", "produce", "miners' pay", "6.16"),
    Flow("mine_supplies", "mines", "market", "mine", "produce",
         "props, belts, explosives and food of the pit", "6.16"),
    # the cargo is handed over
    Flow("resale", "world", "traders", "trader", "settle",
         "Chinese buyers pay the trader for what arrived", "9.2"),
    Flow("carriage", "traders", "world", "trader", "settle",
         "freight and the cost of the class of routes", "9.3"),
    Flow("delivery", "traders", "companies", "lane", "settle",
         "cash part of what is due at delivery", "9.8"),
    Flow("barter_purchase", "traders", "world", "trader", "settle",
         "goods bought to pay in kind", "9.9"),
    Flow("barter", "traders", "companies", "lane", "settle",
         "part of what is due at delivery, paid in goods", "9.9", "kind"),
    Flow("advance_used", "traders", "companies", "lane", "settle",
         "delivered against prepayment", "9.4", "claim", "prepayment", grows=False),
    Flow("credit_sale", "traders", "companies", "lane", "settle",
         "delivered and to be paid later", "9.10", "claim", "receivable"),
    Flow("final_payment", "traders", "companies", "lane", "settle",
         "the rest, paid after the quality check", "9.6", claim="receivable", grows=False),
    Flow("kickback", "traders", "companies", "lane", "settle",
         "paid beside the recorded price, off the books", "9.11", "off_book"),
    Flow("middlemen", "traders", "world", "trader", "settle",
         "part of what is paid beside the recorded price that stays with middlemen abroad", "9.11"),
    Flow("fines", "traders", "chinese_state", "trader", "settle",
         "fines for seized cargoes", "8.5"),
    # what is left is shared out
    Flow("levies_paid", "companies", "authorities", "levy", "share",
         "levy on the price whatever the profit, paid", "10.4"),
    Flow("levies_unpaid", "companies", "authorities", "levy", "share",
         "levy owed and not paid", "10.4", "claim", "arrears"),
    Flow("arrears_paid", "companies", "authorities", "levy", "share",
         "levy owed from before, paid", "10.6", claim="arrears", grows=False),
    Flow("fees", "companies", "authorities", "company", "share",
         "fees of state bodies, beside port and inspection", "10.3"),
    Flow("miners_food", "companies", "market", "company", "share",
         "food bought for miners", "11.2"),
    Flow("staff", "companies", "households", "company", "share", "company staff", "11.3"),
    Flow("coke", "companies", "world", "company", "share",
         "coke bought with ore receipts", "11.4"),
    Flow("company_imports", "companies", "world", "company", "share",
         "goods that companies import from profit", "11.5"),
    Flow("off_book_imports", "companies", "world", "company", "share",
         "off-book cash spent abroad", "11.5", "off_book"),
    Flow("authority_imports", "authorities", "world", "authority", "share",
         "fuel and other goods that authorities import", "11.6"),
    Flow("household_purchases", "households", "market", "single", "share",
         "households buy at the market", "11.6"),
    Flow("household_imports", "households", "world", "single", "share",
         "goods that households bring in", "11.6"),
    Flow("market_imports", "market", "world", "single", "share",
         "food and goods that the market brings in", "11.6"),
    Flow("trader_withdrawals", "traders", "world", "trader", "share",
         "profit taken out by Chinese traders", "11.7"),
    Flow("mine_investment", "traders", "mines", "lane", "share",
         "put into mines by traders", "12.6", claim="investor_claim"),
    Flow("investor_returns", "mines", "traders", "lane", "share",
         "paid back to them", "12.7", claim="investor_claim", grows=False),
    Flow("reopening", "mines", "market", "mine", "share",
         "dewatering and new faces", "12.5"),
    Flow("mine_upkeep", "mines", "market", "mine", "share",
         "machines and repairs that mines pay for themselves", "12.6"),
    Flow("substitutes", "world", "companies", "company", "share",
         "goods sold that no sanction names", "14.3"),
    Flow("substitute_costs", "companies", "market", "company", "share",
         "what making them costs", "14.3"),
)  # fmt: skip

REVALUATIONS: tuple[Revaluation, ...] = (
    Revaluation("prepayment_lost", "prepayment", "lane", "settle",
                "prepayment on seized cargo, in dispute", "8.6"),
    Revaluation("quality_claim", "receivable", "lane", "settle",
                "cut or sent back for quality", "9.6"),
    Revaluation("arrears_lapsed", "arrears", "levy", "share",
                "arrears of a company that closes", "14.6"),
    Revaluation("prepayment_lapsed", "prepayment", "lane", "share",
                "prepayments to a company that closes", "14.6"),
)  # fmt: skip


def flow_names(stage: Stage | None = None) -> tuple[str, ...]:
    """Give the names of flows and revaluations in the order of posting."""
    rows: tuple[Flow | Revaluation, ...] = FLOWS + REVALUATIONS
    return tuple(row.name for s in STAGES for row in rows if row.stage == s and stage in (None, s))
