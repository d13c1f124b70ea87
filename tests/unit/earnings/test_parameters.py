"""Parameters: packaged whole, checked against themselves, drawn within their ranges."""

from pathlib import Path

import numpy as np
import pytest

from coalface.earnings.parameters import (
    draw,
    load_parameters,
    load_publications,
    read_parameters,
)
from coalface.errors import DefinitionError

WHOLE = """\
id: {id}
title: A price
meaning: What it means
group: prices
unit: USD/t
low: {low}
mode: {mode}
high: {high}
distribution: triangular
period: '2016'
valid_from: 2016-01-01
valid_to: 2017-01-01
basis: {basis}
sources: [{source}]
confidence: low
"""


def write(folder: Path, **changes: object) -> Path:
    facts: dict[str, object] = {
        "id": "price.test",
        "low": 1,
        "mode": 2,
        "high": 3,
        "basis": "evidence",
        "source": "kiep2018brief",
    }
    (folder / "price.test.yml").write_text(WHOLE.format(**(facts | changes)), encoding="utf-8")
    return folder


def test_every_parameter_of_the_mechanism_is_packaged() -> None:
    found = load_parameters()

    assert len(found) >= 94
    assert {s for p in found.values() for s in p.sources} <= set(load_publications())


def test_what_was_not_found_stays_null() -> None:
    not_found = [p for p in load_parameters().values() if p.basis == "not_found"]

    assert len(not_found) >= 10
    assert all(p.low is None and p.mode is None and p.high is None for p in not_found)


def test_rival_readings_of_the_kick_back_are_two_parameters_that_name_each_other() -> None:
    found = load_parameters()

    assert found["pay.kickback_share"].rivals == ("pay.kickback_share_kdi",)
    assert found["pay.kickback_share_kdi"].rivals == ("pay.kickback_share",)
    assert found["pay.kickback_share"].range == (0.07, 0.11, 0.15)


@pytest.mark.parametrize("name", sorted(n for n, p in load_parameters().items() if p.is_found))
def test_draws_stay_within_low_and_high(name: str) -> None:
    parameter = load_parameters()[name]
    low, _, high = parameter.range

    drawn = draw(parameter, 500, np.random.default_rng(1))

    assert drawn.shape == (500,)
    assert drawn.min() >= low * (1 - 1e-12)
    assert drawn.max() <= high * (1 + 1e-12)


def test_a_mixture_draws_its_rival_values_and_nothing_between_them() -> None:
    parameter = load_parameters()["prod.coal.total_2016"]

    drawn = draw(parameter, 20_000, np.random.default_rng(1))

    assert set(drawn) == {31.06, 38.287, 35.0}
    assert np.mean(drawn == 31.06) == pytest.approx(0.65, abs=0.02)


def test_nothing_is_drawn_for_what_was_not_found_unless_the_prior_is_asked_for() -> None:
    parameter = load_parameters()["cost.coal.port_loading"]
    rng = np.random.default_rng(1)

    with pytest.raises(ValueError, match="nothing was found"):
        draw(parameter, 10, rng)

    assert parameter.mark == "assumed"
    assert draw(parameter, 10, rng, with_prior=True).max() <= 5


def test_draws_are_the_same_for_the_same_seed() -> None:
    parameter = load_parameters()["cost.coal.mine_gate"]

    first, second = (draw(parameter, 5, np.random.default_rng(7)) for _ in range(2))

    assert first.tolist() == second.tolist()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"low": 4}, r"price\.test\.yml, line 7: mode: .*low 4 is above mode 2.*upside down"),
        ({"high": 1.5}, r"price\.test\.yml, line 8: high: .*mode 2 is above high 1\.5"),
        ({"low": "null"}, r"price\.test\.yml, line 1: .*or none of them"),
        ({"basis": "not_found"}, r"price\.test\.yml, line 1: .*prior_if_needed"),
        ({"basis": "rumour"}, r"price\.test\.yml, line 13: basis"),
        ({"source": "nobody"}, r"price\.test\.yml, line 14: sources \['nobody'\] are not known"),
        ({"id": "price.other"}, r"price\.test\.yml, line 1: id 'price\.other' is not the file's"),
        ({"source": "kiep2018brief]\nprize: [3"}, r"line 15: unknown key 'prize'"),
    ],
)
def test_a_wrong_parameter_is_refused_with_file_and_line(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(DefinitionError, match=said):
        read_parameters(write(tmp_path, **changes))


def test_a_right_parameter_is_read(tmp_path: Path) -> None:
    assert read_parameters(write(tmp_path))["price.test"].range == (1, 2, 3)


def test_the_number_of_a_parameter_names_it_as_its_input() -> None:
    number = load_parameters()["pay.kickback_share"].number("procedure/payment/5")

    assert number.inputs == ("parameters/pay.kickback_share",)
    assert (number.low, number.value, number.high) == (0.07, 0.11, 0.15)
    assert number.mark == "published"


@pytest.mark.parametrize("unit", ["share", "share of recorded price"])
def test_a_share_outside_0_to_1_is_an_error_with_its_line(tmp_path: Path, unit: str) -> None:
    text = WHOLE.format(
        id="price.test", low=0.1, mode=0.2, high=1.95, basis="evidence", source="kiep2018brief"
    )
    (tmp_path / "price.test.yml").write_text(text.replace("USD/t", unit), encoding="utf-8")

    with pytest.raises(DefinitionError, match=r"price\.test\.yml, line 8: high 1\.95 of unit"):
        read_parameters(tmp_path)
