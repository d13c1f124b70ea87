"""Block 6: what is new or growing, and what the law says of it."""

from collections.abc import Sequence

from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.model import Block, Cell, Cite, Column, Table, Tag, Text, Tone
from coalface.brief.numerals import NO_FIGURE
from coalface.brief.sentences import say_emerging
from coalface.trade.emerging import EmergingGood
from coalface.trade.standing import Standing
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
    dated = [good for good in goods if good.latest_year is not None]
    full = [good for good in dated if not good.holds]
    compared = [good for good in full if good.is_new_high is not None]
    new = [good for good in compared if good.is_new_high]
    touched = [good for good in new if good.standing_now.most != "not_listed"]
    shown = [n for good in dated for n in good.printed if n.value is not None]
    return Block(
        id="emerging",
        number="6",
        heading=say_emerging(len(new), len(compared), len(touched)),
        subtitle="China's imports from the DPRK by good, latest full year published, against the "
        "highest earlier year and 2019; what the law says on the day of this brief",
        strength=strength_of((good.latest_value for good in compared), evidence),
        tables=(_table(full, evidence),),
        notes=(*NOTES, *_chapters([good for good in dated if good.holds])),
        sources=sources_of(shown, evidence),
    )


def status_tag(standing: Standing) -> Tag:
    """Give a standing as a framed word, with the warning that a person must look."""
    is_open = standing.is_mixed or (standing.verdict == "not_listed" and standing.needs_review)
    return Tag(standing.words, "contested" if is_open else TONES.get(standing.verdict, "plain"))


def _chapters(goods: Sequence[EmergingGood]) -> tuple[Text, ...]:
    """Name the chapters apart: their value holds that of goods in the table."""
    return tuple(
        (
            f"For completeness, chapter {good.code} ({good.name}), which holds "
            f"{', '.join(good.holds)} and is never added to them: ",
            good.latest_value,
            f" in {good.latest_year}; {good.standing_now.words}.",
        )
        for good in goods
    )


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
        "year and of 2019; none where a part of another year alone was higher. Mixed: no measure "
        "is on the whole code, one is on goods within it. Review: the code is wider or narrower "
        "than the measure.",
    )


def _row(good: EmergingGood, evidence: Evidence) -> tuple[Cell, ...]:
    by_basis = {comparison.basis: comparison.value_ratio for comparison in good.comparisons}
    shown = (good.latest_value, by_basis["highest_earlier"], by_basis["year_2019"])
    return (
        f"{good.name}, within {good.within}" if good.within else good.name,
        good.code,
        status_tag(good.standing_now),
        good.first_seen,
        str(good.latest_year),
        good.latest_value,
        _net(good),
        good.share_of_exports,
        _over(shown[1]),
        shown[2],
        Cite(sources_of((*shown, good.share_of_exports), evidence)),
    )


def _over(ratio: Number) -> Number | str:
    """Give the ratio, or in words that a part of a year forbids it."""
    return f"{NO_FIGURE}; {ratio.note}" if ratio.note.startswith("part of ") else ratio


def _net(good: EmergingGood) -> Number | str:
    return "" if good.net_basis == "not processing" else good.net
