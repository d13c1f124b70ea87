"""Block 6: what is new or growing, and what the law says of it."""

from collections.abc import Sequence

from coalface.brief.evidence import Evidence, sources_of
from coalface.brief.model import Block, Cell, Cite, Column, Table, Tag, Text, Tone
from coalface.brief.sentences import say_emerging
from coalface.trade.emerging import EmergingGood
from coalface.vocabulary.numbers import Number

__all__ = ["build_emerging", "status_tag"]

TONES: dict[str, Tone] = {
    "prohibited": "covered",
    "prohibited_unless_approved": "covered",
    "cap_exceeded": "covered",
    "contested": "contested",
    "mixed": "contested",
    "conditional": "contested",
    "not_listed": "free",
}
NOTES: tuple[Text, ...] = (
    (
        "The words not listed never means legal: parties, end use, transport and national law are "
        "unchecked, and the rules' catch-all paragraphs still apply. This is no clearance and no "
        "legal advice.",
    ),
    (
        "Goods with a full year come first, by latest year and value. A year that nobody published "
        "is not a zero, and first seen is the first year found in print: earlier trade may be "
        "unpublished. Processing trade is gross unless the net of declared inputs is given.",
    ),
)


def build_emerging(goods: Sequence[EmergingGood], evidence: Evidence) -> Block:
    """Build block 6 from the goods with at least one full published year."""
    full = [good for good in goods if good.latest_year is not None]
    compared = [good for good in full if good.is_new_high is not None]
    new = [good for good in compared if good.is_new_high]
    touched = [good for good in new if good.standing_now.verdict != "not_listed"]
    shown = [n for good in full for n in good.printed if n.value is not None]
    return Block(
        id="emerging",
        number="6",
        heading=say_emerging(len(new), len(compared), len(touched)),
        subtitle="China's imports from the DPRK by good, latest full year published, against the "
        "highest earlier year and 2019; what the law says on the day of this brief",
        strength=None,
        tables=(_table(full, evidence),),
        notes=NOTES,
        sources=sources_of(shown, evidence),
    )


def status_tag(verdict: str, *, needs_review: bool = False) -> Tag:
    """Give a verdict as a framed word, with the warning that a person must look."""
    words = verdict.replace("_", " ")
    if needs_review:
        return Tag(f"{words}; review", "contested" if verdict == "not_listed" else TONES[verdict])
    return Tag(words, TONES.get(verdict, "plain"))


def _table(goods: Sequence[EmergingGood], evidence: Evidence) -> Table:
    return Table(
        id="emerging",
        caption="Goods of China's imports from the DPRK: first seen, growth, share, rule status",
        columns=(
            Column("Good"),
            Column("HS"),
            Column("Rule status"),
            Column("First seen", "right"),
            Column("Last", "right"),
            Column("Value", "right"),
            Column("Net of inputs", "right"),
            Column("Share", "right"),
            Column("Over high", "right"),
            Column("Over 2019", "right"),
            Column("Source"),
        ),
        rows=tuple(_row(good, evidence) for good in goods),
        note="Value: last full year in print, CIF. Share: of all that China declared from the "
        "DPRK that year. Over high, over 2019: the value divided by that of the highest earlier "
        "year and of 2019. Review: the code is wider or narrower than the measure.",
    )


def _row(good: EmergingGood, evidence: Evidence) -> tuple[Cell, ...]:
    by_basis = {comparison.basis: comparison.value_ratio for comparison in good.comparisons}
    shown = (good.latest_value, by_basis["highest_earlier"], by_basis["year_2019"])
    return (
        good.name,
        good.code,
        status_tag(good.standing_now.verdict, needs_review=good.standing_now.needs_review),
        good.first_seen,
        str(good.latest_year),
        good.latest_value,
        _net(good),
        good.share_of_exports,
        shown[1],
        shown[2],
        Cite(sources_of((*shown, good.share_of_exports), evidence)),
    )


def _net(good: EmergingGood) -> Number | str:
    return "" if good.net_basis == "not processing" else good.net
