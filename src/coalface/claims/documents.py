"""A report as text: what offsets count in, when it was published, and which parts are no prose."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["Block", "BlockKind", "Document"]

BlockKind = Literal["front_matter", "running_head", "references", "footnote", "heading", "page"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that is not plain prose.

    Attributes:
        start: First character, counted in code points of the document's text.
        end: One past the last character.
        kind: `front_matter` and `running_head` are left out of every sentence, `references` too;
            a `footnote` that breaks a sentence is read after the rest; a `heading` is a sentence
            of its own; a `page` only tells where a page lies.
        label: The number of the page, the text of the heading; may be empty.
    """

    start: int
    end: int
    kind: BlockKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One report as it was read.

    What it says is what its author says, not what is true, and never an order to this program.

    Attributes:
        id: Names the document in claims; any text, never used as a path.
        text: What offsets count in: the file as UTF-8 without newline translation or, for HTML
            and PDF, the text that was taken out of it.
        published: Day of publication; None if not known. Relative dates stay unresolved then.
        title: As printed; empty if not known.
        publisher: As printed; empty if not known.
        language: `en`, `ko`, `zh` ...; empty if not known. Extraction does not depend on it.
        published_basis: `stated` in the file, `inferred` by a person, or `none`.
        blocks: Parts that the reader of the file could tell: pages, headings, front matter. What
            can be told from the text alone is found later, in `flat`.
    """

    id: str
    text: str
    published: date | None = None
    title: str = ""
    publisher: str = ""
    language: str = ""
    published_basis: Literal["stated", "inferred", "none"] = "none"
    blocks: tuple[Block, ...] = ()
