"""One case as it is put to the law: a good or a service, a direction, a time, and known facts."""

from dataclasses import dataclass
from datetime import date, timedelta

from coalface.vocabulary.goods import normal_words

__all__ = ["Case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of one shipment, record or service. None and "" mean unknown, never zero.

    Either `on`, or `period_start` and `period_end` (exclusive) where only a month or year is known.
    Countries are ISO 3166 alpha-3. Ledger amounts are what stood in the named ledger before the
    case, in the period of the cap that holds its day.
    """

    direction: str
    hs_code: str = ""
    hs_revision: str = ""
    commodity: str = ""
    activity: str = ""
    on: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    case_id: str = ""
    value_usd: float | None = None
    mass_t: float | None = None
    quantity: float | None = None
    unit: str = ""
    origin: str = ""
    via: str = ""
    importer: str = ""
    livelihood_evidence: bool | None = None
    committee_notified: bool | None = None
    committee_approved: bool | None = None
    contract_on: date | None = None
    shipped_on: date | None = None
    ledger: str = ""
    ledger_mass_t: float | None = None
    ledger_value_usd: float | None = None
    ledger_quantity: float | None = None
    ledger_unit: str = ""
    ledger_2: str = ""
    ledger_2_quantity: float | None = None
    ledger_2_unit: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        if not (self.hs_code or self.activity):
            raise ValueError("a case needs an hs_code or an activity")
        if self.on is None and (self.period_start is None or self.period_end is None):
            raise ValueError("a case needs `on`, or `period_start` and `period_end`")
        if self.on is None and self.first_day >= self.end:
            raise ValueError("period_end must be after period_start: ranges exclude their end")

    @property
    def first_day(self) -> date:
        """Give the first day on which it can have happened."""
        day = self.on or self.period_start
        assert day is not None
        return day

    @property
    def end(self) -> date:
        """Give the first day on which it can no longer have happened."""
        if self.on is not None:
            return self.on + timedelta(days=1)
        assert self.period_end is not None
        return self.period_end

    @property
    def text(self) -> str:
        """Give all that names the good, as normal words."""
        return normal_words(f"{self.commodity} {self.description}")
