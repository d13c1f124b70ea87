"""Runs of scenarios that are killed, meet a full disk or lose their cluster's workers."""

import os
import re
import shutil
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tests.crash.conftest import Start
from tests.crash.scenario_children import (
    N_DRAWS,
    simulate_all,
    simulate_seed,
    simulate_with_small_files,
)

from coalface.pipeline.scenarios import RunOptions, simulate_scenario
from coalface.scenarios.blocks import read_columns
from coalface.scenarios.manifest import read_manifest
from coalface.scenarios.runs import read_parameters_of

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]
N_BLOCKS = N_DRAWS // 100
AFTER_BLOCK_S = (0.0, 0.15)
SCENARIO = """\
scenario: short
extends: history
title: Two years of history
months: 2016-01..2017-12
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "short.yml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


@pytest.fixture
def whole(scenario: Path, tmp_path: Path) -> dict[str, bytes]:
    simulate_scenario(str(scenario), tmp_path / "whole", RunOptions(draws=N_DRAWS))
    return blocks_of(tmp_path / "whole")


def blocks_of(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((out / "blocks").glob("block-*"))}


def finish(scenario: Path, out: Path) -> int:
    """Finish a run; gives how many blocks were kept."""
    _, manifest = simulate_scenario(str(scenario), out, RunOptions(draws=N_DRAWS))
    assert manifest.is_complete
    return int(manifest.apart["n_blocks_kept"])


def hear_blocks(heard: Connection, n_blocks: int) -> int:
    """Listen to a run until it told of some blocks, or ends; gives how many it told of."""
    n_done = 0
    while n_done < n_blocks:
        try:
            message = heard.recv()
        except EOFError:  # it ended before
            break
        n_done = message[0] if isinstance(message, tuple) else n_done
    return n_done


@pytest.mark.parametrize("after_s", AFTER_BLOCK_S)
def test_a_run_killed_after_any_block_is_finished_and_keeps_what_was_done(
    start: Start, scenario: Path, whole: dict[str, bytes], tmp_path: Path, after_s: float
) -> None:
    kept = []
    for n_blocks in range(N_BLOCKS):
        out = tmp_path / f"killed-{n_blocks}"
        process, heard = start(simulate_all, scenario, out)
        assert heard.recv() == "begun"
        n_done = hear_blocks(heard, n_blocks)
        time.sleep(after_s)
        process.kill()
        process.join()

        n_kept = finish(scenario, out)

        assert n_kept >= n_done == n_blocks
        assert blocks_of(out) == whole
        kept.append(n_kept)
        shutil.rmtree(out)
    assert any(0 < n < N_BLOCKS for n in kept), "no kill fell within a run"


def test_a_full_disk_stops_with_a_reason_and_the_same_command_goes_on(
    start: Start, scenario: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "full"
    smallest = min(len(data) for name, data in whole.items() if name.endswith(".parquet"))
    process, heard = start(simulate_with_small_files, scenario, out, n_bytes=smallest // 2)

    told = heard.recv()
    process.join()

    assert "could not be written" in told
    assert "the same command again" in told
    finish(scenario, out)
    assert blocks_of(out) == whole
    assert [p for p in (out / "blocks").iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize("n_bytes", [0, 100, 20_000])
def test_a_disk_full_from_the_start_leaves_what_the_same_command_finishes(
    start: Start, scenario: Path, whole: dict[str, bytes], tmp_path: Path, n_bytes: int
) -> None:
    out = tmp_path / "full"
    process, heard = start(simulate_with_small_files, scenario, out, n_bytes=n_bytes)

    told = heard.recv()
    process.join()

    assert "Make room, then give the same command again" in told
    finish(scenario, out)
    assert blocks_of(out) == whole


def test_of_two_runs_at_once_in_one_folder_one_is_written_and_one_refused(
    start: Start, scenario: Path, tmp_path: Path
) -> None:
    out = tmp_path / "shared"
    rivals = [start(simulate_seed, scenario, out, seed=seed) for seed in (1, 2)]
    ends = []
    for process, heard in rivals:
        assert heard.recv() == "begun"
        ends.append(heard.recv())
        process.join()

    assert ends.count("done") == 1
    winner = ends.index("done")
    assert re.search("another run is writing here|holds another run", ends[1 - winner])
    manifest = read_manifest(out)
    assert manifest.content.seed == winner + 1
    read_parameters_of(out)
    read_columns(out, manifest.blocks, ["currency_earned_usd"])


def test_two_processes_give_the_bytes_of_one(
    scenario: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "two"
    simulate_scenario(str(scenario), out, RunOptions(draws=N_DRAWS, executor="processes:2"))

    assert blocks_of(out) == whole
    assert read_manifest(out).content == read_manifest(tmp_path / "whole").content


def test_workers_of_a_cluster_killed_in_mid_run_change_no_byte(
    scenario: Path, whole: dict[str, bytes], tmp_path: Path, cluster: tuple[str, list[int]]
) -> None:
    address, pids = cluster
    out = tmp_path / "cluster"
    killed = threading.Event()

    def kill_when_at_work() -> None:
        while not list((out / "blocks").glob("block-*.json")):
            time.sleep(0.005)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        killed.set()

    threading.Thread(target=kill_when_at_work, daemon=True).start()
    simulate_scenario(str(scenario), out, RunOptions(draws=N_DRAWS, executor=f"dask:{address}"))

    assert killed.is_set()
    assert blocks_of(out) == whole
