"""Which of several competing figures a line of the account takes: rules kept as data."""

from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import Field

from coalface.earnings.actors import check_names
from coalface.earnings.imputation import MODELS
from coalface.earnings.parameters import load_parameters
from coalface.errors import DefinitionError, InputError
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = [
    "Choice",
    "CrossingsChoice",
    "EstimateChoice",
    "FlowChoice",
    "LineRule",
    "ProductChoice",
    "Reading",
    "SeriesChoice",
    "find_book",
    "find_line",
    "find_reading",
    "load_lines",
    "load_readings",
    "read_lines",
    "read_readings",
]

NO_MODEL = "none"


class _Choice(Definition):
    id: str
    title: str


class FlowChoice(_Choice):
    """A published figure of trade; `plus` are codes whose figures are added to that of `code`.

    From `estimated_from` on, the publisher's figure holds an estimate of its own. `letter` marks
    its book where years of several books stand in one column.
    """

    kind: Literal["flow"]
    reporter: str
    partner: str
    flow: Literal["import", "export"]
    code: str
    plus: tuple[str, ...] = ()
    estimated_from: int | None = None
    letter: str = ""

    def is_estimated(self, year: int) -> bool:
        """Say whether the figure of a year holds an estimate."""
        return self.estimated_from is not None and year >= self.estimated_from

    @property
    def codes(self) -> tuple[str, ...]:
        """Give all codes."""
        return (self.code, *self.plus)


class SeriesChoice(_Choice):
    """A figure of a packaged series that is in no statistics table."""

    kind: Literal["series"]
    series: str


class EstimateChoice(_Choice):
    """A published estimate, found by its channel and how its item and estimator begin.

    `spread` gives each year an even part of a sum over several; `times` turns a rate into a
    year's amount; `yearly` gives it to every year of its period, and to a quarter a fourth of it;
    `apart` names items of the same estimator, printed for parts of a sum's period, which its even
    parts leave out; `at_least` marks a floor.
    """

    kind: Literal["estimate"]
    channel: str
    item: str
    who: str = ""
    spread: bool = False
    yearly: bool = False
    apart: tuple[str, ...] = ()
    times: float = 1.0
    at_least: bool = False


class ProductChoice(_Choice):
    """A quantity times a price, for the years named."""

    kind: Literal["product"]
    years: tuple[int, ...] = Field(min_length=1)
    quantity: str = ""
    quantity_factor: float = 1.0
    quantity_rows: tuple[str, ...] = ()
    conversion: str = ""
    price_rows: tuple[str, ...] = ()
    price_series: str = ""


class CrossingsChoice(_Choice):
    """Crossings times an allowance in another currency."""

    kind: Literal["crossings"]
    crossings: str
    allowance_row: str


Choice = Annotated[
    FlowChoice | SeriesChoice | EstimateChoice | ProductChoice | CrossingsChoice,
    Field(discriminator="kind"),
]


class LineRule(Definition):
    """One line of the account, and its choices in order of precedence.

    Attributes:
        id: Name.
        order: Place in the account.
        title: As printed.
        section: Heading that it stands under.
        side: Currency coming in or going out.
        choices: The first that has a figure for a year is taken, the others stand beside it.
        part_of: The line that holds it already, or "".
        overlaps: Lines that it holds in part, if it is only shown beside them.
        in_balance: It counts in the balance or in what could finance it.
        why_not_counted: Why it does not, where that is not plain.
        inside: For a choice of another line, by its id, this line is inside it already.
        imputation: Model for missing years, or "" for none.
        imputation_note: What the check of the model on this line's published years says against it.
        note: A warning.
    """

    id: str
    order: int
    title: str
    section: str
    side: Literal["income", "outgo"]
    choices: tuple[Choice, ...] = Field(min_length=1)
    part_of: str = ""
    overlaps: tuple[str, ...] = ()
    in_balance: bool = False
    why_not_counted: str = ""
    inside: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    imputation: str = ""
    imputation_note: str = ""
    note: str = ""


class Reading(Definition):
    """A named way through the competing figures: which choice to take first on which line."""

    id: str
    title: str = Field(min_length=1)
    choose: dict[str, str] = Field(default_factory=dict)
    imputation: str = ""
    spread: bool = True

    def ordered(self, line: LineRule) -> tuple[Choice, ...]:
        """Give a line's choices with the one that this reading prefers at the head."""
        chosen = self.choose.get(line.id)
        return tuple(sorted(line.choices, key=lambda choice: choice.id != chosen))

    def model(self, line: LineRule) -> str:
        """Give the model for a line's missing years, or "" where none is imputed."""
        model = self.imputation if self.imputation and line.imputation else line.imputation
        return "" if model == NO_MODEL else model


@lru_cache(maxsize=1)
def load_lines() -> tuple[LineRule, ...]:
    """Read the packaged lines, in their order.

    Raises:
        DefinitionError: If one is wrong; names file and line.
    """
    return read_lines(_data() / "lines")


@lru_cache(maxsize=1)
def load_readings() -> tuple[Reading, ...]:
    """Read the packaged readings; `by_rule` comes first."""
    found = read_readings(_data() / "readings", load_lines())
    return tuple(sorted(found, key=lambda reading: reading.id != "by_rule"))


def find_line(line_id: str) -> LineRule:
    """Find a packaged line.

    Raises:
        InputError: If there is none of that name; names those there are.
    """
    known = {line.id: line for line in load_lines()}
    if line_id not in known:
        raise InputError(f"no line {line_id!r} in the account. Lines: {', '.join(known)}.")
    return known[line_id]


def find_book(line_id: str, choice_id: str) -> tuple[str, str] | None:
    """Give reporter and partner of the book that a choice of a line reads, or None."""
    choices = (c for c in find_line(line_id).choices if isinstance(c, FlowChoice))
    return next(((c.reporter, c.partner) for c in choices if c.id == choice_id), None)


def find_reading(reading_id: str) -> Reading:
    """Find a packaged reading.

    Raises:
        InputError: If the name is empty or there is none; names those there are.
    """
    known = {reading.id: reading for reading in load_readings()}
    if reading_id not in known:
        said = f"no branch {reading_id!r}" if reading_id else "the branch is empty"
        raise InputError(f"{said}. Branches of the account: {', '.join(known)}.")
    return known[reading_id]


def read_lines(folder: Traversable) -> tuple[LineRule, ...]:
    """Read a folder of lines, checked against each other and against the parameters.

    Args:
        folder: Holds one YAML file a line, named by its id.

    Raises:
        DefinitionError: If one is wrong or names what is not known; names file and line.
    """
    texts = _texts(folder)
    lines = [read_definition(text, name, LineRule) for name, text in texts.items()]
    known = {line.id for line in lines}
    for (name, text), line in zip(texts.items(), lines, strict=True):
        others = [line.part_of] if line.part_of else []
        check_names(name, text, "line", (*others, *line.overlaps, *line.inside), known)
        check_names(name, text, "imputation", filter(None, [line.imputation]), MODELS)
        check_names(name, text, "parameter", _parameters(line), load_parameters())
        _check_repeats(name, text, [choice.id for choice in line.choices])
    return tuple(sorted(lines, key=lambda line: line.order))


def read_readings(folder: Traversable, lines: tuple[LineRule, ...]) -> tuple[Reading, ...]:
    """Read a folder of readings, checked against the lines that they choose for.

    Args:
        folder: Holds one YAML file a reading.
        lines: The lines.

    Raises:
        DefinitionError: If one is wrong or names what is not known; names file and line.
    """
    choices = {line.id: [choice.id for choice in line.choices] for line in lines}
    found = []
    for name, text in _texts(folder).items():
        reading = read_definition(text, name, Reading)
        check_names(name, text, "line", reading.choose, choices)
        for line_id, choice in reading.choose.items():
            check_names(name, text, f"choice of {line_id}", [choice], choices[line_id])
        check_names(
            name, text, "imputation", filter(None, [reading.imputation]), {*MODELS, NO_MODEL}
        )
        found.append(reading)
    return tuple(found)


def _data() -> Traversable:
    return resources.files("coalface") / "data" / "parameters" / "precedence"


def _texts(folder: Traversable) -> dict[str, str]:
    files = (f for f in folder.iterdir() if f.name.endswith(".yml"))
    return {f.name: f.read_text(encoding="utf-8") for f in sorted(files, key=lambda f: f.name)}


def _parameters(line: LineRule) -> list[str]:
    named = [c.quantity for c in line.choices if isinstance(c, ProductChoice) and c.quantity]
    return named + [c.crossings for c in line.choices if isinstance(c, CrossingsChoice)]


def _check_repeats(file_name: str, text: str, ids: list[str]) -> None:
    for repeated in {i for i in ids if ids.count(i) > 1}:
        rows = [n for n, row in enumerate(text.splitlines(), 1) if f"id: {repeated}," in row]
        raise DefinitionError(
            f"{file_name}, line {rows[-1] if rows else 1}: choice {repeated!r} stands twice."
        )
