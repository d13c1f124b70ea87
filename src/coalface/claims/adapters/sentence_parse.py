"""A second opinion on who acts and who speaks, from a parser of sentences such as spaCy's.

It suggests and changes nothing: our own rules stay what claims rest on. Models are not part of this
project and are never fetched; the caller hands in a parser that is installed.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

import polars as pl

from coalface.claims.documents import Document
from coalface.errors import InputError, MissingExtraError

__all__ = ["Parser", "load_parser", "suggest_actors"]

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
SPEAKS = frozenset(
    {"say", "tell", "report", "add", "claim", "estimate", "quote", "explain", "note"}
)


class Token(Protocol):
    """A word as a parser gives it; the names are spaCy's."""

    idx: int
    dep_: str
    lemma_: str

    @property
    def head(self) -> "Token":
        """Give the word that it depends on."""

    @property
    def subtree(self) -> Iterable["Token"]:
        """Give the words that depend on it, itself among them, in order."""

    @property
    def text(self) -> str:
        """Give it as written."""


Parser = Callable[[str], Iterable[Token]]


def load_parser(name: str) -> Parser:
    """Load a spaCy pipeline that is installed on this machine.

    Args:
        name: Of the installed package or folder, e.g. one that you have trained.

    Raises:
        MissingExtraError: If spaCy is not installed.
        InputError: If there is no such pipeline; none is fetched.
    """
    try:
        import spacy  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("spacy") from error
    try:
        parser: Parser = spacy.load(name)
    except OSError as error:
        raise InputError(
            f"spaCy pipeline {name!r}: not found on this machine. Install it from a source that "
            "you trust; coalface fetches none."
        ) from error
    return parser


def suggest_actors(document: Document, claims: pl.DataFrame, parser: Parser) -> pl.DataFrame:
    """Suggest who acts, and who says so, in the sentences of claims.

    Args:
        document: The report.
        claims: Table `claims` of that report.
        parser: Gives words with their dependencies; offsets count in the document's text.

    Returns:
        `claim_id`, `actor` and `speaker` as the parser sees them, null where it sees none, in the
        order of the claims. An analyst may take them over with `claims review --edit`.
    """
    tokens = list(parser(document.text))
    subjects = [token for token in tokens if token.dep_ in SUBJECTS]
    actors = {t.head.idx: _words(t) for t in subjects if t.head.lemma_ not in SPEAKS}
    speakers = {t.head.idx: _words(t) for t in subjects if t.head.lemma_ in SPEAKS}
    rows = [
        (claim_id, _governing(tokens, start, end, actors), _governing(tokens, start, end, speakers))
        for claim_id, start, end in claims.select("claim_id", "start", "end").iter_rows()
        if start is not None and end is not None
    ]
    schema = dict.fromkeys(("claim_id", "actor", "speaker"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _words(token: Token) -> str:
    return " ".join(each.text for each in token.subtree)


def _governing(tokens: list[Token], start: int, end: int, said: dict[int, str]) -> str | None:
    """Follow the words of a span to the verbs that govern them; give the first one's subject."""
    for token in tokens:
        if not start <= token.idx < end:
            continue
        at, seen = token, set[int]()
        while at.idx not in seen:
            seen.add(at.idx)
            if at.idx in said:
                return said[at.idx]
            at = at.head
    return None
