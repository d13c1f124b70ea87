"""Parameters of meetings, calls and voyages in a preset."""

from pydantic import Field

from coalface.vessels.settings import Settings

__all__ = ["MeetingSettings", "PortVisitSettings", "VoyageSettings"]

Tier = tuple[float, float]


class MeetingSettings(Settings):
    """When two ships meet, measured between received fixes, and how usual that is.

    Attributes:
        tiers: Pairs of metres and hours: within that distance for that long is a meeting.
        max_speed_kn: Median speed of both is at most this; faster pairs are suppressed.
        max_relative_kn: Median speed of one against the other is at most this.
        merge_h: Spells of one pair less than this apart are one meeting, hours.
        step_min: Round times at which candidates are looked for, minutes.
        max_leg_h: Fixes at most this far apart are joined, hours.
        max_still_leg_h: The same for a ship that hardly moved between the two.
        still_kn: Up to this speed from fix to fix it hardly moved.
        max_leg_kn: Fixes that need a higher speed are not joined.
        fresh_min: Time on a longer leg than this counts as interpolated, minutes.
        min_fixes: Least received fixes of each ship within the meeting.
        prior_odds: Chance that a slow spell is an unusual meeting, against that it is not.
        chance_floor: Least chance of a usual neighbour, where few ships were ever seen.
        place_m: What counts as the same place, metres.
        neighbour_m: Pairs nearer than this are close pairs of a place.
        prior_stops: Weight, in stops, of the density of ships against pairs seen at the place.
        reach_m: How far apart aerials of two ships alongside may be if no length is known.
        together_kn: Speed above which drifting together speaks for a meeting.
        parting_min: Both leaving within this of each other speaks for a meeting, minutes.
        craft_odds: Factor if one is a tug, a pilot or another craft of the port.
        min_score: Meetings of a lower score are suppressed as usual at their place.
        loiter_h: Shortest slow spell beside nobody seen, hours.
        loiter_kn: Its highest speed, knots.
        loiter_prior_odds: Chance that such a spell hides a meeting, against that it does not.
        loiter_min_score: Spells of a lower score are suppressed as usual.
        candidate_kn: Speed at which a silent ship may have come and gone, knots.
        max_candidates: Most silent ships listed.
    """

    tiers: tuple[Tier, ...] = Field(min_length=1)
    max_speed_kn: float = Field(gt=0)
    max_relative_kn: float = Field(gt=0)
    merge_h: float = Field(ge=0)
    step_min: float = Field(gt=0)
    max_leg_h: float = Field(gt=0)
    max_still_leg_h: float = Field(gt=0)
    still_kn: float = Field(gt=0)
    max_leg_kn: float = Field(gt=0)
    fresh_min: float = Field(gt=0)
    min_fixes: int = Field(ge=1)
    prior_odds: float = Field(gt=0)
    chance_floor: float = Field(gt=0)
    place_m: float = Field(gt=0)
    neighbour_m: float = Field(gt=0)
    prior_stops: float = Field(gt=0)
    reach_m: float = Field(gt=0)
    together_kn: float = Field(gt=0)
    parting_min: float = Field(gt=0)
    craft_odds: float = Field(gt=0)
    min_score: float = Field(ge=0, le=1)
    loiter_h: float = Field(gt=0)
    loiter_kn: float = Field(gt=0)
    loiter_prior_odds: float = Field(gt=0)
    loiter_min_score: float = Field(ge=0, le=1)
    candidate_kn: float = Field(gt=0)
    max_candidates: int = Field(ge=0)


class PortVisitSettings(Settings):
    """When a ship called at a port, seen there or not.

    Attributes:
        stop_kn: A ship that goes no faster from fix to fix lies still, knots.
        min_stop_h: Shortest stay at a berth, hours.
        join_h: Stays at one port less than this apart, with no way out between, are one.
        leave_m: A ship farther than this from its berth in between has left it.
        cell_m: A berth is within this of an anchorage cell.
        port_cells_nmi: Anchorage cells within this of a port belong to it.
        radius_m: Radius of a port by how well its position is known.
        away_kn: A ship that goes this fast near a port does not lie there.
        max_kn: Fastest a ship is taken to have gone unseen, as a share of its own high speed
            or, where that is not known, in knots.
        min_gap_h: Shortest silence in which a call is inferred, hours.
        max_gap_d: Longest one, days.
        prior_call: Chance that a silence in which a berth could be reached hides a call.
        min_p: Inferred calls of a lower chance are suppressed.
    """

    stop_kn: float = Field(gt=0)
    min_stop_h: float = Field(gt=0)
    join_h: float = Field(ge=0)
    leave_m: float = Field(gt=0)
    cell_m: float = Field(gt=0)
    port_cells_nmi: float = Field(gt=0)
    radius_m: dict[str, float]
    away_kn: float = Field(gt=0)
    max_kn: float = Field(gt=0)
    min_gap_h: float = Field(gt=0)
    max_gap_d: float = Field(gt=0)
    prior_call: float = Field(gt=0, lt=1)
    min_p: float = Field(ge=0, le=1)


class VoyageSettings(Settings):
    """How calls are chained.

    Attributes:
        max_days: Calls further apart are not one voyage, days.
        top: Most alternatives kept of one voyage.
        min_p: Alternatives of a lower chance are not kept.
        deadweight_share: Cargo of a full ship as shares of its deadweight: low, middle, high.
    """

    max_days: float = Field(gt=0)
    top: int = Field(ge=1)
    min_p: float = Field(ge=0, le=1)
    deadweight_share: tuple[float, float, float]
