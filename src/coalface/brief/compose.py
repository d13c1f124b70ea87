"""From tables and results to the brief: every block that has something to say, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from coalface.brief.evidence import Evidence, gather_evidence, list_sources, sources_of, strength_of
from coalface.brief.figures.first_picture import Tick
from coalface.brief.model import Block, Brief, KeyNumber, RunRecord, Text
from coalface.brief.sections.caps import build_caps
from coalface.brief.sections.earnings_account import build_account
from coalface.brief.sections.earnings_fuel import build_fuel
from coalface.brief.sections.earnings_losses import build_losses
from coalface.brief.sections.earnings_money import build_money
from coalface.brief.sections.earnings_windows import build_windows
from coalface.brief.sections.emerging import build_emerging
from coalface.brief.sections.event_map import build_event_map, describe_places
from coalface.brief.sections.first_picture import build_first_picture, say_brief_headline
from coalface.brief.sections.key_numbers import find_key_numbers
from coalface.brief.sections.mirror import build_mirror
from coalface.brief.sections.outlook import build_outlook
from coalface.brief.sections.relief import build_relief
from coalface.brief.sections.reported import build_reported, list_documents
from coalface.brief.sections.trade_series import build_trade_series
from coalface.brief.sections.unit_values import build_unit_values
from coalface.brief.sections.vital_signs import build_vital_signs
from coalface.claims.reported import Reported
from coalface.earnings.account import AccountLine
from coalface.earnings.claims import CheckedEarnings
from coalface.earnings.fuel import FuelLine
from coalface.earnings.sankey import Sankey
from coalface.law import Rulebook
from coalface.scenarios.outlook import Outlook
from coalface.trade.balance import BalanceRow
from coalface.trade.caps import CapUse
from coalface.trade.discounts import Discount
from coalface.trade.emerging import EmergingGood
from coalface.trade.first_picture import OutsideEstimate, PictureYear
from coalface.trade.relief import Relief
from coalface.vocabulary.numbers import Number

__all__ = ["BriefInputs", "compose_brief"]

TITLE = "Foreign currency of the DPRK: declared trade and the rules"
EVIDENCE_TABLES = (
    "flows",
    "processing_inputs",
    "estimates",
    "indicators",
    "prices",
    "fx",
    "shares",
    "reforms",
    "vessel_events",
    "designations",
    "ports",
)
METHOD: tuple[Text, ...] = (
    (
        "Every number is read from a published figure or derived from some by arithmetic that is "
        "stated with it; imputed, assumed and synthetic numbers carry that word. A gap is filled "
        "only in the account of earnings, by a named model, and is drawn as imputed.",
    ),
    (
        "Competing figures are kept. The central one is that of the highest confidence, then of "
        "the most digits, then the latest; the others make the range.",
    ),
    (
        "Evidence is called high, medium or low: the weakest row decides, and competing prints "
        "take one step off. The words say how a figure was read, not whether it is true.",
    ),
    (
        "Sentences are fixed wordings filled with numbers. Legal status comes from the dated rules "
        "in force on the day shown; where readings differ the word is contested.",
    ),
)
LIMITS: tuple[Text, ...] = (
    (
        "The DPRK publishes no trade statistics. All declared trade is seen from the other side, "
        "most of it from China's customs, and read where reports and news quote it.",
    ),
    ("Missing is missing, not zero: years and goods that nobody printed are left open.",),
    (
        "Estimates outside the statistics differ by method several times over, and one estimator's "
        "later figure can be four times the earlier. They show a range of opinion, not a measured "
        "quantity, and are not one series.",
    ),
    (
        "A finding is not a violation, a good not listed is not cleared, and nothing here is legal "
        "advice. Ship tracks are not in this brief; scenarios are illustrations, not forecasts.",
    ),
)


@dataclass(frozen=True, slots=True)
class BriefInputs:
    """All that the brief is made from.

    Attributes:
        as_of: Day on which the rules are read and up to which figures count.
        made_on: Day on which the brief is made; the clock is never asked.
        run: The run record.
        book: The rules.
        tables: The tables by name; those of `EVIDENCE_TABLES` and `sources`.
        coasts: Near (Yellow Sea) and far coast as parsed GeoJSON.
        picture: From `trade.first_picture.find_first_picture`.
        outside: From `trade.first_picture.find_outside_estimates`.
        balance: From `trade.balance.find_balance`.
        caps: From `trade.caps.find_cap_uses`.
        relief: From `trade.relief.find_relief`.
        discounts: From `trade.discounts.find_discounts`.
        emerging: From `trade.emerging.find_emerging`.
        base_year: Year whose dollars the headline counts from.
        stages: From `earnings.stage_questions.find_stages`.
        claims: From `earnings.claims.check_all_earnings_statements`.
        account: From `earnings.account.find_account`.
        fuel: From `earnings.fuel.find_fuel`.
        reported: Confirmed claims and what checks find in them, or None.
        outlook: Scenarios side by side, or None.
    """

    as_of: date
    made_on: date
    run: RunRecord
    book: Rulebook
    tables: Mapping[str, pl.DataFrame]
    coasts: tuple[Mapping[str, Any], Mapping[str, Any]]
    picture: tuple[PictureYear, ...]
    outside: tuple[OutsideEstimate, ...]
    balance: tuple[BalanceRow, ...]
    caps: tuple[CapUse, ...]
    relief: tuple[Relief, ...]
    discounts: tuple[Discount, ...]
    emerging: tuple[EmergingGood, ...]
    base_year: int = 2016
    stages: tuple[Sankey, ...] = ()
    claims: tuple[CheckedEarnings, ...] = ()
    account: tuple[AccountLine, ...] = ()
    fuel: tuple[FuelLine, ...] = ()
    reported: Reported | None = None
    outlook: Outlook | None = None


def compose_brief(inputs: BriefInputs) -> Brief:
    """Compose the brief. A block without anything to show is left out, not shown empty.

    Args:
        inputs: Tables and results.

    Returns:
        The brief, ready for `render_html`, `render_pdf`, `render_json` and `render_bundle`.

    Raises:
        ValueError: If the picture has no years, or one number id has two values.
    """
    if not inputs.picture:
        raise ValueError("picture: no year. Give the rows of find_first_picture.")
    tables = inputs.tables
    evidence = gather_evidence((tables[name] for name in EVIDENCE_TABLES), inputs.book)
    headline, cents = say_brief_headline(inputs.picture, inputs.base_year)
    found = find_key_numbers(
        inputs.picture,
        inputs.outside,
        cents,
        base_year=inputs.base_year,
        rounded=tables["flows"].filter(pl.col("note").str.contains("rounded"))["row_id"].to_list(),
    )
    keys = tuple(KeyNumber(n, words, sources_of((n,), evidence)) for n, words in found)
    said = [part for part in headline if isinstance(part, Number)]
    return Brief(
        title=TITLE,
        headline=headline,
        strength=strength_of(said, evidence),
        as_of=inputs.as_of,
        made_on=inputs.made_on,
        run=inputs.run,
        key_numbers=keys,
        blocks=_blocks(inputs, evidence),
        sources=(
            *list_sources(tables["sources"], inputs.book),
            *(list_documents(inputs.reported.documents) if inputs.reported else ()),
        ),
        method=METHOD,
        limits=LIMITS,
        places=describe_places(tables["vessel_events"], tables["designations"], tables["ports"]),
    )


def _blocks(inputs: BriefInputs, evidence: Evidence) -> tuple[Block, ...]:
    tables, ticks = inputs.tables, _ticks(inputs.book, inputs.as_of)
    events = (tables["vessel_events"], tables["designations"], tables["ports"])
    first_year = inputs.picture[0].year - 5
    blocks = (
        build_first_picture(inputs.picture, inputs.outside, ticks, evidence),
        build_trade_series(tables["flows"], tables["reforms"], ticks, evidence),
        build_vital_signs(tables["indicators"], evidence, first_year=first_year),
        build_caps(inputs.caps, evidence),
        build_relief(inputs.relief, evidence),
        build_mirror(inputs.balance, evidence),
        build_unit_values(inputs.discounts, tables["prices"], evidence),
        build_emerging(inputs.emerging, evidence),
        build_event_map(*events, inputs.coasts),
        build_reported(inputs.reported),
        build_money(inputs.stages, evidence),
        build_windows(inputs.claims, evidence),
        build_losses(inputs.claims, evidence),
        build_account(inputs.account, evidence, first_year=inputs.picture[0].year),
        build_fuel(inputs.fuel, evidence),
        build_outlook(inputs.outlook, evidence),
    )
    return tuple(block for block in blocks if block is not None)


def _ticks(book: Rulebook, as_of: date) -> tuple[Tick, ...]:
    """Give each resolution once, by its number, on its day of adoption."""
    adopted = {m.short.split()[0]: m.adopted_on for m in book.measures if m.adopted_on <= as_of}
    return tuple(Tick(on, label) for label, on in sorted(adopted.items(), key=lambda t: t[1]))
