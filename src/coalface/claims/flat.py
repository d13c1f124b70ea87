"""One clean string of a report's prose, in which every character knows where it stood.

Everything that reads text reads this one: no marks that cannot be seen, no broken words, one blank
between words, one newline between paragraphs. Spans are mapped back at the end.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coalface.claims.documents import Document
from coalface.claims.layout import find_layout

__all__ = ["FlatText", "flatten", "flatten_text"]

#: Zero-width and direction marks, soft hyphens: they carry no meaning and may stand in a figure.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
)
_CHANGED = (
    rf"(?:(?<=\s)(?:\s+|(?<=\f))|(?<=[{_UNSEEN}])[{_UNSEEN}]*"
    r"|(?<=[^\W\d_]-)[ \t]*\r?\n[ \t\r\n]*(?=\w)"
    r"|(?<=h)(?<!\wh)ttps?://[^\s)>\]]+"
    r"|(?<=\])\([^)\s]*\)"
    r"|(?<=\n)(?=[-*•·▪●◦–(\dAQ])"
    r"|(?<=\*)\*+|(?<=_)_+|(?<=^#)#*[ \t]*)"
)
#: A class of the signs that each part begins with comes first, so that others are passed over.
_CHANGES = re.compile(rf"[{_UNSEEN}\s\-h\]*_#]{_CHANGED}", re.MULTILINE)
#: The same where no link stands, but for what begins with a plain blank, which most words do.
_NO_BLANKS = "\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SIGNS = re.compile(rf"[{_UNSEEN}{_NO_BLANKS}\-\]*_#]{_CHANGED}", re.MULTILINE)
_BLANKS = re.compile(r" \s+")
_GOES_ON = re.compile(r"\s*[a-z]")
#: An item of a list, a question or an answer at the start of a line; a number after a full stop.
_ITEM = re.compile(r"[-*•·▪●◦–] +\S|[QA][:.] +\S")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)] +[A-Z]")
_ENDS_SENTENCE = ".!?:;。！？…\"”')」』"
#: Signs that mean the same: one for one, so that no offset moves.
_SAME = {
    **{0xFF01 + i: 0x21 + i for i in range(94) if chr(0x21 + i) not in ",!?:;"},
    **{0x0660 + i: 0x30 + i for i in range(10)},
    **{0x06F0 + i: 0x30 + i for i in range(10)},
    **dict.fromkeys([0x2010, 0x2011, 0x2212, 0xFE63], ord("-")),
    **dict.fromkeys([0x223C, 0x301C, 0x02DC, 0x2053, 0xFF5E], ord("~")),
    **dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x1680], ord(" ")),
    0xFFE5: 0xA5,
    0xFFE6: 0x20A9,
    0x066B: ord("."),
    0x066C: ord(","),
}
_ALIKE = re.compile("[" + "".join(map(chr, sorted(_SAME))) + "]")


@dataclass(frozen=True, slots=True)
class FlatText:
    """The prose of a document as one string, and the way back.

    Attributes:
        text: The string; paragraphs are parted by one newline.
        source: The text that it was made from.
        flat_starts: Where each unbroken run of characters starts here, ascending.
        source_starts: Where the same runs start in the source.
    """

    text: str
    source: str
    flat_starts: tuple[int, ...]
    source_starts: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the source that a span of the string stands for.

        Args:
            start: First character here.
            end: One past the last character; must be after `start`.

        Returns:
            Start and exclusive end in the source; a word broken at a line's end is covered whole.
        """
        starts = self.flat_starts
        run = bisect_right(starts, start)
        last = run if run == len(starts) or end <= starts[run] else bisect_right(starts, end - 1)
        first = start + self.source_starts[run - 1] - starts[run - 1]
        return first, end + self.source_starts[last - 1] - starts[last - 1]


def flatten(document: Document) -> FlatText:
    """Make the clean string of a document, without front matter, running heads and references.

    Args:
        document: A report as read.

    Returns:
        The string with its map of offsets.
    """
    blocks = find_layout(document)
    dropped: list[tuple[int, int]] = []
    for block in blocks:
        start, end = _with_blanks(document.text, block.start, block.end)
        if dropped and start <= dropped[-1][1]:
            start = dropped.pop()[0]
        dropped.append((start, end))
    notes = [(block.start, block.end) for block in blocks if block.kind == "footnote"]
    return flatten_text(document.text, dropped, notes)


def flatten_text(
    source: str,
    dropped: Sequence[tuple[int, int]] = (),
    moved: Sequence[tuple[int, int]] = (),
) -> FlatText:
    """Make the clean string of a text.

    Args:
        source: Any text.
        dropped: Spans to leave out, ascending and apart.
        moved: Those of them to be read after the rest, each as a paragraph of its own.

    Returns:
        The string with its map of offsets.
    """
    builder = _Builder(source)
    position = 0
    for start, end in dropped:
        builder.add(position, max(start, position))
        builder.skip(max(end, position))
        position = max(end, position)
    builder.add(position, len(source))
    for start, end in moved:
        builder.move(start)
        builder.add(start, end)
    text = "".join(builder.pieces).rstrip()
    if not text.isascii():
        text = _ALIKE.sub(_plain, text)
    return FlatText(text, source, tuple(builder.flat_starts), tuple(builder.source_starts))


def _with_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return start, end


class _Builder:
    """Pieces of the string as they come, with where each run of them started."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.has_links = "http" in source
        self.pieces: list[str] = []
        self.length = 0
        self.flat_starts = [0]
        self.source_starts = [0]
        self.last = "\n"  # so that no text starts with a blank

    def add(self, start: int, end: int) -> None:
        position = start
        for match in self._changes(start, end):
            if match.start() < position:  # blanks within another change
                continue
            self._take(position, match.start())
            self._change(match.start(), match.end())
            position = match.end()
        self._take(position, end)

    def _changes(self, start: int, end: int) -> Iterable[re.Match[str]]:
        if self.has_links:
            return _CHANGES.finditer(self.source, start, end)
        signs = _SIGNS.finditer(self.source, start, end)
        blanks = _BLANKS.finditer(self.source, start, end)
        return sorted((*signs, *blanks), key=re.Match.start)

    def skip(self, end: int) -> None:
        """Leave out what ends here, blanks included, and join what it broke."""
        goes_on = _GOES_ON.match(self.source, end)
        if goes_on and self.last == "-" and self.pieces:
            self.pieces[-1] = self.pieces[-1][:-1]
            self.length -= 1
            self._note(end)
        else:
            self._put(self._break(end), end)

    def move(self, start: int) -> None:
        self._put("\n", start)

    def _take(self, start: int, end: int) -> None:
        if end > start:
            piece = self.source[start:end]
            for sign in "\n\r\t\v":
                piece = piece.replace(sign, " ")
            if self.last.isspace() and piece[0] == " ":
                self._note(start + 1)
                piece = piece[1:]
            self._append(piece)

    def _change(self, start: int, end: int) -> None:
        found = self.source[start:end]
        if found[0] == "-":  # a figure after the break keeps its hyphen: "mid-" and "2000s"
            self._put("-" if self.source[end].isdigit() else "", end)
        elif not found.isspace():
            self._put("", end)
        elif found.count("\n") > 1 or "\f" in found:
            self._put(self._break(end), end)
        elif found[-1] == "\n" and self._is_item(end):
            self._put("\n", end)
        else:
            self._put(" ", end)

    def _is_item(self, end: int) -> bool:
        """Tell whether a line starts an item of a list."""
        if _ITEM.match(self.source, end):
            return True
        return self.last in _ENDS_SENTENCE and _NUMBERED.match(self.source, end) is not None

    def _break(self, end: int) -> str:
        """Part paragraphs, unless the sentence plainly goes on after the break."""
        goes_on = self.last not in _ENDS_SENTENCE and _GOES_ON.match(self.source, end)
        return " " if goes_on else "\n"

    def _put(self, text: str, end: int) -> None:
        """Put `text` for a stretch of the source that ends at `end`; blanks never follow blanks."""
        if text == "\n" and self.last == " ":
            self.pieces[-1] = self.pieces[-1][:-1] + "\n"
            self.last = "\n"
        elif text and not (text.isspace() and self.last.isspace()):
            self._append(text)
        self._note(end)

    def _append(self, piece: str) -> None:
        if piece:
            self.pieces.append(piece)
            self.length += len(piece)
            self.last = piece[-1]

    def _note(self, source: int) -> None:
        if self.flat_starts[-1] == self.length:
            self.source_starts[-1] = source
        else:
            self.flat_starts.append(self.length)
            self.source_starts.append(source)


def _plain(match: re.Match[str]) -> str:
    return chr(_SAME[ord(match.group())])
