"""The calibration as a user starts it, small: what is learnt, scored, and named in a scenario."""

import json
from pathlib import Path

import pytest
from tests.integration.conftest import Coalface

pytestmark = pytest.mark.slow
MEMBERS = 100


@pytest.fixture
def posterior(
    tmp_path: Path, coalface: Coalface, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    """A posterior in `post` beside a scenario that names it; the report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fitted.yml").write_text(
        "scenario: fitted\nextends: history\ntitle: With what was learnt\n"
        "months: 2016-01..2017-12\nensemble: {posterior: post, draws: 100}\n"
    )
    done = coalface("calibrate", "--members", MEMBERS, "--steps", 2, "--out", "post", "--json")
    assert done.code == 0, done.err
    found: dict[str, object] = json.loads(done.out)
    return found


def test_a_posterior_is_scored_and_can_be_run(
    posterior: dict[str, object], tmp_path: Path, coalface: Coalface
) -> None:
    scores = posterior["scores"]
    assert isinstance(scores, dict)
    assert set(scores["mean_log"]) == {
        "model, fitted", "model, fitted, prices held", "model, before the fit", "last year's value",
        "walk with the ban as a step",
    }  # fmt: skip
    assert (scores["n_by_year"], scores["n_of_nothing"]) == ({"2017": 26}, 12)
    informed = posterior["informed"]
    assert isinstance(informed, list)
    assert {"informed", "not informed"} == {i["words"] for i in informed}
    check_what_figures_can_tell(posterior, [i["parameter"] for i in informed])
    misfit = posterior["misfit"]
    assert isinstance(misfit, list)
    assert misfit[-1] < misfit[0]  # few members and steps; with 500 and 6 it falls to about 1

    done = coalface("simulate", "fitted.yml", "--out", tmp_path / "run", "--json")
    check_named(done.out, tmp_path / "post")
    assert json.loads(done.out)["is_illustration"] is not posterior["beats_baselines"]

    done = coalface("reproduce", tmp_path / "run")
    assert done.code == 0, done.err

    done = coalface("compare", "fitted.yml", "fitted.yml", "--posterior", "post", "--json")
    check_named(done.out, tmp_path / "post")

    done = coalface("simulate", "fitted.yml", "--out", tmp_path / "more", "--draws", 200)
    assert done.code == 1
    assert "posterior post: 100 rows, 200 draws asked for" in done.err

    done = coalface("simulate", "fitted.yml", "--out", tmp_path / "reg", "--world", "register")
    assert done.code == 1
    assert "fitted in world small, not register" in done.err

    report = tmp_path / "post" / "calibration.json"
    report.write_text(report.read_text().replace('"coalface": "', '"coalface": "9'))
    done = coalface("simulate", "fitted.yml", "--out", tmp_path / "old")
    assert done.code == 1
    assert "Calibrate again" in done.err


def check_named(out: str, folder: Path) -> None:
    assert f"Parameters: posterior {folder.resolve()}, 100 members." in json.loads(out)["notes"]


def check_what_figures_can_tell(posterior: dict[str, object], parameters: list[str]) -> None:
    checked, known = posterior["prior_check"], posterior["identified"]
    assert isinstance(checked, dict)
    assert isinstance(known, dict)
    assert len(checked["figures"]) == posterior["n_fitted"]
    assert 0 < checked["share_within"] < 1
    assert all("how it splits is not" in ridge["words"] for ridge in known["ridges"])
    shared = {name for ridge in known["ridges"] for name in ridge["parameters"]}
    kinds = (shared, *(set(known[kind]) for kind in ("alone", "faint", "unseen")))
    assert sum(map(len, kinds)) == len(parameters)
    assert set.union(*kinds) == set(parameters)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--members", 50), "--members 50: fewer than 100"),
        (("--steps", 0), "--steps 0: give 1 to 20"),
        (("--world", "moon"), "--world 'moon' is none of"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    coalface: Coalface, arguments: tuple[object, ...], words: str
) -> None:
    done = coalface("calibrate", *arguments)

    assert done.code == 1
    assert words in done.err
