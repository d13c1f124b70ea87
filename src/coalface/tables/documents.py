"""Tables `documents`, `document_names` and `document_texts`: reports that claims were taken from.

One document is one content, whatever it is called: its names stand in a table of their own. The
text is what offsets of claims count in. It never leaves the workspace it was taken into. Of a
document whose text is not held, digest and length are empty.
"""

from coalface.tables.claims import SENSITIVITIES
from coalface.tables.schema import Column, Table, checker

__all__ = [
    "DOCUMENTS",
    "DOCUMENT_NAMES",
    "DOCUMENT_TEXTS",
    "check_document_names",
    "check_document_texts",
    "check_documents",
]

BASES = frozenset({"stated", "inferred", "none"})

DOCUMENTS = Table(
    name="documents",
    columns=(
        Column("document_id", required=True),
        Column("sha256", pattern=r"^[0-9a-f]{64}$"),
        Column("title"),
        Column("publisher"),
        Column("published", "date"),
        Column("published_basis", required=True, choices=BASES),
        Column("url"),
        Column("language"),
        Column("sensitivity", required=True, choices=SENSITIVITIES),
        Column("n_characters", "integer", low=0),
    ),
    key=("document_id",),
)
DOCUMENT_NAMES = Table(
    name="document_names",
    columns=(
        Column("document_id", required=True),
        Column("name", required=True),
        Column("recorded_at", "instant", required=True),
    ),
    key=("document_id", "name"),
)
DOCUMENT_TEXTS = Table(
    name="document_texts",
    columns=(Column("document_id", required=True), Column("text", required=True)),
    key=("document_id",),
)
check_documents = checker(DOCUMENTS)
check_document_names = checker(DOCUMENT_NAMES)
check_document_texts = checker(DOCUMENT_TEXTS)
