import polars as pl

from coalface.vessels.looked_for import IMO_SENT, masks_not_applied, not_looked_for
from coalface.vessels.presets import load_preset

GAPS = pl.DataFrame({"lat_deg": [40.0, 37.0], "lon_deg": [-70.0, 123.5]})


def test_a_mask_from_shore_is_said_not_to_reach_beyond_the_packaged_coast() -> None:
    (note,) = masks_not_applied(GAPS, load_preset("welch-2022"))

    assert note.startswith("1 of 2 gaps")
    assert masks_not_applied(GAPS.tail(1), load_preset("welch-2022")) == []
    assert masks_not_applied(GAPS, load_preset("yellow-sea-v1")) == []


def test_what_a_preset_has_no_rule_for_was_not_looked_for() -> None:
    ours, rule = load_preset("yellow-sea-v1"), load_preset("welch-2022")

    assert not_looked_for(ours, has_statics=True) == {}
    assert list(not_looked_for(ours, has_statics=False)) == [IMO_SENT]
    assert set(not_looked_for(rule, has_statics=True)) == {
        "encounters", "identity_events", IMO_SENT, "port_visits", "voyages",
    }  # fmt: skip
