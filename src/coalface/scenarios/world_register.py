"""The larger register: mines, companies and traders drawn from a prior, through the same rules.

It is a made-up register of the right size and shape. No row is a real mine, company or trader.
"""

from functools import lru_cache
from importlib import resources
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from coalface.scenarios.relations import Floats
from coalface.scenarios.uniforms import uniforms
from coalface.scenarios.world import World
from coalface.scenarios.world_files import (
    Bank,
    CompanyRow,
    Good,
    Kind,
    LandShare,
    LaneRow,
    MineRow,
    OpeningRow,
    RouteRoom,
    Sponsor,
    TraderRow,
    WorldFile,
    build_world,
)
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["RegisterPrior", "draw_register", "load_register_prior", "register_world"]

FILE = "world_register.yml"
HALF = 0.5
Range = tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]]


class MineGroup(Definition):
    """Mines of one kind and good; ranges are drawn from evenly."""

    code: str
    kind: Kind
    good: Good
    n: int = Field(ge=1)
    provinces: tuple[str, ...] = Field(min_length=1)
    log_size_sd: float = Field(ge=0)
    companies: int = Field(ge=1)
    equipment: Range
    strategic: Range
    depth: Range
    power_dependence: Range


class CompanyGroup(Definition):
    """Companies of one sponsor; `part` is theirs of all companies' size."""

    code: str
    sponsor: Sponsor
    n: int = Field(ge=1)
    bank: Bank
    part: float = Field(gt=0)
    log_size_sd: float = Field(ge=0)
    reach: Range
    approval: Range


class TraderGroup(Definition):
    """All Chinese traders."""

    n: int = Field(ge=1)
    provinces: tuple[str, ...] = Field(min_length=1)
    log_size_sd: float = Field(ge=0)


class RegisterPrior(Definition):
    """What a register is drawn from."""

    name: str
    mines: tuple[MineGroup, ...] = Field(min_length=1)
    companies: tuple[CompanyGroup, ...] = Field(min_length=1)
    traders: TraderGroup
    affinity: dict[Kind, dict[Sponsor, Annotated[float, Field(ge=0)]]]
    land_share: LandShare
    route_capacity_share: RouteRoom
    opening: OpeningRow
    reasons: tuple[str, ...]

    @model_validator(mode="after")
    def _every_kind_has_a_way_out(self) -> "RegisterPrior":
        present = {group.sponsor for group in self.companies}
        for group in self.mines:
            ways = self.affinity.get(group.kind, {})
            if not any(ways.get(sponsor, 0) > 0 for sponsor in present):
                raise ValueError(f"affinity: mines of kind {group.kind} deal with no company")
        return self


@lru_cache(maxsize=4)
def register_world(seed: int = 0) -> World:
    """Draw the register.

    Args:
        seed: Another seed, another register of the same prior.

    Raises:
        DefinitionError: If the packaged prior is wrong.
    """
    return build_world(draw_register(load_register_prior(), seed), FILE)


def load_register_prior() -> RegisterPrior:
    """Read the packaged prior of the register."""
    file = resources.files("coalface") / "data" / "scenarios" / FILE
    return read_definition(file.read_text(encoding="utf-8"), FILE, RegisterPrior)


def draw_register(prior: RegisterPrior, seed: int) -> WorldFile:
    """Draw rows of mines, companies, traders and lanes.

    Args:
        prior: What to draw from.
        seed: Of the register, apart from that of a run.
    """
    companies = [row for group in prior.companies for row in _companies(group, seed)]
    traders = _traders(prior.traders, seed)
    mines = [row for group in prior.mines for row in _mines(group, seed)]
    lanes = _lanes(prior, mines, companies, traders, seed)
    used = {lane.trader for lane in lanes}
    return WorldFile(
        name=prior.name,
        mines=tuple(mines),
        companies=tuple(companies),
        traders=tuple(row for row in traders if row.name in used),
        lanes=tuple(lanes),
        land_share=prior.land_share,
        route_capacity_share=prior.route_capacity_share,
        opening=prior.opening,
        reasons=prior.reasons,
    )


def _even(seed: int, what: str, n: int) -> Floats:
    """Give n evenly spread numbers that depend on the seed and what they are for."""
    found: Floats = uniforms(seed, f"register/{what}", range(1), 1, n)[0, 0]
    return found


def _within(seed: int, what: str, n: int, span: Range) -> Floats:
    low, high = span
    return low + (high - low) * _even(seed, what, n)


def _sizes(seed: int, what: str, n: int, sd: float) -> Floats:
    """Give sizes whose logarithms are evenly spread, so that every register has giants."""
    ranks = (np.argsort(np.argsort(_even(seed, what, n))) + HALF) / n
    spread = np.sqrt(12.0) * (ranks - HALF)  # a sd of 1
    found: Floats = np.exp(sd * spread)
    return found


def _mines(group: MineGroup, seed: int) -> list[MineRow]:
    code, n = group.code, group.n
    columns = {
        name: _within(seed, f"{code}/{name}", n, getattr(group, name))
        for name in ("equipment", "strategic", "depth", "power_dependence")
    }
    columns["size"] = _sizes(seed, f"{code}/size", n, group.log_size_sd)
    places = (_even(seed, f"{code}/province", n) * len(group.provinces)).astype(int)
    return [
        MineRow(
            name=f"{code}-{i + 1:02d}",
            kind=group.kind,
            good=group.good,
            province=group.provinces[places[i]],
            **{name: float(values[i]) for name, values in columns.items()},
        )
        for i in range(n)
    ]


def _companies(group: CompanyGroup, seed: int) -> list[CompanyRow]:
    code, n = group.code, group.n
    sizes = _sizes(seed, f"{code}/size", n, group.log_size_sd)
    reach = _within(seed, f"{code}/reach", n, group.reach)
    approval = _within(seed, f"{code}/approval", n, group.approval)
    return [
        CompanyRow(
            name=f"{code}-{i + 1:02d}",
            sponsor=group.sponsor,
            bank=group.bank,
            size=float(group.part * sizes[i] / sizes.sum()),
            reach=float(reach[i]),
            approval=float(approval[i]),
        )
        for i in range(n)
    ]


def _traders(group: TraderGroup, seed: int) -> list[TraderRow]:
    sizes = _sizes(seed, "trader/size", group.n, group.log_size_sd)
    places = (_even(seed, "trader/province", group.n) * len(group.provinces)).astype(int)
    return [
        TraderRow(
            name=f"trader-{i + 1:02d}", province=group.provinces[places[i]], size=float(sizes[i])
        )
        for i in range(group.n)
    ]


def _lanes(
    prior: RegisterPrior,
    mines: list[MineRow],
    companies: list[CompanyRow],
    traders: list[TraderRow],
    seed: int,
) -> list[LaneRow]:
    """Give each mine its companies, by affinity and size, and each company of a mine a trader."""
    n_companies = {(g.kind, g.good): g.companies for g in prior.mines}
    trader_ends = np.cumsum([t.size for t in traders]) / sum(t.size for t in traders)
    pulls: dict[str, Floats] = {
        kind: np.array([c.size * ways.get(c.sponsor, 0.0) / _part(prior, c) for c in companies])
        for kind, ways in prior.affinity.items()
    }
    lanes = []
    for mine in mines:
        pull = pulls[mine.kind]
        luck = _even(seed, f"lane/{mine.name}", len(companies))
        wait = np.divide(-np.log(luck), pull, out=np.full(len(pull), np.inf), where=pull > 0)
        order = [int(i) for i in np.argsort(wait, kind="stable") if np.isfinite(wait[i])]
        ends = _even(seed, f"lane/{mine.name}/trader", len(companies))
        for i in order[: n_companies[mine.kind, mine.good]]:
            trader = traders[int(np.searchsorted(trader_ends, ends[i] * trader_ends[-1]))]
            lanes.append(_lane(mine, companies[i], trader, float(pull[i])))
    return lanes


def _lane(mine: MineRow, company: CompanyRow, trader: TraderRow, weight: float) -> LaneRow:
    return LaneRow(mine=mine.name, company=company.name, trader=trader.name, weight=weight)


def _part(prior: RegisterPrior, company: CompanyRow) -> float:
    return next(g.part for g in prior.companies if g.sponsor == company.sponsor)
