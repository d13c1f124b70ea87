"""Processes that are forked from one that has only imported, a cluster, files of BACI, ingests."""

import multiprocessing
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.sources.packaged import read_packaged
from coalface.workspace import Workspace

#: A busy machine is not a lost one.
PATIENCE = {"distributed.comm.timeouts.connect": "120s", "distributed.comm.timeouts.tcp": "120s"}
SERVE = f"""
import sys
import dask
from distributed import LocalCluster
if __name__ == "__main__":
    dask.config.set({PATIENCE})
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
                      dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        print(*[w.pid for w in cluster.workers.values()], flush=True)
        sys.stdin.read()
"""
N_ROWS = 1_000
N_REJECTED = 3

Start = Callable[..., tuple[ForkServerProcess, Connection]]


@cache
def _codes() -> list[str]:
    table = read_packaged("hs_nomenclature")
    is_leaf = (pl.col("hs_revision") == "HS2017") & (pl.col("hs_code").str.len_chars() == 6)
    return table.filter(is_leaf)["hs_code"].unique().sort().head(N_ROWS).to_list()


def write_baci(folder: Path, number: int) -> Path:
    """A year of BACI, of 1,000 rows; three more name a country that there is not."""
    lines = ["t,i,j,k,v,q"]
    for i, code in enumerate(_codes()):
        lines.append(f"2019,156,{408 if i % 2 else 410},{code},{i + number}.5,{i}")
    lines += [f"2019,156,999{i},270112,1.0,1.0" for i in range(N_REJECTED)]
    path = folder / f"BACI_HS17_Y2019_V2025{number:04d}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def start() -> Start:
    """Start a function of the children's modules in a process; give it and what it tells."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.children", "tests.crash.scenario_children"])

    def start_one(
        function: Callable[..., None], *arguments: Any, **more: Any
    ) -> tuple[ForkServerProcess, Connection]:
        heard, told = context.Pipe(duplex=False)
        process = context.Process(target=function, args=(*arguments, told), kwargs=more)
        process.start()
        told.close()
        return process, heard

    return start_one


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[int]]]:
    """A scheduler and two worker processes in a process of their own."""
    pytest.importorskip("distributed")
    from dask import config  # noqa: PLC0415 - an extra

    server = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    assert server.stdin is not None
    try:
        address = server.stdout.readline().strip()
        pids = [int(pid) for pid in re.findall(r"\d+", server.stdout.readline())]
        with config.set(PATIENCE):
            yield address, pids
    finally:
        server.stdin.close()
        server.wait(60)
        server.stdout.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.make(tmp_path / "workspace")


def was_killed(process: ForkServerProcess) -> bool:
    """Wait for the end of a process; says whether it was killed."""
    process.join()
    return process.exitcode == -signal.SIGKILL


def check_whole(workspace: Workspace) -> int:
    """Every visible ingest is there with all its rows, once; gives how many there are."""
    visible = workspace.see()
    assert visible.ingests["ingest"].to_list() == list(range(1, visible.version + 1))
    assert visible.ingests["key"].is_unique().all()
    flows = workspace.read("flows", visible)
    assert flows["row_id"].is_unique().all()
    for table, n_rows in (("flows", N_ROWS), ("rejects", N_REJECTED), ("sources", 1)):
        counts = workspace.read(table, visible).group_by("ingest_id").len()
        assert sorted(counts["ingest_id"]) == sorted(visible.ingests["ingest_id"]), table
        assert set(counts["len"]) <= {n_rows}, table
    return visible.version
