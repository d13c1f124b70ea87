import pytest

from coalface.errors import DefinitionError
from coalface.vessels.presets import load_preset, preset_names, read_preset
from coalface.vessels.settings import Settings
from coalface.vessels.silence_settings import CauseSettings, SilenceSettings

GAPS = """
id: mine
title: mine
kind: ours
silences:
  min_silence_h: {value: 2, source: "a reason"}
  times_median: {value: 6, source: "a reason"}
  likely: {value: 0.9, source: "a reason"}
  possible: {value: 0.5, source: "a reason"}
  before_h: {value: 6, source: "a reason"}
"""


@pytest.mark.parametrize("name", preset_names())
def test_every_value_of_a_packaged_preset_has_a_source(name: str) -> None:
    preset = load_preset(name)

    sections = [s for _, s in preset if isinstance(s, Settings)]
    assert sections
    for section in sections:
        assert set(section.sources) == set(type(section).model_fields) - {"sources"}
        assert all(len(text) > 3 for text in section.sources.values())


def test_a_preset_that_does_not_exist_is_refused_with_the_names_of_those_that_do() -> None:
    with pytest.raises(DefinitionError, match="gfw-2026"):
        load_preset("gfw-1999")


def test_a_value_without_source_is_refused() -> None:
    with pytest.raises(DefinitionError, match="lack a source"):
        read_preset(GAPS.replace('{value: 2, source: "a reason"}', "2"), "mine.yml")


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(DefinitionError, match="longest_silence_h"):
        read_preset(GAPS.replace("min_silence_h", "longest_silence_h"), "mine.yml")


def test_a_section_that_a_preset_lacks_is_named() -> None:
    preset = read_preset(GAPS, "mine.yml")

    assert preset.need(SilenceSettings).min_silence_h == 2
    with pytest.raises(DefinitionError, match="CauseSettings"):
        preset.need(CauseSettings)


def test_priors_of_causes_that_do_not_sum_to_one_are_refused() -> None:
    settings = load_preset("yellow-sea-v1").need(CauseSettings)
    values = {k: v for k, v in settings.model_dump().items() if k.startswith("p_")}

    with pytest.raises(ValueError, match="sum to"):
        CauseSettings(**values | {"p_unknown": 0.5}, sources={})
