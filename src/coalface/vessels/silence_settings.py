"""Parameters of our own weighing of silences: tracks, reception, candidates, causes."""

from pydantic import Field, model_validator

from coalface.vessels.settings import Settings

__all__ = ["CauseSettings", "ReceptionSettings", "SilenceSettings", "TrackSettings"]


class TrackSettings(Settings):
    """How messages of one number are joined to runs of one ship, by likelihood.

    Attributes:
        base_limit_kn: Fastest speed of a ship that says nothing else, knots.
        hard_limit_kn: Fastest speed of any, knots: no segment needs more.
        said_quantile: Quantile of a ship's reported speeds that is taken as its top speed.
        said_margin: Factor on that.
        noise_nmi: Noise of a position, nautical miles.
        drift_share: Spread of a ship about where it should be, as a share of its way.
        hold_course_h: A ship is taken to hold course and speed for no longer, hours.
        cruise_kn: Scale of the speed at which a ship goes anywhere, knots.
        other_ship_nmi: Width of the waters in which another ship of the same number may be.
        p_shared: Chance that a number is used by more than one ship.
        p_shared_if_seen: The same, where two were seen at one time, or heard by turns.
        at_once_h: A number that is at two places for so long is two ships', hours.
        min_on_end: A name sent so many times on end is no error.
        like_share: Lengths that differ by no more than this share may be one ship's.
        name_age_h: A name sent longer ago does not say who sends now, hours.
        min_run_messages: A run of fewer messages may be an error, and shows no second ship.
        class_differs: Likelihood ratio of a change of transponder class.
        imo_agrees: Likelihood ratio of the same hull number.
        imo_differs: Of another.
        name_agrees: Of the same name.
        name_differs: Of another.
        length_agrees: Of the same length.
        length_differs: Of another.
        min_p_same_ship: A silence whose ends are less sure is a possible two-ship gap.
    """

    base_limit_kn: float = Field(gt=0)
    hard_limit_kn: float = Field(gt=0)
    said_quantile: float = Field(gt=0, le=1)
    said_margin: float = Field(ge=1)
    noise_nmi: float = Field(gt=0)
    drift_share: float = Field(gt=0)
    hold_course_h: float = Field(ge=0)
    cruise_kn: float = Field(gt=0)
    other_ship_nmi: float = Field(gt=0)
    p_shared: float = Field(gt=0, lt=1)
    p_shared_if_seen: float = Field(gt=0, lt=1)
    at_once_h: float = Field(gt=0)
    min_on_end: int = Field(ge=2)
    like_share: float = Field(gt=0, lt=1)
    name_age_h: float = Field(gt=0)
    min_run_messages: int = Field(ge=2)
    class_differs: float = Field(gt=0)
    imo_agrees: float = Field(gt=0)
    imo_differs: float = Field(gt=0)
    name_agrees: float = Field(gt=0)
    name_differs: float = Field(gt=0)
    length_agrees: float = Field(gt=0)
    length_differs: float = Field(gt=0)
    min_p_same_ship: float = Field(gt=0, lt=1)


class ReceptionSettings(Settings):
    """How it is estimated how a transmitting ship would have been heard.

    Attributes:
        slot_min: A ship is heard or not heard in slots of this length, minutes: so a provider that
            keeps only some of the messages changes little.
        cell_deg: Side of a cell, degrees of latitude.
        region_cells: Side of a region, cells.
        bin_h: Time for which reception is held the same, hours.
        prior_slots: Weight of the class of ship in the estimate of a region, slots.
        region_slots: Weight of the region in that of a cell, slots.
        cell_slots: Weight of the cell in that of a cell and bin, slots.
        ship_slots: Weight of the average ship in that of one ship's equipment, slots.
        slow_kn: Below this speed a ship is still, knots.
        n_rounds: How many times suspected silences are weighed and taken out.
        neighbour_nmi: How far a neighbour may be, nautical miles.
        max_slots_of_gap: A longer silence is sampled evenly at so many slots.
    """

    slot_min: float = Field(gt=0)
    cell_deg: float = Field(gt=0)
    region_cells: int = Field(ge=1)
    bin_h: float = Field(gt=0)
    prior_slots: float = Field(gt=0)
    region_slots: float = Field(gt=0)
    cell_slots: float = Field(gt=0)
    ship_slots: float = Field(gt=0)
    slow_kn: float = Field(ge=0)
    n_rounds: int = Field(ge=1)
    neighbour_nmi: float = Field(gt=0)
    max_slots_of_gap: int = Field(ge=4)


class SilenceSettings(Settings):
    """Which silences are weighed, and the words for the result.

    Attributes:
        min_silence_h: A silence longer than this is a candidate, hours.
        times_median: And longer than so many of the ship's own median interval.
        likely: `likely_disabled` from this probability on.
        possible: `possible` from this probability on.
        before_h: Span before a silence in which its messages are looked at, hours.
    """

    min_silence_h: float = Field(gt=0)
    times_median: float = Field(ge=0)
    likely: float = Field(gt=0, lt=1)
    possible: float = Field(gt=0, lt=1)
    before_h: float = Field(gt=0)


class CauseSettings(Settings):
    """What may explain a silence: the chance of each before the evidence. All are settable.

    Attributes:
        p_reception_hole: Out of reach of every receiver.
        p_satellite_revisit: Between two passes, or lost among other ships' messages.
        p_moored_off: Switched off at berth or anchor.
        p_low_power: Small set, battery or weak installation.
        p_identity_switch: The ship went on under another number.
        p_area_interference: Many ships of the area were affected.
        p_provider_cut: The provider's stream stopped.
        p_deliberate: Switched off at sea, on purpose.
        p_unknown: Anything else: failure of the set, of the ship's power.
    """

    p_reception_hole: float = Field(ge=0, le=1)
    p_satellite_revisit: float = Field(ge=0, le=1)
    p_moored_off: float = Field(ge=0, le=1)
    p_low_power: float = Field(ge=0, le=1)
    p_identity_switch: float = Field(ge=0, le=1)
    p_area_interference: float = Field(ge=0, le=1)
    p_provider_cut: float = Field(ge=0, le=1)
    p_deliberate: float = Field(gt=0, lt=1)
    p_unknown: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _sum_to_one(self) -> "CauseSettings":
        total = sum(v for k, v in self if k.startswith("p_"))
        if abs(total - 1.0) > 1e-6:  # noqa: PLR2004 - rounding
            raise ValueError(f"the priors of the causes sum to {total:g}, not 1")
        return self
