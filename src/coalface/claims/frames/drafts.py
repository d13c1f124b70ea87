"""A claim while it is being put together: every frame gives drafts, later steps fill them in."""

from dataclasses import dataclass, field
from datetime import date

from coalface.claims.mentions.types import Amount, Commodity
from coalface.claims.sentences import Sentence

__all__ = ["Draft"]

NOWHERE = Sentence(0, 0, 0)


@dataclass(slots=True)
class Draft:
    """A claim in the making; offsets in the clean string.

    Attributes:
        start: First character of the words that carry it.
        end: One past the last.
        kind: One of the fourteen.
        rule_id: The rule that found it.
        metric: What is measured or said.
        score: How far the rule is trusted, 0 to 1; no probability.
        amount: The figure, None where the claim has none.
        at: Where the figure or the deciding word stands, to look around from.
        clause: The clause in which it stands; known once its times are to be bound.
        sentence: The sentence in which it stands; known from then on, too.
    """

    start: int
    end: int
    kind: str
    rule_id: str
    metric: str
    score: float
    amount: Amount | None = None
    at: tuple[int, int] = (0, 0)
    clause: tuple[int, int] = (0, 0)
    sentence: Sentence = NOWHERE
    commodities: tuple[Commodity, ...] = ()
    actor: str = ""
    counterparty: str = ""
    flow: str = ""
    currency: str = ""
    per: str = ""
    places: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    period_text: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    attribution: tuple[str, ...] = ()
    hedge: str = "asserted"
    polarity: str = "affirmed"
    status: str = "current"
    dated_at: int = -1
    supersedes: "Draft | None" = None
    group: "Draft | None" = field(default=None, repr=False)
