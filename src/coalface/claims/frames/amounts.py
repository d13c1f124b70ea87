"""Every figure of a report and the claim that it makes: the first frame that knows it takes it."""

from collections.abc import Callable, Sequence

from coalface.claims.frames.bare_figures import read_bare_figure
from coalface.claims.frames.discount import read_discount
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.growth_rate import read_growth_rate
from coalface.claims.frames.nothing import find_nothing
from coalface.claims.frames.payment_term import read_payment_term
from coalface.claims.frames.penalty import read_penalty
from coalface.claims.frames.piece_prices import read_piece_price
from coalface.claims.frames.price import read_price
from coalface.claims.frames.quantity import read_quantity
from coalface.claims.frames.rates_told import read_told_rate
from coalface.claims.frames.ratio import read_ratio
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.rule import read_cap
from coalface.claims.frames.share import read_share
from coalface.claims.frames.superlatives import find_superlatives
from coalface.claims.frames.value import read_value
from coalface.claims.mentions.types import Mention, MentionType

__all__ = ["find_amount_claims"]

AmountFrame = Callable[[Reading, Mention, Sequence[Draft]], Draft | None]
#: In the order in which they are asked, each with the types of figure that it can read; a share is
#: whatever no other frame knows.
AMOUNT_FRAMES: tuple[tuple[AmountFrame, frozenset[MentionType]], ...] = (
    (read_penalty, frozenset({"money", "multiple", "quantity", "share"})),
    (read_cap, frozenset({"money", "quantity"})),
    (read_discount, frozenset({"money", "share"})),
    (read_payment_term, frozenset({"money", "quantity", "share"})),
    (read_told_rate, frozenset({"money", "number"})),
    (read_piece_price, frozenset({"money"})),
    (read_price, frozenset({"money", "number"})),
    (read_value, frozenset({"money", "number"})),
    (read_ratio, frozenset({"multiple", "rank", "share"})),
    (read_growth_rate, frozenset({"share"})),
    (read_share, frozenset({"share"})),
    (read_quantity, frozenset({"number", "quantity"})),
    (read_bare_figure, frozenset({"number"})),
)
_FRAMES: dict[MentionType, tuple[AmountFrame, ...]] = {
    name: tuple(frame for frame, names in AMOUNT_FRAMES if name in names)
    for name in ("money", "multiple", "number", "quantity", "rank", "share")
}


def find_amount_claims(reading: Reading) -> list[Draft]:
    """Find the claims that figures make.

    Args:
        reading: The document.

    Returns:
        Drafts in order of place, one a figure at most.
    """
    drafts: list[Draft] = []
    for mention in reading.amounts:
        for frame in _FRAMES[mention.type]:
            draft = frame(reading, mention, drafts)
            if draft is not None:
                drafts.append(draft)
                break
    return [*drafts, *find_nothing(reading), *find_superlatives(reading, drafts)]
