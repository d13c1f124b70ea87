"""Keeps what a run is asked for, month by month, summed over classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coalface.scenarios.month import MonthRun
from coalface.scenarios.relations import Adder, Floats, Indices
from coalface.scenarios.standing import Standing
from coalface.scenarios.state import State
from coalface.scenarios.world import AUTHORITIES, COAL, GOODS, MINE_TYPES, SPONSORS, World

__all__ = ["Recorder"]


@dataclass(frozen=True, eq=False)
class Item:
    """One array of a month and the class of each of its rows; -1 leaves a row out."""

    source: str
    name: str
    classes: Indices
    n_classes: int


class Recorder:
    """Sums each month's arrays over classes into one pile, `(month, class row, draw)`."""

    def __init__(self, world: World, standing: Standing, n_months: int, n_draws: int) -> None:
        """Prepare room for a block of draws.

        Args:
            world: Who takes part.
            standing: Constants of the block.
            n_months: Number of months.
            n_draws: Number of draws.
        """
        self._world, self._capacity = world, standing.capacity_t
        self._items = _items(world)
        height = sum(item.n_classes for item in self._items)
        self._kept = np.empty((n_months, height, n_draws))
        self._places = _places(self._items)

    def record(self, at: int, run: MonthRun, before: State) -> None:
        """Keep a month.

        Args:
            at: Its number.
            run: What it decided.
            before: The state at its start.
        """
        arrays = _arrays(run, before, self._capacity)
        np.concatenate([arrays[name].T for name in self._sources], out=self._pile)
        self._kept[at] = self._adder.add(self._pile)

    def series(self, name: str) -> Floats:
        """Give an item over all months, `(draw, month, class)`."""
        start, stop = self._places[name]
        return self._kept[:, start:stop].transpose(2, 0, 1)

    @cached_property
    def _sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.source for item in self._items))

    @cached_property
    def _pile(self) -> Floats:
        heights = {item.source: len(item.classes) for item in self._items}
        return np.empty((sum(heights.values()), self._kept.shape[2]))

    @cached_property
    def _adder(self) -> Adder:
        heights = {item.source: len(item.classes) for item in self._items}
        ends = np.cumsum([0, *heights.values()])
        first = dict(zip(heights, ends, strict=False))
        rows, places = [], []
        for item in self._items:
            used = np.flatnonzero(item.classes >= 0)
            places.append(used + first[item.source])
            rows.append(item.classes[used] + self._places[item.name][0])
        row, place = np.concatenate(rows), np.concatenate(places)
        return Adder(row, place, np.ones(row.size), self._kept.shape[1])


def _arrays(run: MonthRun, before: State, capacity: Floats) -> dict[str, Floats]:
    agreed, made, moved, settled = run.agreed, run.made, run.moved, run.settled
    shared, state = run.shared, run.state
    return {
        "lawful": moved.lawful,
        "unlawful": moved.unlawful,
        "seized": moved.seized.tonnes,
        "lost": moved.stock.lost,
        "port": moved.stock.port,
        "value": settled.value,
        "value_unlawful": settled.value_unlawful,
        "declared": settled.declared,
        "ordered_usd": agreed.ordered_usd,
        "goods": settled.paid.goods,
        "delivered": settled.paid.cash + settled.paid.goods,
        "possible": agreed.possible,
        "produced": made.mined.produced,
        "home": made.mined.home,
        "pit": made.mined.pit,
        "water": before.water * capacity,
        "faces": before.faces * capacity,
        "equipment": before.equipment * capacity,
        "strength": before.strength * capacity,
        "fed": shared.fed * capacity,
        "capacity": capacity,
        "routes": moved.mix.by_route_t,
        "cap_used_t": state.cap_used_t,
        "cap_used_usd": state.cap_used_usd,
        "belief": agreed.belief,
        "closed": (state.closed_months > 0).astype(np.float64),
        "steel": shared.steel.made,
        "coke": shared.coke_in_t,
        "levies": shared.levies.paid + shared.levies.arrears_paid,
        "dues": shared.levies.fees + made.bought.port_usd,
        "food_t": shared.food_t,
    }


def _items(world: World) -> tuple[Item, ...]:
    good, sponsor = world.lane_good.parent, world.lane_sponsor.parent
    kind = np.where(world.mines.good == COAL, world.mines.kind, -1)
    by_good = [Item(s, s, good, len(GOODS)) for s in (
        "lawful", "unlawful", "seized", "lost", "port", "value", "value_unlawful", "declared",
    )]  # fmt: skip
    by_sponsor = [Item(s, f"{s}_by_sponsor", sponsor, len(SPONSORS)) for s in ("unlawful", "value")]
    whole = [_whole(s, world.n_lanes) for s in ("ordered_usd", "goods", "delivered")]
    mine_good = [
        Item(s, s, world.mines.good, len(GOODS)) for s in ("possible", "produced", "home", "pit")
    ]
    by_kind = [
        Item(s, f"{s}_by_kind", kind, len(MINE_TYPES))
        for s in ("possible", "produced", "home", "water", "faces", "equipment", "strength",
                  "capacity")
    ]  # fmt: skip
    mines = [_whole("fed", world.n_mines), _whole("capacity", world.n_mines)]
    each = [
        Item(s, s, np.arange(n), n)
        for s, n in (
            ("routes", 3), ("cap_used_t", 2), ("cap_used_usd", 2), ("belief", world.n_traders)
        )
    ]  # fmt: skip
    last = [_whole("closed", world.n_companies)]
    last += [_whole(s, 1) for s in ("steel", "coke", "food_t")]
    pairs = np.arange(world.n_companies * len(AUTHORITIES)) % len(AUTHORITIES)
    last += [
        Item("levies", "levies_by_authority", pairs, len(AUTHORITIES)),
        Item("dues", "dues_by_authority", world.companies.sponsor, len(AUTHORITIES)),
    ]
    return tuple(by_good + by_sponsor + whole + mine_good + by_kind + mines + each + last)


def _whole(name: str, n: int) -> Item:
    return Item(name, name, np.zeros(n, dtype=np.intp), 1)


def _places(items: Sequence[Item]) -> dict[str, tuple[int, int]]:
    places, at = {}, 0
    for item in items:
        places[item.name] = (at, at + item.n_classes)
        at += item.n_classes
    return places
