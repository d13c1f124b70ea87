"""From a number to its sources and to a word for how well it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from coalface.brief.model import Source, Strength
from coalface.earnings.claim_forms import load_earnings_statements
from coalface.earnings.parameters import Publication, load_parameters, load_publications
from coalface.earnings.series import load_series
from coalface.law import Rulebook
from coalface.trade.cap_ledgers import law_row_of
from coalface.vocabulary.numbers import Number

__all__ = ["Evidence", "gather_evidence", "list_sources", "sources_of", "strength_of"]


GRADE_WORDS = {"A": "high", "B": "medium", "C": "low", "D": "low"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sources and confidence of each row that numbers may rest on, by `row_id`."""

    sources_by_row: Mapping[str, tuple[str, ...]]
    confidence_by_row: Mapping[str, str]


def gather_evidence(tables: Iterable[pl.DataFrame], book: Rulebook) -> Evidence:
    """Gather sources and confidence of every row of some tables and of the definitions.

    The law's grades A to D become high, medium, low and low, those of statements too.
    """
    sources: dict[str, tuple[str, ...]] = {}
    grades: dict[str, str] = {}
    for table in tables:
        columns = table.select("row_id", "source_id", "confidence").rows()
        sources |= {row_id: (source_id,) for row_id, source_id, _ in columns}
        grades |= {row_id: confidence or "low" for row_id, _, confidence in columns}
    for entry in book.ledger:
        row_id = law_row_of(entry)
        sources[row_id] = tuple(f"law/{source}" for source in entry.sources)
        grades[row_id] = GRADE_WORDS[entry.grade]
    grades |= {f"law/conversions/{c.id}": GRADE_WORDS[c.grade] for c in book.conversions}
    defined, graded = _defined()
    return Evidence(sources | defined, grades | graded)


def sources_of(numbers: Iterable[Number], evidence: Evidence) -> tuple[str, ...]:
    """Give the ids of the sources of some numbers, each once, in order of use."""
    rows = (row for number in numbers for row in number.inputs)
    found = (source for row in rows for source in evidence.sources_by_row.get(row, ()))
    return tuple(dict.fromkeys(found))


def strength_of(numbers: Iterable[Number], evidence: Evidence) -> Strength:
    """Give the strength of what rests on some numbers: that of its weakest row.

    Competing prints take one step off, since one of them must be wrong.
    """
    numbers = tuple(numbers)
    grades = {evidence.confidence_by_row.get(r, "high") for n in numbers for r in n.inputs}
    is_disputed = any("competing" in number.note for number in numbers)
    if not numbers or "low" in grades or ("medium" in grades and is_disputed):
        return "low"
    return "medium" if "medium" in grades or is_disputed else "high"


def list_sources(sources: pl.DataFrame, book: Rulebook) -> tuple[Source, ...]:
    """Give the table `sources`, the law's sources and those of the parameters as values."""
    published = tuple(
        Source(
            id=row["source_id"],
            title=row["title"] or row["source_id"],
            publisher=row["publisher"] or "",
            year=str(row["year"] or ""),
            url=row["url"] or "",
            kind=row["kind"] or "",
            language=row["language"] or "",
            access=row["access"] or "",
        )
        for row in sources.iter_rows(named=True)
    )
    law = tuple(
        Source(
            id=f"law/{source.id}",
            title=source.title,
            publisher=source.publisher,
            year=source.dated,
            url=source.url,
            kind="law",
        )
        for source in book.sources.values()
    )
    known = {source.id for source in published}
    cited = load_publications().values()
    parameters = tuple(_source(p) for p in cited if _source_id(p) not in known)
    return published + law + parameters


def _defined() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Give sources and confidence of parameters, points of series and published statements."""
    sources: dict[str, tuple[str, ...]] = {}
    grades: dict[str, str] = {}
    cited = {p.row_id: (p.sources, p.confidence) for p in load_parameters().values()}
    for series in load_series().values():
        cited |= {series.row_id(p): (p.sources, p.confidence) for p in series.points}
    for row_id, (ids, confidence) in cited.items():
        sources[row_id] = tuple(_source_id(load_publications()[i]) for i in ids)
        grades[row_id] = "low" if confidence == "none" else confidence
    for statement in load_earnings_statements().values():
        sources[statement.row_id] = (statement.source_id,)
        grades[statement.row_id] = GRADE_WORDS[statement.grade]
    return sources, grades


def _source_id(publication: Publication) -> str:
    return f"mechanism/{publication.id}"


def _source(publication: Publication) -> Source:
    return Source(
        id=_source_id(publication),
        title=publication.title,
        publisher=publication.publisher,
        year=str(publication.year or ""),
        url=publication.url or "",
        kind=publication.kind,
        access=publication.access,
    )
