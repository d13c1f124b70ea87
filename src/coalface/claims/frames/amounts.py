"""Every figure of a report and the claim that it makes: the first frame that knows it takes it."""

from bisect import bisect_right
from collections.abc import Callable, Sequence, Set

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
from coalface.claims.frames.sources_told import find_sources_told
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
#: Families of cues, and kinds of the claim before: a frame is asked of figures of a type only where
#: the sentence holds one of the first, or the last claim is of the second. Without them, as in most
#: sentences, it reads nothing.
_NEEDED: dict[tuple[AmountFrame, MentionType], tuple[tuple[str, ...], tuple[str, ...]]] = {
    (read_penalty, "money"): (("penalty",), ("penalty",)),
    (read_penalty, "multiple"): (("penalty",), ()),
    (read_penalty, "quantity"): (("penalty",), ()),
    (read_penalty, "share"): (("penalty",), ()),
    (read_cap, "money"): (("cap", "resolution", "law"), ("rule",)),
    (read_cap, "quantity"): (("cap", "resolution", "law"), ("rule",)),
    (read_discount, "money"): (("discount",), ()),
    (read_discount, "share"): (("discount",), ("discount", "price")),
    (read_payment_term, "quantity"): (("pay", "payverb"), ()),
    (read_price, "number"): ((), ("price",)),
}
_ANYWHERE = None, ()
_Asked = tuple[AmountFrame, tuple[str, ...] | None, tuple[str, ...]]
_FRAMES: dict[MentionType, tuple[_Asked, ...]] = {
    name: tuple(
        (frame, *_NEEDED.get((frame, name), _ANYWHERE))
        for frame, names in AMOUNT_FRAMES
        if name in names
    )
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
    starts, cues = reading.starts.sentences, reading.starts.sentence_cues
    kind, stop = "", 0
    held: Set[str] = frozenset()
    named = _naming_resolutions(reading)
    for mention in reading.amounts:
        if mention.start >= stop:
            place = (bisect_right(starts, mention.start) or 1) - 1
            held, stop = cues[place].keys(), reading.sentences[place].end
            held = held | {"resolution"} if place in named else held
        for frame, needed, before in _FRAMES[mention.type]:
            if needed is not None and kind not in before and held.isdisjoint(needed):
                continue
            draft = frame(reading, mention, drafts)
            if draft is not None:
                drafts.append(draft)
                kind = draft.kind
                break
    told = (
        *find_nothing(reading),
        *find_superlatives(reading, drafts),
        *find_sources_told(reading),
    )
    return [*drafts, *told]


def _naming_resolutions(reading: Reading) -> Set[int]:
    """Give the sentences that name a resolution, by number."""
    its = reading.mentions.get("resolution", ())
    return {(bisect_right(reading.starts.sentences, m.start) or 1) - 1 for m in its}
