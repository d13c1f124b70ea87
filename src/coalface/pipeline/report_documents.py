"""A report as a document to extract from: what `sources` read, in the words of `claims`."""

from coalface.claims.documents import Block, Document
from coalface.sources.report_shapes import Report

__all__ = ["document_of"]


def document_of(report: Report) -> Document:
    """Give a report that was read as a document.

    Args:
        report: The report.

    Returns:
        The document, named after its digest; its text is the report's, character by character.
    """
    return Document(
        id=f"doc-{report.sha256[:12]}",
        text=report.text,
        published=report.published,
        title=report.title,
        publisher=report.publisher,
        language=report.language,
        published_basis=report.published_basis,
        blocks=tuple(Block(part.start, part.end, part.kind, part.label) for part in report.parts),
    )
