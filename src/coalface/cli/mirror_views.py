"""What a reader sees of the mirror, and of a good followed through editions of the HS."""

from typing import TYPE_CHECKING

import polars as pl

from coalface.brief.numerals import format_amount
from coalface.cli.printing import View, counted, figure
from coalface.trade.mirror_numbers import period_words

if TYPE_CHECKING:
    from coalface.pipeline.mirrors import MirrorAnswer
    from coalface.trade.revisions import GoodHistory

__all__ = ["changes_table", "codes_table", "codes_view", "mirror_view", "shares_view"]


def mirror_view(answer: "MirrorAnswer") -> View:
    """Give the largest reconciled cells, and the margins and reporters they were judged by."""
    by_id = {number.id: number for number in answer.numbers}
    rows = []
    for row in answer.cells.head(len(answer.numbers)).iter_rows(named=True):
        period = period_words(row["period_start"], row["period_end"])
        stem = f"mirror/{row['exporter']}-{row['importer']}/{row['hs_code']}/{period}"
        if f"{stem}/fob_usd" not in by_id:
            continue
        mass = by_id.get(f"{stem}/mass_t")
        rows.append(
            (
                row["hs_code"],
                row["exporter"],
                row["importer"],
                period,
                figure(by_id[f"{stem}/fob_usd"]),
                figure(mass) if mass else "no figure",
                _money(row["export_fob_usd"]),
                _money(row["import_cif_usd"]),
                f"{row['margin_share']:.1%}",
                row["basis"],
            )
        )
    left = answer.cells.height - len(rows)
    left_out = "; ".join(
        f"{n:,}: {reason}" for reason, n in answer.mirror.left_out.iter_rows() if n
    )
    shown = (f"{counted(left, 'smaller cell')} not shown: --out has all.",) if left else ()
    return View(
        f"Trade of {answer.year} as the books of both sides tell it together, FOB, 90 % interval",
        (
            "!HS", "From", "To", "~!Period", ">FOB", "~>Mass", "~>Exporter's book, FOB",
            "~>Importer's book, CIF", "~>Freight", "Rests on",
        ),
        rows,
        (
            *shown,
            *((f"Rows of the year that no cell was made of: {left_out}.",) if left_out else ()),
            "The interval takes for granted that the trade took place; it does not cover "
            "undeclared trade, cells booked by mistake, or a slip that both sides share.",
            *answer.notes,
        ),
    )  # fmt: skip


def shares_view(shares: pl.DataFrame, by: str) -> View:
    """Give parts by province or mode of transport."""
    rows = [
        (
            row["reporter"],
            row["partner"],
            row["flow"],
            period_words(row["period_start"], row["period_end"]),
            row["part"],
            format_amount(row["value_usd"], "USD"),
            f"{row['value_share']:.1%}",
            "" if row["mass_share"] is None else f"{row['mass_share']:.1%}",
            "no total" if row["covered_share"] is None else f"{row['covered_share']:.1%}",
        )
        for row in shares.iter_rows(named=True)
    ]
    none = () if rows else ("No row of the year names one: the file must have the column.",)
    return View(
        f"Shares by {by.replace('_', ' ')}",
        ("Reporter", "Partner", "Flow", "!Period", "Part", ">Value", ">Of value", "~>Of mass",
         "~>Of the total"),
        rows,
        ("Shares are of the rows that name a part.", *none),
    )  # fmt: skip


def codes_table(history: "GoodHistory") -> pl.DataFrame:
    """Give the codes of a good, one edition a row."""
    return pl.DataFrame(
        {
            "hs_revision": list(history.codes),
            "codes": ["+".join(codes) for codes in history.codes.values()],
            "n_codes": [len(codes) for codes in history.codes.values()],
        }
    )


def changes_table(history: "GoodHistory") -> pl.DataFrame:
    """Give what changed on the way."""
    return history.changes


def codes_view(history: "GoodHistory") -> tuple[View, View]:
    """Give the codes to add up in each edition, and the changes between them."""
    verdict = (
        "Sums over these codes can be compared, as far as the correspondence table tells."
        if history.is_comparable
        else f"Not comparable: {history.reason}."
    )
    codes = View(
        f"HS {history.code} ({history.hs_revision}) through the editions",
        ("Edition", "Codes to add up"),
        [(edition, " + ".join(codes)) for edition, codes in history.codes.items()],
        (
            verdict,
            "The table has no weights: a split is not shared out. It names one older code for each "
            "newer one, so that a merge shows as a code that ends.",
        ),
    )
    none = (
        "Nothing: the same code in every edition."
        if history.is_comparable
        else "The table tells of no change, which does not make the code comparable: see above."
    )
    changes = View(
        "What changed",
        ("Edition", "Change", "Codes", "Older codes"),
        [tuple(row) for row in history.changes.iter_rows()],
        () if history.changes.height else (none,),
    )
    return codes, changes


def _money(value: float | None) -> str:
    return "no figure" if value is None else format_amount(value, "USD")
