"""What a report marks so that it is no prose: words struck out, and tables."""

import re
from dataclasses import dataclass, field

__all__ = ["TableCount", "count_tables", "notes_on", "without_struck"]

#: Between two pairs of tildes, as GitHub Flavored Markdown strikes out; three open a block of code.
_STRUCK = re.compile(r"(?<!~)~~(?![~\s])[^~]{1,4000}(?<!\s)~~(?!~)")
_NEW_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_NO_LINE_END = re.compile(r"[^\r\n]")
#: The line under the heads of a table: "|---|---:|".
_UNDER_HEADS = re.compile(
    r"^[ \t]{0,3}(?=[^\n|]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$",
    re.MULTILINE,
)


LEAST = 2  # cells in each of as many rows: fewer are a frame around text


@dataclass(slots=True)
class _Table:
    n_rows: int = 0
    n_cells: int = 0
    has_others: bool = False


@dataclass(slots=True)
class TableCount:
    """Counts the tables of a page while it is walked through, each element once.

    Attributes:
        n_found: Tables with rows of cells; what holds another table is the layout of a page.
    """

    n_found: int = 0
    _around: list[_Table] = field(default_factory=list)

    def open(self, tag: str) -> None:
        """Take note that an element begins."""
        if tag == "table":
            if self._around:
                self._around[-1].has_others = True
            self._around.append(_Table())
        elif self._around and tag == "tr":
            self._around[-1].n_cells = 0
        elif self._around and tag in ("td", "th"):
            self._around[-1].n_cells += 1

    def close(self, tag: str) -> None:
        """Take note that an element ends."""
        if not self._around:
            return
        if tag == "tr":
            self._around[-1].n_rows += self._around[-1].n_cells >= LEAST
        elif tag == "table":
            table = self._around.pop()
            self.n_found += table.n_rows >= LEAST and not table.has_others


def without_struck(text: str) -> tuple[str, int]:
    """Put blanks for words of Markdown that are struck out, so that no offset moves.

    Args:
        text: The text of a Markdown file.

    Returns:
        The text, and how many passages were struck out.
    """
    n_struck = 0

    def blank(struck: re.Match[str]) -> str:
        nonlocal n_struck
        if _NEW_PARAGRAPH.search(struck[0]):
            return struck[0]
        n_struck += 1
        return _NO_LINE_END.sub(" ", struck[0])

    return _STRUCK.sub(blank, text), n_struck


def count_tables(text: str) -> int:
    """Count the tables of Markdown by the lines under their heads.

    Args:
        text: The text of a Markdown file.
    """
    return sum(1 for _ in _UNDER_HEADS.finditer(text))


def notes_on(name: str, n_tables: int, n_struck: int) -> tuple[str, ...]:
    """Tell what is not read as prose.

    Args:
        name: Of the file.
        n_tables: Tables in it.
        n_struck: Passages that are struck out.
    """
    tables = "1 table is" if n_tables == 1 else f"{n_tables:,} tables are"
    struck = (
        "1 passage struck out was" if n_struck == 1 else f"{n_struck:,} passages struck out were"
    )
    notes = (
        f"{name}: {tables} not read as a table: figures that stand alone in a cell make no claim. "
        "Check what it says by hand, or take it in as a table (coalface ingest --mapping).",
        f"{name}: {struck} left out: who strikes out says it no more.",
    )
    return tuple(note for note, n in zip(notes, (n_tables, n_struck), strict=True) if n)
