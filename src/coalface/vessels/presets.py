"""Named, frozen sets of detector parameters: one file a preset, every value with its source."""

from functools import lru_cache
from importlib import resources
from typing import Literal, TypeVar

from pydantic import Field

from coalface.errors import DefinitionError
from coalface.vessels.identity_settings import FalsificationSettings, IdentitySettings
from coalface.vessels.meeting_settings import (
    MeetingSettings,
    PortVisitSettings,
    VoyageSettings,
)
from coalface.vessels.settings import Settings
from coalface.vessels.silence_settings import (
    CauseSettings,
    ReceptionSettings,
    SilenceSettings,
    TrackSettings,
)
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = [
    "GapSettings",
    "GridEncounterSettings",
    "PortMachineSettings",
    "Preset",
    "SegmentSettings",
    "Settings",
    "load_preset",
    "preset_names",
    "read_preset",
]

S = TypeVar("S", bound=Settings)
FOLDER = "data/vessels/presets"
SUFFIX = ".yml"


class SegmentSettings(Settings):
    """How messages of one number are sorted into runs that can be one ship.

    Attributes:
        max_hours: Longest time between two messages of one segment, hours.
        max_knots: Fastest speed at which a position may differ from the expected one, knots.
        penalty_hours: Time from which a ship is expected to go less than its speed, hours.
        hours_exponent: How fast that effect grows.
        buffer_hours: Added (as a hypotenuse) to each interval, hours.
        penalty_knots: Speed of discrepancy that is strongly discouraged, knots.
        shape_factor: How much worse "stayed" and "is on the way" are than "is where expected".
        lookback: How many earlier messages a new one may be joined to, the later ones dropped.
        lookback_factor: How much better that must be, per message dropped.
        ambiguity_factor: Two segments closer than this in likeness are both closed.
        short_segment_messages: Segments shorter than this are given less weight.
        class_mismatch_weight: Weight where transponder types do not match or are not known.
        very_slow_knots: Below it, a message without course counts as standing still, knots.
        max_open: Most segments held open at one time.
    """

    max_hours: float = Field(gt=0)
    max_knots: float = Field(gt=0)
    penalty_hours: float = Field(gt=0)
    hours_exponent: float = Field(ge=0, le=1)
    buffer_hours: float = Field(ge=0)
    penalty_knots: float = Field(gt=0)
    shape_factor: float = Field(gt=0)
    lookback: int = Field(ge=1, le=16)
    lookback_factor: float = Field(gt=0)
    ambiguity_factor: float = Field(ge=1)
    short_segment_messages: float = Field(gt=0)
    class_mismatch_weight: float = Field(gt=0, le=1)
    very_slow_knots: float = Field(ge=0)
    max_open: int = Field(ge=2)


class GapSettings(Settings):
    """When a silence is reported, by a rule that knows no reception.

    Attributes:
        min_silence_h: A silence must last longer than this, hours.
        is_min_included: A silence of just that length counts too.
        hours_before: Span before the silence in which positions are counted, hours.
        min_positions_before: Fewer positions in that span: suppressed; 0 asks nothing.
        min_shore_nmi: Nearer to shore at the last fix: suppressed; 0 asks nothing.
        min_cell_positions_per_day: Poorer reception of the cell and month: suppressed.
        cell_deg: Side of the cells in which reception is averaged, degrees.
    """

    min_silence_h: float = Field(gt=0)
    is_min_included: bool
    hours_before: float = Field(ge=0)
    min_positions_before: int = Field(ge=0)
    min_shore_nmi: float = Field(ge=0)
    min_cell_positions_per_day: float = Field(ge=0)
    cell_deg: float = Field(gt=0)


class GridEncounterSettings(Settings):
    """When two ships are close, by a rule on round times.

    Attributes:
        step_min: Minutes between round times.
        max_gap_min: Fixes less than this apart are joined by a line, minutes.
        is_extrapolated: A ship is also carried that long before its first and after its last fix
            of a day.
        max_m: How near is near, metres; just that far counts.
        min_minutes: Shortest run that makes a raw encounter, minutes.
        merge_h: Runs of one pair less than this apart are one encounter, hours.
        published_min_h: Shortest encounter that is published, hours.
        published_max_kn: Its median speed is below this, knots.
    """

    step_min: float = Field(gt=0)
    max_gap_min: float = Field(gt=0)
    is_extrapolated: bool
    max_m: float = Field(gt=0)
    min_minutes: float = Field(ge=0)
    merge_h: float = Field(ge=0)
    published_min_h: float = Field(ge=0)
    published_max_kn: float = Field(gt=0)


class PortMachineSettings(Settings):
    """When a ship is in port, by a rule on the nearest anchorage cell.

    Attributes:
        entry_km: At sea becomes in port at this distance or nearer, kilometres.
        exit_km: In port becomes at sea at this distance or farther, kilometres.
        stop_begins_kn: Moving becomes stopped at this speed or slower, knots.
        stop_ends_kn: Stopped becomes moving at this speed or faster, knots.
        min_gap_h: Silence in port from which it counts as a port gap, hours.
        max_segment_nmi: A visit ends where the next event is of another segment and farther.
        min_confidence: Visits of lower confidence, 1 to 4, are suppressed.
    """

    entry_km: float = Field(gt=0)
    exit_km: float = Field(gt=0)
    stop_begins_kn: float = Field(ge=0)
    stop_ends_kn: float = Field(ge=0)
    min_gap_h: float = Field(gt=0)
    max_segment_nmi: float = Field(gt=0)
    min_confidence: int = Field(ge=1, le=4)


class Preset(Definition):
    """One named definition of events; sections that it does not speak of are absent.

    Attributes:
        id: Name, as in `--preset`.
        title: Whose definition it is.
        kind: `ours`, or `published` by others (its quirks kept).
        segments: Runs of one ship.
        gaps: Silences by rule.
        tracks: Runs of one ship by likelihood.
        reception: How a transmitting ship is heard.
        silences: Which silences are weighed, and how.
        causes: What may explain a silence, and how often it does.
        grid_encounters: Ships close by rule.
        port_machine: Calls by rule.
        meetings: Ships close, against what is usual there.
        calls: Calls seen, and calls within a silence.
        voyages: Chains of calls.
        identity: Contradictions of identity.
        falsification: Positions that cannot be so.
    """

    id: str
    title: str
    kind: Literal["ours", "published"]
    segments: SegmentSettings | None = None
    gaps: GapSettings | None = None
    tracks: TrackSettings | None = None
    reception: ReceptionSettings | None = None
    silences: SilenceSettings | None = None
    causes: CauseSettings | None = None
    grid_encounters: GridEncounterSettings | None = None
    port_machine: PortMachineSettings | None = None
    meetings: MeetingSettings | None = None
    calls: PortVisitSettings | None = None
    voyages: VoyageSettings | None = None
    identity: IdentitySettings | None = None
    falsification: FalsificationSettings | None = None

    def need(self, kind: type[S]) -> S:
        """Give the section of one kind.

        Raises:
            DefinitionError: If this preset does not speak of it.
        """
        for name in type(self).model_fields:
            section = getattr(self, name)
            if isinstance(section, kind):
                return section
        raise DefinitionError(
            f"preset {self.id} has no section of {kind.__name__}. Choose a preset that has, "
            "such as yellow-sea-v1."
        )


def preset_names() -> tuple[str, ...]:
    """Give the names of the packaged presets, sorted."""
    folder = resources.files("coalface").joinpath(FOLDER)
    return tuple(sorted(f.name.removesuffix(SUFFIX) for f in folder.iterdir()))


@lru_cache
def load_preset(name: str) -> Preset:
    """Read one packaged preset.

    Args:
        name: One of `preset_names()`.

    Returns:
        The preset.

    Raises:
        DefinitionError: If there is no such preset, or its file is wrong.
    """
    if name not in preset_names():
        raise DefinitionError(
            f"no preset {name!r}; the presets are {', '.join(preset_names())}. Choose one of them."
        )
    file = resources.files("coalface").joinpath(FOLDER, name + SUFFIX)
    return read_preset(file.read_text(encoding="utf-8"), file.name)


def read_preset(text: str, file_name: str) -> Preset:
    """Read a preset of a user's own.

    Args:
        text: The YAML document.
        file_name: Named in errors.

    Returns:
        The preset.

    Raises:
        DefinitionError: If a key is unknown, a value out of range, or a source missing.
    """
    return read_definition(text, file_name, Preset)
