"""What a reader sees of a run, and of a run made again."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from coalface.brief.numerals import format_amount
from coalface.cli.printing import View, counted, print_json, print_view, say
from coalface.cli.run_progress import run_progress
from coalface.pipeline.reproduction import reproduce_run
from coalface.pipeline.scenario_explained import can_be_explained
from coalface.pipeline.scenario_tables import SUMMARY_FILES, write_summaries
from coalface.pipeline.scenarios import RunOptions, pairing_id, simulate_scenario
from coalface.scenarios.carried_on import carried_on_note
from coalface.scenarios.manifest import FILE_NAME, Manifest
from coalface.scenarios.measures import MEASURES, Measure, value_of
from coalface.scenarios.model_run import ScenarioModel
from coalface.scenarios.parameter_words import parameter_words
from coalface.scenarios.run_numbers import number_stem, shown_windows
from coalface.scenarios.runs import RunPlan
from coalface.scenarios.summaries import Spread, spread

__all__ = ["show_reproduction", "show_run"]

DIFFERS = 1
FEWEST = 100  # fewer draws have no 90 % range
MOST_YEARS = 6  # that a table of 120 columns holds
NO_FORECAST = (
    "Ranges of 90 % of the draws: of what is supposed, not of what will be. No line is a forecast."
)


def show_run(scenario: str, out: Path, options: RunOptions, *, as_json: bool) -> None:
    """Run a scenario and print what it comes to in some years."""
    with run_progress() as tell:
        plan, manifest = simulate_scenario(scenario, out, options, tell=tell)
    if manifest.n_draws < FEWEST:
        _say_where(manifest, out, ())
        return
    columns = write_summaries(plan, manifest, out)
    windows = shown_windows(plan.months, plan.inputs["change_years"])
    found = {
        measure.id: {year: spread(value_of(measure, columns, window))
                     for year, window in windows.items()}
        for measure in MEASURES
    }  # fmt: skip
    if as_json:
        print_json(_told(plan, manifest, out, found))
        return
    title = (
        plan.content.title if plan.inputs["is_proven"] else f"Illustration: {plan.content.title}"
    )
    notes = (*_notes(plan), *_explained(plan, manifest))
    for view in _by_years(f"{title}, {manifest.n_draws:,} draws", found, tuple(windows), notes):
        print_view(view)
    for line in (out / SUMMARY_FILES[2]).read_text(encoding="utf-8").splitlines():
        print(line)
    _say_where(manifest, out, SUMMARY_FILES)


def show_reproduction(path: Path, executor: str, *, as_json: bool) -> int:
    """Make a run again and say whether it is the same; gives the exit code."""
    with run_progress() as tell:
        found = reproduce_run(path, executor=executor, tell=tell)
    if as_json:
        print_json(
            {
                "scenario": found.manifest.content.scenario,
                "n_same": found.n_same,
                "differing": list(found.differing),
                "largest_relative_difference": found.largest,
                "missing_files": list(found.missing),
                "altered_files": list(found.altered),
            }
        )
        return 0 if found.is_same else DIFFERS
    for words, files in (("not there", found.missing), ("altered", found.altered)):
        for file in files:
            print(f"{file}: {words} since the run wrote it.")
    if not found.differing:
        told = (
            "every value is the same, to the last bit"
            if found.is_same
            else "the values are those of the manifest; the files above are not"
        )
        print(f"{counted(found.n_same, 'block')}: {told}.")
    else:
        size = (
            "not known: the old blocks are gone or altered"
            if found.largest is None
            else f"{found.largest:.2g}"
        )
        print(
            f"{counted(len(found.differing), 'block')} of "
            f"{found.n_same + len(found.differing)} differ; largest relative difference {size}. "
            f"The run was made with {found.manifest.software}."
        )
    return 0 if found.is_same else DIFFERS


def _by_years(
    title: str,
    found: Mapping[str, Mapping[str, Spread]],
    years: Sequence[str],
    notes: tuple[str, ...],
) -> list[View]:
    """Give the years, a few to a table, with the notes below the last."""
    views = []
    for first in range(0, len(years), MOST_YEARS):
        part = years[first : first + MOST_YEARS]
        rows = [(m.title, *(_cell(m, found[m.id][year]) for year in part)) for m in MEASURES]
        is_last = first + MOST_YEARS >= len(years)
        heads = ("Measure", *(f">{year}" for year in part))
        views.append(View(title, heads, rows, notes if is_last else ()))
    return views


def _cell(measure: Measure, found: Spread) -> str:
    middle = format_amount(found.mid, measure.unit)
    if found.low == found.high:
        return middle
    ends = (format_amount(value, measure.unit) for value in (found.low, found.high))
    return f"{middle} ({' to '.join(ends)})"


def _say_where(manifest: Manifest, out: Path, written: Sequence[str]) -> None:
    worst = max(manifest.residuals.items(), key=lambda item: item[1], default=("none", 0.0))
    kept = manifest.apart["n_blocks_kept"]
    say(f"{counted(len(manifest.blocks), 'block')} in {out}, {kept} kept from before; "
        f"{', '.join((*written, FILE_NAME))} beside them.")  # fmt: skip
    say(f"Largest residual of any identity: {worst[1]:.2g} of what moved ({worst[0]}).")


def _told(
    plan: RunPlan, manifest: Manifest, out: Path, found: Mapping[str, Mapping[str, Spread]]
) -> dict[str, object]:
    return {
        "out": str(out),
        "scenario": plan.content.scenario,
        "title": plan.content.title,
        "is_illustration": not plan.inputs["is_proven"],
        "n_draws": manifest.n_draws,
        "seed": plan.content.seed,
        "residuals": manifest.residuals,
        "apart": dict(manifest.apart),
        "notes": list(_notes(plan)),
        "rows": [
            {"id": f"{_stem(plan, manifest)}/{m.id}/{year}",
             "measure": m.id, "title": m.title, "unit": m.unit,
             "year": int(year) if year.isdecimal() else year,
             "low": s.low, "mid": s.mid, "high": s.high}
            for m in MEASURES
            for year, s in found[m.id].items()
        ],
        "story": (out / SUMMARY_FILES[2]).read_text(encoding="utf-8").splitlines(),
    }  # fmt: skip


def _notes(plan: RunPlan) -> tuple[str, ...]:
    assert isinstance(plan.model, ScenarioModel)
    carried = carried_on_note(plan.model.forcing, plan.months)
    return (NO_FORECAST, parameter_words(plan.inputs, plan.n_draws), *filter(None, (carried,)))


def _explained(plan: RunPlan, manifest: Manifest) -> tuple[str, ...]:
    stem = _stem(plan, manifest)
    if not can_be_explained([plan.content.scenario], pairing_id(manifest)):
        return ()
    return (f"What a number rests on: `coalface explain {stem}/MEASURE/YEAR`; --json has the ids.",)


def _stem(plan: RunPlan, manifest: Manifest) -> str:
    return number_stem(plan.content.scenario, pairing_id(manifest))
