"""Parameters of contradictions: of identity, and of positions that cannot be so."""

from pydantic import Field

from coalface.vessels.settings import Settings

__all__ = ["FalsificationSettings", "IdentitySettings"]


class IdentitySettings(Settings):
    """When what was sent of a ship contradicts itself.

    Attributes:
        handshake_h: One number falls silent and another appears within this time, hours.
        handshake_km: And within this distance, kilometres.
        like_share: Lengths that differ by no more than this share are alike.
        dimension_m: A change of length by this much and more is no rounding, metres.
        yard_days: A ship is not rebuilt in less time than this, days.
        toggle_days: A value that comes back within this time was toggled, days.
        impossible_kn: No ship is that fast: two places at once, knots.
    """

    handshake_h: float = Field(gt=0)
    handshake_km: float = Field(gt=0)
    like_share: float = Field(gt=0, lt=1)
    dimension_m: float = Field(gt=0)
    yard_days: float = Field(gt=0)
    toggle_days: float = Field(gt=0)
    impossible_kn: float = Field(gt=0)


class FalsificationSettings(Settings):
    """When positions cannot be those of a ship.

    Attributes:
        impossible_kn: Faster than any ship: a jump, knots.
        back_kn: Speed with which the ship could have gone on without the jump, knots.
        jump_nmi: A jump is at least this far, nautical miles.
        moving_kn: A ship that says so moves, knots.
        still_kn: A ship that says no more lies still, knots.
        frozen_m: Within this distance a place is the same, metres.
        frozen_min: A moving ship stands still no longer than this, minutes.
        drift_nmi: A ship at rest does not go this far in an hour, nautical miles.
        ring_min_m: Radius of a ring, at least, metres.
        ring_max_m: And at most, metres.
        ring_residual: Scatter about the ring, as a share of the radius, at most.
        ring_turns: How many times round.
        ring_points: Positions in the hour, at least.
        replay_points: Places of a moving ship that come again with one delay, at least.
        land_nmi: A position this far from any packaged shore, on land, is no berth, nautical miles.
        area_ships: Ships of one hour and place that make an area, at least.
        area_deg: Side of such a place, degrees.
    """

    impossible_kn: float = Field(gt=0)
    back_kn: float = Field(gt=0)
    jump_nmi: float = Field(gt=0)
    moving_kn: float = Field(gt=0)
    still_kn: float = Field(gt=0)
    frozen_m: float = Field(gt=0)
    frozen_min: float = Field(gt=0)
    drift_nmi: float = Field(gt=0)
    ring_min_m: float = Field(gt=0)
    ring_max_m: float = Field(gt=0)
    ring_residual: float = Field(gt=0, lt=1)
    ring_turns: float = Field(gt=0)
    ring_points: int = Field(ge=6)
    replay_points: int = Field(ge=5)
    land_nmi: float = Field(gt=0)
    area_ships: int = Field(ge=2)
    area_deg: float = Field(gt=0)
