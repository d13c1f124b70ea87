"""Read what `coalface ingest` was asked: which files, of which kind, with what beside them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from coalface.sources.kinds import KINDS
from coalface.sources.reading import ReadOptions

__all__ = ["read_request"]


def read_request(
    words: Sequence[str], texts: Mapping[str, str | None], files: Mapping[str, Path | None]
) -> tuple[list[Path], str | None, ReadOptions]:
    """Part `[KIND] FILE...` into files and kind, and give the options that were set.

    Args:
        words: What stood on the command line; the first is a kind if it has a kind's name.
        texts: Options that are text, by name.
        files: Options that are files, by name.
    """
    kind = words[0] if words[0] in KINDS else None
    paths = [Path(word) for word in words[1 if kind else 0 :]]
    if not paths:
        raise typer.BadParameter(f"{kind}: which file? Give it after the kind.")
    if kind is None and len(words) > 1 and "." not in words[0] and not Path(words[0]).exists():
        known = ", ".join(sorted(KINDS))
        raise typer.BadParameter(f"{words[0]!r} is neither a file nor a kind. Kinds: {known}.")
    missing = [path for path in files.values() if path is not None and not path.is_file()]
    if missing:
        raise typer.BadParameter(f"there is no file {missing[0]}")
    chosen = {name: value for name, value in {**texts, **files}.items() if value is not None}
    return paths, kind, ReadOptions(**chosen)  # type: ignore[arg-type]
