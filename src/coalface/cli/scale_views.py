"""What a reader sees of questions put to a whole workspace: shifts, mix-ups, unit values."""

from typing import TYPE_CHECKING

import polars as pl

from coalface.brief.numerals import format_amount
from coalface.cli.printing import View, counted

if TYPE_CHECKING:
    from coalface.trade.level_shifts import LevelShifts, ShiftQuestion
    from coalface.trade.mixups import Mixups
    from coalface.trade.unit_values import UnitValues

__all__ = [
    "imputed_view",
    "mixups_view",
    "party_of",
    "shift_notes",
    "shifts_view",
    "summaries_view",
    "totals_view",
    "unit_values_view",
]

ALL = "ALL"
NOT_CLEARANCE = (
    "Law is the UN measures' word on the code over that year, asked only where the DPRK is a "
    "party. not_listed and outside the regime: not clearance, not legal advice; parties, end use, "
    "transport and national law unchecked."
)


def party_of(text: str | None) -> str | None:
    """Read a party from the command line; ALL is any."""
    return None if text is None or text.upper() == ALL else text.upper()


def shift_notes(found: "LevelShifts") -> list[str]:
    """Say what was not read or not tested."""
    notes = [f"Not read of {found.book.source_id}: {text}." for text in found.book.left_out]
    if found.n_untested:
        what = counted(found.n_untested, "series", many="")
        notes.append(f"Not tested: {what}, whose reporter published no earlier year.")
    return notes


def shifts_view(
    found: "LevelShifts", table: pl.DataFrame, asked: "ShiftQuestion", top: int
) -> View:
    """Give the findings with the most money."""
    rows = [
        (
            row["hs_code"],
            row["exporter"],
            row["importer"],
            row["kind"].replace("_", " "),
            _usd(row["value_usd"]),
            _usd(row["expected_usd"]),
            f"{row['n_years_traded']} of {row['n_years_reported']}",
            f"{row['q_value']:.2g}",
            str(row["rank_surprise"]),
            row["verdict"].replace("_", " ") + ("; review" if row["needs_review"] else ""),
        )
        for row in table.head(top).iter_rows(named=True)
    ]
    left = len(table) - len(rows)
    return View(
        f"Trade of {found.year} above its own history, by {found.book.source_id} "
        f"({len(table):,} of {found.n_tested:,} series)",
        ("!HS", "From", "To", "Kind", ">Value", "~>Expected", "~>Years traded", "~>q",
         "~>Rank by surprise", "Law"),
        rows,
        (
            *((f"{left:,} more with less money: --out has all.",) if left else ()),
            f"Of all findings {asked.fdr:.0%} are expected to be false; a single one may be a "
            "re-coding, a mix-up of partners, a late report or a price. Expected is what its own "
            "earlier years and the good's move with all partners give; a first seen good 0.",
            *shift_notes(found),
            NOT_CLEARANCE,
        ),
    )  # fmt: skip


def mixups_view(found: "Mixups", top: int) -> View:
    """Give the likeliest mix-ups."""
    shown = found.table.filter(pl.col("reasons").is_not_null()).head(top)
    rows = [
        (
            row["hs_code"],
            row["reporter"],
            row["flow"],
            str(row["year"]),
            _usd(row["value_usd"]),
            f"{row['probability']:.2f}",
            row["reasons"],
        )
        for row in shown.iter_rows(named=True)
    ]
    return View(
        f"Cells with the DPRK that may be the Republic of Korea's, by {found.book.source_id} "
        f"({found.n_probable:,} probable of {len(found.table):,})",
        ("!HS", "Reporter", "Flow", ">Year", ">Value", ">Probability", "Reasons"),
        rows,
        (
            "A probability under stated priors (data/parameters/mixups.yml), from the books alone; "
            "it says nothing of intent. No row is dropped: --out has every cell. A low one does "
            "not make a row right: mix-ups within the usual size of a cell leave no trace.",
            *(f"Not read: {text}." for text in found.book.left_out),
        ),
    )


def summaries_view(table: pl.DataFrame) -> View:
    """Give published sums over several years, weighed."""
    rows = [
        (
            row["hs_code"],
            row["reporter"],
            row["years"],
            f"{row['quantity']:,g} {row['unit']}",
            row["finding"],
            "" if row["probability"] is None else f"{row['probability']:.2f}",
            row["reasons"],
        )
        for row in table.iter_rows(named=True)
    ]
    return View(
        "Published sums of trade with the DPRK, weighed as mix-ups",
        ("!HS", "Reporter", "Years", ">Quantity", "Finding", ">Probability", "Reasons"),
        rows,
        ("Packaged table mirror_quality. A sum has no history: weak evidence but for large ones.",),
    )


def totals_view(table: pl.DataFrame, n_left: int) -> View:
    """Give yearly totals beside KOTRA's."""
    rows = [
        (
            str(row["year"]),
            row["flow"].replace("_", " "),
            row["source_id"],
            _usd(row["value_usd"]),
            f"{_usd(row['kotra_usd'])} ({row['kotra_year']})",
            f"{_usd(row['unexplained_low_usd'])} to {_usd(row['unexplained_high_usd'])}",
            row["finding"],
        )
        for row in table.iter_rows(named=True)
    ]
    return View(
        "Totals of the DPRK's trade beside KOTRA's, which drops suspect partners",
        ("!Year", "Flow", "Source", "~>Value", "~>KOTRA's (year)", "~>Unexplained", "Finding"),
        rows,
        (
            f"Not compared: {counted(n_left, 'total')}; no total of KOTRA's is packaged of that "
            "year or one near it.",
            "Which rows of a suspect total are the South's, only the rows themselves can tell.",
        ),
    )


def unit_values_view(found: "UnitValues", top: int) -> View:
    """Give the unit values furthest out."""
    rows = [
        (
            row["hs_code"],
            row["exporter"],
            row["importer"],
            str(row["year"]),
            row["valuation"],
            _number(row["unit_value_usd_per_t"]),
            _span(row["band_low_usd_per_t"], row["band_high_usd_per_t"]),
            _beside(row),
            row["comparators"] or "",
            row["hint"] or ("far out" if row["is_far_out"] else ""),
        )
        for row in found.table.head(top).iter_rows(named=True)
    ]
    left = len(found.table) - len(rows)
    return View(
        f"Unit values by {found.book.source_id}, the furthest out of their band first",
        ("!HS", "From", "To", ">Year", "~Valuation", ">USD/t", "~>Band, USD/t",
         ">Beside others", "~Beside whom", "~Look at"),
        rows,
        (
            *((f"{left:,} more: --out has all.",) if left else ()),
            f"No mass: {counted(found.n_without_mass, 'row')}, not filled in here. A unit value is "
            "no price: a code holds many goods and grades.",
            *(f"Not read: {text}." for text in found.book.left_out),
        ),
    )  # fmt: skip


def imputed_view(filled: pl.DataFrame, top: int) -> View:
    """Give masses that were filled in."""
    rows = [
        (
            row["hs_code"],
            row["exporter"],
            row["importer"],
            str(row["year"]),
            f"{_number(row['mass_t'])} (imputed)",
            _span(row["mass_low_t"], row["mass_high_t"]),
            row["imputed_from"],
        )
        for row in filled.head(top).iter_rows(named=True)
    ]
    return View(
        f"Masses filled in ({len(filled):,}), in tonnes",
        ("!HS", "From", "To", ">Year", ">Mass", ">90 % interval", "From what"),
        rows,
        ("Value over a usual unit value: says nothing of unit values, and enters no other table.",),
    )


def _beside(row: dict[str, object]) -> str:
    if (discount := row["discount"]) is not None:
        assert isinstance(discount, float)
        if discount < -1:
            return f"{1 - discount:,.1f} x"
        return f"{abs(discount):.0%} {'below' if discount >= 0 else 'above'}"
    ratio = row["ratio_to_proxy"]
    return "no figure" if ratio is None else f"{ratio:.2f} x proxy"


def _usd(value: float | None) -> str:
    return "no figure" if value is None else format_amount(value, "USD")


def _number(value: float | None) -> str:
    return "no figure" if value is None else f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"  # noqa: PLR2004


def _span(low: float | None, high: float | None) -> str:
    return "no band" if low is None or high is None else f"{_number(low)} to {_number(high)}"
