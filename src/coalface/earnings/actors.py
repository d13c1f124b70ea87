"""Who takes part in a mineral export, and what passes between them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import Field

from coalface.earnings.parameters import load_parameters, load_publications
from coalface.errors import DefinitionError
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["UNKNOWN", "Actor", "Exchange", "Mechanism", "check_names", "load_actors", "read_actors"]

UNKNOWN = "unknown"


class Actor(Definition):
    """One party to the trade: what it owns, gives and receives.

    Attributes:
        id: Name used by exchanges and steps.
        title: As printed.
        kind: Authority, producer, market, company, partner, bank ...
        sponsor: Under whom it stands: `party`, `military`, `security`, `cabinet`, `province`.
        printed_spelling: A source's spelling that looks wrong.
        by_sponsor: Members told apart by who stands behind them.
        amount_refs: Parameters that speak of it.
        sources: Ids of publications.
        confidence: `high`, `medium` or `low`.
    """

    id: str
    title: str
    kind: str
    sponsor: str = ""
    printed_spelling: str = ""
    by_sponsor: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    members: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
    receives: tuple[str, ...] = ()
    amount_refs: tuple[str, ...] = ()
    sources: tuple[str, ...] = Field(min_length=1)
    confidence: Literal["high", "medium", "low"]
    note: str = ""


class Exchange(Definition):
    """What one actor hands to another: goods, money or a permit.

    `amount_ref` names the parameter that says how much, or is `unknown`; a permit needs none.
    """

    giver: str = Field(alias="from")
    taker: str = Field(alias="to")
    kind: Literal["goods", "money", "permit"]
    what: str
    amount_ref: str | None = None
    note: str = ""


class _Flows(Definition):
    flows: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """All actors by id, and all that passes between them."""

    actors: dict[str, Actor]
    flows: tuple[Exchange, ...]

    def between(self, giver: str, taker: str) -> tuple[Exchange, ...]:
        """Give what one actor hands to another."""
        return tuple(f for f in self.flows if (f.giver, f.taker) == (giver, taker))


@lru_cache(maxsize=1)
def load_actors() -> Mechanism:
    """Read the packaged actors and flows.

    Raises:
        DefinitionError: If one is wrong; names file and line.
    """
    return read_actors(resources.files("coalface") / "data" / "actors")


def read_actors(folder: Traversable) -> Mechanism:
    """Read a folder of actors, checked against parameters, publications and each other.

    Args:
        folder: Holds `parties/<id>.yml` and `flows.yml`.

    Raises:
        DefinitionError: If one is wrong or names what is not known; names file and line.
    """
    parties = (f for f in (folder / "parties").iterdir() if f.name.endswith(".yml"))
    actors = {}
    for file in sorted(parties, key=lambda f: f.name):
        text = file.read_text(encoding="utf-8")
        actor = read_definition(text, file.name, Actor)
        check_names(file.name, text, "source", actor.sources, load_publications())
        check_names(file.name, text, "parameter", actor.amount_refs, load_parameters())
        actors[actor.id] = actor
    return Mechanism(actors, _flows(folder / "flows.yml", actors))


def check_names(
    file_name: str, text: str, what: str, names: Iterable[str], known: Iterable[str]
) -> None:
    """Stop at a name that nothing has.

    Args:
        file_name: Named in the error.
        text: The definition, to find the line.
        what: What the names stand for.
        names: Names used.
        known: Names that there are.

    Raises:
        DefinitionError: At the first name that is not known; names file and line.
    """
    there = set(known)
    for name in names:
        if name not in there:
            whole = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])")
            lines = (i for i, line in enumerate(text.splitlines(), 1) if whole.search(line))
            raise DefinitionError(
                f"{file_name}, line {next(lines, 1)}: {what} {name!r} is not known. "
                f"Mend its spelling, or add it."
            )


def _flows(file: Traversable, actors: dict[str, Actor]) -> tuple[Exchange, ...]:
    text = file.read_text(encoding="utf-8")
    flows = read_definition(text, file.name, _Flows).flows
    check_names(file.name, text, "actor", (n for f in flows for n in (f.giver, f.taker)), actors)
    refs = [f.amount_ref for f in flows if f.amount_ref is not None]
    check_names(file.name, text, "parameter", refs, {UNKNOWN, *load_parameters()})
    for flow in flows:
        if flow.amount_ref is None and flow.kind != "permit":
            line = next(i for i, row in enumerate(text.splitlines(), 1) if flow.what[:20] in row)
            raise DefinitionError(
                f"{file.name}, line {line}: {flow.giver} to {flow.taker}, {flow.what!r} has no "
                f"amount_ref. Name a parameter, or write {UNKNOWN!r}."
            )
    return flows
