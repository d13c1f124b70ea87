"""Where work runs: here, in threads or processes, or on a Dask cluster, behind one interface.

A task is a function of the top level of a module and arguments that pickle. Results never depend on
where a task ran: `run_tasks` gives them in the order of the tasks.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import (
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar, cast

from coalface.errors import CoalfaceError, InputError, MissingExtraError

__all__ = ["SerialExecutor", "WorkLostError", "open_executor", "run_tasks"]

T = TypeVar("T")
N_TRIES = 3  # a lost worker costs a retry; three in a row are no accident


class WorkLostError(CoalfaceError):
    """Workers were lost again and again: no task of the run can be trusted to end."""


class SerialExecutor(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run a task now; its error is kept for who asks for the result."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def open_executor(where: str) -> Iterator[Executor]:
    """Open an executor by its name.

    Args:
        where: `serial`, `threads:N`, `processes:N` or `dask:ADDRESS` (a running scheduler).

    Yields:
        An executor; it is shut down at the end, a cluster of others is left running.

    Raises:
        InputError: If the name is none of these, or nobody answers at the address.
        MissingExtraError: If `dask:` is asked for and Dask is not installed.
    """
    kind, _, detail = where.partition(":")
    if where == "serial":
        yield SerialExecutor()
    elif kind == "threads" and detail.isdigit() and int(detail) > 0:
        with ThreadPoolExecutor(int(detail)) as pool:
            yield pool
    elif kind == "processes" and detail.isdigit() and int(detail) > 0:
        # Spawn: a fork of a process with Polars' threads may hang.
        with ProcessPoolExecutor(int(detail), mp_context=get_context("spawn")) as workers:
            yield workers
    elif kind == "dask" and detail:
        with _open_dask(detail) as cluster:
            yield cluster
    else:
        raise InputError(
            f"--executor {where!r} is not known. Write serial, threads:N or processes:N "
            "(N at least 1) or dask:ADDRESS, e.g. processes:2 or dask:tcp://127.0.0.1:8786."
        )


def run_tasks(
    where: str,
    function: Callable[..., T],
    tasks: Sequence[tuple[Any, ...]],
    *,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> list[T]:
    """Run one function over many tasks and give the results in the order of the tasks.

    A task whose worker was lost is run again; a task that fails by its own error is not.

    Args:
        where: As in `open_executor`.
        function: Of the top level of a module; the same arguments always give the same result.
        tasks: The arguments of each task.
        tell: Is told after each task how many are done, of how many.

    Raises:
        WorkLostError: If workers are lost three times over.
        Exception: The first error of a task, in the order of the tasks.
    """
    results: dict[int, T] = {}
    for _ in range(N_TRIES):
        waiting = [i for i in range(len(tasks)) if i not in results]
        if not waiting:
            break
        with open_executor(where) as executor:
            for i, result in _finished(executor, function, {i: tasks[i] for i in waiting}):
                results[i] = result
                tell(len(results), len(tasks))
    if len(results) < len(tasks):
        raise WorkLostError(
            f"{len(tasks) - len(results):,} of {len(tasks):,} tasks lost their worker {N_TRIES} "
            "times. It was killed, most likely for want of memory: use fewer workers."
        )
    return [results[i] for i in range(len(tasks))]


def _finished(
    executor: Executor, function: Callable[..., T], tasks: Mapping[int, tuple[Any, ...]]
) -> Iterator[tuple[int, T]]:
    """Give the results that came; those of lost workers are left out."""
    waiting: deque[tuple[int, Future[T]]] = deque()
    is_serial = isinstance(executor, SerialExecutor)
    for i, task in tasks.items():
        try:
            waiting.append((i, executor.submit(function, *task)))
        except BrokenProcessPool:  # lost while we were still handing out work
            break
        if is_serial:
            yield _result_of(waiting.popleft())
    for i, future in waiting:
        try:
            yield _result_of((i, future))
        except Exception as error:
            if not _is_loss(error):
                raise


def _result_of(numbered: tuple[int, Future[T]]) -> tuple[int, T]:
    return numbered[0], numbered[1].result()


def _is_loss(error: Exception) -> bool:
    """Say whether an error tells of a lost worker and not of the task itself."""
    is_dask_loss = type(error).__module__.startswith("distributed") and type(error).__name__ in {
        "KilledWorker",
        "CommClosedError",
        "FutureCancelledError",
        "FuturesCancelledError",
    }
    return is_dask_loss or isinstance(error, BrokenProcessPool | CancelledError)


@contextmanager
def _open_dask(address: str) -> Iterator[Executor]:
    try:
        import distributed  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        raise MissingExtraError("cluster") from error
    try:
        client: Any = cast(Any, distributed).Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            f"no Dask scheduler answers at {address}: {error}. Start one with `dask scheduler`, "
            "or give the address that it prints."
        ) from error
    try:
        yield client.get_executor(pure=False, retries=N_TRIES)
    finally:
        client.close()
