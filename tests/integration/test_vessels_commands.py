"""Runs of the detectors on the packaged synthetic demonstration, as a user starts them."""

import json
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from coalface.cli.main import app
from coalface.errors import InputError
from coalface.pipeline.vessels import VesselRun, detect_files, shown_names
from coalface.tables.schema import check_table
from coalface.tables.suppressed import check_suppressed
from coalface.vessels.detect import EVENT_TABLES
from coalface.vessels.results import read_results

DEMO = Path(str(files("coalface") / "data" / "vessels" / "demo"))
TABLES = [f"{t.name}.parquet" for t in EVENT_TABLES]
pytestmark = pytest.mark.slow


def run(out: Path, executor: str = "serial", positions: Path = DEMO / "positions.parquet") -> Path:
    detect_files(VesselRun(positions, DEMO / "statics.parquet", executor=executor), out)
    return out


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("results") / "out")


def call(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["vessels", *args])
    return done.exit_code, done.output


def test_every_table_is_written_and_keeps_its_own_rules(results: Path) -> None:
    for table in EVENT_TABLES:
        check_table(pl.read_parquet(results / f"{table.name}.parquet"), table)
    check_suppressed(pl.read_parquet(results / "suppressed.parquet"))
    for name in ("gaps", "encounters", "port_visits", "identity_events"):
        assert len(pl.read_parquet(results / f"{name}.parquet")) > 0, name


def test_every_event_has_its_bundle_and_every_input_its_row(results: Path) -> None:
    bundles = pl.read_parquet(results / "evidence" / "bundles.parquet")
    cited = {
        name: set(pl.read_parquet(results / "evidence" / f"{name}.parquet")["row"])
        for name in ("positions", "statics")
    }
    ids = {i for name in TABLES for i in pl.read_parquet(results / name)["evidence_id"]}

    assert set(bundles["evidence_id"]) == ids
    for body in bundles["body"]:
        bundle = json.loads(body)
        table = bundle["evidence"].get("facts", {}).get("input_table", "positions")
        assert set(bundle["inputs"]) <= cited[table], bundle["evidence_id"]


def test_every_position_is_used_or_counted_as_taken_out(results: Path) -> None:
    manifest = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    n_rejected = pl.read_parquet(results / "rejects.parquet").filter(table="positions")
    repeats = n_rejected.filter(pl.col("reason").is_in(["duplicate", "stale_repeat"]))
    n_rows = len(pl.read_parquet(DEMO / "positions.parquet"))

    assert manifest["coverage"]["n_positions"] + len(n_rejected) - len(repeats) == n_rows


def test_processes_give_the_same_bytes_as_one(results: Path, tmp_path: Path) -> None:
    other = run(tmp_path / "other", executor="processes:2")

    for path in sorted(p.relative_to(results) for p in results.rglob("*") if p.is_file()):
        assert (results / path).read_bytes() == (other / path).read_bytes(), path


def test_rows_in_another_order_give_the_same_events(results: Path, tmp_path: Path) -> None:
    frame = pl.read_parquet(DEMO / "positions.parquet")
    frame.sample(fraction=1, shuffle=True, seed=3).write_parquet(tmp_path / "positions.parquet")

    other = run(tmp_path / "other", positions=tmp_path / "positions.parquet")

    for name in TABLES:
        assert pl.read_parquet(results / name).equals(pl.read_parquet(other / name)), name


def test_maps_show_no_number_of_a_ship(results: Path) -> None:
    numbers = {str(n) for n in pl.read_parquet(DEMO / "positions.parquet")["mmsi"].unique()}

    for name in ("map.geojson", "map.kml"):
        text = (results / name).read_text(encoding="utf-8")
        assert "ship-" in text
        assert [n for n in numbers if n in text] == [], name


def test_replay_gives_the_same_bytes(results: Path, tmp_path: Path) -> None:
    found = pl.read_parquet(results / "encounters.parquet")["evidence_id"][0]

    code, output = call("replay", found, "--results", str(results), "--out", str(tmp_path))

    assert code == 0, output
    assert "The same bytes as in the results." in output
    assert json.loads((tmp_path / f"{found}.json").read_bytes())["evidence_id"] == found
    assert len(pl.read_parquet(tmp_path / f"{found}.parquet")) > 0


def test_replay_shows_no_number_of_a_ship_unless_asked_to(results: Path, tmp_path: Path) -> None:
    numbers = {str(n) for n in pl.read_parquet(DEMO / "positions.parquet")["mmsi"].unique()}
    meetings = pl.read_parquet(results / "encounters.parquet").sort("mmsi_2")
    one_sided, two_sided = meetings["evidence_id"][0], meetings["evidence_id"][-1]

    for found in (one_sided, two_sided):
        code, shown = call("replay", found, "--results", str(results), "--out", str(tmp_path))
        written = (tmp_path / f"{found}.json").read_text(encoding="utf-8")
        rows = pl.read_parquet(tmp_path / f"{found}.parquet")
        assert code == 0
        assert [n for n in numbers if n in shown or n in written] == []
        assert "mmsi" not in rows.columns
        assert rows["ship"].str.starts_with("ship-").all()
    asked = call("replay", two_sided, "--results", str(results), "--show-identities")[1]
    assert str(meetings["mmsi_1"][-1]) in asked


def test_evidence_from_static_messages_holds_these_and_no_positions_of_their_row_numbers(
    tmp_path: Path,
) -> None:
    out, rep = tmp_path / "out", tmp_path / "rep"
    positions = csv(
        tmp_path / "p.csv", *(f"413000009,2020-01-01 0{h}:00:00,38,122" for h in (0, 1))
    )
    (tmp_path / "s.csv").write_text(
        "mmsi,timestamp,shipname\n412000141,2020-01-01 00:00:00,FIRST\n"
        "412000141,2020-01-02 00:00:00,SECOND\n",
        encoding="utf-8",
    )
    detect_files(VesselRun(positions, tmp_path / "s.csv"), out)
    (found,) = pl.read_parquet(out / "identity_events.parquet").filter(kind="renamed")[
        "evidence_id"
    ]

    asked = ["replay", found, "--results", str(out), "--out", str(rep)]
    code, output = call(*asked, "--show-identities")
    named = pl.read_parquet(rep / f"{found}.parquet")
    call(*asked)
    shown = pl.read_parquet(rep / f"{found}.parquet")

    assert code == 0, output
    assert named.select("mmsi", "name").rows() == [(412000141, "FIRST"), (412000141, "SECOND")]
    assert "lat_deg" not in named.columns
    assert shown["ship"].str.starts_with("ship-").all()
    assert not {"mmsi", "name", "call_sign", "imo", "imo_sent", "destination"} & set(shown.columns)


def test_tables_of_rules_that_a_preset_lacks_are_not_told_as_empty(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(
        "mmsi,timestamp,lat,lon,speed\n412000001,2020-01-01 00:00:00,38,122,3\n", encoding="utf-8"
    )
    out = str(tmp_path / "out")

    _, output = call(
        "detect", "--positions", str(tmp_path / "one.csv"), "--preset", "gfw-2026", "--out", out
    )
    told = {line.split()[0]: line for line in output.splitlines() if line.strip()}
    _, dossier = call("dossier", "8916580", "--results", out)

    assert "not looked for" in told["voyages"]
    assert "not looked for" in told["identity_events"]
    assert "not looked for" not in told["gaps"]
    assert "not known, as the run did not look" in " ".join(dossier.split())


def test_a_dossier_whose_input_is_gone_says_what_it_is_needed_for(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(
        "mmsi,timestamp,lat,lon,speed\n412000001,2020-01-01 00:00:00,38,122,3\n", encoding="utf-8"
    )
    detect_files(VesselRun(tmp_path / "one.csv"), tmp_path / "out")
    (tmp_path / "one.csv").unlink()

    done = CliRunner().invoke(
        app, ["vessels", "dossier", "8916580", "--results", str(tmp_path / "out")]
    )

    assert "put it back, or ask with --show-identities" in str(done.exception)


def test_replay_names_a_changed_table(results: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in results.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(results)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    (copy / "gaps.parquet").write_bytes((copy / "encounters.parquet").read_bytes())

    done = CliRunner().invoke(app, ["vessels", "replay", "gap-0", "--results", str(copy)])

    assert "changed since the run" in str(done.exception)


def test_the_demonstration_says_that_it_is_synthetic(tmp_path: Path) -> None:
    code, output = call("demo", "--out", str(tmp_path / "demo"))

    assert code == 0, output
    assert "SYNTHETIC" in output
    assert "SYNTHETIC" in (tmp_path / "demo" / "map.kml").read_text(encoding="utf-8")
    assert "SYNTHETIC" in (tmp_path / "demo" / "manifest.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = str(tmp_path_factory.mktemp("demo") / "out")
    assert call("demo", "--out", out)[0] == 0
    return out


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize(
    "command", [["voyages"], ["voyages", "--with-trade"], ["dossier", "8606173"]]
)
def test_all_that_is_told_of_a_synthetic_run_says_so(
    demo: str, command: list[str], form: list[str]
) -> None:
    code, output = call(*command, "--results", demo, *form)

    assert code == 0, output
    assert "SYNTHETIC" in output


def test_evidence_of_a_synthetic_run_says_so_and_is_found_again(demo: str, tmp_path: Path) -> None:
    found = pl.read_parquet(Path(demo) / "gaps.parquet")["evidence_id"][0]

    code, output = call("replay", found, "--results", demo, "--out", str(tmp_path / "rep"))

    assert code == 0, output
    assert "The same bytes as in the results." in output
    assert "SYNTHETIC" in output
    assert "SYNTHETIC" in (tmp_path / "rep" / f"{found}.json").read_text(encoding="utf-8")
    rows = pl.read_parquet(tmp_path / "rep" / f"{found}.parquet")
    assert rows["banner"].str.contains("SYNTHETIC").all()


def test_rows_of_a_synthetic_run_carry_it_into_a_file_of_their_own(
    demo: str, tmp_path: Path
) -> None:
    code, output = call("voyages", "--results", demo, "--out", str(tmp_path / "v.csv"))

    assert code == 0, output
    assert pl.read_csv(tmp_path / "v.csv")["banner"].str.contains("SYNTHETIC").all()


def test_links_to_trade_count_voyages_and_tell_whole_periods(demo: str) -> None:
    voyages = read_results(Path(demo)).events["voyages"]

    _, output = call("voyages", "--results", demo, "--with-trade")
    rows = json.loads(call("voyages", "--results", demo, "--with-trade", "--json")[1])["rows"]

    met = voyages.filter(pl.col("evidence_id").is_in([row["evidence_id"] for row in rows]))
    n_met, n_all = (len(v.unique(["vessel_id", "voyage_no"])) for v in (met, voyages))
    told = " ".join(output.split())
    assert f"{n_met} of {n_all} voyages" in told
    assert n_met < len(rows)
    assert "2019-12-31" in told


def test_a_dossier_of_a_listed_ship_prints_its_listing(results: Path) -> None:
    code, output = call("dossier", "8916580", "--results", str(results), "--json")

    found = json.loads(output)
    assert code == 0
    assert found["names"] == ["ASIA BRIDGE 1"]
    assert any("UN-1718" in e["what"] and e["on"] == "2018-03-30" for e in found["entries"])


def test_voyages_are_printed_under_pseudonyms(results: Path) -> None:
    code, output = call("voyages", "--results", str(results), "--json")

    rows = json.loads(output)["rows"]
    assert code == 0
    assert all(str(r["vessel_id"]).startswith(("ship-", "imo-")) for r in rows)
    assert all("mmsi" not in r for r in rows)


def csv(path: Path, *lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["mmsi,timestamp,lat,lon", *lines]) + "\n", encoding="utf-8")
    return path


GOOD = "412000001,2020-01-01 00:00:00,38,122"


def test_a_file_in_which_nothing_is_usable_is_refused_with_the_reasons(tmp_path: Path) -> None:
    bad = csv(tmp_path / "bad.csv", "0,2020-01-01 00:00:00,38,122", "x,2020-01-01 00:00:00,1,2")

    with pytest.raises(InputError, match=r"mmsi zero \(1\)") as stopped:
        detect_files(VesselRun(bad), tmp_path / "out")

    assert "positions: unreadable cell (1)" in str(stopped.value)
    assert "Row 1, mmsi: found 'x', expected a whole number" in str(stopped.value)


def test_a_file_whose_times_cannot_be_read_names_the_forms_that_can(tmp_path: Path) -> None:
    bad = csv(tmp_path / "bad.csv", "412000001,noon,38,122")

    with pytest.raises(InputError, match="found 'noon', expected an instant") as stopped:
        detect_files(VesselRun(bad), tmp_path / "out")

    assert "%Y-%m-%d %H:%M:%S" in str(stopped.value)
    assert "UTC where it names no zone" in str(stopped.value)


def test_files_without_rows_are_refused_by_name(tmp_path: Path) -> None:
    pl.read_parquet(DEMO / "positions.parquet").clear().write_parquet(tmp_path / "none.parquet")

    for path in (csv(tmp_path / "none.csv"), tmp_path / "none.parquet"):
        with pytest.raises(InputError, match=rf"{path.name}: no position is left"):
            detect_files(VesselRun(path), tmp_path / "out")


def test_what_the_reader_refused_stands_in_rejects(tmp_path: Path) -> None:
    path = csv(tmp_path / "some.csv", GOOD, "412000001,noon,38,122", "412000001,1")

    detect_files(VesselRun(path), tmp_path / "out")

    rejects = pl.read_parquet(tmp_path / "out" / "rejects.parquet")
    assert rejects.select("table", "row", "reason", "found").rows() == [
        ("positions", 1, "unreadable_cell", "noon"),
        ("positions", 2, "wrong_number_of_cells", "2 cells: 412000001,1"),
    ]


def test_rows_that_were_not_read_are_told_on_stderr_and_are_no_failure(tmp_path: Path) -> None:
    path = csv(tmp_path / "some.csv", GOOD, "412000001,noon,38,122", "412000001,1")

    done = CliRunner().invoke(
        app, ["vessels", "detect", "--positions", str(path), "--out", str(tmp_path / "out")]
    )

    assert done.exit_code == 0
    assert "2 rows were not read: they stand in" in done.stderr


def test_two_inputs_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    positions = csv(tmp_path / "a" / "x.csv", GOOD)
    statics = tmp_path / "b" / "x.csv"
    statics.parent.mkdir()
    statics.write_text(
        "mmsi,timestamp,shipname,transponder_class\n412000001,2020-01-01 00:00:00,A,AIS-A\n",
        encoding="utf-8",
    )

    detect_files(VesselRun(positions, statics), tmp_path / "out")

    stored = read_results(tmp_path / "out")
    named = {role: Path(path) for role, path in stored.manifest["files"].items()}
    assert named == {"positions": positions.resolve(), "statics": statics.resolve()}
    assert len(set(stored.manifest["input_digests"].values())) == 2
    positions.write_text("changed", encoding="utf-8")
    with pytest.raises(InputError, match=r"a/x\.csv: gone, or changed"):
        shown_names(stored, shows_identities=False)


def test_results_are_not_written_over_their_input(tmp_path: Path) -> None:
    source = tmp_path / "gaps.parquet"
    source.write_bytes((DEMO / "positions.parquet").read_bytes())

    with pytest.raises(InputError, match="written over it"):
        detect_files(VesselRun(source), tmp_path)

    assert source.read_bytes() == (DEMO / "positions.parquet").read_bytes()


def test_one_position_is_no_event_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(
        "mmsi,timestamp,lat,lon,speed\n412000001,2020-01-01 00:00:00,38,122,3\n", encoding="utf-8"
    )

    detect_files(VesselRun(tmp_path / "one.csv"), tmp_path / "out")

    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["coverage"]["n_positions"] == 1


def test_voyages_are_set_beside_the_figures_they_would_stand_in(results: Path) -> None:
    code, said = call("voyages", "--results", str(results), "--with-trade", "--json")

    assert code == 0
    rows = json.loads(said)
    rows = rows["rows"] if isinstance(rows, dict) else rows
    known = set(read_results(results).events["voyages"]["evidence_id"])
    assert {row["evidence_id"] for row in rows} <= known
    assert all("mmsi" not in row and "vessel_id" not in row for row in rows)
