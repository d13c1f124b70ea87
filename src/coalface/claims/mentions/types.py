"""What a mention can be: a figure, a day, a place, a ship, a good, a body or a resolution."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal, NamedTuple

__all__ = [
    "Actor",
    "Amount",
    "Commodity",
    "Grain",
    "Mention",
    "MentionType",
    "Operator",
    "Period",
    "Place",
    "PlaceKind",
    "Resolution",
    "Value",
    "Vessel",
    "mention_of",
    "place_of",
]

MentionType = Literal[
    "money",
    "quantity",
    "share",
    "multiple",
    "rank",
    "number",
    "date",
    "place",
    "vessel",
    "commodity",
    "actor",
    "resolution",
]
Operator = Literal["eq", "approx", "gt", "ge", "lt", "le", "range"]
Grain = Literal[
    "day", "week", "decade", "month", "season", "quarter", "half", "year", "years", "span"
]
PlaceKind = Literal["port", "country", "province", "city", "mine", "waters"]


class Amount(NamedTuple):
    """A figure as stated, and the same in standard units.

    Attributes:
        op: How the figure binds: `gt`, `ge` fill `low` only; `lt`, `le` fill `high` only; `eq`
            and `approx` fill both alike; `range` fills both ends.
        low: Lower end as stated, scale word apart ("4.1 million" is 4.1).
        high: Upper end as stated.
        unit: Unit with its scale word: `million`, `man` (10,000), `eok` (100,000,000), `kt`, `Mt`,
            `thousand bbl`, `t`, `short ton`, `kg`, `fraction`, `count`, `day`; empty for none.
        currency: ISO 4217 code, or empty.
        per: What the figure is for one of: `t`, `kg`, `short ton`, `bbl`, `year`, `month`,
            `voyage`, a counted noun; empty if the words beside the figure do not say. The words
            lie inside the mention's span.
        std_low: Lower end in `unit_std`.
        std_high: Upper end in `unit_std`.
        unit_std: `t`, `bbl`, `fraction`, a currency, `count`, `day` ...: scale words multiplied
            out and masses in tonnes; the unit of `per` is left as stated.
        noun: What is counted ("cargoes"), as written; empty for money, masses and shares.
        is_negated: Whether the words of the bound deny it ("not even a quarter", "never more").
    """

    op: Operator
    low: float | None
    high: float | None
    unit: str = ""
    currency: str = ""
    per: str = ""
    std_low: float | None = None
    std_high: float | None = None
    unit_std: str = ""
    noun: str = ""
    is_negated: bool = False


class Period(NamedTuple):
    """Days that an expression of time covers, both ends included; None is an open or unknown end.

    Attributes:
        text: The words as they stand.
        first: First day.
        last: Last day.
        grain: How finely the words tell; `decade` is a third of a month, `span` has two ends.
        is_anchor: Whether the words give a point to count from ("since June"), so that an end
            is open.
    """

    text: str
    first: date | None
    last: date | None
    grain: Grain
    is_anchor: bool = False


class Place(NamedTuple):
    """A place of the gazetteer: `KP-NAMPO`, `CN-LN`, `KP` or `name:Tumen`, and the name used."""

    id: str
    alias: str
    kind: PlaceKind


@dataclass(frozen=True, slots=True)
class Vessel:
    """A ship as named: name as written, and its IMO number if it stands beside.

    An IMO number that breaks its check digit is kept with `is_imo_valid` false. A name says
    nothing of which hull it was.
    """

    name: str
    imo: str = ""
    is_imo_valid: bool = False


@dataclass(frozen=True, slots=True)
class Commodity:
    """A good in the guide's words (`anthracite`, `petroleum products`), with its id here."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A body or kind of person that acts or speaks: name and kind (`authority`, `company` ...)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution of the Security Council, by its number."""

    number: int


Value = Amount | Period | Place | Vessel | Commodity | Actor | Resolution


class Mention(NamedTuple):
    """Words of a text that name one thing; `end` is one past the last character."""

    start: int
    end: int
    type: MentionType
    value: Value


#: Makes a mention of all its values, in half the time that the class takes: a text has hundreds.
mention_of: Callable[[tuple[int, int, MentionType, Value]], Mention] = partial(
    tuple.__new__, Mention
)
#: Makes a place of all its values, likewise.
place_of: Callable[[tuple[str, str, PlaceKind]], Place] = partial(tuple.__new__, Place)
