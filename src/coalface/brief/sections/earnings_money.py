"""Block 9: who gets the money? 100 dollars of the buyer, stage by stage, to their receivers."""

from collections.abc import Sequence
from dataclasses import replace

from coalface.brief.assumptions import caption_of
from coalface.brief.earnings_sentences import say_money
from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.sankey import Ribbon, SankeyNode, SankeyPicture, render_sankey
from coalface.brief.figures.style import BRICK, INK, NARROW, OCHRE, TEAL, VIOLET, WIDE
from coalface.brief.model import Block, Cell, Column, Figure, Table, Text
from coalface.brief.readings import name_reading
from coalface.earnings.model import load_model
from coalface.earnings.sankey import COVER, Sankey, numbers
from coalface.vocabulary.numbers import Number

__all__ = ["build_money"]

DRAWN = "kiep.A.fob"  # KIEP's own account of the kick-back, at the value that reaches the port
COLOURS = {"authorities": BRICK, "market": TEAL, "company": OCHRE, "chinese_side": VIOLET}
NOTES: tuple[Text, ...] = (
    (
        "The figure is arithmetic on one tonne at one year's customs value, not an observation: "
        "nobody has published who received what. Middles are means of draws, so that they add up; "
        "ranges hold 90 % of the draws.",
    ),
    (
        "Two ledgers answer two questions. Most of the money can stay in the country while the "
        "trading company loses; its loss is then made good from elsewhere, which nobody recorded.",
    ),
)


def build_money(stages: Sequence[Sankey], evidence: Evidence) -> Block | None:
    """Build block 9 from every branch of the stages, or nothing where there is none."""
    if not stages:
        return None
    drawn = next((one for one in stages if one.branch.id == DRAWN), stages[0])
    picture = _picture(drawn)
    by_id = {r.id: n for r, n in zip(load_model().receivers, drawn.receivers, strict=True)}
    said = [by_id[name] for name in ("authorities", "market", "company")]
    shown = numbers(drawn)
    return Block(
        id="money",
        number="9",
        heading=say_money(*said),
        subtitle=f"Of 100 US$ that the buyer of coal paid at the customs value of {drawn.year}: "
        f"mean and 5 to 95 % of draws. Reading drawn: {drawn.branch.title}",
        strength=strength_of(said, evidence),
        figures=(
            Figure(
                id="money",
                title=picture.heading,
                description=picture.description,
                wide=render_sankey(picture, WIDE),
                narrow=render_sankey(picture, NARROW),
                table=_links(drawn),
            ),
        ),
        tables=(_rivals(stages, drawn),),
        notes=(*NOTES, *caption_of(shown, drawn.caption)),
        sources=sources_of(shown, evidence),
    )


def _short(title: str) -> str:
    return title.split(":", maxsplit=1)[0].split(",", maxsplit=1)[0]


def _picture(drawn: Sankey) -> SankeyPicture:
    titles = dict(drawn.nodes)
    model = load_model()
    into = {link.target: link.amount for link in drawn.links}
    cover = [link.amount for link in drawn.links if link.source == COVER]
    sources = [SankeyNode("buyer", "Buyer pays 100", None)]
    sources += [SankeyNode(COVER, "Loss made good from elsewhere", n, OCHRE) for n in cover]
    ribbons = tuple(
        Ribbon(link.source, link.target, link.amount)
        for link in drawn.links
        if link.target in COLOURS
    )
    return SankeyPicture(
        sources=tuple(sources),
        stages=tuple(
            SankeyNode(stage.id, _short(titles[stage.id]), into[stage.id], INK)
            for stage in model.stages
            if stage.id in titles
        ),
        receivers=tuple(
            SankeyNode(r.id, _short(r.title), number, COLOURS[r.id])
            for r, number in zip(model.receivers, drawn.receivers, strict=True)
        ),
        ribbons=ribbons,
        heading="100 dollars from the buyer of coal to their receivers",
        description="Ribbons from what the buyer pays, through the stages of freight, kick-back, "
        "levies, purchase, haulage, port and finance, to authorities, market, trading company and "
        "the Chinese side. Each ribbon has the colour of its receiver, each node its mean with the "
        "range of 90 % of the draws.",
    )


def _bare(number: Number) -> Number:
    return replace(number, note="")


def _links(drawn: Sankey) -> Table:
    titles = dict(drawn.nodes)
    return Table(
        id="money",
        caption=f"Of 100 US$ paid by the buyer in {drawn.year}, from node to node",
        columns=(Column("From"), Column("To"), Column("Of 100 US$", "right")),
        rows=tuple(
            (_short(titles[link.source]), _short(titles[link.target]), _bare(link.amount))
            for link in drawn.links
        ),
        note=f"Reading: {drawn.branch.title}.",
    )


def _rivals(stages: Sequence[Sankey], drawn: Sankey) -> Table:
    """Give what each receiver has under each reading, the one that is drawn first."""
    receivers = load_model().receivers
    settlement = drawn.branch.settlement
    others = [s for s in stages if s is not drawn and s.branch.settlement == settlement]
    rows: list[tuple[Cell, ...]] = [
        (name_reading(one.branch), *map(_bare, one.receivers), _bare(one.stays))
        for one in (drawn, *others)
    ]
    return Table(
        id="money-readings",
        caption="What each receiver has of 100 US$, by rival reading; the first is drawn",
        columns=(
            Column("Reading"),
            *(Column(_short(r.title), "right") for r in receivers),
            Column("Stays at home", "right"),
        ),
        rows=tuple(rows),
        note="CIF: customs value, nothing taken off; FOB: less freight. Stays at home: of what the "
        f"country received. Settlement: {settlement.title}; readings of it that differ are in the "
        "bundle's table of the stages.",
    )
