"""Text of a web page as a reader sees it: nothing run, nothing fetched, entities decoded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from coalface.sources.report_marks import TableCount
from coalface.sources.report_shapes import ReportPart

__all__ = ["MAX_DEPTH", "PageText", "declared_encoding", "nesting_of", "read_html"]

#: Pages for readers nest some dozens deep; far deeper ones cost the parser more than their length.
MAX_DEPTH = 12_000

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "canvas",
        "svg",
        "math",
        "head",
        "nav",
        "footer",
        "audio",
        "video",
        "select",
        "button",
        "form",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_STRUCK = frozenset({"del", "s", "strike"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_HEAD_BYTES = 4096
MAX_LABEL = 200
_META = {
    "article:published_time": "published",
    "og:article:published_time": "published",
    "date": "published",
    "pubdate": "published",
    "publishdate": "published",
    "dc.date": "published",
    "dc.date.issued": "published",
    "citation_publication_date": "published",
    "og:site_name": "publisher",
    "dc.publisher": "publisher",
    "og:title": "title",
    "og:url": "url",
}


@dataclass(slots=True)
class PageText:
    """What was taken out of a page.

    Attributes:
        text: The text that a reader sees; paragraphs are parted by a blank line.
        headings: Headings by start.
        facts: `title`, `publisher`, `published`, `url`, `language` as the page states them.
        n_dropped: Elements left out: scripts, styles, forms, hidden parts.
        n_struck: Passages left out as they are struck out.
        n_tables: Tables of at least two rows and two columns, of which the cells are text.
    """

    text: str = ""
    headings: list[ReportPart] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    n_dropped: int = 0
    n_struck: int = 0
    n_tables: int = 0


#: Tags of elements that must be closed; the others never nest by being left open.
_NESTING = re.compile(
    r"<(?P<close>/?)(?!(?:br|img|hr|input|meta|link|p|li|td|th|tr|dt|dd|option|source|wbr|area|base"
    r"|col|embed|param|track|thead|tbody|tfoot|colgroup)[\s>/])[a-zA-Z][\w:-]{0,40}(?=[\s>])",
    re.IGNORECASE,
)


def nesting_of(source: str) -> int:
    """Give how deep elements that must be closed nest in a page, before it is parsed.

    Args:
        source: The page, decoded.
    """
    depth = deepest = 0
    for tag in _NESTING.finditer(source):
        depth += -1 if tag["close"] else 1
        depth = max(depth, 0)
        deepest = max(deepest, depth)
    return deepest


def declared_encoding(content: bytes) -> str:
    """Give the encoding that a page names in its head, or empty.

    Args:
        content: The page's bytes.
    """
    match = _CHARSET.search(content[:_HEAD_BYTES])
    return match[1].decode("ascii") if match else ""


def read_html(source: str) -> PageText:
    """Take the text out of a page.

    Args:
        source: The page, decoded.

    Returns:
        Text, headings and what the page says of itself. Scripts, styles, forms, navigation and
        parts hidden from readers are left out and counted.
    """
    tree = LexborHTMLParser(source)
    page = PageText(facts=_facts(tree))
    writer = _Writer(page)
    if tree.body is not None:
        _walk(tree.body, writer)
    writer.close()
    return page


class _Writer:
    """Writes text piece by piece: one blank between words, one blank line between blocks."""

    def __init__(self, page: PageText) -> None:
        self.page = page
        self.pieces: list[str] = []
        self.length = 0
        self.gap = ""
        self.heading_at = -1
        self.headings: list[tuple[int, int]] = []
        self.tables = TableCount()

    def text(self, piece: str) -> None:
        words = _SPACES.sub(" ", piece)
        if not words:
            return
        if words[0] == " ":
            self.gap = self.gap or " "
            words = words[1:]
        if not words:
            return
        if self.length and self.gap:
            self._add(self.gap)
        self.gap = " " if words[-1] == " " else ""
        self._add(words.rstrip(" "))

    def break_(self, gap: str) -> None:
        if len(gap) > len(self.gap) or self.gap == " ":
            self.gap = gap

    def open_heading(self) -> None:
        self.break_("\n\n")
        self.heading_at = self.length + (len(self.gap) if self.length else 0)

    def close_heading(self) -> None:
        if 0 <= self.heading_at < self.length:
            self.headings.append((self.heading_at, self.length))
        self.heading_at = -1

    def close(self) -> None:
        text = "".join(self.pieces)
        self.page.text = text
        self.page.n_tables = self.tables.n_found
        for start, end in self.headings:
            part = ReportPart(start, end, "heading", text[start:end][:MAX_LABEL])
            self.page.headings.append(part)

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)


def _walk(body: LexborNode, writer: _Writer) -> None:
    """Walk a tree with a stack of our own: pages nest deeper than Python's calls may."""
    stack: list[tuple[LexborNode, bool]] = [(body, False)]
    while stack:
        node, is_closing = stack.pop()
        if is_closing:
            _close(node, writer)
        elif node.is_text_node:
            writer.text(node.text_content or "")
        elif node.is_element_node:
            if _is_dropped(node):
                writer.page.n_dropped += 1
                continue
            if node.tag in _STRUCK:
                writer.page.n_struck += 1
                continue
            _open(node, writer)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(_children(node))))


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _is_dropped(node: LexborNode) -> bool:
    if node.tag in _DROPPED:
        return True
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN.search(style))


def _open(node: LexborNode, writer: _Writer) -> None:
    writer.tables.open(node.tag or "")
    if node.tag in _HEADINGS:
        writer.open_heading()
    elif node.tag == "br":
        writer.break_("\n")
    elif node.tag in ("td", "th"):
        writer.break_("\t")
    elif node.tag in _BLOCKS:
        writer.break_("\n\n")


def _close(node: LexborNode, writer: _Writer) -> None:
    writer.tables.close(node.tag or "")
    if node.tag in _HEADINGS:
        writer.close_heading()
    if node.tag in _BLOCKS:
        writer.break_("\n\n")


def _facts(tree: LexborHTMLParser) -> dict[str, str]:
    facts: dict[str, str] = {}
    for meta in tree.css("meta"):
        attributes = meta.attributes
        key = _META.get((attributes.get("property") or attributes.get("name") or "").lower())
        if key and attributes.get("content"):
            facts.setdefault(key, (attributes["content"] or "").strip())
    time = tree.css_first("time[datetime]")
    if time is not None:
        facts.setdefault("published", time.attributes["datetime"] or "")
    link = tree.css_first("link[rel=canonical]")
    if link is not None:
        facts.setdefault("url", link.attributes.get("href") or "")
    title = tree.css_first("title")
    if title is not None:
        facts.setdefault("title", _SPACES.sub(" ", title.text()).strip())
    html = tree.css_first("html")
    if html is not None:
        facts["language"] = (html.attributes.get("lang") or "").split("-")[0].lower()
    return facts
