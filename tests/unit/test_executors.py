import os
from pathlib import Path

import pytest

from coalface.errors import InputError
from coalface.executors import WorkLostError, run_tasks


def double(number: int) -> int:
    if number < 0:
        raise ValueError(f"{number} is negative")
    return 2 * number


def die_once(mark: str, number: int) -> int:
    """Kill the worker at the first call, as a want of memory would."""
    if number == 1 and not Path(mark).exists():
        Path(mark).touch()
        os._exit(9)
    return number


def die(_: int) -> int:
    os._exit(9)


@pytest.mark.parametrize("where", ["serial", "threads:2", "processes:2"])
def test_results_come_in_the_order_of_the_tasks(where: str) -> None:
    told: list[tuple[int, int]] = []

    results = run_tasks(where, double, [(n,) for n in range(5)], tell=lambda *n: told.append(n))

    assert results == [0, 2, 4, 6, 8]
    assert told == [(n, 5) for n in range(1, 6)]


@pytest.mark.parametrize("where", ["serial", "threads:1", "processes:1"])
def test_the_error_of_a_task_is_raised_and_not_tried_again(where: str) -> None:
    with pytest.raises(ValueError, match="-1 is negative"):
        run_tasks(where, double, [(1,), (-1,)])


def test_a_lost_process_costs_a_retry(tmp_path: Path) -> None:
    tasks = [(str(tmp_path / "mark"), n) for n in range(3)]

    assert run_tasks("processes:1", die_once, tasks) == [0, 1, 2]


def test_a_task_that_kills_every_worker_ends_the_run_with_a_reason() -> None:
    with pytest.raises(WorkLostError, match="1 of 1 tasks lost their worker 3 times"):
        run_tasks("processes:1", die, [(1,)])


@pytest.mark.parametrize(
    "where", ["threads", "threads:0", "processes:0", "processes:", "dask:", "serial:2"]
)
def test_an_unknown_executor_is_named(where: str) -> None:
    with pytest.raises(InputError, match="serial, threads:N or processes:N"):
        run_tasks(where, double, [(1,)])
