import errno
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.scenarios.tiny_model import TinyModel, make_plan

from coalface.errors import InputError
from coalface.scenarios import blocks, runs
from coalface.scenarios import manifest as manifest_module
from coalface.scenarios.blocks import block_ranges, find_done, read_columns
from coalface.scenarios.manifest import read_manifest
from coalface.scenarios.run_folder import hold_folder, write_whole
from coalface.scenarios.runs import read_parameters_of, run_scenario


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((folder / "blocks").iterdir())}


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the first draw of each block that is written."""
    written: list[int] = []
    write = blocks.write_block

    def noting(folder: Path, draws: range, *rest: object, key: str) -> object:
        written.append(draws.start)
        return write(folder, draws, *rest, key=key)  # type: ignore[arg-type]

    monkeypatch.setattr(runs, "write_block", noting)
    return written


def test_blocks_hold_a_hundred_draws_and_the_last_the_rest() -> None:
    assert [len(r) for r in block_ranges(250)] == [100, 100, 50]


def test_a_run_gives_all_draws_in_order(tmp_path: Path) -> None:
    plan = make_plan()

    manifest = run_scenario(plan, tmp_path)

    found = read_columns(tmp_path, manifest.blocks, ["value_usd", "seen/coal"])
    expected, _ = plan.model(plan.theta, range(250), 7)
    for name, values in expected.items():
        assert np.array_equal(found[name], values.astype(np.float32))
    assert np.array_equal(read_parameters_of(tmp_path)["a"], plan.theta["a"])
    assert manifest.is_complete


@pytest.mark.parametrize("rate", [float("nan"), float("inf"), 1e39])
def test_a_block_with_a_value_that_is_no_number_is_refused_and_not_written(
    tmp_path: Path, rate: float
) -> None:
    with pytest.raises(InputError, match=r"value_usd of draw 0 in 2020-0[1-3] is (nan|inf|\d)"):
        run_scenario(make_plan(model=TinyModel(rate)), tmp_path)

    assert not (tmp_path / "blocks").exists()
    assert not read_manifest(tmp_path).is_complete


def test_the_draw_with_such_a_value_is_named_by_its_number(tmp_path: Path) -> None:
    plan = make_plan(250)
    theta = dict(plan.theta) | {"a": np.where(np.arange(250) == 117, np.nan, plan.theta["a"])}

    with pytest.raises(InputError, match="value_usd of draw 117 in 2020-01 is nan"):
        run_scenario(replace(plan, theta=theta), tmp_path)

    assert [p.name for p in sorted((tmp_path / "blocks").iterdir())] == [
        "block-00000.json", "block-00000.parquet",
    ]  # fmt: skip


def test_rows_of_a_file_name_their_draw_and_month(tmp_path: Path) -> None:
    run_scenario(make_plan(120), tmp_path)

    table = pq.read_table(tmp_path / "blocks" / "block-00001.parquet")

    assert table.column("draw").to_pylist()[:5] == [100, 100, 100, 100, 101]
    assert [f"{m:%Y-%m}" for m in table.column("month").to_pylist()[:4]] == [
        "2020-01", "2020-02", "2020-03", "2020-04",
    ]  # fmt: skip


def test_two_processes_write_the_same_bytes_as_none(tmp_path: Path) -> None:
    run_scenario(make_plan(), tmp_path / "a")
    run_scenario(make_plan(), tmp_path / "b", executor="processes:2")

    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_a_finished_run_is_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_scenario(make_plan(), tmp_path)
    written = counted(monkeypatch)

    manifest = run_scenario(make_plan(), tmp_path)

    assert written == []
    assert manifest.apart["n_blocks_kept"] == 3


def test_more_draws_keep_the_whole_blocks_of_fewer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_scenario(make_plan(150), tmp_path / "a")
    written = counted(monkeypatch)

    run_scenario(make_plan(300), tmp_path / "a")
    again = list(written)
    run_scenario(make_plan(300), tmp_path / "b")

    assert again == [100, 200]
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


@pytest.mark.parametrize("harm", ["cut", "altered", "gone", "no entry", "torn entry"])
def test_a_block_that_was_harmed_is_run_again_and_only_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    run_scenario(make_plan(), tmp_path)
    whole = files_of(tmp_path)
    path = tmp_path / "blocks" / "block-00001.parquet"
    entry = path.with_suffix(".json")
    harms: dict[str, Callable[[], object]] = {
        "cut": lambda: path.write_bytes(whole[path.name][:500]),
        "altered": lambda: path.write_bytes(whole[path.name][:-9] + b"x" + whole[path.name][-8:]),
        "gone": path.unlink,
        "no entry": entry.unlink,
        "torn entry": lambda: entry.write_text('{"key": '),
    }
    harms[harm]()
    written = counted(monkeypatch)

    run_scenario(make_plan(), tmp_path)

    assert written == [100]
    assert files_of(tmp_path) == whole


@pytest.mark.crash
def test_a_killed_worker_costs_a_retry_of_what_it_was_at(tmp_path: Path) -> None:
    dying = TinyModel(mark=str(tmp_path / "mark"), dies_at=100)

    run_scenario(make_plan(model=dying), tmp_path / "a", executor="processes:1")
    run_scenario(make_plan(), tmp_path / "b")

    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_a_full_disk_loses_no_finished_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = blocks._write_parquet  # noqa: SLF001 - the disk is full inside it

    def full_at_second(path: Path, draws: range, *rest: object) -> None:
        if draws.start == 100:
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, draws, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(blocks, "_write_parquet", full_at_second)
    with pytest.raises(InputError, match=r"block 1 .*No space left.*Finished blocks are kept"):
        run_scenario(make_plan(), tmp_path)
    monkeypatch.undo()

    assert [p.name for p in sorted((tmp_path / "blocks").iterdir())] == [
        "block-00000.json", "block-00000.parquet",
    ]  # fmt: skip
    written = counted(monkeypatch)
    run_scenario(make_plan(), tmp_path)
    assert written == [100, 200]


@pytest.mark.parametrize("name", ["manifest.json", "parameters.parquet"])
def test_a_disk_full_at_the_start_leaves_a_folder_that_the_same_command_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def full(path: Path, write: Callable[[Path], object]) -> str:
        if path.name == name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_whole(path, write)

    monkeypatch.setattr(runs, "write_whole", full)
    with pytest.raises(InputError, match=r"No space left.*Make room, then give the same command"):
        run_scenario(make_plan(), tmp_path)
    monkeypatch.undo()

    assert run_scenario(make_plan(), tmp_path).is_complete


def test_parameters_that_stand_without_a_manifest_are_no_stranger(tmp_path: Path) -> None:
    (tmp_path / "parameters.parquet").write_bytes(b"half")
    (tmp_path / ".manifest.json.0a1b").write_bytes(b"{")

    assert run_scenario(make_plan(), tmp_path).is_complete


def test_a_folder_that_another_run_writes_in_is_refused(tmp_path: Path) -> None:
    with hold_folder(tmp_path), pytest.raises(InputError, match="another run is writing here"):
        run_scenario(make_plan(), tmp_path)

    assert not any(tmp_path.iterdir())
    assert run_scenario(make_plan(), tmp_path).is_complete


def test_a_folder_that_goes_away_is_not_called_full(tmp_path: Path) -> None:
    def remove(n: int, _total: int) -> None:
        if n == 3:
            shutil.rmtree(tmp_path / "run")

    with pytest.raises(InputError, match="moved or removed") as told:
        run_scenario(make_plan(), tmp_path / "run", tell=remove)

    assert "room" not in str(told.value)


def test_a_block_whose_values_were_altered_is_not_read(tmp_path: Path) -> None:
    manifest = run_scenario(make_plan(), tmp_path)
    path = tmp_path / manifest.blocks[1].file
    table = pq.read_table(path)
    doubled = pa.array(table.column("value_usd").to_numpy() * 2)
    pq.write_table(table.set_column(table.column_names.index("value_usd"), "value_usd", doubled),
                   path)  # fmt: skip

    with pytest.raises(InputError, match=r"block-00001\.parquet: altered since the run wrote it"):
        read_columns(tmp_path, manifest.blocks, ["value_usd"])


def test_parameters_that_were_altered_are_not_read(tmp_path: Path) -> None:
    run_scenario(make_plan(), tmp_path)
    path = tmp_path / "parameters.parquet"
    table = pq.read_table(path)
    pq.write_table(table.set_column(0, "a", pa.array(np.zeros(250))), path)

    with pytest.raises(InputError, match=r"parameters\.parquet: altered since the run wrote it"):
        read_parameters_of(tmp_path)

    run_scenario(make_plan(), tmp_path)
    assert np.array_equal(read_parameters_of(tmp_path)["a"], make_plan().theta["a"])


def test_a_manifest_that_names_a_block_twice_is_not_complete(tmp_path: Path) -> None:
    manifest = run_scenario(make_plan(200), tmp_path)

    assert manifest.is_complete
    assert not replace(manifest, blocks=(manifest.blocks[0],) * 2).is_complete
    assert not replace(manifest, blocks=manifest.blocks[::-1]).is_complete


def test_a_folder_with_another_run_is_left_alone(tmp_path: Path) -> None:
    run_scenario(make_plan(seed=1), tmp_path)
    before = files_of(tmp_path)

    with pytest.raises(InputError, match=r"holds another run .*seed 1, now 2"):
        run_scenario(make_plan(seed=2), tmp_path)
    with pytest.raises(InputError, match="other scenario"):
        run_scenario(make_plan(seed=1, model=TinyModel(rate=2.0)), tmp_path)

    assert files_of(tmp_path) == before


def test_a_folder_that_is_no_run_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(InputError, match="not empty, and no run"):
        run_scenario(make_plan(), tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 99}, "format 99; this is coalface"),
        ({"software": {"coalface": "9.9.9"}}, "written by coalface 9.9.9"),
    ],
)
def test_a_manifest_of_another_version_is_refused(
    tmp_path: Path, change: dict[str, object], words: str
) -> None:
    run_scenario(make_plan(), tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(InputError, match=words):
        read_manifest(tmp_path)
    with pytest.raises(InputError, match=words):
        run_scenario(make_plan(), tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1, "content": {}}', "\xff"])
def test_what_is_no_manifest_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text, encoding="latin-1")

    with pytest.raises(InputError, match=r"manifest\.json"):
        read_manifest(path)


def test_time_and_place_decide_no_hashed_content(tmp_path: Path) -> None:
    a = run_scenario(make_plan(), tmp_path / "a")
    b = run_scenario(make_plan(), tmp_path / "b")
    run_scenario(make_plan(), tmp_path / "b")  # kept whole this time

    again = read_manifest(tmp_path / "b")
    assert a.content.key == b.content.key == again.content.key
    assert a.blocks == b.blocks == again.blocks
    assert b.apart != again.apart


def test_the_code_that_makes_draws_is_all_in_the_digest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []
    read = manifest_module._source_of  # noqa: SLF001 - what it reads is what is digested

    def noting(name: str) -> str:
        seen.append(name)
        return read(name)

    monkeypatch.setattr(manifest_module, "_source_of", noting)

    manifest_module.model_digest()

    assert {"simulate", "ledger", "uniforms", "behaviour.prepay", "law_path", "theta"} <= set(seen)
    assert not {"story", "comparison", "summaries", "runs", "patterns"} & set(seen)


def test_a_change_of_that_code_is_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = manifest_module.model_digest()
    read = manifest_module._source_of  # noqa: SLF001
    changed = {"behaviour.prepay": "# other"}
    monkeypatch.setattr(
        manifest_module, "_source_of", lambda name: read(name) + changed.get(name, "")
    )

    assert manifest_module.model_digest() != before


def test_another_seed_is_another_run(tmp_path: Path) -> None:
    a, b = (run_scenario(make_plan(seed=n), tmp_path / str(n)) for n in (1, 2))

    assert a.content.key != b.content.key
    assert a.blocks[0].content_sha256 != b.blocks[0].content_sha256


def test_a_block_of_another_size_is_not_taken_for_done(tmp_path: Path) -> None:
    manifest = run_scenario(make_plan(150), tmp_path)

    assert find_done(tmp_path, range(100, 150), key=manifest.content.key) is not None
    assert find_done(tmp_path, range(100, 200), key=manifest.content.key) is None
