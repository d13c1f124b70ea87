"""What is worked out of a run for each pattern: one number a draw.

NaN stands where a draw has no such figure (a sponsor that ships nothing has no month in which it
came); infinity where something does not happen within the months looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.pattern_models import Patterns
from coalface.scenarios.summaries import rolling_mean
from coalface.scenarios.world import GOODS, MINE_TYPES, SPONSORS

__all__ = ["FIGURES", "NEEDED", "PatternRun", "find_figures"]

Floats = NDArray[np.float64]
COAL, ORE = (GOODS.index(good) for good in ("anthracite", "iron_ore"))
BASIC = MINE_TYPES.index("basic")
MT = 1e6
HALF, RECOVERED, FALL = 0.5, 0.8, 0.05
STAYS = 6  # months at 80 % before it counts as back
SMOOTH = 12
SPONSOR_SMOOTH = 6
#: Series that figures are worked out of.
NEEDED = (
    "barter_share", "belief", "capacity_t", "contract_value_usd", "currency_earned_usd",
    "declared_value_cif_usd", "exported_t", "home_by_kind_t", "home_t",
    "prepayment_share", "produced_by_kind_t", "produced_t", "receipts_authorities_usd",
    "receipts_off_book_usd", "recorded_value_cif_usd", "substitutes_usd", "unlawful_by_sponsor_t",
    "unrecorded_t",
)  # fmt: skip


@dataclass(frozen=True)
class PatternRun:
    """Some draws of history, and of the full lift with the same parameters and chance.

    Attributes:
        months: First days of the months of history.
        series: Series of history, `(draw, month)` or `(draw, month, class)`.
        lifted_capacity_t: Coal that mines could produce under the full lift, `(draw, month)`, over
            the same months and those after them.
        theta: Parameter id to its values, `(draw,)`.
        facts: What stands in the file of patterns.
    """

    months: tuple[date, ...]
    series: Mapping[str, Floats]
    lifted_capacity_t: Floats
    theta: Mapping[str, Floats]
    facts: Patterns

    def at(self, first: str, last: str) -> slice:
        """Give the months from one to another, both included, such as `2017-09`."""
        found = [self.months.index(date.fromisoformat(f"{name}-01")) for name in (first, last)]
        return slice(found[0], found[1] + 1)

    def over(self, name: str, first: str, last: str) -> Floats:
        """Give a series summed over months and classes, `(draw,)`."""
        values = self.series[name][:, self.at(first, last)]
        return np.asarray(values.sum(axis=tuple(range(1, values.ndim))))

    def mean(self, name: str, first: str, last: str, place: int | None = None) -> Floats:
        """Give the mean of a series, or of one class of it, over months, `(draw,)`."""
        values = self.series[name] if place is None else self.series[name][..., place]
        return np.asarray(values[:, self.at(first, last)].mean(axis=1))


Figure = Callable[[PatternRun], Floats]
WHOLE = ("2000-01", "2017-09")
BEFORE, AFTER = ("2016-01", "2016-12"), ("2018-01", "2019-12")


def find_figures(run: PatternRun) -> dict[str, Floats]:
    """Work out every figure, `(draw,)` each.

    Args:
        run: Some draws.
    """
    return {name: figure(run) for name, figure in FIGURES.items()}


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=np.abs(whole) > 0)


def _value(run: PatternRun, valuation: str) -> Floats:
    """Give what came in for minerals until September 2017, by valuation, USD."""
    if valuation == "cif":
        return run.over("declared_value_cif_usd", *WHOLE)
    value = run.over("contract_value_usd", *WHOLE)
    return value + run.over("receipts_off_book_usd", *WHOLE) if valuation == "kickback" else value


def _authorities(run: PatternRun) -> Floats:
    return run.over("receipts_authorities_usd", *WHOLE)


def _authority_share(valuation: str) -> Figure:
    return lambda run: _ratio(_authorities(run), _value(run, valuation))


def _others_usd(valuation: str) -> Figure:
    return lambda run: _value(run, valuation) - _authorities(run)


def _year_share(good: int, year: int) -> Figure:
    def share(run: PatternRun) -> Floats:
        spell = (f"{year}-01", f"{year}-12")
        return _ratio(run.mean("exported_t", *spell, good), run.mean("produced_t", *spell, good))

    return share


def _of_years(good: int, years: Sequence[int], choose: Callable[..., Floats]) -> Figure:
    return lambda run: choose([_year_share(good, year)(run) for year in years], axis=0)


def _basic_export_share(run: PatternRun) -> Floats:
    """Give the part of basic mines' coal of 2011 to 2016 that was not used at home."""
    spell = ("2011-01", "2016-12")
    mined = run.mean("produced_by_kind_t", *spell, BASIC)
    return 1.0 - _ratio(run.mean("home_by_kind_t", *spell, BASIC), mined)


def _leakage_for(export_share: float) -> Figure:
    """Give the leakage of basic mines' quota with which all coal mines export a share of output."""

    def leakage(run: PatternRun) -> Floats:
        theta = run.theta
        basic = 1.0 - theta["prod.share.self_mines"] - theta["prod.share.private_mines"]
        basic = np.maximum(basic, 0.01)
        quota = theta["prod.basic_export_quota"]
        others = theta["split.coal.other_mines_export_share"]
        needed = (export_share - (1.0 - basic) * others) / basic
        return np.asarray((needed - quota) / (1.0 - quota))

    return leakage


def _recorded_change(run: PatternRun) -> Floats:
    name = "recorded_value_cif_usd"
    return _ratio(run.over(name, "2018-01", "2018-11"), run.over(name, "2017-01", "2017-11")) - 1.0


def _other_goods_change(run: PatternRun) -> Floats:
    """Give the change of goods outside the model with which the recorded total is met."""
    part = run.facts.covered_share_2017
    return (run.facts.recorded_change_2018 - part * _recorded_change(run)) / (1.0 - part)


def _currency_share(run: PatternRun) -> Floats:
    earned = [run.over("currency_earned_usd", f"{year}-01", f"{year}-12") for year in (2018, 2017)]
    return _ratio(*earned)


def _smuggled_mt(first: str, last: str) -> Figure:
    return lambda run: run.mean("unrecorded_t", first, last, COAL) * _months(first, last) / MT


def _months(first: str, last: str) -> int:
    (y1, m1), (y2, m2) = ((int(p) for p in name.split("-")) for name in (first, last))
    return (y2 - y1) * 12 + m2 - m1 + 1


def _change(name: str, before: tuple[str, str], after: tuple[str, str]) -> Figure:
    return lambda run: run.mean(name, *after) - run.mean(name, *before)


def _prepayment_by_belief(run: PatternRun) -> Floats:
    """Give, for each draw, how prepayment and believed risk go together from 2012 to 2023."""
    spell = run.at("2012-01", "2023-12")
    pair = [run.series[name][:, spell] for name in ("prepayment_share", "belief")]
    ranks = [np.argsort(np.argsort(p, axis=1), axis=1).astype(np.float64) for p in pair]
    centred = [r - r.mean(axis=1, keepdims=True) for r in ranks]
    below = np.sqrt((centred[0] ** 2).sum(axis=1) * (centred[1] ** 2).sum(axis=1))
    return _ratio((centred[0] * centred[1]).sum(axis=1), below)


def _mined_change(kind: int | None) -> Figure:
    name, place = ("produced_t", COAL) if kind is None else ("produced_by_kind_t", kind)
    return lambda run: _ratio(run.mean(name, *AFTER, place), run.mean(name, *BEFORE, place)) - 1.0


def _home_change(kind: int) -> Figure:
    name = "home_by_kind_t"
    return lambda run: _ratio(run.mean(name, *AFTER, kind), run.mean(name, *BEFORE, kind)) - 1.0


def _made_up(run: PatternRun) -> Floats:
    gained = run.mean("home_t", *AFTER, COAL) - run.mean("home_t", *BEFORE, COAL)
    lost = run.mean("exported_t", *BEFORE, COAL) - run.mean("exported_t", *AFTER, COAL)
    return _ratio(gained, lost)


def _reference(capacity: Floats, run: PatternRun) -> Floats:
    return np.asarray(capacity[:, run.at("2016-01", "2016-12")].mean(axis=1))


def _lift_at(run: PatternRun) -> int:
    return run.months.index(date.fromisoformat(f"{run.facts.lift_from}-01"))


def _capacity_at_lift(run: PatternRun) -> Floats:
    at = _lift_at(run)
    capacity = run.lifted_capacity_t
    return _ratio(capacity[:, at], _reference(capacity, run))


def _months_to_recover(run: PatternRun) -> Floats:
    """Give months from the lift until coal capacity is back at 80 % of 2016 for half a year."""
    capacity, at = run.lifted_capacity_t, _lift_at(run)
    wanted = RECOVERED * _reference(capacity, run)
    is_back = capacity[:, at:] >= wanted[:, None]
    windows = np.lib.stride_tricks.sliding_window_view(is_back, STAYS, axis=1)
    held = np.asarray(windows.all(axis=2))
    return np.where(held.any(axis=1), held.argmax(axis=1).astype(np.float64), np.inf)


def _months_if_below(run: PatternRun) -> Floats:
    return np.where(_capacity_at_lift(run) < RECOVERED, _months_to_recover(run), np.nan)


def _half_way(values: Floats, run: PatternRun) -> Floats:
    """Give the month, from January 2017, half way down from 2016 to the lowest until 2023."""
    smooth = rolling_mean(values, SMOOTH)
    level = _reference(smooth, run)
    after = smooth[:, run.at("2017-01", "2023-12")]
    lowest = after.min(axis=1)
    is_past = after <= (level - HALF * (level - lowest))[:, None]
    months = is_past.argmax(axis=1).astype(np.float64)
    return np.where(level - lowest >= FALL * level, months, np.nan)


def _lag(run: PatternRun) -> Floats:
    pair = [run.series[name][..., COAL] for name in ("capacity_t", "exported_t")]
    return _half_way(pair[0], run) - _half_way(pair[1], run)


def _substitutes_over_lost(run: PatternRun) -> Floats:
    lost = run.mean("currency_earned_usd", *BEFORE) - run.mean("currency_earned_usd", *AFTER)
    return _ratio(run.mean("substitutes_usd", *AFTER), lost)


def _arrival(sponsor: str) -> Figure:
    """Give the month from August 2017 in which a sponsor ships half of its own most, smoothed."""

    def month(run: PatternRun) -> Floats:
        shipped = run.series["unlawful_by_sponsor_t"][..., SPONSORS.index(sponsor)]
        smooth = rolling_mean(shipped, SPONSOR_SMOOTH)[:, run.at("2017-08", "2023-12")]
        most = smooth.max(axis=1)
        months = (smooth >= HALF * most[:, None]).argmax(axis=1).astype(np.float64)
        return np.where(most > 1.0, months, np.nan)

    return month


def _behind(sponsor: str) -> Figure:
    return lambda run: _arrival("provincial")(run) - _arrival(sponsor)(run)


def _least(values: Sequence[Floats], axis: int) -> Floats:
    return np.asarray(np.min(values, axis=axis))


def _most(values: Sequence[Floats], axis: int) -> Floats:
    return np.asarray(np.max(values, axis=axis))


COAL_YEARS, ORE_YEARS = range(2011, 2017), range(2006, 2017)
FIGURES: Mapping[str, Figure] = {
    "authority_share_fob": _authority_share("fob"),
    "authority_share_cif": _authority_share("cif"),
    "authority_share_with_kickback": _authority_share("kickback"),
    "value_fob_usd": lambda run: _value(run, "fob"),
    "value_cif_usd": lambda run: _value(run, "cif"),
    "value_with_kickback_usd": lambda run: _value(run, "kickback"),
    "authorities_usd": _authorities,
    "others_fob_usd": _others_usd("fob"),
    "others_cif_usd": _others_usd("cif"),
    "others_with_kickback_usd": _others_usd("kickback"),
    "anthracite_lowest_year": _of_years(COAL, COAL_YEARS, _least),
    "anthracite_highest_year": _of_years(COAL, COAL_YEARS, _most),
    "iron_ore_lowest_year": _of_years(ORE, ORE_YEARS, _least),
    "iron_ore_highest_year": _of_years(ORE, ORE_YEARS, _most),
    **{f"anthracite_{year}": _year_share(COAL, year) for year in COAL_YEARS},
    **{f"iron_ore_{year}": _year_share(ORE, year) for year in ORE_YEARS},
    "basic_mines_export_share": _basic_export_share,
    "leakage_for_43": _leakage_for(0.43),
    "leakage_for_72": _leakage_for(0.72),
    "leakage_supposed": lambda run: run.theta["model.quota_leakage"],
    "recorded_change_2018": _recorded_change,
    "other_goods_change_2018": _other_goods_change,
    "currency_2018_over_2017": _currency_share,
    "smuggled_2018_mt": _smuggled_mt("2018-01", "2018-12"),
    "smuggled_2019_spring_mt": _smuggled_mt("2019-01", "2019-04"),
    "prepayment_before": lambda run: run.mean("prepayment_share", "2012-01", "2015-12"),
    "prepayment_after": lambda run: run.mean("prepayment_share", *AFTER),
    "prepayment_change": _change("prepayment_share", ("2012-01", "2015-12"), AFTER),
    "prepayment_by_belief": _prepayment_by_belief,
    "prepayment_2024": lambda run: run.mean("prepayment_share", "2024-01", "2024-12"),
    "barter_2019": lambda run: run.mean("barter_share", "2019-01", "2019-12"),
    "barter_2020": lambda run: run.mean("barter_share", "2020-02", "2020-12"),
    "barter_change": _change("barter_share", ("2019-01", "2019-12"), ("2020-02", "2020-12")),
    "coal_mined_change": _mined_change(None),
    **{f"mined_change_{kind}": _mined_change(i) for i, kind in enumerate(MINE_TYPES)},
    "made_up_at_home": _made_up,
    **{f"home_change_{kind}": _home_change(i) for i, kind in enumerate(MINE_TYPES)},
    "capacity_at_lift": _capacity_at_lift,
    "months_to_recover": _months_to_recover,
    "months_if_below": _months_if_below,
    "capacity_lag_months": _lag,
    "substitutes_change": _change("substitutes_usd", BEFORE, AFTER),
    "substitutes_over_lost": _substitutes_over_lost,
    "provincial_behind_party": _behind("party"),
    "provincial_behind_military": _behind("military"),
    "provincial_behind_cabinet": _behind("cabinet"),
}
