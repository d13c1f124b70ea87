"""Worlds read from packaged files: the small one row by row, the register from its prior."""

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Literal

import numpy as np
from pydantic import Field

from coalface.errors import DefinitionError
from coalface.scenarios.relations import Floats, Indices
from coalface.scenarios.world import (
    BANKS,
    GOODS,
    MINE_TYPES,
    SPONSORS,
    Companies,
    Lanes,
    Mines,
    Opening,
    Traders,
    World,
)
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["WorldFile", "build_world", "read_world", "small_world"]

Kind = Literal["basic", "self", "private"]
Good = Literal["anthracite", "iron_ore"]
Sponsor = Literal["party", "military", "cabinet", "provincial"]
Bank = Literal["trade", "party", "military"]


class MineRow(Definition):
    """One mine, as a file writes it."""

    name: str
    kind: Kind
    good: Good
    province: str
    size: float = Field(gt=0)
    equipment: float = Field(ge=0, le=1)
    strategic: float = Field(ge=0, le=1)
    depth: float = Field(gt=0)
    power_dependence: float = Field(ge=0, le=1)


class CompanyRow(Definition):
    """One company, as a file writes it."""

    name: str
    sponsor: Sponsor
    bank: Bank
    size: float = Field(gt=0)
    reach: float = Field(ge=0)
    approval: float = Field(ge=0, le=1)


class TraderRow(Definition):
    """One Chinese trader, as a file writes it."""

    name: str
    province: str
    size: float = Field(gt=0)


class LaneRow(Definition):
    """One lane, as a file writes it."""

    mine: str
    company: str
    trader: str
    weight: float = Field(ge=0)


class RouteRoom(Definition):
    """Room on each unlawful class of routes, as a part of the monthly export capacity of coal."""

    ship_to_ship: float = Field(ge=0, alias="ship-to-ship")
    direct_dark: float = Field(ge=0, alias="direct-dark")
    relabelled: float = Field(ge=0)


class LandShare(Definition):
    """Part of lawful exports of each good that goes by land."""

    anthracite: float = Field(ge=0, le=1)
    iron_ore: float = Field(ge=0, le=1)


class OpeningRow(Definition):
    """Money at the start, USD."""

    mines_usd: float = Field(ge=0)
    companies_usd: float = Field(ge=0)
    authorities_usd: float = Field(ge=0)
    households_usd: float = Field(ge=0)
    market_usd: float = Field(ge=0)
    traders_usd: float = Field(ge=0)


class WorldFile(Definition):
    """A world as a file writes it; `reasons` says why each number that has no source stands."""

    name: str
    mines: tuple[MineRow, ...] = Field(min_length=1)
    companies: tuple[CompanyRow, ...] = Field(min_length=1)
    traders: tuple[TraderRow, ...] = Field(min_length=1)
    lanes: tuple[LaneRow, ...] = Field(min_length=1)
    land_share: LandShare
    route_capacity_share: RouteRoom
    opening: OpeningRow
    reasons: tuple[str, ...]


@lru_cache(maxsize=1)
def small_world() -> World:
    """Give the small world: one mine a type and good, one company a sponsor, one trader class.

    It describes classes, never a real mine, company or person.

    Raises:
        DefinitionError: If the packaged file is wrong.
    """
    file = resources.files("coalface") / "data" / "scenarios" / "world_small.yml"
    return read_world(file.read_text(encoding="utf-8"), "world_small.yml")


def read_world(text: str, file_name: str) -> World:
    """Read a world from the text of a file.

    Args:
        text: YAML, as `data/scenarios/world_small.yml`.
        file_name: Named in errors.

    Raises:
        DefinitionError: If it does not fit; names file and line, or the rows at odds.
    """
    return build_world(read_definition(text, file_name, WorldFile), file_name)


def build_world(rows: WorldFile, file_name: str) -> World:
    """Turn rows into arrays; weights and sizes are scaled to sum to 1.

    Raises:
        DefinitionError: If a name is unknown or stands twice, or a mine has no lane.
    """
    names = {
        "mine": _places([m.name for m in rows.mines], "mine", file_name),
        "company": _places([c.name for c in rows.companies], "company", file_name),
        "trader": _places([t.name for t in rows.traders], "trader", file_name),
    }
    for lane in rows.lanes:
        for kind, known in names.items():
            if getattr(lane, kind) not in known:
                raise DefinitionError(
                    f"{file_name}: a lane names the {kind} {getattr(lane, kind)!r}, which is not "
                    f"among {', '.join(known)}. Mend its spelling or add it."
                )
    lanes = _lanes(rows.lanes, names, file_name)
    mines, companies, traders = rows.mines, rows.companies, rows.traders
    room, money = rows.route_capacity_share, rows.opening
    return World(
        name=rows.name,
        mines=Mines(
            tuple(m.name for m in mines),
            _index(MINE_TYPES, [m.kind for m in mines]),
            _index(GOODS, [m.good for m in mines]),
            tuple(m.province for m in mines),
            *(
                np.array([getattr(m, name) for m in mines])
                for name in ("size", "equipment", "strategic", "depth", "power_dependence")
            ),
        ),
        companies=Companies(
            tuple(c.name for c in companies),
            _index(SPONSORS, [c.sponsor for c in companies]),
            _index(BANKS, [c.bank for c in companies]),
            _parts([c.size for c in companies]),
            np.array([c.reach for c in companies]),
            np.array([c.approval for c in companies]),
        ),
        traders=Traders(
            tuple(t.name for t in traders),
            tuple(t.province for t in traders),
            _parts([t.size for t in traders]),
        ),
        lanes=lanes,
        land_share=np.array([rows.land_share.anthracite, rows.land_share.iron_ore]),
        route_capacity_share=np.array([room.ship_to_ship, room.direct_dark, room.relabelled]),
        opening=Opening(**money.model_dump()),
        marks=rows.reasons,
    )


def _lanes(rows: Sequence[LaneRow], names: dict[str, dict[str, int]], file_name: str) -> Lanes:
    mine = np.array([names["mine"][r.mine] for r in rows], dtype=np.intp)
    weight = np.array([r.weight for r in rows])
    total = np.bincount(mine, weight, minlength=len(names["mine"]))
    if (total <= 0).any():
        idle = list(names["mine"])[int(np.argmin(total))]
        raise DefinitionError(
            f"{file_name}: mine {idle!r} has no lane with a weight above 0. Add one to `lanes`."
        )
    return Lanes(
        mine,
        np.array([names["company"][r.company] for r in rows], dtype=np.intp),
        np.array([names["trader"][r.trader] for r in rows], dtype=np.intp),
        weight / total[mine],
    )


def _places(names: Sequence[str], kind: str, file_name: str) -> dict[str, int]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DefinitionError(f"{file_name}: {kind} {twice[0]!r} stands twice. Rename one.")
    return {name: i for i, name in enumerate(names)}


def _index(known: Sequence[str], found: Sequence[str]) -> Indices:
    return np.array([known.index(name) for name in found], dtype=np.intp)


def _parts(sizes: Sequence[float]) -> Floats:
    array = np.array(sizes)
    found: Floats = array / array.sum()
    return found
