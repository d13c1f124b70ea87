"""What the commands of the workspace do, and how they show progress."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from coalface.cli.printing import counted, deliver, print_json, print_view, progress, say
from coalface.cli.workspace_views import (
    history_table,
    history_view,
    info_view,
    say_rejects,
    say_report,
    verified_view,
)
from coalface.errors import CoalfaceError, InputError
from coalface.pipeline import intake
from coalface.sources.reading import ReadOptions
from coalface.workspace import IngestReport, Workspace, default_folder

__all__ = [
    "compact_workspace",
    "import_packaged_facts",
    "ingest_files",
    "show_history",
    "show_info",
    "verify_workspace",
]


def ingest_files(
    files: Sequence[Path],
    kind: str | None,
    options: ReadOptions,
    workspace: Path | None,
    *,
    is_again: bool,
    as_json: bool,
) -> None:
    """Take files in, one after the other; the first that cannot be read stops the rest."""
    for path in files:
        if not path.is_file():
            raise InputError(f"{path}: there is no such file. Check the name and the folder.")
    store = Workspace.make(workspace or default_folder())
    done: list[tuple[IngestReport, tuple[str, ...]]] = []
    for path in files:
        with _counting(path.name) as tell:
            try:
                found = intake.ingest_file(store, path, kind, options, is_again=is_again, tell=tell)
            except (CoalfaceError, OSError):
                if done:
                    say(f"{counted(len(done), 'file')} before it went in whole.")
                raise
        done.append(found)
        say_report(found[0])
        for note in found[1]:
            say(f"note: {note}")
        say_rejects(store, found[0])
    if as_json:
        files_json = [{**asdict(report), "notes": list(notes)} for report, notes in done]
        print_json({"workspace": store.folder, "files": files_json})


def import_packaged_facts(workspace: Path | None, *, as_json: bool) -> None:
    """Take the packaged facts in."""
    store = Workspace.make(workspace or default_folder())
    with _counting("packaged facts") as tell:
        report = intake.import_packaged(store, tell=tell)
    say_report(report)
    if as_json:
        print_json({"workspace": store.folder, **asdict(report)})


def show_info(workspace: Path | None, version: int | None, *, as_json: bool) -> None:
    """Print tables, rows and size."""
    store = Workspace(workspace or default_folder(), version=version)
    sizes, visible = store.sizes(), store.see()
    if as_json:
        told = {"workspace": store.folder, "version": visible.version, "tables": sizes.to_dicts()}
        print_json({**told, "n_bytes_on_disk": store.n_bytes_on_disk()})
    else:
        print_view(info_view(store, sizes, visible))


def show_history(workspace: Path | None, *, as_json: bool, out: Path | None) -> None:
    """Print or write the ingests."""
    store = Workspace(workspace or default_folder())
    visible = store.see()
    view = history_view(store, visible)
    about = {"workspace": store.folder}
    deliver(history_table(visible), view, as_json=as_json, out=out, about=about)


def verify_workspace(workspace: Path | None, *, mend: bool, as_json: bool) -> None:
    """Print what reading everything again found."""
    store = Workspace(workspace or default_folder())
    with progress("verify") as tell:
        swept = store.sweep() if mend else None
        found = store.verify(tell=tell)
    if swept is not None:
        say(f"{counted(len(swept.attempts), 'dead attempt')} taken away ({swept.n_bytes:,} bytes).")
    if as_json:
        print_json({"workspace": store.folder, **asdict(found), "mended": mend})
    elif found.faults:
        print_view(verified_view(store, found))
    else:
        print("\n".join(verified_view(store, found).notes))
    if found.faults:
        raise typer.Exit(1)


def compact_workspace(workspace: Path | None, *, keep_hours: float, as_json: bool) -> None:
    """Merge small files; print how many."""
    store = Workspace(workspace or default_folder())
    with progress("compact") as tell:
        done = store.compact(keep_hours=keep_hours, tell=tell)
    if as_json:
        print_json({"workspace": store.folder, **asdict(done)})
        return
    swept = counted(len(done.swept.attempts), "dead attempt")
    print(
        f"{counted(done.n_merged, 'small file')} merged into {done.n_made:,}; "
        f"{counted(done.n_deleted, 'old file')} deleted; {swept} taken away."
    )


@contextmanager
def _counting(what: str) -> Iterator[Callable[[int], None]]:
    """Show on stderr how many records were read, where stderr is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,} records"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda n_rows: bar.update(task, completed=n_rows)
