"""Read what `coalface ingest` was asked: which files, of which kind, with what beside them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from coalface.sources.kinds import KINDS
from coalface.sources.reading import ReadOptions

__all__ = ["read_partners", "read_request"]

MAPPED = "mapped"
CLOSED = {"flow": ("import", "export"), "currency": ("CNY", "USD")}


def read_partners(words: Sequence[str] | None) -> dict[str, str] | None:
    """Read `CODE=COUNTRY` words."""
    pairs = [word.partition("=") for word in words or ()]
    wrong = [f"{code}{mark}{to}" for code, mark, to in pairs if not (code and mark and to)]
    if wrong:
        raise typer.BadParameter(f"--partner {wrong[0]!r}: write CODE=COUNTRY, e.g. 109=PRK.")
    return {code.strip(): to.strip() for code, _, to in pairs} or None


def read_request(
    words: Sequence[str], options: Mapping[str, object]
) -> tuple[list[Path], str | None, ReadOptions]:
    """Part `[KIND] FILE...` into files and kind, and give the options that were set.

    Args:
        words: What stood on the command line; the first is a kind if it has a kind's name.
        options: Fields of `ReadOptions`; None where not given.
    """
    kind = words[0] if words[0] in KINDS else None
    paths = [Path(word) for word in words[1 if kind else 0 :]]
    if not paths:
        raise typer.BadParameter(f"{kind}: which file? Give it after the kind.")
    if kind is None and len(words) > 1 and "." not in words[0] and not Path(words[0]).exists():
        known = ", ".join(sorted(KINDS))
        raise typer.BadParameter(f"{words[0]!r} is neither a file nor a kind. Kinds: {known}.")
    _check(options)
    chosen = {name: value for name, value in options.items() if value is not None}
    kind = kind or (MAPPED if "mapping" in chosen else None)
    return paths, kind, ReadOptions(**chosen)  # type: ignore[arg-type]


def _check(options: Mapping[str, object]) -> None:
    for name, words in CLOSED.items():
        if options[name] is not None and options[name] not in words:
            raise typer.BadParameter(f"--{name} {options[name]!r} is none of {', '.join(words)}")
    for path in options.values():
        if isinstance(path, Path) and not path.is_file():
            raise typer.BadParameter(f"there is no file {path}")
