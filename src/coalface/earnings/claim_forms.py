"""The form in which a published statement on earnings is kept: facts and where they stand."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from coalface.earnings.model import load_model
from coalface.earnings.parameters import load_parameters
from coalface.earnings.precedence import load_lines
from coalface.errors import DefinitionError
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = [
    "AuthorityShare",
    "Barter",
    "BarterGood",
    "Base",
    "CokeCover",
    "CompanyLoss",
    "Deficit",
    "Discount",
    "EarningsStatement",
    "ExportShare",
    "ExportYear",
    "GoldWorth",
    "SmugglersCondition",
    "Test",
    "load_earnings_statements",
    "read_earnings_statements",
]

PREFIX = "earnings-"
LOCATOR_CHARACTERS = 120


def _known_parameters(names: Sequence[str]) -> None:
    unknown = sorted(set(names) - set(load_parameters()))
    if unknown:
        raise ValueError(f"parameters {unknown} are not known")


class Base(Definition):
    """What the money is a share of: some lines of the account, added up.

    `said_low_usd` and `said_high_usd` are what another reading of the same books came to, to be
    set beside ours.
    """

    id: str
    title: str
    lines: tuple[str, ...] = Field(min_length=1)
    said_low_usd: float = Field(gt=0)
    said_high_usd: float = Field(gt=0)

    @field_validator("lines")
    @classmethod
    def _lines_are_known(cls, lines: tuple[str, ...]) -> tuple[str, ...]:
        known = {line.id: line for line in load_lines()}
        unknown = [line for line in lines if line not in known]
        if unknown:
            raise ValueError(f"unknown lines {unknown}; name some of {', '.join(known)}")
        twice = {part for line in lines for part in known[line].overlaps} & set(lines)
        if twice or len(set(lines)) != len(lines):
            raise ValueError(f"{sorted(twice) or list(lines)} would be counted twice")
        return lines


class AuthorityShare(Definition):
    """More than an amount each went to the authorities and to the market over a period."""

    kind: Literal["authority_share"]
    starts_on: date
    ends_on: date
    at_least_usd: float = Field(gt=0)
    share: str
    bases: tuple[Base, ...] = Field(min_length=1)
    valuations: tuple[str, ...] = Field(min_length=1)
    kickback: str

    @field_validator("valuations")
    @classmethod
    def _valuations_are_known(cls, valuations: tuple[str, ...]) -> tuple[str, ...]:
        known = {v.id for v in load_model().valuations}
        if set(valuations) - known:
            raise ValueError(f"unknown valuations {sorted(set(valuations) - known)}")
        return valuations

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _known_parameters((self.share, self.kickback))
        if self.ends_on <= self.starts_on:
            raise ValueError(f"ends_on {self.ends_on} is not after starts_on {self.starts_on}")
        if (self.starts_on.month, self.starts_on.day, self.ends_on.day) != (1, 1, 1):
            raise ValueError("starts_on must be a first of January, ends_on a first of a month")
        return self


class CompanyLoss(Definition):
    """Trading companies are likely to lose money in the trade of a good."""

    kind: Literal["company_loss"]
    good: str

    @field_validator("good")
    @classmethod
    def _good_is_known(cls, good: str) -> str:
        known = [g.id for g in load_model().goods]
        if good not in known:
            raise ValueError(f"unknown good {good!r}; name one of {', '.join(known)}")
        return good


class SmugglersCondition(Definition):
    """A buyer gains although cargoes are seized and fined; and the fine that would deter."""

    kind: Literal["smugglers_condition"]
    rate_year: int
    chances: tuple[float, ...] = Field(min_length=1)


class Discount(Definition):
    """A good was sold below what the buyer paid elsewhere, by a share of the price."""

    kind: Literal["discount"]
    code: str
    share: str
    until: date

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _known_parameters((self.share,))
        return self


class CokeCover(Definition):
    """Recorded imports of coke, and the part of crude steel that they cover."""

    kind: Literal["coke_cover"]
    imports: dict[int, str]
    coke_rate: str
    steel_indicator: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _known_parameters((*self.imports.values(), self.coke_rate))
        return self


class Deficit(Definition):
    """A deficit and exports of a period."""

    kind: Literal["deficit"]
    starts_on: date
    ends_on: date
    deficit_usd: float
    exports_usd: float = Field(ge=0)
    rounded_to_usd: float = Field(gt=0)


class BarterGood(Definition):
    """Something received for coal; without a price it has no figure."""

    name: str
    mass_t: float | None = Field(default=None, gt=0)
    price: str = ""


class Barter(Definition):
    """Goods received for coal at a discount."""

    kind: Literal["barter"]
    goods: tuple[BarterGood, ...] = Field(min_length=1)
    coal_series: str
    month: date
    discount: str
    cargo: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        prices = [g.price for g in self.goods if g.price]
        _known_parameters((*prices, self.discount, self.cargo))
        return self


class GoldWorth(Definition):
    """A mass of gold that left the country."""

    kind: Literal["gold_worth"]
    mass_t: float = Field(gt=0)
    month: date
    series: str
    exports_year: int


class ExportYear(Definition):
    """Output and exports of one year, from where they are recorded."""

    year: int
    code: str
    output_indicator: str
    is_by_series: bool = False


class ExportShare(Definition):
    """Part of output that was exported, over some years."""

    kind: Literal["export_share"]
    share: str
    from_year: int
    to_year: int
    years: tuple[ExportYear, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _known_parameters((self.share,))
        return self


Test = Annotated[
    AuthorityShare
    | CompanyLoss
    | SmugglersCondition
    | Discount
    | CokeCover
    | Deficit
    | Barter
    | GoldWorth
    | ExportShare,
    Field(discriminator="kind"),
]


class EarningsStatement(Definition):
    """What one source said of earnings, and how it is tested.

    Attributes:
        id: Its name; its file is `earnings-<id>.yml`.
        title: In a few words.
        said: What the source says, in our words.
        source_id: Who said it.
        locator: Where in the source.
        grade: How far one may rely on the source: A to D; D decides nothing alone.
        test: How it is tested.
        note: What must stand beside any verdict.
    """

    id: str
    title: str
    said: str
    source_id: str
    locator: str = Field(max_length=LOCATOR_CHARACTERS)
    grade: Literal["A", "B", "C", "D"]
    test: Test
    note: str = ""

    @property
    def row_id(self) -> str:
        """Give the id under which numbers name it as an input."""
        return f"statements/{self.id}"


@lru_cache(maxsize=1)
def load_earnings_statements() -> dict[str, EarningsStatement]:
    """Read the packaged statements on earnings, by id."""
    return read_earnings_statements(resources.files("coalface") / "data" / "statements")


def read_earnings_statements(folder: Traversable) -> dict[str, EarningsStatement]:
    """Read a folder of statements on earnings, packaged or a user's own.

    Args:
        folder: Holds `earnings-<id>.yml` files; others in it are left alone.

    Raises:
        DefinitionError: If one is wrong, is not named as its file, or names what is not known;
            gives file and line.
    """
    found: dict[str, EarningsStatement] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not (file.name.startswith(PREFIX) and file.name.endswith(".yml")):
            continue
        text = file.read_text(encoding="utf-8")
        statement = read_definition(text, file.name, EarningsStatement)
        if file.name != f"{PREFIX}{statement.id}.yml":
            raise DefinitionError(
                f"{file.name}, line 1: id {statement.id!r} is not the file's name. "
                f"Name the file {PREFIX}<id>.yml."
            )
        found[statement.id] = statement
    return found
