"""What each named ledger counts against a cap: reported, declared, alleged or estimated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from coalface.law import CapPeriod, LedgerEntry, Measure, Rulebook
from coalface.tables.flows import value_usd
from coalface.trade.figures import Figure
from coalface.trade.goods import load_trade_goods
from coalface.trade.reported_windows import find_reported_windows

__all__ = ["LedgerAmount", "Unit", "find_ledger_amounts", "law_row_of"]

#: Customs books that count against a cap, by the reporter of the rows.
CUSTOMS = {"CHN": "customs_china", "RUS": "customs_russia"}
COMMITTEE = "committee_reported"
#: Rows of this prefix were reported to the Committee, though they stand among customs months.
COMMITTEE_SOURCE = "un1718"
Unit = Literal["USD", "t", "bbl"]


@dataclass(frozen=True, slots=True)
class LedgerAmount:
    """What one ledger holds for one window of a cap's period, in the units that it states.

    Attributes:
        ledger: `committee_reported`, `customs_china`, `customs_mirror`, `alleged_us` ...
        reporters: Who reported or alleged it.
        starts_on: First day of the window.
        ends_on: First day after it.
        amounts: A figure for each of `USD`, `t`, `bbl` that is stated.
        unreported: Months of the window for which nothing was found; missing, not zero.
        note: A warning to stand beside it.
        is_level: The sum of a ledger's months within the life of a cap that ended early.
    """

    ledger: str
    reporters: str
    starts_on: date
    ends_on: date
    amounts: Mapping[Unit, Figure]
    unreported: tuple[str, ...] = ()
    note: str = ""
    is_level: bool = False

    @property
    def window(self) -> tuple[str, date, date]:
        """Give ledger and window, what makes two amounts rivals."""
        return self.ledger, self.starts_on, self.ends_on


def find_ledger_amounts(
    flows: pl.DataFrame,
    estimates: pl.DataFrame,
    book: Rulebook,
    measure: Measure,
    period: CapPeriod,
) -> tuple[LedgerAmount, ...]:
    """Find what every ledger holds for one period of one cap.

    Ledgers are rivals: never add them up, and none of them is the law's own count.

    Args:
        flows: Table `flows`.
        estimates: Table `estimates`.
        book: The rules, with the ledger entries packaged beside them.
        measure: A measure with a cap.
        period: One period of that cap.

    Returns:
        The amounts, by ledger and window; `committee_reported` is always there, without amounts
        where nothing was found.
    """
    packaged = [
        *_committee(flows, measure, period),
        *_customs(flows, measure, period),
        *_alleged(estimates, measure, period),
    ]
    known = {amount.window for amount in packaged}
    entries = (_of_entry(entry) for entry in book.ledger if _counts_for(entry, measure, period))
    found = packaged + [amount for amount in entries if amount.window not in known]
    if not any(amount.ledger == COMMITTEE for amount in found):
        found.append(_unreported(flows, measure, period))
    return tuple(sorted(found, key=lambda a: (a.ledger, a.starts_on, a.ends_on, a.reporters)))


def law_row_of(entry: LedgerEntry) -> str:
    """Give the id under which a ledger entry of the rulebook is named as an input."""
    return f"law/ledger/{entry.measure_id}/{entry.ledger}/{entry.starts_on}_{entry.ends_on}"


def _committee(flows: pl.DataFrame, measure: Measure, period: CapPeriod) -> Iterator[LedgerAmount]:
    if measure.cap is None or measure.cap.product != "refined_petroleum":
        return
    reported = _within(flows.filter(pl.col("dataset") == "refined_1718"), period)
    merged: dict[tuple[date, date], LedgerAmount] = {}
    for window in find_reported_windows(reported, period.starts_on, period.ends_on):
        key = (window.starts_on, window.ends_on)
        other = merged.get(key)
        stated: dict[Unit, Figure] = dict(other.amounts) if other else {}
        stated[window.unit] = window.amount
        merged[key] = LedgerAmount(
            ledger=COMMITTEE,
            reporters=window.reporters,
            starts_on=window.starts_on,
            ends_on=window.ends_on,
            amounts=stated,
            unreported=window.unreported,
            note="; ".join(n for n in (other.note if other else "", window.note) if n),
        )
    yield from merged.values()


def _customs(flows: pl.DataFrame, measure: Measure, period: CapPeriod) -> Iterator[LedgerAmount]:
    """Give each customs figure whose window lies in the period, competing prints apart."""
    rows = _within(_customs_rows(flows, measure), period)
    for row in rows.iter_rows(named=True):
        amounts = _amounts_of(row)
        if amounts:
            is_committee = row["source_id"].startswith(COMMITTEE_SOURCE)
            yield LedgerAmount(
                ledger=COMMITTEE if is_committee else CUSTOMS[row["reporter"]],
                reporters=row["reporter"],
                starts_on=row["period_start"],
                ends_on=row["period_end"],
                amounts=amounts,
                note=_customs_note(row, measure),
            )


def _customs_rows(flows: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    assert measure.cap is not None
    flow = "import" if "from_dprk" in measure.direction else "export"
    return flows.filter(
        pl.col("dataset").is_in(["annual", "monthly", "period"])
        & (pl.col("flow") == flow)
        & (pl.col("partner") == "PRK")
        & pl.col("reporter").is_in(list(CUSTOMS))
        & pl.col("hs_code").is_in(load_trade_goods().cap_product(measure.cap.product).codes)
    ).with_columns(value=value_usd())


def _unreported(flows: pl.DataFrame, measure: Measure, period: CapPeriod) -> LedgerAmount:
    """Give the Committee's ledger without amounts, and the last customs figure before it."""
    notes = ["no report was found; missing, not zero"]
    rows = _customs_rows(flows, measure).filter(pl.col("period_end") <= period.starts_on)
    for row in rows.sort("period_end").tail(1).iter_rows(named=True):
        last = ", ".join(f"{f.value:,.0f} {unit}" for unit, f in _amounts_of(row).items())
        when = f"{row['period_start']} to before {row['period_end']}"
        notes.append(f"last customs figure ({row['reporter']}), {when}: {last}; {row['note']}")
    return LedgerAmount(
        ledger=COMMITTEE,
        reporters="",
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        amounts={},
        note="; ".join(notes),
    )


def _alleged(
    estimates: pl.DataFrame, measure: Measure, period: CapPeriod
) -> Iterator[LedgerAmount]:
    assert measure.cap is not None
    word = load_trade_goods().cap_product(measure.cap.product).word
    if not word:
        return
    rows = estimates.filter(
        (pl.col("channel") == "import_unrecorded")
        & pl.col("item").str.to_lowercase().str.contains(word, literal=True)
        & pl.col("period_start").is_not_null()
        & pl.col("period_end").is_not_null()
    )
    for row in rows.iter_rows(named=True):
        starts_on, ends_on = row["period_start"], row["period_end"]
        amounts = _estimate_amounts(row)
        if amounts and _is_mostly_in(starts_on, ends_on, period):
            is_inside = period.starts_on <= starts_on and ends_on <= period.ends_on
            outside = "" if is_inside else "its year is not quite the cap's"
            yield LedgerAmount(
                ledger=_alleging(row["who"]),
                reporters=row["who"],
                starts_on=starts_on,
                ends_on=ends_on,
                amounts=amounts,
                note="; ".join(part for part in (row["item"], row["note"], outside) if part),
            )


def _alleging(who: str) -> str:
    if "United States" in who or "States" in who:
        return "alleged_us"
    return "estimate_kotra" if who == "KOTRA" else "alleged_others"


def _amounts_of(row: Mapping[str, Any]) -> dict[Unit, Figure]:
    barrels = row["quantity"] if row["unit"] == "bbl" else None
    stated: dict[Unit, float | None] = {"USD": row["value"], "t": row["mass_t"], "bbl": barrels}
    return {
        unit: Figure(value, value, value, (row["row_id"],))
        for unit, value in stated.items()
        if value is not None
    }


def _estimate_amounts(row: Mapping[str, Any]) -> dict[Unit, Figure]:
    spans: dict[Unit, tuple[float | None, float | None]] = {
        "USD": (row["value_low_usd"], row["value_high_usd"])
    }
    if row["unit"] in ("t", "bbl"):
        spans[row["unit"]] = (row["quantity_low"], row["quantity_high"])
    found: dict[Unit, Figure] = {}
    for unit, (low, high) in spans.items():
        first = low if low is not None else high
        if first is not None:
            last = high if high is not None else first
            note = "published as more than this" if high is None else ""
            found[unit] = Figure(first, first, last, (row["row_id"],), note=note)
    return found


def _of_entry(entry: LedgerEntry) -> LedgerAmount:
    stated: dict[Unit, float | None] = {
        "USD": entry.value_usd,
        "t": entry.quantity_t,
        "bbl": entry.quantity_bbl,
    }
    row = law_row_of(entry)
    return LedgerAmount(
        ledger=entry.ledger,
        reporters="all Member States" if entry.ledger == COMMITTEE else "press on China customs",
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        amounts={
            unit: Figure(value, value, value, (row,))
            for unit, value in stated.items()
            if value is not None
        },
        note="; ".join(part for part in (entry.label, entry.note) if part),
    )


def _counts_for(entry: LedgerEntry, measure: Measure, period: CapPeriod) -> bool:
    return (
        entry.measure_id == measure.id
        and period.starts_on <= entry.starts_on
        and entry.ends_on <= period.ends_on
    )


def _customs_note(row: Mapping[str, Any], measure: Measure) -> str:
    is_value = measure.cap is not None and any(p.value_usd for p in measure.cap.periods)
    basis = "value at China's border (CIF); the cap counts it without transport" if is_value else ""
    return "; ".join(part for part in (row["description"], row["note"], basis) if part)


def _within(rows: pl.DataFrame, period: CapPeriod) -> pl.DataFrame:
    return rows.filter(
        (pl.col("period_start") >= period.starts_on) & (pl.col("period_end") <= period.ends_on)
    )


def _is_mostly_in(starts_on: date, ends_on: date, period: CapPeriod) -> bool:
    inside = min(ends_on, period.ends_on) - max(starts_on, period.starts_on)
    return 2 * inside > ends_on - starts_on
