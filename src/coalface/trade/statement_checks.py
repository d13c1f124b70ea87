"""How one claim of a published statement is held against figures of other sources."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from coalface.trade.figures import Figure, ratio, scaled, total
from coalface.trade.observations import MONTHS_A_YEAR, Observation
from coalface.trade.ranks import find_rank
from coalface.trade.statement_evidence import Evidence
from coalface.trade.statement_forms import (
    CeilingClaim,
    Claim,
    GrowthClaim,
    RankClaim,
    ShareClaim,
    Statement,
    SumClaim,
    ValueClaim,
    WithinClaim,
)

__all__ = ["Finding", "Result", "check_claim"]

Result = Literal["agrees", "agrees_rounded", "differs", "cannot_tell"]
# Our choice: rounding and small revisions between releases stay under one percent.
ROUNDING_SHARE = 0.01
NOTHING_ELSE = "no other source packaged here speaks to it"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: the figure said, the figure beside it, and how they agree."""

    said: Figure
    found: Figure | None
    unit: str
    result: Result
    reason: str


def check_claim(claim: Claim, statement: Statement, evidence: Evidence) -> Finding:
    """Hold one claim against the evidence.

    Agreement says that no published figure contradicts the claim and at least one bears on it;
    it proves nothing. The statement's own source never counts.
    """
    match claim:
        case ValueClaim():
            finding = _check_value(claim, evidence)
        case CeilingClaim():
            finding = _check_ceiling(claim, evidence)
        case SumClaim():
            finding = _check_sum(claim, statement, evidence)
        case WithinClaim():
            finding = _check_within(claim, statement, evidence)
        case GrowthClaim():
            finding = _check_growth(claim, evidence)
        case ShareClaim():
            finding = _check_share(claim, statement, evidence)
        case _:
            finding = _check_rank(claim, evidence)
    return finding


def _check_value(claim: ValueClaim, evidence: Evidence) -> Finding:
    own = evidence.own_year(claim.code, claim.year)
    said = _said(claim.value_usd, own)
    if own is not None and own.value != claim.value_usd:
        reason = f"our table holds {own.value:,.0f} USD from the same source: mend one of them"
        return Finding(said, own, "USD", "differs", reason)
    other = evidence.year(claim.code, claim.year)
    if other is not None:
        result = _agreement(claim.value_usd, other, claim.rounded_to_usd / 2)
        reason = f"another source prints {other.value:,.0f} USD, {_off(claim.value_usd, other)} off"
        return Finding(said, other, "USD", result, reason)
    parts = [
        (o, o.value)
        for o in evidence.series(claim.code)
        if o.year == claim.year and not o.is_full_year and o.value is not None
    ]
    if not parts:
        return Finding(said, None, "USD", "cannot_tell", NOTHING_ELSE)
    part, most = max(parts, key=lambda pair: pair[1].value)
    fits = most.low <= claim.value_usd + claim.rounded_to_usd / 2
    words = "fits under the year" if fits else "alone is more than the year"
    reason = f"no other full-year figure; {part.period} with {most.value:,.0f} USD {words}"
    return Finding(said, most, "USD", "agrees" if fits else "differs", reason)


def _check_ceiling(claim: CeilingClaim, evidence: Evidence) -> Finding:
    said = _said(claim.value_usd, None)
    known = [
        (o, o.value)
        for code in claim.codes
        for o in evidence.series(code)
        if claim.from_year <= o.year < claim.before_year and o.value is not None
    ]
    if not known:
        return Finding(said, None, "USD", "cannot_tell", NOTHING_ELSE)
    at, most = max(known, key=lambda pair: pair[1].low)
    limit = claim.value_usd
    result: Result = "agrees"
    if most.low > limit:
        result = "agrees_rounded" if most.low <= limit * (1 + ROUNDING_SHARE) else "differs"
    reason = (
        f"highest of {len(known)} figures of other sources for {claim.from_year} to"
        f" {claim.before_year - 1}: {most.value:,.0f} USD in {at.period}"
    )
    return Finding(said, most, "USD", result, reason)


def _check_sum(claim: SumClaim, statement: Statement, evidence: Evidence) -> Finding:
    said, year, slack = _terms(claim.terms, statement, evidence)
    other = evidence.year(claim.code, year)
    if other is None:
        return Finding(said, None, "USD", "cannot_tell", NOTHING_ELSE)
    result = _agreement(said.value, other, slack)
    reason = f"another source prints {other.value:,.0f} USD together, {_off(said.value, other)} off"
    return Finding(said, other, "USD", result, reason)


def _check_within(claim: WithinClaim, statement: Statement, evidence: Evidence) -> Finding:
    said, year, _ = _terms(claim.terms, statement, evidence)
    wide = evidence.wider(claim.wider, year)
    if wide is None:
        return Finding(said, None, "USD", "cannot_tell", NOTHING_ELSE)
    result: Result = "agrees"
    if said.value > wide.high:
        is_near = said.value <= wide.high * (1 + ROUNDING_SHARE)
        result = "agrees_rounded" if is_near else "differs"
    verb = "fits under" if result == "agrees" else f"{_off(said.value, wide)} from"
    reason = f"{verb} {claim.wider.name}: {wide.value:,.0f} USD in {year}"
    return Finding(said, wide, "USD", result, reason)


def _check_growth(claim: GrowthClaim, evidence: Evidence) -> Finding:
    middle = (claim.ratio_low + claim.ratio_high) / 2
    said = Figure(middle, claim.ratio_low, claim.ratio_high, ())
    found = ratio(
        evidence.year(claim.code, claim.to_year), evidence.year(claim.code, claim.from_year)
    )
    if found is not None:
        is_in = found.low <= claim.ratio_high and found.high >= claim.ratio_low
        is_near = _is_near(found.value, claim.ratio_low) or _is_near(found.value, claim.ratio_high)
        near: Result = "agrees_rounded" if is_near else "differs"
        reason = f"figures of other sources give {found.value:.3f} times"
        return Finding(said, found, "ratio", "agrees" if is_in else near, reason)
    if claim.wider is None:
        return Finding(said, None, "ratio", "cannot_tell", _parts_known(claim, evidence))
    wide = ratio(
        evidence.wider(claim.wider, claim.to_year), evidence.wider(claim.wider, claim.from_year)
    )
    reason = f"{NOTHING_ELSE} alone"
    if wide is not None:
        reason = f"not published alone; {claim.wider.name}, moved {wide.value:.3f} times"
    return Finding(said, wide, "ratio", "cannot_tell", reason)


def _parts_known(claim: GrowthClaim, evidence: Evidence) -> str:
    parts = [o for o in evidence.series(claim.code) if o.year == claim.to_year and o.value]
    listed = ", ".join(f"{o.period} {o.value.value:,.0f} USD" for o in parts if o.value)
    known = f"of {claim.to_year} only parts are published: {listed}"
    return known if parts else NOTHING_ELSE


def _check_share(claim: ShareClaim, statement: Statement, evidence: Evidence) -> Finding:
    """Carry a part-year's market on at its own pace to the year; no more than a rounded check."""
    value = statement.value(claim.value_id)
    own = evidence.own_year(value.code, value.year)
    said = Figure((claim.low + claim.high) / 2, claim.low, claim.high, own.inputs if own else ())
    part = next((p for p in _part_shares(value, evidence)), None)
    if part is None:
        return Finding(said, None, "share", "cannot_tell", NOTHING_ELSE)
    at, share = part
    months = Figure(*(3 * (MONTHS_A_YEAR / at.n_months,)), inputs=())
    market = scaled(ratio(at.value, share), months)
    found = ratio(_said(value.value_usd, own), market)
    if found is None:
        return Finding(said, None, "share", "cannot_tell", NOTHING_ELSE)
    is_in = claim.low <= found.value <= claim.high
    reason = (
        f"{share.value:.1%} in {at.period}; at the pace of those months the year's market gives"
        f" {found.value:.1%}"
    )
    return Finding(said, found, "share", "agrees_rounded" if is_in else "differs", reason)


def _part_shares(claim: ValueClaim, evidence: Evidence) -> list[tuple[Observation, Figure]]:
    rows = evidence.shares.filter(
        (pl.col("hs_code") == claim.code)
        & (pl.col("partner") == "PRK")
        & pl.col("indicator").str.contains("value", literal=True)
    )
    periods = {(r["period_start"], r["period_end"]): r for r in rows.iter_rows(named=True)}
    return [
        (o, Figure(*(3 * (periods[o.starts_on, o.ends_on]["share"],)), inputs=(row_id,)))
        for o in evidence.series(claim.code)
        if o.year == claim.year and o.value is not None and (o.starts_on, o.ends_on) in periods
        for row_id in (periods[o.starts_on, o.ends_on]["row_id"],)
    ]


def _check_rank(claim: RankClaim, evidence: Evidence) -> Finding:
    """Rank among published goods; one not published that could be larger leaves it open."""
    goods = tuple(s for s in evidence.everything if s.good.code != "TOTAL")
    series = next((s for s in goods if s.good.code == claim.code), None)
    said = Figure(claim.rank, claim.rank, claim.rank, ())
    if series is None or series.year(claim.year) is None:
        return Finding(said, None, "rank", "cannot_tell", NOTHING_ELSE)
    number = find_rank(series, goods, claim.year)
    rank = float(number.value or 0)
    found = Figure(
        rank,
        number.low if number.low is not None else rank,
        number.high if number.high is not None else rank,
        number.inputs,
        "derived",
    )
    if not found.low <= claim.rank and rank != claim.rank:
        return Finding(said, found, "rank", "differs", f"{number.how}, it is {rank:.0f}")
    reason = f"{number.how} it is {rank:.0f}, but a good not published may be larger"
    return Finding(said, found, "rank", "cannot_tell", reason)


def _terms(
    terms: tuple[str, ...], statement: Statement, evidence: Evidence
) -> tuple[Figure, int, float]:
    claims = [statement.value(term) for term in terms]
    figures = [_said(c.value_usd, evidence.own_year(c.code, c.year)) for c in claims]
    said = total(figures)
    assert said is not None, "a claim of terms has at least one"
    return said, claims[0].year, sum(c.rounded_to_usd for c in claims) / 2


def _said(value: float, own: Figure | None) -> Figure:
    return Figure(value, value, value, own.inputs if own else ())


def _agreement(said: float, other: Figure, slack: float) -> Result:
    if other.low - slack <= said <= other.high + slack:
        return "agrees"
    nearest = other.low if said < other.low else other.high
    return "agrees_rounded" if _is_near(said, nearest) else "differs"


def _is_near(said: float, other: float) -> bool:
    return abs(said - other) <= ROUNDING_SHARE * abs(other)


def _off(said: float, other: Figure) -> str:
    if other.value == 0:
        return "all of it"
    return f"{said / other.value - 1:+.1%}"
