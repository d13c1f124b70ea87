"""What a run did not look for, or could not apply: an empty table of it says nothing."""

import numpy as np
import polars as pl

from coalface.tables.identity_events import IDENTITY_EVENTS
from coalface.tables.voyages import VOYAGES
from coalface.vessels.detectors import DETECTORS, detectors_of, has_section
from coalface.vessels.geography import shore_distance_nmi
from coalface.vessels.identity_settings import FalsificationSettings, IdentitySettings
from coalface.vessels.meeting_settings import VoyageSettings
from coalface.vessels.presets import GapSettings, Preset

__all__ = ["IMO_SENT", "masks_not_applied", "not_looked_for"]

#: Not a table: which ships sent which IMO number.
IMO_SENT = "imo_numbers_sent"


def not_looked_for(preset: Preset, *, has_statics: bool) -> dict[str, str]:
    """Name what a run does not look for, and why.

    Args:
        preset: Its definitions.
        has_statics: It was given static messages.
    """
    lacks = f"the preset {preset.id} has no rule for it"
    filled = {d.table.name for d in detectors_of(preset)}
    missing = {d.table.name: lacks for d in DETECTORS if d.table.name not in filled}
    if not has_section(preset, IdentitySettings):
        missing[IMO_SENT] = lacks
        if not has_section(preset, FalsificationSettings):
            missing[IDENTITY_EVENTS.name] = lacks
    elif not has_statics:
        missing[IMO_SENT] = "no static messages were given"
    if not has_section(preset, VoyageSettings):
        missing[VOYAGES.name] = lacks
    return dict(sorted(missing.items()))


def masks_not_applied(gaps: pl.DataFrame, preset: Preset) -> list[str]:
    """Say of how many silences a published mask could not be asked.

    Args:
        gaps: Table `gaps` of the run.
        preset: Its definitions.
    """
    if not has_section(preset, GapSettings):
        return []
    least_nmi = preset.need(GapSettings).min_shore_nmi
    if least_nmi <= 0 or gaps.is_empty():
        return []
    shore = shore_distance_nmi(gaps["lat_deg"].to_numpy(), gaps["lon_deg"].to_numpy())
    n_unknown = int(np.isnan(shore).sum())
    if n_unknown == 0:
        return []
    return [
        f"{n_unknown} of {len(gaps)} gaps begin outside the packaged coast (98-136 E, 2 S-46 N): "
        f"the mask of {least_nmi:g} nmi from shore was not applied to them."
    ]
