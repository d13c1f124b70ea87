"""Block 9b: a statement of two amounts, and the share that it needs under each reading."""

from collections.abc import Sequence

from coalface.brief.assumptions import caption_of
from coalface.brief.earnings_sentences import say_windows
from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.share_windows import (
    ShareWindow,
    WindowGroup,
    WindowPicture,
    render_share_windows,
)
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.model import Block, Cell, Column, Figure, Table, Text
from coalface.earnings.claim_forms import AuthorityShare
from coalface.earnings.claim_results import Reading
from coalface.earnings.claims import CheckedEarnings
from coalface.earnings.model import load_model
from coalface.earnings.parameters import load_parameters
from coalface.vocabulary.numbers import Number

__all__ = ["build_windows"]

TITLES = {
    "cif": "customs value",
    "fob": "less freight",
    "fob_kickback": "less freight, kick-back added",
}
NOTES: tuple[Text, ...] = (
    (
        "The share itself has no source but the statement, so no chance is printed. What is "
        "shown is arithmetic: how large a part of each base would leave both sides enough.",
    ),
)


def build_windows(claims: Sequence[CheckedEarnings], evidence: Evidence) -> Block | None:
    """Build block 9b from the first statement of two amounts, or nothing where none was tested."""
    for checked in claims:
        if isinstance(checked.statement.test, AuthorityShare) and checked.readings:
            return _block(checked, checked.statement.test, evidence)
    return None


def _block(checked: CheckedEarnings, test: AuthorityShare, evidence: Evidence) -> Block:
    statement = checked.statement
    picture = _picture(checked, test)
    amount = Number(
        id=f"brief/earnings/{statement.id}/at_least_usd",
        label=f"What each side had at least, as said: {statement.title}",
        value=test.at_least_usd,
        unit="USD",
        mark="published",
        how="as published",
        inputs=(statement.row_id,),
    )
    shown = [n for reading in checked.readings for n in reading.numbers]
    last = test.ends_on
    return Block(
        id="windows",
        number="9b",
        heading=say_windows(amount, [reading.verdict for reading in checked.readings]),
        subtitle=f"Share of the authorities needed, {test.starts_on.year} to before "
        f"{last:%B} {last.year}, by what the money is counted from and how it is valued",
        strength=strength_of((amount, *shown), evidence),
        figures=(
            Figure(
                id="share-windows",
                title=picture.heading,
                description=picture.description,
                wide=render_share_windows(picture, WIDE),
                narrow=render_share_windows(picture, NARROW),
                table=_table(checked, test),
            ),
        ),
        notes=(*NOTES, *caption_of(shown)),
        sources=sources_of((amount, *shown), evidence),
    )


def _picture(checked: CheckedEarnings, test: AuthorityShare) -> WindowPicture:
    low, _, high = load_parameters()[test.share].range
    groups = []
    for base in test.bases:
        mine = [r for r in checked.readings if r.id.split(".")[0] == base.id]
        windows = (
            ShareWindow(
                TITLES.get(_valuation(r.id), r.title),
                _verdict(r),
                *_three(r.numbers),
                _best(r.numbers[0], test.at_least_usd),
            )
            for r in mine
        )
        groups.append(WindowGroup(base.title, tuple(windows)))
    return WindowPicture(
        groups=tuple(groups),
        said=(low, high),
        heading="Which share of the authorities the statement needs, reading by reading",
        description="A bar for each base and valuation: dark where the share leaves both sides "
        "enough at the middle of the base, light and dashed where only the top of its 90 % band "
        "does. A grey band is what about half is taken to mean; the verdict stands at the bar.",
    )


def _three(numbers: Sequence[Number]) -> tuple[Number, Number, Number]:
    total, share_from, share_to, *_ = numbers
    return total, share_from, share_to


def _verdict(reading: Reading) -> str:
    """Give the verdict, a share needed in percent as along the axis."""
    low, high = (number.value for number in reading.numbers[1:3])
    if low is None or high is None or not reading.verdict.startswith("needs"):
        return reading.verdict
    return f"needs {100 * low:.0f} to {100 * high:.0f} %"


def _best(total: Number, amount: float) -> tuple[float, float] | None:
    """Give the window at the top of the base, or None where even that leaves too little."""
    top = max(v for v in (total.value, total.high) if v is not None)
    return (amount / top, 1 - amount / top) if top >= 2 * amount else None


def _valuation(reading_id: str) -> str:
    return reading_id.split(".")[1]


def _table(checked: CheckedEarnings, test: AuthorityShare) -> Table:
    bases = {base.id: base.title for base in test.bases}
    valuations = {v.id: v.title for v in load_model().valuations}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            bases[reading.id.split(".")[0]],
            valuations[_valuation(reading.id)],
            _verdict(reading),
            *reading.numbers[:3],
        )
        for reading in checked.readings
    )
    low, _, high = load_parameters()[test.share].range
    return Table(
        id="share-windows",
        caption=f"Shares under which it holds: {checked.statement.title}",
        columns=(
            Column("Base"),
            Column("Valuation"),
            Column("Verdict"),
            Column("Comes to", "right"),
            Column("From", "right"),
            Column("To", "right"),
        ),
        rows=rows,
        note="Verdicts are of the middle of each base; ranges are what the ends of its 90 % band "
        f"would change. About half is taken as {100 * low:.0f} to {100 * high:.0f} %, a range of "
        "ours. Gaps in the years are imputed.",
    )
