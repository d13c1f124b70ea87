"""A worker of a real Dask cluster is killed in mid-run: nothing changes but time."""

import os
import signal
import threading
import time
from importlib.resources import files
from pathlib import Path

import pytest

from coalface.pipeline.vessels import VesselRun, detect_files

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]
DEMO = Path(str(files("coalface") / "data" / "vessels" / "demo"))


def run(out: Path, executor: str) -> Path:
    detect_files(
        VesselRun(DEMO / "positions.parquet", DEMO / "statics.parquet", executor=executor), out
    )
    return out


def assert_same_bytes(a: Path, b: Path) -> None:
    names = sorted(p.relative_to(a) for p in a.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(b) for p in b.rglob("*") if p.is_file())
    for name in names:
        assert (a / name).read_bytes() == (b / name).read_bytes(), name


def test_workers_killed_in_mid_run_change_no_byte(
    tmp_path: Path, cluster: tuple[str, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coalface.vessels.detect.ROWS_OF_PART", 1_200)  # nine tasks of ships
    address, pids = cluster
    killed = threading.Event()
    expected = run(tmp_path / "serial", "serial")

    def kill_when_at_work() -> None:
        tracks = tmp_path / "dask"
        while not list(tracks.glob(".work-*/segments-*.arrow")):
            time.sleep(0.005)  # until the first task is done: the others are waiting or at work
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        killed.set()

    threading.Thread(target=kill_when_at_work, daemon=True).start()
    found = run(tmp_path / "dask", f"dask:{address}")

    assert killed.is_set()
    assert_same_bytes(expected, found)
