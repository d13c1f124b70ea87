"""The brief as plain data: what the page, the PDF and the JSON file are all written from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coalface.brief.model import Block, Brief, Cell, Cite, Figure, Source, Table, Tag, cited_ids
from coalface.brief.numerals import format_number, format_range, mark_word
from coalface.vocabulary.numbers import Number
from coalface.vocabulary.short_ids import short_id

__all__ = ["cited_sources", "describe_brief", "render_json"]

References = Mapping[str, int]
FEWEST_ALIKE = 4  # numbers of a table that share a mark before it is said once for all


def describe_brief(brief: Brief) -> dict[str, Any]:
    """Give the brief as dictionaries and lists, with each source reference numbered."""
    sources = cited_sources(brief)
    refs = {source.id: i for i, source in enumerate(sources, start=1)}
    return {
        "title": brief.title,
        "headline": _text(brief.headline, refs),
        "strength": brief.strength,
        "as_of": brief.as_of.isoformat(),
        "made_on": brief.made_on.isoformat(),
        "run": _run(brief),
        "key_numbers": [
            {"number": _number(k.number), "words": k.words, "refs": _refs(k.sources, refs)}
            for k in brief.key_numbers
        ],
        "blocks": [_block(block, refs) for block in brief.blocks],
        "sources": [_source(source, refs[source.id]) for source in sources],
        "method": [_text(text, refs) for text in brief.method],
        "limits": [_text(text, refs) for text in brief.limits],
    }


def render_json(brief: Brief) -> bytes:
    """Give the brief as one JSON file."""
    text = json.dumps(describe_brief(brief), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def cited_sources(brief: Brief) -> tuple[Source, ...]:
    """Give the sources that the brief cites, in order of first citation.

    Raises:
        ValueError: If a cited id is not among the sources of the brief.
    """
    known = {source.id: source for source in brief.sources}
    missing = [i for i in cited_ids(brief) if i not in known]
    if missing:
        raise ValueError(f"cited but not among the sources: {', '.join(missing)}")
    return tuple(known[i] for i in cited_ids(brief))


def _text(text: Iterable[Cell], refs: References) -> list[dict[str, Any]]:
    return [_cell(part, refs) for part in text]


def _cell(cell: Cell, refs: References) -> dict[str, Any]:
    if isinstance(cell, Number):
        return _number(cell)
    if isinstance(cell, Cite):
        return {"kind": "cite", "refs": _refs(cell.ids, refs)}
    if isinstance(cell, Tag):
        return {"kind": "tag", "text": cell.word, "tone": cell.tone}
    return {"kind": "text", "text": cell}


def _refs(ids: Iterable[str], refs: References) -> list[int]:
    return sorted({refs[i] for i in ids})


def _number(number: Number) -> dict[str, Any]:
    return {
        "kind": "number",
        "id": number.id,
        "short": short_id(number.id),
        "label": number.label,
        "value": number.value,
        "low": number.low,
        "high": number.high,
        "unit": number.unit,
        "mark": number.mark,
        "how": number.how,
        "inputs": list(number.inputs),
        "note": number.note,
        "text": format_number(number),
        "is_missing": number.value is None and number.low is None and number.high is None,
        "range": format_range(number),
        "mark_word": mark_word(number),
    }


def _block(block: Block, refs: References) -> dict[str, Any]:
    return {
        "id": block.id,
        "number": block.number,
        "heading": _text(block.heading, refs),
        "subtitle": block.subtitle,
        "strength": block.strength,
        "figures": [_figure(figure, refs) for figure in block.figures],
        "tables": [_table(table, refs) for table in block.tables],
        "notes": [_text(text, refs) for text in block.notes],
        "refs": _refs(block.sources, refs),
    }


def _figure(figure: Figure, refs: References) -> dict[str, Any]:
    return {
        "id": figure.id,
        "title": figure.title,
        "description": figure.description,
        "table": _table(figure.table, refs),
    }


def _table(table: Table, refs: References) -> dict[str, Any]:
    rows = [[_cell(cell, refs) for cell in row] for row in table.rows]
    numbers = [cell for row in rows for cell in row if cell["kind"] == "number"]
    n_known = sum(number["value"] is not None for number in numbers)
    n_derived = sum(_is_derived(number) for number in numbers)
    notes = tuple(dict.fromkeys(number["note"] for number in numbers if number["note"]))
    mark = _mark_of_all(numbers)
    for number in numbers:
        number["is_derived"] = n_derived < n_known and _is_derived(number)
        number["mark_word"] = "" if mark else number["mark_word"]
        number["footnote"] = notes.index(number["note"]) + 1 if number["note"] else None
    return {
        "id": table.id,
        "caption": table.caption,
        "columns": [{"name": c.name, "align": c.align} for c in table.columns],
        "rows": rows,
        "note": table.note,
        "footnotes": list(notes),
        "mark_of_all": mark,
        "derived": "none" if not n_derived else "some" if n_derived < n_known else "all",
    }


def _mark_of_all(numbers: Sequence[Mapping[str, Any]]) -> str:
    """Give the word that all numbers of a table but derived ones bear, to be said once."""
    told = (number for number in numbers if number["value"] is not None)
    words = {number["mark_word"] for number in told if not _is_derived(number)}
    return str(words.pop()) if len(words) == 1 and len(numbers) >= FEWEST_ALIKE else ""


def _is_derived(number: Mapping[str, Any]) -> bool:
    return number["mark"] == "derived" and number["value"] is not None


def _source(source: Source, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "url": source.url,
        "kind": source.kind,
        "language": source.language,
        "access": source.access,
    }


def _run(brief: Brief) -> dict[str, Any]:
    run = brief.run
    return {
        "id": run.run_id,
        "software": [{"name": name, "version": version} for name, version in run.software],
        "inputs": [{"name": i.name, "sha256": i.sha256, "n_rows": i.n_rows} for i in run.inputs],
        "parameters": [{"name": name, "value": value} for name, value in run.parameters],
    }
