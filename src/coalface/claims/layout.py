"""Find the parts of a text that are no prose: front matter, running heads, lists of references."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from coalface.claims.documents import Block, Document

__all__ = ["find_layout"]

_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?:.*\r?\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_REFERENCE_WORDS = (
    "references",
    "bibliography",
    "works cited",
    "endnotes",
    "参考文献",
    "參考文獻",
    "참고문헌",
)
_HEADING_LINE = re.compile(
    r"[ \t]*#{0,6}[ \t]*(?:\d{1,2}\.?[ \t]+)?(?P<words>[^\n:]{4,20}?)[ \t]*:?[ \t]*\r?(?:\n|\Z)"
)
#: The line of its own is told by the break before it, as what begins with one sign is sought the
#: quickest.
_PAGE_NUMBER = re.compile(r"\n[ \t]*(?:-[ \t]*)?\d{1,4}(?:[ \t]*-)?[ \t]*\r?$", re.MULTILINE)
_LINE = re.compile(r"[^\n]+")
#: "DALIAN, China, Feb. 2 (Agency) - ": a place in capitals, a day or an agency, and a dash.
_DATELINE = re.compile(
    r"(?=[A-Z]{3})(?:[A-Z]{3,}(?:[ -][A-Z]{3,}){0,2})(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?)??"
    r"(?:(?P<day>,? (?:\d{1,2} [A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.? \d{1,2})(?:,? (?:19|20)\d\d)?)"
    r"(?: \([A-Z][\w .&/-]{1,30}\))?|,? \([A-Z][\w .&/-]{1,30}\)) ?(?:-{1,2}|–|—) ?(?=\S)"
)
MOST_LINES_BEFORE = 4  # headline, subtitle, author
_DIGITS = re.compile(r"\d+")
MAX_HEAD_CHARACTERS = 200
#: A running head stands within so many characters of blank space and heads around a page's number.
MAX_FROM_PAGE_NUMBER = 400
DROPPED = frozenset({"front_matter", "running_head", "references", "footnote"})
_FOOTNOTE = re.compile(
    r"\n[ \t]*(?P<body>\d{1,2}[.)]?[ \t]{1,3}[A-Z][^\n]*\n(?:[ \t]*[^\s][^\n]*\n)*)"
    r"(?=[ \t\r]*\n\s*[a-z])"
)


def find_layout(document: Document) -> tuple[Block, ...]:
    """Find the blocks that hold no prose, those that the reader marked among them.

    A running head is a line that stands alone near a page's number or a page's edge and comes at
    least twice; a page's number is dropped with it. References run from their heading to the end.

    Args:
        document: A report as read.

    Returns:
        Blocks to be left out of sentences, by start, none inside another.
    """
    text = document.text
    blocks = [block for block in document.blocks if block.kind in DROPPED]
    if front := _FRONT_MATTER.match(text):
        blocks.append(Block(0, front.end(), "front_matter"))
    if line := _dateline(text, front.end() if front else 0):
        blocks.append(line)
    blocks.extend(_running_heads(text, _page_edges(document)))
    blocks.extend(_reference_lists(text))
    blocks.extend(_footnotes(text))
    return tuple(_apart(blocks))


def _dateline(text: str, start: int) -> Block | None:
    """Find "SEOUL, 14 March 2019 (Wire) - ", which tells where it was written, and of no trade."""
    for _ in range(MOST_LINES_BEFORE):
        while start < len(text) and text[start].isspace():
            start += 1
        line = _DATELINE.match(text, start)
        if line is not None:
            return Block(start, line.end(), "front_matter", "dateline")
        start = text.find("\n", start) + 1
        if start == 0:
            return None
    return None


def _footnotes(text: str) -> Iterator[Block]:
    """Find paragraphs that start with a number and stand in the middle of a sentence."""
    for note in _FOOTNOTE.finditer(text):
        before = text[max(0, note.start() - 200) : note.start()]
        broken = before.rstrip()
        stands_alone = "\n" in before[len(broken) :]
        if (stands_alone and broken[-1:].islower()) or broken[-1:] in ("-", ","):
            yield Block(note.start("body"), note.end("body"), "footnote")


def _page_edges(document: Document) -> list[int]:
    edges = [match.start() for match in _PAGE_NUMBER.finditer(f"\n{document.text}")]
    edges += [m.start() for m in re.finditer("\f", document.text)]
    pages = [block for block in document.blocks if block.kind == "page"]
    return sorted(edges + [edge for page in pages for edge in (page.start, page.end)])


def _running_heads(text: str, edges: Sequence[int]) -> Iterator[Block]:
    if not edges:
        return
    near = [
        (match.start(), match.end())
        for start, end in _windows(edges, len(text))
        for match in _LINE.finditer(text, start, end)
        if _stands_alone(text, match.start(), match.end())
    ]
    shapes = [_DIGITS.sub("0", text[start:end].strip()) for start, end in near]
    counts = Counter(shapes)
    for (start, end), shape in zip(near, shapes, strict=True):
        if shape and (counts[shape] > 1 or shape == "0"):
            yield Block(start, end, "running_head")


def _windows(edges: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Give the stretches around edges, joined where they meet, so that no line is met twice."""
    start, end = -1, -1
    for edge in edges:
        low, high = max(0, edge - MAX_FROM_PAGE_NUMBER), min(length, edge + MAX_FROM_PAGE_NUMBER)
        if start >= 0 and low <= end:
            end = max(end, high)
            continue
        if start >= 0:
            yield start, end
        start, end = low, high
    if start >= 0:
        yield start, end


def _stands_alone(text: str, start: int, end: int) -> bool:
    if end - start > MAX_HEAD_CHARACTERS or (start and text[start - 1] != "\n"):
        return False
    before = text[max(0, start - 40) : start]
    after = text[end : end + 40]
    is_first = start == 0 or "\n\n" in before.replace(" ", "").replace("\r", "") + "\n"
    is_last = end == len(text) or "\n\n" in after.replace(" ", "").replace("\r", "")
    return is_first and is_last


def _reference_lists(text: str) -> Iterator[Block]:
    top = len(text) // 3  # a heading near the top belongs to a table of contents
    lower = text[top:].lower()
    for words in _REFERENCE_WORDS:
        position = lower.rfind(words)
        start = text.rfind("\n", 0, top + position) + 1 if position >= 0 else 0
        if start <= top:
            continue
        line = _HEADING_LINE.match(text, start)
        if line and line["words"].lower() == words:
            yield Block(start, len(text), "references")
            return


def _apart(blocks: Sequence[Block]) -> Iterator[Block]:
    end = 0
    for block in sorted(blocks, key=lambda block: (block.start, -block.end)):
        if block.start >= end:
            yield block
            end = block.end
